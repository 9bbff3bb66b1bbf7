//! Messages to staff in the portal: a bell with a count on every page, a list at `/alerts`, and
//! mail for those who left an address (`T9`, `I6`).
//!
//! Any room to the right raises one with [`raise`] in the transaction of what it tells of; its key
//! makes it unique, on any number of nodes.

mod alert;
pub mod jobs;
pub mod list;
mod remind;
mod said;
pub mod web;

pub use alert::{Alert, Mail, To, raise, raise_with, take_back};
pub use list::unread_count;
pub use remind::{Due, Late, remind, tell_late};
pub use said::said;
