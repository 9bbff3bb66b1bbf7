//! What follows from an act: the reporters are told (`I3`, `T1`).

use serde::{Deserialize, Serialize};

/// A measure that stops or closes a plant was taken: its plant is marked and revisits are planned
/// (`C6`). The work itself is the business of `enterprises`, who keep the register.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FollowClosure {
    /// The measure.
    pub measure: i64,
}

impl FollowClosure {
    /// The measures after which a plant may not run (`C5`).
    pub const KINDS: [&str; 3] = ["suspension", "closure", "power_cut"];
}

/// Writes to every reporter behind the matter of a timeline entry who left an address. The work
/// itself is the business of `reports`, who know them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellReporters {
    /// The entry.
    pub event: i64,
}
