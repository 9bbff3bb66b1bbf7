//! What an act states: a form parsed into a type, or errors at its fields.

mod form;

use chrono::NaiveDate;

use super::Act;
use crate::{
    error::FieldError,
    jurisdiction::{BureauKind, Jurisdiction},
    message::Message,
    web::Fields,
};

/// Statutory reasons not to accept (`I9`).
pub const DECLINE_REASONS: [&str; 6] =
    ["outside_duties", "too_vague", "litigation", "already_accepted", "answered_before", "final"];
/// The reasons that point to something, and the field that asks for it: the right body, or the number of
/// the matter that was accepted (`I9`).
pub const POINTERS: [(&str, &str); 2] =
    [("outside_duties", "right_body"), ("already_accepted", "accepted_number")];
/// What a finding can say.
pub const VERDICTS: [&str; 3] = ["substantiated", "partly", "unsubstantiated"];
/// How many promises one partial conclusion can make (`C3`).
pub const MOST_PROMISES: usize = 5;

/// An act with what it states.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Statement {
    Assign {
        bureau: String,
        reason: String,
    },
    Accept,
    /// Accepted on the track of grievances (`T4`).
    AcceptGrievance,
    ProposeDecline {
        reason: String,
        /// What the reason points to.
        points_to: Option<String>,
        explanation: String,
    },
    Return {
        reason: String,
    },
    Transfer {
        bureau: String,
        reason: String,
    },
    Inspect(NewInspection),
    Find {
        verdict: String,
        text: String,
    },
    Measure(NewMeasure),
    Refer {
        department: String,
        request: String,
        due_on: Option<NaiveDate>,
    },
    Assist {
        bureau: String,
        request: String,
        due_on: Option<NaiveDate>,
    },
    Reply {
        text: String,
    },
    TakeBack {
        part: i64,
        reason: String,
    },
    ProposePartial {
        internal_text: String,
        public_text: String,
        answer: String,
        promises: Vec<NewPromise>,
    },
    Fulfil {
        promise: i64,
        done: String,
        on: NaiveDate,
    },
    ProposeConclusion {
        internal_text: String,
        public_text: String,
        answer: String,
    },
    Approve,
    SendBack {
        note: String,
    },
    ProposeExtension {
        days: i32,
        reason: String,
    },
    Extend,
    RefuseExtension {
        note: String,
    },
    Chase {
        note: String,
    },
    Publish {
        public_text: String,
    },
    Rehandle {
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Withdraw,
    Merge {
        into: String,
    },
    Unmerge {
        reason: String,
    },
    Split(NewMatter),
    AskReexamination(Petition),
    AskReview(Petition),
    WithdrawReview,
    DirectToReview {
        reason: String,
    },
    Hear {
        from: NaiveDate,
        until: NaiveDate,
        note: String,
    },
    ProposeDecision {
        outcome: String,
        text: String,
    },
    ApproveDecision,
    SendBackDecision {
        note: String,
    },
}

/// A request for a review (`T4`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petition {
    /// Number of the report whose reporter asks, where several stand behind the matter.
    pub report: Option<String>,
    /// `web`, or one of [`WAYS`](super::reviews::WAYS).
    pub via: String,
    /// When it was asked: the day of a letter is its own.
    pub asked_on: NaiveDate,
    /// Why.
    pub grounds: String,
}

/// What is promised, and by when (`C3`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewPromise {
    pub text: String,
    pub due_on: NaiveDate,
}

/// A further matter from the same report (分办): for another plant or county.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewMatter {
    /// Number of the report, where several stand behind the matter.
    pub report: Option<String>,
    pub bureau: String,
    pub plant: String,
    pub place: String,
    pub summary: String,
    pub reason: String,
}

/// A site inspection to be recorded (`C1`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInspection {
    /// The day.
    pub on: NaiveDate,
    /// Who inspected: two at least.
    pub officers: Vec<String>,
    /// How many officers went out in all, where they are more than those named (`N1`).
    pub sent: Option<i32>,
    /// How many plants were inspected, where they are more than those of the matter (`N1`).
    pub visited: Option<i32>,
    /// What was found.
    pub findings: String,
}

/// A measure to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeasure {
    /// One of [`MEASURES`](super::measure::MEASURES).
    pub kind: String,
    /// Row of the plant it is meant for, where the matter is about several.
    pub plant: Option<i64>,
    /// Number of the document.
    pub document: String,
    /// Money in fen 分; of a daily penalty that of one day.
    pub amount_fen: Option<i64>,
    /// By when it must be met, or until when it holds.
    pub due_on: Option<NaiveDate>,
    /// When it was taken.
    pub taken_on: NaiveDate,
    /// What it is.
    pub text: String,
}

impl Statement {
    /// Which act it is.
    pub const fn act(&self) -> Act {
        match self {
            Self::Assign { .. } => Act::Assign,
            Self::Accept | Self::AcceptGrievance => Act::Accept,
            Self::ProposeDecline { .. } => Act::ProposeDecline,
            Self::Return { .. } => Act::Return,
            Self::Transfer { .. } => Act::Transfer,
            Self::Inspect(_) => Act::Inspect,
            Self::Find { .. } => Act::Find,
            Self::Measure(_) => Act::Measure,
            Self::Refer { .. } => Act::Refer,
            Self::Assist { .. } => Act::Assist,
            Self::Reply { .. } => Act::Reply,
            Self::TakeBack { .. } => Act::TakeBack,
            Self::ProposePartial { .. } => Act::ProposePartial,
            Self::Fulfil { .. } => Act::Fulfil,
            Self::ProposeConclusion { .. } => Act::ProposeConclusion,
            Self::Approve => Act::Approve,
            Self::SendBack { .. } => Act::SendBack,
            Self::ProposeExtension { .. } => Act::ProposeExtension,
            Self::Extend => Act::Extend,
            Self::RefuseExtension { .. } => Act::RefuseExtension,
            Self::Chase { .. } => Act::Chase,
            Self::Publish { .. } => Act::Publish,
            Self::Rehandle { .. } => Act::Rehandle,
            Self::Reopen { .. } => Act::Reopen,
            Self::Withdraw => Act::Withdraw,
            Self::Merge { .. } => Act::Merge,
            Self::Unmerge { .. } => Act::Unmerge,
            Self::Split(_) => Act::Split,
            Self::AskReexamination(_) => Act::AskReexamination,
            Self::AskReview(_) => Act::AskReview,
            Self::WithdrawReview => Act::WithdrawReview,
            Self::DirectToReview { .. } => Act::DirectToReview,
            Self::Hear { .. } => Act::Hear,
            Self::ProposeDecision { .. } => Act::ProposeDecision,
            Self::ApproveDecision => Act::ApproveDecision,
            Self::SendBackDecision { .. } => Act::SendBackDecision,
        }
    }

    /// Reads the form of `act`; `today` bounds the dates of things that have happened.
    pub fn parse(
        act: Act,
        fields: &Fields,
        today: NaiveDate,
        jurisdiction: &Jurisdiction,
    ) -> Result<Self, Vec<FieldError>> {
        let mut form = form::Form { fields, today, jurisdiction, errors: Vec::new() };
        let statement = form.read(act);
        match statement {
            Some(statement) if form.errors.is_empty() => Ok(statement),
            _ => Err(form.errors),
        }
    }
}

/// A reason not to accept in words, with what it points to (`I9`).
pub fn declined(reason: &str, points_to: Option<&str>) -> Message {
    match points_to {
        Some(to) => Message::new(format!("decline_points-{reason}")).with("to", to),
        None => Message::new(format!("decline_reason-{reason}")),
    }
}

/// The names in a line, when they are of at least two different people (`C1`).
pub fn two_officers(line: &str) -> Option<Vec<String>> {
    let names = line.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    names.dedup();
    let repeats = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    (names.len() >= 2 && !repeats).then_some(names)
}

/// Bureaus that the city can give a matter to (`R2`).
pub fn is_assignable(kind: BureauKind) -> bool {
    matches!(kind, BureauKind::County | BureauKind::Zone | BureauKind::Units)
}

/// 万元 as typed, in fen 分: `0.5` is 500,000. At most six decimals; nothing that is not a sum.
pub fn fen_of_wan(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || rest.len() > 6 || !digits(whole) || !digits(rest) {
        return None;
    }
    let rest: i64 = format!("{rest:0<6}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1_000_000 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_to_the_fen() {
        assert_eq!(fen_of_wan("0.5"), Some(500_000));
        assert_eq!(fen_of_wan("176.43"), Some(176_430_000));
        assert_eq!(fen_of_wan("12"), Some(12_000_000));
        for wrong in ["", "-1", "1e5", "1.2345678", ".5", "９", "99999999999"] {
            assert_eq!(fen_of_wan(wrong), None, "{wrong}");
        }
    }
}
