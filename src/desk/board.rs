//! The city's board: all bureaus on one page (`P4`, `P5`).

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};
use serde::Serialize;

use super::list::Due;
use crate::{
    accounts::Viewer,
    cases::{State, access},
    db::{Connection, schema::cases},
    error::Result,
    jurisdiction::Jurisdiction,
};

/// A bureau on the board.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Line {
    /// Code of the bureau.
    pub code: String,
    /// Not yet accepted.
    pub assigned: i64,
    /// Accepted and in hand, waiting for approval included.
    pub in_hand: i64,
    /// Waiting for the second person.
    pub waiting: i64,
    /// Due within a week.
    pub soon: i64,
    /// Past the date.
    pub late: i64,
    /// So long past the date that it went up to the city (`T9`).
    pub escalated: i64,
    /// All open ones.
    pub open: i64,
}

/// What waits for the city itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Waiting {
    /// To be dispatched.
    pub dispatching: i64,
    /// Returned by a bureau, to be decided.
    pub returned: i64,
    /// Past the date, of all bureaus and the city's own.
    pub late: i64,
}

/// Reads the board: four grouped queries, whatever the number of bureaus.
pub fn read(
    connection: &mut Connection,
    viewer: &Viewer,
    jurisdiction: &Jurisdiction,
    today: NaiveDate,
) -> Result<(Waiting, Vec<Line>)> {
    let by_state: Vec<(String, String, i64)> = cases::table
        .filter(access::visible(viewer))
        .filter(cases::ended_at.is_null())
        .group_by((cases::bureau, cases::state))
        .select((cases::bureau, cases::state, count_star()))
        .load(connection)?;
    let late = near(connection, viewer, Due::Late, today)?;
    let escalated = near(connection, viewer, Due::Escalated, today)?;
    let soon = near(connection, viewer, Due::Soon, today)?;
    let mut lines: Vec<Line> = jurisdiction
        .bureaus()
        .iter()
        .filter(|bureau| crate::cases::statement::is_assignable(bureau.kind))
        .map(|bureau| Line { code: bureau.code.clone(), ..Line::default() })
        .collect();
    let late_ones = late.iter().map(|(_, count)| count).sum();
    let mut waiting = Waiting { late: late_ones, ..Waiting::default() };
    for (bureau, state, count) in by_state {
        match state.parse() {
            Ok(State::Dispatching) => waiting.dispatching += count,
            Ok(State::Returned) => waiting.returned += count,
            Ok(state) => {
                if let Some(line) = lines.iter_mut().find(|line| line.code == bureau) {
                    line.add(state, count);
                }
            }
            Err(()) => {}
        }
    }
    for line in &mut lines {
        line.late = count_of(&late, &line.code);
        line.escalated = count_of(&escalated, &line.code);
        line.soon = count_of(&soon, &line.code);
    }
    Ok((waiting, lines))
}

impl Line {
    fn add(&mut self, state: State, count: i64) {
        self.open += count;
        match state {
            State::Assigned => self.assigned += count,
            State::Accepted => self.in_hand += count,
            State::Declining | State::Proposed => self.waiting += count,
            _ => {}
        }
    }
}

fn count_of(counts: &[(String, i64)], code: &str) -> i64 {
    counts.iter().find(|(bureau, _)| bureau == code).map_or(0, |(_, count)| *count)
}

fn near(
    connection: &mut Connection,
    viewer: &Viewer,
    due: Due,
    today: NaiveDate,
) -> QueryResult<Vec<(String, i64)>> {
    cases::table
        .filter(access::visible(viewer))
        .filter(cases::ended_at.is_null())
        .filter(due.condition(today))
        .group_by(cases::bureau)
        .select((cases::bureau, count_star()))
        .load(connection)
}
