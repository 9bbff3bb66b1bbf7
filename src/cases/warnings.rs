//! Warnings and escalations (`T9`, `T6`): each step of a due date is told once, to whom it concerns.
//!
//! The sweep looks at the running clocks (`clock` has the table of them) whose next step has come,
//! found by an index, and at no others. After a time in which nobody swept, only the last step that has come is told, with the
//! days as they are then; the ones before it would say what is no longer so. Each warning is written
//! with its alerts and their mail in one transaction, under a key that lets it be told once by any
//! number of nodes. A clock that stopped or moved in the meantime is left alone.

mod clock;
pub mod level;
mod sweep;
mod tell;

pub use sweep::SweepDeadlines;
