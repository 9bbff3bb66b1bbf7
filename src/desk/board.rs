//! The city's board: all bureaus on one page (`P4`, `P5`).

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    cases::{
        Due, State,
        tallies::{self, Tally},
    },
    db::Connection,
    demands,
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
    /// Accepted and in hand.
    pub in_hand: i64,
    /// A refusal waits for the second person.
    pub declining: i64,
    /// A conclusion waits for the second person.
    pub proposed: i64,
    /// Due within a week.
    pub soon: i64,
    /// Past the date.
    pub late: i64,
    /// So long past the date that it went up to the city (`T9`).
    pub escalated: i64,
    /// All open ones.
    pub open: i64,
    /// Demands of the city that wait for a report (`P5`).
    pub demands: i64,
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

/// Reads the board: two queries, whatever the number of bureaus.
pub fn read(
    connection: &mut Connection,
    viewer: &Viewer,
    jurisdiction: &Jurisdiction,
    today: NaiveDate,
) -> Result<(Waiting, Vec<Line>)> {
    let mut lines: Vec<Line> = jurisdiction
        .bureaus()
        .iter()
        .filter(|bureau| crate::cases::statement::is_assignable(bureau.kind))
        .map(|bureau| Line { code: bureau.code.clone(), ..Line::default() })
        .collect();
    let mut waiting = Waiting::default();
    for tally in tallies::of_viewer(connection, viewer, today)? {
        waiting.late += tally.near(Due::Late);
        match tally.state {
            State::Dispatching => waiting.dispatching += tally.all,
            State::Returned => waiting.returned += tally.all,
            _ => {}
        }
        if let Some(line) = lines.iter_mut().find(|line| line.code == tally.bureau) {
            line.add(&tally);
        }
    }
    for (bureau, many) in demands::list::waiting_by_bureau(connection, viewer)? {
        if let Some(line) = lines.iter_mut().find(|line| line.code == bureau) {
            line.demands = many;
        }
    }
    Ok((waiting, lines))
}

impl Line {
    fn add(&mut self, tally: &Tally) {
        self.soon += tally.near(Due::Soon);
        self.late += tally.near(Due::Late);
        self.escalated += tally.near(Due::Escalated);
        match tally.state {
            // They wait for the city.
            State::Dispatching | State::Returned => return,
            State::Assigned => self.assigned += tally.all,
            State::Accepted => self.in_hand += tally.all,
            State::Declining => self.declining += tally.all,
            State::Proposed => self.proposed += tally.all,
            state if state.is_ended() => return,
            _ => {}
        }
        self.open += tally.all;
    }
}
