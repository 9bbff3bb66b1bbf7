//! What follows from an act: the reporters are told (`I3`, `T1`), and asked what they think of the
//! answer (`C7`).

use chrono::Duration;
use serde::{Deserialize, Serialize};

/// A measure that stops or closes a plant was taken: its plant is marked and revisits are planned
/// (`C6`). The work itself is the business of `enterprises`, who keep the register.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FollowClosure {
    /// The measure.
    pub measure: i64,
}

/// Writes to every reporter behind the matter of a timeline entry who left an address. The work
/// itself is the business of `reports`, who know them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellReporters {
    /// The entry.
    pub event: i64,
}

/// Another bureau has the matter of a timeline entry now: what the city demands about it is told there.
/// The work itself is the business of `demands`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FollowHandover {
    /// The entry.
    pub event: i64,
}

/// How long after an answer its reporters are asked to rate it: they should have read it.
pub const RATING_PAUSE: Duration = Duration::days(1);

/// Invites every reporter behind the matter of a timeline entry, an answer, to rate it: the business
/// of `reports`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InviteToRate {
    /// The entry.
    pub event: i64,
}

/// Puts the reporters behind an urgent matter on the list of those to be called, and takes calls
/// about its earlier answers off it: the business of `callbacks`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PlanCallBacks {
    /// The entry of the answer.
    pub event: i64,
}
