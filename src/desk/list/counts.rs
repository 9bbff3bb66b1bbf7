//! The counts beside the filters: open matters by one index that holds all it takes, ended ones from
//! what is kept as they end.

use chrono::NaiveDate;
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    sql_types::{BigInt, Date},
};

use crate::{
    accounts::Viewer,
    cases::{State, access, tallies},
    db::{Connection, schema::cases},
};

/// How many matters a viewer may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By state, in the order of a matter's life.
    pub states: Vec<(State, i64)>,
    /// Open ones by bureau.
    pub bureaus: Vec<(String, i64)>,
    /// Open ones past their date.
    pub late: i64,
}

impl Counts {
    /// Counts them.
    pub fn read(
        connection: &mut Connection,
        viewer: &Viewer,
        today: NaiveDate,
    ) -> QueryResult<Self> {
        let is_late = sql::<BigInt>("COUNT(CASE WHEN cases.due_on < ")
            .bind::<Date, _>(today)
            .sql(" THEN 1 END)");
        let open: Vec<(String, String, i64, i64)> = cases::table
            .filter(access::visible(viewer))
            .filter(cases::ended_at.is_null())
            .group_by((cases::bureau, cases::state))
            .order((cases::bureau, cases::state))
            .select((cases::bureau, cases::state, count_star(), is_late))
            .load(connection)?;
        let ended = tallies::of_viewer(connection, viewer)?;
        let mut counts = Self { late: open.iter().map(|row| row.3).sum(), ..Self::default() };
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
}
