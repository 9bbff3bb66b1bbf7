//! Supervised cases 挂牌督办: a public list that nothing leaves until it is truly resolved
//! (`L1`–`L7`: 不彻底解决决不撤牌).
//!
//! `lifecycle` is the table that buttons, checks and docs read; `lifting` holds the proofs without
//! which no row can be lifted (`L4`), and triggers in the database hold the same; `work` performs
//! an act in one transaction.

pub mod access;
pub mod act;
pub mod attempt;
pub mod beside;
pub mod concerned;
pub mod document;
pub mod feed;
pub mod figure;
pub mod jobs;
pub mod join;
pub mod letter;
pub mod lifecycle;
pub mod lifting;
pub mod list;
pub mod overdue;
pub mod plants;
pub mod progress;
pub mod proposal;
pub mod records;
pub mod state;
pub mod statement;
pub mod supervision;
pub mod tell;
pub mod watch;
pub mod web;
pub mod work;

pub use act::Act;
pub use list::{figures, listed};
pub use state::{Onward, State};
pub use supervision::Supervision;
