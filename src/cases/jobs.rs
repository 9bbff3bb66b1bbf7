//! What follows from an act: the reporters are told (`I3`, `T1`).

use serde::{Deserialize, Serialize};

/// Writes to every reporter behind the matter of a timeline entry who left an address. The work
/// itself is the business of `reports`, who know them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellReporters {
    /// The entry.
    pub event: i64,
}
