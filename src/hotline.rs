//! The clerk's desk: a call, letter or visit entered on behalf of its reporter (`I1`, `I2`, `P2`).

pub mod call;
pub mod entry;
pub mod known;
pub mod web;

use crate::accounts::Role;

/// Who enters calls: the clerk, and the dispatcher when the clerk is away (`P2`, `P4`).
pub const ROLES: [Role; 2] = [Role::Clerk, Role::Dispatcher];
