//! A whole batch at once (`F1`, `F2`): read from a table or a program, looked at in a dry run, put
//! right where it is wrong, and entered whole or not at all.

pub mod check;
pub mod columns;
pub mod draft;
pub mod enter;
pub mod jobs;
pub mod rows;
pub mod words;

pub use check::{Checked, check};
pub use draft::Draft;
pub use enter::{dry_run, enter_all};
pub use rows::{Gathered, LeftOut, Row};
