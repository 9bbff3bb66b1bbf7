//! The limits of the office, each with its source and the dates between which it holds (`deadlines.toml`).
//!
//! The limit that held on the day of the report applies. The file is refused whole when one entry is wrong
//! ([`Policies::check`] names every mistake).

mod file;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::jurisdiction::{Folder, JurisdictionError, Names, Reason};

/// What a limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyId {
    /// Tell the reporter whether it is accepted (`T1`).
    Acceptance,
    /// Tell a caller at once: number, code, who handles it, and what comes next (`T1`).
    TelephoneReceipt,
    /// Conclude (`T2`).
    Conclusion,
    /// Conclude what is handled again (`C1`).
    Rehandling,
    /// Send on what came from above (`T3`).
    Forwarding,
    /// Object to an assignment (`R6`).
    Objection,
    /// Ask for a re-examination (`T4`).
    ReexaminationRequest,
    /// Decide a re-examination (`T4`).
    Reexamination,
    /// Ask for the second review (`T4`).
    ReviewRequest,
    /// Decide the second review (`T4`).
    Review,
    /// Resolve a supervised case (`L1`).
    Supervision,
    /// How long a lifting notice stands in public (`L4`).
    LiftingNotice,
    /// The next progress note of a supervised case (`L7`).
    ProgressNote,
    /// The first revisit after a closure (`C6`).
    RevisitFirst,
    /// The second revisit (`C6`).
    RevisitSecond,
    /// The third revisit (`C6`).
    RevisitThird,
    /// Answer the duty desk about an urgent matter (`T6`).
    UrgentAnswer,
    /// Be on site in an urgent matter (`T6`).
    UrgentSite,
    /// Change a rating (`C7`).
    RatingChange,
    /// Decide what comes of a dissatisfied rating (`C7`).
    RehandlingDecision,
    /// Look whether an order is followed (`C5`).
    MeasureCheck,
    /// Look whether what was to be rectified by a date is (`C5`).
    RectificationCheck,
    /// How long a plant may be sealed, or its things be held (`C5`).
    Sealing,
    /// Look again after a stop was lifted (`C5`).
    FollowUp,
    /// Report on what the city demands about a matter (`P5`).
    DemandReport,
    /// How long what would identify a reporter is kept after the end (`S5`).
    ContactRetention,
}

impl PolicyId {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::Acceptance,
        Self::TelephoneReceipt,
        Self::Conclusion,
        Self::Rehandling,
        Self::Forwarding,
        Self::Objection,
        Self::ReexaminationRequest,
        Self::Reexamination,
        Self::ReviewRequest,
        Self::Review,
        Self::Supervision,
        Self::LiftingNotice,
        Self::ProgressNote,
        Self::RevisitFirst,
        Self::RevisitSecond,
        Self::RevisitThird,
        Self::UrgentAnswer,
        Self::UrgentSite,
        Self::RatingChange,
        Self::RehandlingDecision,
        Self::MeasureCheck,
        Self::RectificationCheck,
        Self::Sealing,
        Self::FollowUp,
        Self::DemandReport,
        Self::ContactRetention,
    ];

    /// As stored, and as in the policy file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::TelephoneReceipt => "telephone_receipt",
            Self::Conclusion => "conclusion",
            Self::Rehandling => "rehandling",
            Self::Forwarding => "forwarding",
            Self::Objection => "objection",
            Self::ReexaminationRequest => "reexamination_request",
            Self::Reexamination => "reexamination",
            Self::ReviewRequest => "review_request",
            Self::Review => "review",
            Self::Supervision => "supervision",
            Self::LiftingNotice => "lifting_notice",
            Self::ProgressNote => "progress_note",
            Self::RevisitFirst => "revisit_first",
            Self::RevisitSecond => "revisit_second",
            Self::RevisitThird => "revisit_third",
            Self::UrgentAnswer => "urgent_answer",
            Self::UrgentSite => "urgent_site",
            Self::RatingChange => "rating_change",
            Self::RehandlingDecision => "rehandling_decision",
            Self::MeasureCheck => "measure_check",
            Self::RectificationCheck => "rectification_check",
            Self::Sealing => "sealing",
            Self::FollowUp => "follow_up",
            Self::DemandReport => "demand_report",
            Self::ContactRetention => "contact_retention",
        }
    }
}

impl std::str::FromStr for PolicyId {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|id| id.name() == name).ok_or(())
    }
}

/// In what a limit is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days as they come.
    Calendar,
    /// Working days.
    Working,
    /// Months.
    Month,
    /// Hours, by day and by night (`T6`).
    Hour,
    /// Minutes, likewise: at once (`T1`).
    Minute,
}

/// What starts a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum StartEvent {
    Received,
    Accepted,
    Assigned,
    Answered,
    Reopened,
    Requested,
    Listed,
    NoticePublished,
    LastNote,
    ClosedDown,
    Rated,
    Ordered,
    TermEnded,
    Lifted,
    Ended,
}

/// So many minutes, hours, days or months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// How a limit can be extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// By at most so much at a time.
    pub limit: Limit,
    /// How often.
    pub times: u8,
}

/// For which matters a limit is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All that have no limit of their own.
    All,
    /// Those of one track (`T4`).
    Track(String),
    /// Those of one channel (`I1`).
    Channel(String),
}

/// A limit with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is for.
    pub id: PolicyId,
    /// For which matters.
    pub scope: Scope,
    /// The rule of the office (`T1`).
    pub rule: String,
    /// The limit.
    pub limit: Limit,
    /// What starts it.
    pub start: StartEvent,
    /// How it can be extended.
    pub extension: Option<Extension>,
    /// The law or order behind it.
    pub source: Names,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day, where it holds no longer.
    pub valid_to: Option<NaiveDate>,
    /// Checked against the source itself, and not at second hand.
    pub verified: bool,
}

/// All limits.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    entries: Vec<Policy>,
}

impl Policies {
    pub(crate) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        let text = folder.text(file::NAME)?;
        Self::parse(&text)
    }

    /// Every mistake in the folder's file.
    pub(crate) fn mistakes(folder: &Folder<'_>) -> Vec<JurisdictionError> {
        match folder.text(file::NAME) {
            Ok(text) => Self::check(&text).err().unwrap_or_default(),
            Err(error) => vec![error],
        }
    }

    /// Parses `deadlines.toml`; refuses it whole, with line, column and reason of its first mistake.
    pub fn parse(text: &str) -> Result<Self, JurisdictionError> {
        Self::check(text).map_err(|mistakes| {
            let broken = || JurisdictionError::new(file::NAME, Reason::Policy(String::new()));
            mistakes.into_iter().next().unwrap_or_else(broken)
        })
    }

    /// Parses `deadlines.toml`, or names every mistake in it, in the order of the file.
    pub fn check(text: &str) -> Result<Self, Vec<JurisdictionError>> {
        file::check(text).map(|entries| Self { entries })
    }

    /// The limit that held on a day; none where the file has none for it. What the file says of one
    /// channel or track alone is [`Policies::applying`]'s.
    pub fn at(&self, id: PolicyId, date: NaiveDate) -> Option<&Policy> {
        self.applying(id, date, "", "")
    }

    /// The limit that held on a day for a matter of that channel and track: the channel's own where
    /// the file has one, else the track's, else that of all.
    pub fn applying(
        &self,
        id: PolicyId,
        date: NaiveDate,
        channel: &str,
        track: &str,
    ) -> Option<&Policy> {
        let holds = self.entries.iter().filter(|policy| policy.id == id && policy.holds(date));
        let fitting = holds.filter(|policy| match &policy.scope {
            Scope::Channel(only) => only == channel,
            Scope::Track(only) => only == track,
            Scope::All => true,
        });
        fitting.min_by_key(|policy| policy.scope.rank())
    }

    /// All entries, in the order of the file.
    pub fn all(&self) -> &[Policy] {
        &self.entries
    }
}

impl Policy {
    /// Whether it holds on a day.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

impl Scope {
    /// The narrower comes first.
    const fn rank(&self) -> u8 {
        match self {
            Self::Channel(_) => 0,
            Self::Track(_) => 1,
            Self::All => 2,
        }
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

impl fmt::Display for StartEvent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}
