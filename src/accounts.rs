//! Staff of the office: accounts, roles (`P2`–`P7`, `P9`), passwords, sessions.

pub mod account;
pub mod administer;
pub mod membership;
pub mod password;
pub mod role;
pub mod session;
pub mod viewer;
pub mod web;

pub use account::Account;
pub use role::Role;
pub use viewer::Viewer;
pub use web::Staff;
