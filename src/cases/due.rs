//! Moves a matter's clocks as the lifecycle says, and keeps its due date (`T1`–`T5`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{
    Case,
    lifecycle::{Effect, Rule},
};
use crate::{
    clock::Clock,
    db::{Connection, schema::cases},
    deadlines::{
        Deadline, Limit, Policy, PolicyId, Reckoning, Unit, deadline, explanation, reckon,
        reckon::{days_left, length, two_thirds},
    },
    error::{Error, Result},
    jurisdiction::{Calendar, Jurisdiction},
    message::Message,
};

/// What decides which version of a limit holds for a matter.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The day of its report: the limits of that day hold.
    pub day: NaiveDate,
    /// Its channel (`I1`), which may have limits of its own.
    pub channel: &'a str,
    /// Its track (`T4`), likewise.
    pub track: &'a str,
}

impl From<NaiveDate> for Terms<'_> {
    /// Of no matter in particular: the limits that are for all.
    fn from(day: NaiveDate) -> Self {
        Self { day, channel: "", track: "" }
    }
}

impl<'a> From<&'a Case> for Terms<'a> {
    fn from(case: &'a Case) -> Self {
        Self { day: case.day, channel: &case.channel, track: &case.track }
    }
}

/// The policy `id` as it holds for such a matter.
pub fn policy<'a>(
    jurisdiction: &Jurisdiction,
    id: PolicyId,
    terms: impl Into<Terms<'a>>,
) -> Result<&Policy> {
    let Terms { day, channel, track } = terms.into();
    jurisdiction
        .policies()
        .applying(id, day, channel, track)
        .ok_or_else(|| Error::Internal(format!("no policy {id} holds on {day}")))
}

/// The last day of policy `id` for an event on `start`, for such a matter.
pub fn reckoned<'a>(
    jurisdiction: &Jurisdiction,
    id: PolicyId,
    terms: impl Into<Terms<'a>>,
    start: NaiveDate,
) -> Result<Reckoning> {
    Ok(reckon(start, &policy(jurisdiction, id, terms)?.limit, jurisdiction.calendar()))
}

/// The last day of a limit that ended on `due` and was given so many days more (`T2`), working days or days
/// as they come.
pub fn extended(calendar: &Calendar, unit: Unit, due: NaiveDate, days: i32) -> Reckoning {
    let count = u16::try_from(days).unwrap_or(0);
    reckon(due, &Limit { count, unit }, calendar)
}

/// In what a limit is extended; the days of a hearing, which moves that of a review, are days as they come
/// (`T4`).
fn extended_in(policy: &Policy) -> Unit {
    let is_heard = matches!(policy.id, PolicyId::Reexamination | PolicyId::Review);
    let more = policy.extension.filter(|_| !is_heard);
    more.map_or(Unit::Calendar, |more| more.limit.unit)
}

/// The last day of a clock that is given so many days more (`T2`).
pub fn with_more<'a>(
    jurisdiction: &Jurisdiction,
    terms: impl Into<Terms<'a>>,
    clock: &Deadline,
    days: i32,
) -> Result<NaiveDate> {
    let unit = match clock.policy.parse() {
        Ok(id) => extended_in(policy(jurisdiction, id, terms)?),
        Err(()) => Unit::Calendar,
    };
    Ok(extended(jurisdiction.calendar(), unit, clock.due_on, days).due)
}

/// How the last day of a clock was reckoned, its extension included (`T8`); nothing for a date that
/// was given and not reckoned (`T7`).
pub fn steps<'a>(
    jurisdiction: &Jurisdiction,
    terms: impl Into<Terms<'a>>,
    clock: &Deadline,
) -> Result<Vec<Message>> {
    match clock.policy.parse::<PolicyId>() {
        Ok(id) => steps_of(jurisdiction, id, terms, clock.started_on, clock.extended_days),
        Err(()) => Ok(Vec::new()),
    }
}

/// How the last day of policy `id` was reckoned for an event on `start`, and by how many days it was
/// extended since (`T8`).
pub fn steps_of<'a>(
    jurisdiction: &Jurisdiction,
    id: PolicyId,
    terms: impl Into<Terms<'a>>,
    start: NaiveDate,
    extended_days: Option<i32>,
) -> Result<Vec<Message>> {
    let policy = policy(jurisdiction, id, terms)?;
    let reckoning = reckon(start, &policy.limit, jurisdiction.calendar());
    let mut steps = vec![explanation::source(policy)];
    steps.extend(explanation::explanation(&reckoning));
    if let Some(days) = extended_days {
        let unit = extended_in(policy);
        let more = extended(jurisdiction.calendar(), unit, reckoning.due, days);
        // What moves the date of a review is a hearing (T4).
        let heard = matches!(id, PolicyId::Reexamination | PolicyId::Review);
        steps.extend(match heard {
            true => explanation::hearing(&more),
            false => explanation::extension(&more),
        });
    }
    Ok(steps)
}

/// How `day` follows from a limit that began on a day (`T8`); a day that does not was set as it is.
pub fn steps_or_given<'a>(
    jurisdiction: &Jurisdiction,
    terms: impl Into<Terms<'a>>,
    day: NaiveDate,
    limit: Option<(PolicyId, NaiveDate)>,
) -> Vec<Message> {
    let terms = terms.into();
    let steps = limit.and_then(|(id, start)| {
        let due = reckoned(jurisdiction, id, terms, start).ok()?.due;
        let steps = steps_of(jurisdiction, id, terms, start, None).ok()?;
        (due == day).then_some(steps)
    });
    steps.unwrap_or_else(|| vec![Message::new("deadlines-given")])
}

/// When a clock with hours that ends at `due_at` began: its limit before its end (`T6`).
pub fn begun_at<'a>(
    jurisdiction: &Jurisdiction,
    terms: impl Into<Terms<'a>>,
    name: &str,
    due_at: NaiveDateTime,
) -> Option<NaiveDateTime> {
    let policy = policy(jurisdiction, name.parse().ok()?, terms).ok()?;
    Some(due_at - length(&policy.limit))
}

/// How the end of a clock with hours was reckoned (`T6`, `T8`); nothing for one in days.
pub fn steps_of_hours<'a>(
    jurisdiction: &Jurisdiction,
    time: &Clock,
    terms: impl Into<Terms<'a>>,
    clock: &Deadline,
) -> Vec<Message> {
    let limit = clock.policy.parse().ok().and_then(|id| policy(jurisdiction, id, terms).ok());
    let (Some(due_at), Some(policy)) = (clock.due_at, limit) else { return Vec::new() };
    let length = length(&policy.limit);
    let (start, end) = (time.local(due_at - length), time.local(due_at));
    let steps = explanation::hours(start, length.num_hours(), end);
    [vec![explanation::source(policy)], steps].concat()
}

/// The last day of a limit in days by `calendar`, its extension included; nothing where it was given
/// and not reckoned (`T7`).
pub fn reckoned_again<'a>(
    jurisdiction: &Jurisdiction,
    calendar: &Calendar,
    terms: impl Into<Terms<'a>>,
    (name, start): (&str, NaiveDate),
    extended_days: Option<i32>,
) -> Option<NaiveDate> {
    let policy = policy(jurisdiction, name.parse().ok()?, terms).ok()?;
    let due = reckon(start, &policy.limit, calendar).due;
    Some(extended_days.map_or(due, |days| extended(calendar, extended_in(policy), due, days).due))
}

/// Makes the clock that ends first the due date of an open matter; the others run beside it (`T7`).
pub fn refresh(connection: &mut Connection, case: i64) -> QueryResult<()> {
    let Some((due_on, policy)) = deadline::next_due(connection, case)? else { return Ok(()) };
    let open = cases::table.filter(cases::id.eq(case)).filter(cases::ended_at.is_null());
    diesel::update(open)
        .set((cases::due_on.eq(Some(due_on)), cases::due_kind.eq(Some(policy))))
        .execute(connection)
        .map(drop)
}

/// What moves the clocks of one matter.
pub struct Clocks<'a> {
    /// Where its limits are.
    pub jurisdiction: &'a Jurisdiction,
    /// The matter.
    pub case: i64,
    /// What decides on its limits.
    pub terms: Terms<'a>,
    /// The day of the act.
    pub today: NaiveDate,
}

impl Clocks<'_> {
    /// Moves them as `rule` says; `ends` when the matter is over by it.
    pub fn apply(&self, connection: &mut Connection, rule: &Rule, ends: bool) -> Result<()> {
        let (case, today) = (self.case, self.today);
        for effect in rule.effects {
            match effect {
                Effect::Starts(id) => self.start(connection, *id)?,
                Effect::StartsOnce(id) => self.start_once(connection, *id)?,
                Effect::Stops(id) => deadline::stop(connection, case, Some(id.name()), today)?,
                Effect::StopsAll if ends => deadline::stop(connection, case, None, today)?,
                Effect::StopsAll => {}
                Effect::Replaces(id) if !ends => {
                    deadline::stop(connection, case, None, today)?;
                    self.start(connection, *id)?;
                }
                Effect::Replaces(_) => {}
                Effect::PausesAll => deadline::pause(connection, case, today)?,
                // What was merged or withdrawn before clocks could be paused gets a new date (I10).
                Effect::ResumesAll => {
                    if deadline::resume(connection, case)? == 0 {
                        self.start(connection, PolicyId::Rehandling)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn start(&self, connection: &mut Connection, id: PolicyId) -> Result<()> {
        let due = reckoned(self.jurisdiction, id, self.terms, self.today)?.due;
        Ok(deadline::start(connection, self.case, id.name(), self.today, due)?)
    }

    /// A matter that goes to another bureau keeps the clock of its first acceptance (`R6`), and one
    /// that is handled again has a date of its own. What came along runs beside it (`I8`).
    fn start_once(&self, connection: &mut Connection, id: PolicyId) -> Result<()> {
        let known = deadline::of_case(connection, self.case)?;
        let again = PolicyId::Rehandling.name();
        let is_set = known.iter().filter(|clock| clock.came_with.is_none()).any(|clock| {
            clock.policy == id.name() || clock.policy == again && clock.stopped_on.is_none()
        });
        if is_set { Ok(()) } else { self.start(connection, id) }
    }
}

/// When a matter is due, as chips show it: a word, not a colour alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// `ok`, `soon` (two thirds of the time are gone, `T9`), `late` or `done`.
    pub status: &'static str,
    /// Days left, or days late.
    pub days: i64,
}

/// The chip of a matter that is due on `due_on` since `start`; frozen when it has ended.
pub fn chip(
    start: NaiveDate,
    due_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Chip {
    let Some(due) = due_on.filter(|_| ended_on.is_none()) else {
        return Chip { status: "done", days: 0 };
    };
    let left = days_left(due, today);
    let status = match left {
        ..0 => "late",
        _ if today >= two_thirds(start, due) => "soon",
        _ => "ok",
    };
    Chip { status, days: left.abs() }
}
