//! Moves a matter's clocks as the lifecycle says, and keeps its due date (`T1`–`T5`).

use chrono::NaiveDate;
use serde::Serialize;

use super::lifecycle::{Effect, Rule};
use crate::{
    db::Connection,
    deadlines::{
        Policy, PolicyId, Reckoning,
        deadline::{self, Deadline},
        reckon,
        reckon::{days_left, two_thirds},
    },
    error::{Error, Result},
    jurisdiction::{Calendar, Jurisdiction},
};

/// The policy `id` as it holds for a report of `day`.
pub fn policy(jurisdiction: &Jurisdiction, id: PolicyId, day: NaiveDate) -> Result<&Policy> {
    jurisdiction
        .policies()
        .at(id, day)
        .ok_or_else(|| Error::Internal(format!("no policy {id} holds on {day}")))
}

/// The last day of policy `id` for an event on `start`, for a report of `day`.
pub fn reckoned(
    jurisdiction: &Jurisdiction,
    id: PolicyId,
    day: NaiveDate,
    start: NaiveDate,
) -> Result<Reckoning> {
    Ok(reckon(start, &policy(jurisdiction, id, day)?.limit, jurisdiction.calendar()))
}

/// Starts and stops what `rule` says; `day` is the report's, `today` the act's.
pub fn apply(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    rule: &Rule,
    case: i64,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<()> {
    for effect in rule.effects {
        match effect {
            Effect::Starts(id) => {
                let due = reckoned(jurisdiction, *id, day, today)?.due;
                deadline::start(connection, case, id.name(), today, due)?;
            }
            Effect::Stops(id) => deadline::stop(connection, case, Some(id.name()), today)?,
            Effect::StopsAll => deadline::stop(connection, case, None, today)?,
        }
    }
    Ok(())
}

/// The last day of a clock by `calendar`; nothing where it was given and not reckoned (`T7`), or is
/// in hours (`T6`).
pub fn reckoned_again(
    jurisdiction: &Jurisdiction,
    calendar: &Calendar,
    day: NaiveDate,
    clock: &Deadline,
) -> Option<NaiveDate> {
    let id: PolicyId = clock.policy.parse().ok().filter(|_| clock.due_at.is_none())?;
    let policy = jurisdiction.policies().at(id, day)?;
    Some(reckon(clock.started_on, &policy.limit, calendar).due)
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
