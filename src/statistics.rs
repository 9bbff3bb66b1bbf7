//! Figures (`N1`–`N3`): kept as matters change, by county, period, channel and category.
//!
//! What an event of the timeline counts for is `reckon`, pure; the names of the figures are one
//! table, `figure`. Events wait in a queue that the database fills; `ledger` counts them into lines
//! and sums, `sums` reads these, `check` proves that they are what the timeline says. A matter
//! against a bureau (`R3`) counts for the city, unnamed. The figures of one plant (`plant`) are for
//! staff, each of whom has those of the matters that they may see.

pub mod check;
pub mod figure;
pub mod figures;
pub mod jobs;
pub mod ledger;
pub mod map;
pub mod matters;
mod older;
pub mod period;
pub mod plant;
pub mod reckon;
pub mod sheet;
pub mod some;
pub mod summary;
pub mod sums;
pub mod told;
pub mod visits;
pub mod web;

pub use figures::{Counted, Figures, Line};
pub use period::Period;
pub use sums::Asked;
