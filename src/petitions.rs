//! What the province forwarded, tracked to its end (`F1`, `F3`, `P6`, `T7`).
//!
//! A petition files a report like any other; what the province adds (its own number, its date, its
//! wish for a report back) is kept here, and the matter is found through the report.

pub mod access;
pub mod accountability;
pub mod batch;
pub mod batches;
pub mod board;
pub mod keys;
pub mod number;
pub mod oversight;
pub mod petition;
pub mod publications;
pub mod returns;
pub mod sheet;
pub mod spot_checks;
pub mod standing;
pub mod statement;
pub mod timeline;
pub mod track;
pub mod web;
pub mod whole;

pub use batch::Batch;
pub use number::ProvinceNumber;
pub use petition::Petition;
pub use statement::NewPetition;
