//! Moves a matter's clocks as the lifecycle says, and keeps its due date (`T1`–`T5`).

use chrono::NaiveDate;

use super::lifecycle::{Effect, Rule};
use crate::{
    db::Connection,
    deadlines::{Policy, PolicyId, Reckoning, deadline, reckon},
    error::{Error, Result},
    jurisdiction::Jurisdiction,
};

/// The policy `id` as it holds for a report of `day`.
pub fn policy<'a>(
    jurisdiction: &'a Jurisdiction,
    id: PolicyId,
    day: NaiveDate,
) -> Result<&'a Policy> {
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
