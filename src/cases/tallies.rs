//! How many matters have ended how: kept by the database as they end, a row more for each, so that
//! nobody waits for another's count; once a day all of them are added up.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{dsl::sql, prelude::*, sql_types::BigInt};
use serde::{Deserialize, Serialize};

use super::access;
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::ended_tallies},
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
};

/// Ended matters that `viewer` may see, by state.
pub fn of_viewer(
    connection: &mut Connection,
    viewer: &Viewer,
) -> QueryResult<BTreeMap<String, i64>> {
    let sum = sql::<BigInt>("CAST(SUM(ended_tallies.change) AS BIGINT)");
    let sums: Vec<(String, i64)> = ended_tallies::table
        .filter(access::counted(viewer))
        .group_by(ended_tallies::state)
        .select((ended_tallies::state, sum))
        .load(connection)?;
    Ok(sums.into_iter().collect())
}

/// Adds the rows up: one for each bureau and state again.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FoldTallies {}

impl FoldTallies {
    /// The most rows of one transaction.
    const AT_ONCE: i64 = 10_000;
}

impl Periodic for FoldTallies {
    const EVERY: Every = Every::Day;

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for FoldTallies {
    const NAME: &'static str = "fold_tallies";

    fn run(&self, app: &App) -> Result<()> {
        while app.db.write_now(fold)? {}
        Ok(())
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ended_tallies)]
struct Tally {
    id: i64,
    bureau: String,
    state: String,
    hidden_from: String,
    channel: String,
    change: i64,
}

/// Adds up the oldest rows; whether there may be more to add up.
fn fold(connection: &mut Connection) -> Result<bool> {
    let rows: Vec<Tally> = ended_tallies::table
        .order(ended_tallies::id)
        .limit(FoldTallies::AT_ONCE)
        .select(Tally::as_select())
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let is_full = i64::try_from(ids.len()).is_ok_and(|many| many >= FoldTallies::AT_ONCE);
    let gone = diesel::delete(ended_tallies::table.filter(ended_tallies::id.eq_any(&ids)))
        .execute(connection)?;
    if gone != ids.len() {
        return Err(Error::Internal("tallies are added up by somebody else, too".to_owned()));
    }
    let mut sums: BTreeMap<[String; 4], i64> = BTreeMap::new();
    for row in rows {
        let what = [row.bureau, row.state, row.hidden_from, row.channel];
        *sums.entry(what).or_default() += row.change;
    }
    for ([bureau, state, hidden_from, channel], sum) in sums.iter().filter(|(_, sum)| **sum != 0) {
        diesel::insert_into(ended_tallies::table)
            .values((
                ended_tallies::bureau.eq(bureau),
                ended_tallies::state.eq(state),
                ended_tallies::hidden_from.eq(hidden_from),
                ended_tallies::channel.eq(channel),
                ended_tallies::change.eq(sum),
            ))
            .execute(connection)?;
    }
    Ok(is_full && sums.len() < ids.len())
}
