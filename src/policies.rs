//! The limits of the office and its working days, as the administrator sees and renews them
//! (`T5`, `P9`): an imported calendar recomputes the open deadlines and says what moved.

pub mod import;
pub mod jobs;
pub mod recompute;
pub mod web;
