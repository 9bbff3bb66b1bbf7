//! What the province reads of a matter's timeline: one table.
//!
//! It learns what was done, by whom and when; not the drafts between two people of a bureau, and
//! nothing that the reporters of the matter did or left, nor who read it (`S1`).

use crate::timeline::Event;

/// Acts that the province sees.
pub const SEEN: [&str; 40] = [
    "receive",
    "forward",
    "assign",
    "transfer",
    "return",
    "accept",
    "take_over",
    "inspect",
    "find",
    "measure",
    "recheck",
    "end_measure",
    "extend_measure",
    "refer",
    "assist",
    "reply",
    "take_back",
    "conclude",
    "conclude_part",
    "fulfil",
    "extend",
    "chase",
    "demand",
    "report_on_demand",
    "demand_again",
    "end_demand",
    "rehandle",
    "reopen",
    "decline",
    "publish",
    "merge",
    "unmerge",
    "split_off",
    "ask",
    "answer_question",
    "accept_result",
    "hold_to_account",
    "correct_account",
    "take_back_account",
    "return_report",
];

/// Whether the province sees `event`.
pub fn is_seen(event: &Event) -> bool {
    SEEN.contains(&event.act.as_str())
}
