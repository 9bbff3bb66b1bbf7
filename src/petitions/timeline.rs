//! What the province reads of a matter's timeline: one table.
//!
//! It learns what was done, by whom and when; not the drafts between two people of a bureau, and
//! nothing that the reporters of the matter did or left, nor who read it (`S1`).

use crate::timeline::Event;

/// Acts that the province sees.
pub const SEEN: [&str; 14] = [
    "receive", "forward", "assign", "return", "accept", "inspect", "find", "measure", "refer",
    "reply", "conclude", "decline", "publish", "merge",
];

/// Whether the province sees `event`.
pub fn is_seen(event: &Event) -> bool {
    SEEN.contains(&event.act.as_str())
}
