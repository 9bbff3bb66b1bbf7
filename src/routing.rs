//! Who gets a report, and why (`R1`–`R5`).
//!
//! [`decide`] is pure: it asks an ordered table of rules ([`RULES`]), and the first that has an answer gives the
//! decision. What it knows of the place comes from the [`crate::jurisdiction`]; no city is in the code.

mod accusation;
mod decide;
mod facts;
mod reading;
mod rule;
mod told;
pub mod web;

pub use accusation::{Accusation, accusation};
pub use decide::{Decision, Place, Target, decide};
pub use reading::{Certainty, Found, Kind, Reading, read};
pub use rule::{RULES, Rule, RuleId};
pub use told::told;
