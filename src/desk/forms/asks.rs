//! Which fields the form of each act has: one table.

use crate::cases::Act;

/// How a field is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Ask {
    Line,
    Text,
    Date,
    Bureau,
    Department,
    DeclineReason,
    Verdict,
    Measure,
    Plant,
    Track,
    Part,
    Promise,
    Report,
    Way,
    Outcome,
    Confirmation,
    Pictures,
}

impl Ask {
    /// Whether it is written by hand, and not chosen.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Line | Self::Text | Self::Date)
    }
}

const PROMISES: [(&str, Ask); 10] = [
    ("promise1", Ask::Line),
    ("promise1_due", Ask::Date),
    ("promise2", Ask::Line),
    ("promise2_due", Ask::Date),
    ("promise3", Ask::Line),
    ("promise3_due", Ask::Date),
    ("promise4", Ask::Line),
    ("promise4_due", Ask::Date),
    ("promise5", Ask::Line),
    ("promise5_due", Ask::Date),
];
const CONCLUSION: [(&str, Ask); 3] =
    [("internal_text", Ask::Text), ("public_text", Ask::Text), ("answer", Ask::Text)];

/// The fields of each act, in the order asked.
pub fn asks(act: Act) -> Vec<(&'static str, Ask)> {
    let fields: &[(&str, Ask)] = match act {
        Act::Assign | Act::Transfer => &[("bureau", Ask::Bureau), ("reason", Ask::Text)],
        Act::Accept => &[("track", Ask::Track)],
        Act::ProposeDecline => &[
            ("reason", Ask::DeclineReason),
            ("right_body", Ask::Line),
            ("accepted_number", Ask::Line),
            ("explanation", Ask::Text),
        ],
        Act::Return | Act::Rehandle | Act::Reopen | Act::Unmerge => &[("reason", Ask::Text)],
        Act::Inspect => &[
            ("inspected_on", Ask::Date),
            ("officers", Ask::Line),
            ("officers_sent", Ask::Line),
            ("plants_visited", Ask::Line),
            ("findings", Ask::Text),
            ("photos", Ask::Pictures),
        ],
        Act::Find => &[("verdict", Ask::Verdict), ("finding", Ask::Text)],
        Act::Measure => &[
            ("kind", Ask::Measure),
            ("measured_plant", Ask::Plant),
            ("taken_on", Ask::Date),
            ("document", Ask::Line),
            ("amount", Ask::Line),
            ("measure_due_on", Ask::Date),
            ("detail", Ask::Text),
        ],
        Act::Refer => {
            &[("department", Ask::Department), ("request", Ask::Text), ("part_due_on", Ask::Date)]
        }
        Act::Assist => {
            &[("assistant", Ask::Bureau), ("request", Ask::Text), ("part_due_on", Ask::Date)]
        }
        Act::Reply => &[("reply", Ask::Text)],
        Act::TakeBack => &[("part", Ask::Part), ("reason", Ask::Text)],
        Act::ProposePartial => return [&CONCLUSION[..], &PROMISES].concat(),
        Act::Fulfil => &[("promise", Ask::Promise), ("done", Ask::Text), ("done_on", Ask::Date)],
        Act::ProposeConclusion => &CONCLUSION,
        Act::SendBack => &[("note", Ask::Text)],
        Act::ProposeExtension => &[("days", Ask::Line), ("extension_reason", Ask::Text)],
        Act::RefuseExtension => &[("extension_refusal", Ask::Text)],
        Act::Chase => &[("chase", Ask::Text)],
        Act::Publish => &[("public_text", Ask::Text), ("checked", Ask::Confirmation)],
        Act::Merge => &[("into", Ask::Line)],
        Act::Split => &[
            ("report", Ask::Report),
            ("summary", Ask::Text),
            ("plant", Ask::Line),
            ("place", Ask::Line),
            ("bureau", Ask::Bureau),
            ("reason", Ask::Text),
        ],
        Act::AskReexamination | Act::AskReview => &[
            ("report", Ask::Report),
            ("asked_via", Ask::Way),
            ("asked_on", Ask::Date),
            ("review_grounds", Ask::Text),
        ],
        Act::DirectToReview => &[("reason", Ask::Text)],
        Act::Hear => &[
            ("hearing_from", Ask::Date),
            ("hearing_until", Ask::Date),
            ("hearing_note", Ask::Text),
        ],
        Act::ProposeDecision => &[("outcome", Ask::Outcome), ("review_decision", Ask::Text)],
        Act::SendBackDecision => &[("note", Ask::Text)],
        Act::Approve | Act::Extend | Act::Withdraw | Act::WithdrawReview | Act::ApproveDecision => {
            &[]
        }
    };
    fields.to_vec()
}
