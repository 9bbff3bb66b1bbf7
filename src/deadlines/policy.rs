//! The limits of the office, each with its source and the dates between which it holds (`deadlines.toml`).
//!
//! The limit that held on the day of the report applies. The file is refused whole when one entry is wrong.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::jurisdiction::{Folder, JurisdictionError, Names, Reason};

const FILE: &str = "deadlines.toml";

/// What a limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyId {
    /// Tell the reporter whether it is accepted (`T1`).
    Acceptance,
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
    /// Change a rating (`C7`).
    RatingChange,
    /// Decide what comes of a dissatisfied rating (`C7`).
    RehandlingDecision,
}

impl PolicyId {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Acceptance,
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
        Self::RatingChange,
        Self::RehandlingDecision,
    ];

    /// As stored, and as in the policy file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
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
            Self::RatingChange => "rating_change",
            Self::RehandlingDecision => "rehandling_decision",
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
}

/// So many days or months.
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

/// A limit with its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is for.
    pub id: PolicyId,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    policy: Vec<toml::Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: PolicyId,
    rule: String,
    limit: u16,
    unit: Unit,
    start: StartEvent,
    source: Names,
    valid_from: toml::value::Datetime,
    valid_to: Option<toml::value::Datetime>,
    verified: bool,
    extension: Option<ExtensionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionEntry {
    limit: u16,
    unit: Unit,
    times: u8,
}

impl Policies {
    pub(crate) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        let text = folder.text(FILE)?;
        Self::parse(&text)
    }

    /// Parses `deadlines.toml`; refuses it whole with line and reason.
    pub fn parse(text: &str) -> Result<Self, JurisdictionError> {
        let line_of = |byte| crate::jurisdiction::line_of(text, byte);
        let file: File = toml::from_str(text).map_err(|error| JurisdictionError {
            file: FILE.to_owned(),
            line: error.span().map(|span| line_of(span.start)),
            reason: Reason::Toml(Box::new(error)),
        })?;
        let mut policies = Self::default();
        for entry in file.policy {
            let line = line_of(entry.span().start);
            let refuse = |why| JurisdictionError::at(FILE, line, Reason::Policy(why));
            let policy = entry.into_inner().check().map_err(refuse)?;
            policies.add(policy).map_err(refuse)?;
        }
        Ok(policies)
    }

    fn add(&mut self, policy: Policy) -> Result<(), String> {
        let same = |p: &&Policy| p.id == policy.id && p.overlaps(&policy);
        if let Some(other) = self.entries.iter().find(same) {
            let (id, from) = (policy.id, other.valid_from);
            return Err(format!("{id} overlaps with the entry that holds from {from}"));
        }
        self.entries.push(policy);
        Ok(())
    }

    /// The limit that held on a day; none where the file has none for it.
    pub fn at(&self, id: PolicyId, date: NaiveDate) -> Option<&Policy> {
        self.entries.iter().find(|policy| policy.id == id && policy.holds(date))
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

    fn overlaps(&self, other: &Policy) -> bool {
        let begins_before_end_of =
            |a: &Policy, b: &Policy| b.valid_to.is_none_or(|last| a.valid_from <= last);
        begins_before_end_of(self, other) && begins_before_end_of(other, self)
    }
}

impl Entry {
    fn check(self) -> Result<Policy, String> {
        let valid_from = day(&self.valid_from)?;
        let valid_to = self.valid_to.as_ref().map(day).transpose()?;
        if valid_to.is_some_and(|last| last < valid_from) {
            return Err(format!("{} ends before it begins", self.id));
        }
        if self.limit == 0 || self.extension.as_ref().is_some_and(|e| e.limit == 0 || e.times == 0)
        {
            return Err(format!("{} has a limit of nothing", self.id));
        }
        if self.source.zh.trim().is_empty() || self.source.en.trim().is_empty() {
            return Err(format!("{} has no source", self.id));
        }
        let extension = self
            .extension
            .map(|e| Extension { limit: Limit { count: e.limit, unit: e.unit }, times: e.times });
        let limit = Limit { count: self.limit, unit: self.unit };
        let Self { id, rule, start, source, verified, .. } = self;
        Ok(Policy { id, rule, limit, start, extension, source, valid_from, valid_to, verified })
    }
}

fn day(value: &toml::value::Datetime) -> Result<NaiveDate, String> {
    let date = value.date.filter(|_| value.time.is_none());
    let parsed = date.and_then(|date| {
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
    });
    parsed.ok_or_else(|| format!("{value} is not a day"))
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
