//! The counts beside the filters: open matters by one index that holds all it takes, ended ones from
//! what is kept as they end.

use chrono::NaiveDate;
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    sql_types::{BigInt, Date},
};

use super::{Due, Filter, Holder};
use crate::{
    accounts::Viewer,
    cases::{State, access, tallies},
    db::{Connection, schema::cases},
};

/// How many matters a viewer may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// By state, in the order of a matter's life.
    pub states: Vec<(State, i64)>,
    /// Open ones by bureau.
    pub bureaus: Vec<(String, i64)>,
    /// Open ones by how near their date is.
    pub due: [(Due, i64); 3],
}

/// A count of open matters of one bureau in one state, with those that are near their date.
type Open = (String, String, i64, (i64, i64, i64));

impl Counts {
    /// Counts them.
    pub fn read(
        connection: &mut Connection,
        viewer: &Viewer,
        today: NaiveDate,
    ) -> QueryResult<Self> {
        let near = |due: Due| {
            let (from, until) = due.days(today);
            sql::<BigInt>("COUNT(CASE WHEN cases.due_on >= ")
                .bind::<Date, _>(from)
                .sql(" AND cases.due_on < ")
                .bind::<Date, _>(until)
                .sql(" THEN 1 END)")
        };
        let [soon, late, escalated] = Due::ALL.map(near);
        let open: Vec<Open> = cases::table
            .filter(access::visible(viewer))
            .filter(cases::ended_at.is_null())
            .group_by((cases::bureau, cases::state))
            .order((cases::bureau, cases::state))
            .select((cases::bureau, cases::state, count_star(), (soon, late, escalated)))
            .load(connection)?;
        let ended = tallies::of_viewer(connection, viewer)?;
        let sum = |of: fn(&Open) -> i64| open.iter().map(of).sum();
        let due = [
            (Due::Soon, sum(|row| row.3.0)),
            (Due::Late, sum(|row| row.3.1)),
            (Due::Escalated, sum(|row| row.3.2)),
        ];
        let mut counts = Self { states: Vec::new(), bureaus: Vec::new(), due };
        for state in State::ALL {
            let mine = open.iter().filter(|row| row.1 == state.name());
            let ended = ended.get(state.name()).copied().unwrap_or_default();
            let count = mine.map(|row| row.2).sum::<i64>() + ended;
            if count > 0 {
                counts.states.push((state, count));
            }
        }
        for (bureau, _, count, _) in open {
            match counts.bureaus.last_mut() {
                Some((last, sum)) if *last == bureau => *sum += count,
                _ => counts.bureaus.push((bureau, count)),
            }
        }
        Ok(counts)
    }

    /// How many there are of a state of the matter's life.
    fn sum(&self, wanted: impl Fn(State) -> bool) -> i64 {
        self.states.iter().filter(|(state, _)| wanted(*state)).map(|(_, count)| count).sum()
    }

    /// All open ones.
    pub fn open(&self) -> i64 {
        self.sum(|state| !state.is_ended())
    }

    /// All that have ended.
    pub fn ended(&self) -> i64 {
        self.sum(State::is_ended)
    }

    /// How many matters `filter` has, when one count tells it.
    pub fn of(&self, filter: &Filter) -> Option<i64> {
        if !filter.words.is_empty() || filter.holder != Holder::Anybody {
            return None;
        }
        let bureau = |code: &String| self.bureaus.iter().find(|(known, _)| known == code);
        match (&filter.bureau, filter.state, filter.due, filter.ended) {
            (None, None, None, false) => Some(self.open()),
            (None, None, None, true) => Some(self.ended()),
            (None, None, Some(due), false) => self.due.iter().find(|it| it.0 == due).map(|it| it.1),
            (None, Some(state), None, _) => Some(self.sum(|it| it == state)),
            (Some(code), None, None, false) => Some(bureau(code).map_or(0, |(_, count)| *count)),
            _ => None,
        }
    }
}
