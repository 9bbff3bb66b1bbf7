//! The matter that a bureau works: its lifecycle, its records, and the acts upon it (`C1`–`C4`).
//!
//! `lifecycle` is the table that buttons, checks and docs read; `work` performs an act: checks it
//! against the table, changes the row, moves the clocks, writes the timeline, in one transaction.

pub mod access;
pub mod act;
pub mod alike;
pub mod case;
pub mod draw;
pub mod due;
pub mod facts;
pub mod interim;
pub mod jobs;
pub mod lifecycle;
pub mod measure;
pub mod merged;
pub mod nearest;
pub mod nearness;
pub mod open;
pub mod past;
pub mod plant;
pub mod proposed;
pub mod publication;
pub mod records;
pub mod reviews;
pub mod sight;
pub mod site_visit;
pub mod state;
pub mod statement;
pub mod tallies;
pub mod told;
pub mod track;
pub mod undo;
pub mod urgent;
pub mod warnings;
pub mod words;
pub mod work;

pub use act::Act;
pub use case::Case;
pub use nearness::Due;
pub use proposed::Proposed;
pub use state::State;
pub use track::Track;
