//! When something is due, by which limit, and how that was computed (`T1`–`T9`).
//!
//! Limits are configuration with a source ([`policy`]); reckoning is pure ([`reckon`]) and can explain itself
//! ([`explanation`]).

pub mod deadline;
pub mod explanation;
pub mod policy;
pub mod reckon;

pub use deadline::Deadline;
pub use explanation::explanation;
pub use policy::{Extension, Limit, Policies, Policy, PolicyId, StartEvent, Unit};
pub use reckon::{Reckoning, Skipped, Warning, reckon};
