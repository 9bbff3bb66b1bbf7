//! 督办 of one matter (`P5`): what the city demands of the bureau that has it, by which day the bureau reports,
//! and whether the city is satisfied. It stands beside chasing 催办: the matter itself does not move.

pub mod demand;
pub mod jobs;
pub mod lifecycle;
pub mod list;
pub mod web;
pub mod work;

pub use demand::Demand;
pub use lifecycle::{Act, State};
