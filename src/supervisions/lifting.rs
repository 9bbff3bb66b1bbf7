//! The proofs of `L4`: nothing leaves the list without them, and only the checks here make them.
//!
//! `work::lift` takes a [`ReadyToLift`] and nothing else; its fields are private, so the compiler
//! refuses every other way. Pure: no database, no clock.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::message::Message;

/// The fewest officers of the city that verify on site (`L4`).
const FEWEST_VERIFIERS: usize = 2;
/// The fewest whole days that a lifting notice stands (`L4`); a policy may ask for more.
const FEWEST_DAYS: u64 = 7;

/// What is on record about an attempt to leave the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The supervised case.
    pub supervision: i64,
    /// The attempt.
    pub lifting: i64,
    /// How many requirements there are.
    pub requirements: usize,
    /// How many of them have no evidence that holds.
    pub without_evidence: usize,
    /// How many requirements have evidence that nobody of the city has accepted yet.
    pub unjudged: usize,
    /// Who proposed the listing.
    pub proposer: i64,
    /// Who applied for the lifting.
    pub applicant: i64,
    /// Officers of the city who verified on site after the application.
    pub verifiers: Vec<i64>,
    /// Who approved the lifting.
    pub approver: Option<i64>,
    /// The last day of the notice.
    pub notice_until: Option<NaiveDate>,
    /// Objections without a decision.
    pub objections_open: usize,
    /// Objections that were upheld.
    pub objections_upheld: usize,
}

/// Why it cannot leave the list, or its lifting cannot be approved, yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// So many requirements have no evidence.
    Evidence(usize),
    /// The evidence for so many requirements was not accepted yet.
    Unjudged(usize),
    /// Too few officers of the city have verified: so many have.
    Verifiers(usize),
    /// The approver is the proposer, a verifier or the applicant.
    Involved,
    /// Nobody has approved.
    NotApproved,
    /// The notice stands until that day.
    NoticeStands(NaiveDate),
    /// So many objections wait for a decision.
    ObjectionsOpen(usize),
    /// An objection was upheld.
    Upheld,
}

impl Obstacle {
    /// In words.
    pub fn message(&self) -> Message {
        match self {
            Self::Evidence(count) => {
                Message::new("supervisions-obstacle-evidence").with("count", count)
            }
            Self::Unjudged(count) => {
                Message::new("supervisions-obstacle-unjudged").with("count", count)
            }
            Self::Verifiers(count) => Message::new("supervisions-obstacle-verifiers")
                .with("count", count)
                .with("fewest", FEWEST_VERIFIERS),
            Self::Involved => Message::new("supervisions-obstacle-involved"),
            Self::NotApproved => Message::new("supervisions-obstacle-approval"),
            Self::NoticeStands(until) => Message::new("supervisions-obstacle-notice")
                .with("until", until)
                .with("month", until.month())
                .with("day", until.day()),
            Self::ObjectionsOpen(count) => {
                Message::new("supervisions-obstacle-objections").with("count", count)
            }
            Self::Upheld => Message::new("supervisions-obstacle-upheld"),
        }
    }
}

impl Record {
    /// Every requirement has evidence, and there is one at all.
    fn has_evidence(&self) -> Result<(), Obstacle> {
        match self.without_evidence {
            0 if self.requirements > 0 => Ok(()),
            count => Err(Obstacle::Evidence(count)),
        }
    }

    /// The city has accepted evidence for each.
    fn is_judged(&self) -> Result<(), Obstacle> {
        match self.unjudged {
            0 => Ok(()),
            count => Err(Obstacle::Unjudged(count)),
        }
    }

    /// At least two different officers of the city have verified.
    fn is_verified(&self) -> Result<(), Obstacle> {
        let mut accounts = self.verifiers.clone();
        accounts.sort_unstable();
        accounts.dedup();
        match accounts.len() {
            enough if enough >= FEWEST_VERIFIERS => Ok(()),
            few => Err(Obstacle::Verifiers(few)),
        }
    }

    /// Whether the approval still lacks something, whoever gives it.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn unready(&self) -> Result<(), Obstacle> {
        self.has_evidence()?;
        self.is_judged()?;
        self.is_verified()
    }

    /// `account` has no part in what is approved.
    fn is_third_person(&self, account: i64) -> Result<(), Obstacle> {
        let is_involved = account == self.proposer
            || account == self.applicant
            || self.verifiers.contains(&account);
        if is_involved { Err(Obstacle::Involved) } else { Ok(()) }
    }
}

/// Proof that a lifting may be approved by a person, and until when its notice stands.
#[derive(Debug)]
pub struct ReadyToPublish {
    lifting: i64,
    approver: i64,
    from: NaiveDate,
    until: NaiveDate,
}

impl ReadyToPublish {
    /// Checks `L4` up to the approval; `reckoned` is the last day of the notice by its policy, which
    /// never makes it shorter than `FEWEST_DAYS`.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn check(
        record: &Record,
        approver: i64,
        today: NaiveDate,
        reckoned: NaiveDate,
    ) -> Result<Self, Obstacle> {
        record.unready()?;
        record.is_third_person(approver)?;
        let fewest = today.checked_add_days(Days::new(FEWEST_DAYS)).unwrap_or(NaiveDate::MAX);
        Ok(Self { lifting: record.lifting, approver, from: today, until: reckoned.max(fewest) })
    }

    /// The attempt.
    pub fn lifting(&self) -> i64 {
        self.lifting
    }

    /// Who approves.
    pub fn approver(&self) -> i64 {
        self.approver
    }

    /// First and last day of the notice.
    pub fn notice(&self) -> (NaiveDate, NaiveDate) {
        (self.from, self.until)
    }
}

/// Proof that a supervised case may leave the list today. There is no other way to make one than
/// [`ReadyToLift::check`], and no other way off the list than with one (`L4`).
#[derive(Debug)]
pub struct ReadyToLift {
    supervision: i64,
    lifting: i64,
    on: NaiveDate,
}

impl ReadyToLift {
    /// Checks all of `L4`.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn check(record: &Record, today: NaiveDate) -> Result<Self, Obstacle> {
        record.unready()?;
        record.is_third_person(record.approver.ok_or(Obstacle::NotApproved)?)?;
        let until = record.notice_until.ok_or(Obstacle::NotApproved)?;
        if today <= until {
            return Err(Obstacle::NoticeStands(until));
        }
        if record.objections_upheld > 0 {
            return Err(Obstacle::Upheld);
        }
        match record.objections_open {
            0 => {
                let (supervision, lifting) = (record.supervision, record.lifting);
                Ok(Self { supervision, lifting, on: today })
            }
            open => Err(Obstacle::ObjectionsOpen(open)),
        }
    }

    /// The supervised case.
    pub fn supervision(&self) -> i64 {
        self.supervision
    }

    /// The attempt.
    pub fn lifting(&self) -> i64 {
        self.lifting
    }

    /// The day.
    pub fn on(&self) -> NaiveDate {
        self.on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap_or_default()
    }

    fn resolved() -> Record {
        Record {
            supervision: 1,
            lifting: 1,
            requirements: 2,
            without_evidence: 0,
            unjudged: 0,
            proposer: 10,
            applicant: 11,
            verifiers: vec![12, 13],
            approver: Some(14),
            notice_until: Some(day(8)),
            objections_open: 0,
            objections_upheld: 0,
        }
    }

    /// `L4`: each condition alone keeps it on the list.
    #[test]
    fn each_condition_alone_keeps_it_listed() {
        assert!(ReadyToLift::check(&resolved(), day(9)).is_ok());
        let with = |change: fn(&mut Record)| {
            let mut record = resolved();
            change(&mut record);
            ReadyToLift::check(&record, day(9)).err()
        };
        assert_eq!(with(|it| it.without_evidence = 1), Some(Obstacle::Evidence(1)));
        assert_eq!(with(|it| it.requirements = 0), Some(Obstacle::Evidence(0)));
        assert_eq!(with(|it| it.unjudged = 1), Some(Obstacle::Unjudged(1)));
        assert_eq!(with(|it| it.verifiers = vec![12]), Some(Obstacle::Verifiers(1)));
        assert_eq!(with(|it| it.verifiers = vec![12, 12]), Some(Obstacle::Verifiers(1)));
        assert_eq!(with(|it| it.approver = None), Some(Obstacle::NotApproved));
        for involved in [10, 11, 12, 13] {
            let record = Record { approver: Some(involved), ..resolved() };
            assert_eq!(ReadyToLift::check(&record, day(9)).err(), Some(Obstacle::Involved));
        }
        assert_eq!(with(|it| it.notice_until = None), Some(Obstacle::NotApproved));
        assert_eq!(with(|it| it.objections_open = 2), Some(Obstacle::ObjectionsOpen(2)));
        assert_eq!(with(|it| it.objections_upheld = 1), Some(Obstacle::Upheld));
        let standing = Some(Obstacle::NoticeStands(day(8)));
        assert_eq!(ReadyToLift::check(&resolved(), day(8)).err(), standing);
    }

    /// `L4`: a policy may lengthen the notice and never shorten it.
    #[test]
    fn a_notice_stands_seven_whole_days() {
        let until = |reckoned| {
            let ready = ReadyToPublish::check(&resolved(), 14, day(1), reckoned);
            ready.map(|ready| ready.notice().1)
        };
        assert_eq!(until(day(3)), Ok(day(8)));
        assert_eq!(until(day(10)), Ok(day(10)));
        let involved = ReadyToPublish::check(&resolved(), 12, day(1), day(8));
        assert_eq!(involved.err(), Some(Obstacle::Involved));
    }
}
