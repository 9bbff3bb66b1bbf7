//! How many matters there are in which state and how near their date: kept by the database as they
//! change, two rows more for each change, so that nobody waits for another's count and no page counts
//! matters one by one; now and then the rows are added up.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    dsl::{count_star, min, sql},
    prelude::*,
    sql_types::{BigInt, Date},
};
use serde::{Deserialize, Serialize};

use super::{Due, State, access};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::case_tallies},
    error::{Error, Result, stored},
    jobs::{Every, Job, Periodic},
};

/// The matters of one bureau in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The bureau.
    pub bureau: String,
    /// The state.
    pub state: State,
    /// How many there are.
    pub all: i64,
    /// How many of them are so near their date, in the order of [`Due::ALL`]; none when they have ended.
    pub near: [i64; Due::ALL.len()],
}

impl Tally {
    /// How many are so near their date.
    pub fn near(&self, due: Due) -> i64 {
        Due::ALL.iter().zip(self.near).find(|(it, _)| **it == due).map_or(0, |(_, count)| count)
    }
}

/// The matters that `viewer` may see, by bureau and state; none for those who see single matters alone.
///
/// # Errors
/// A state that this version does not know.
pub fn of_viewer(
    connection: &mut Connection,
    viewer: &Viewer,
    today: NaiveDate,
) -> Result<Vec<Tally>> {
    let Some(counted) = access::counted(viewer) else { return Ok(Vec::new()) };
    let near = |due: Due| {
        let (from, until) = due.days(today);
        sql::<BigInt>("CAST(SUM(CASE WHEN case_tallies.due_on >= ")
            .bind::<Date, _>(from)
            .sql(" AND case_tallies.due_on < ")
            .bind::<Date, _>(until)
            .sql(" THEN case_tallies.change ELSE 0 END) AS BIGINT)")
    };
    let [soon, late, escalated] = Due::ALL.map(near);
    let all = sql::<BigInt>("CAST(SUM(case_tallies.change) AS BIGINT)");
    let sums: Vec<(String, String, i64, i64, i64, i64)> = case_tallies::table
        .filter(counted)
        .group_by((case_tallies::bureau, case_tallies::state))
        .order((case_tallies::bureau, case_tallies::state))
        .select((case_tallies::bureau, case_tallies::state, all, soon, late, escalated))
        .load(connection)?;
    let some = sums.into_iter().filter(|(_, _, all, ..)| *all != 0);
    some.map(|(bureau, state, all, soon, late, escalated)| -> Result<Tally> {
        let (state, near) = (stored("state", &state)?, [soon, late, escalated]);
        Ok(Tally { bureau, state, all, near })
    })
    .collect()
}

/// Adds the rows up: one for each bureau, state and date again.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FoldTallies {}

impl FoldTallies {
    /// The most rows that are added up in one transaction; many times the kinds that there are.
    const AT_ONCE: i64 = 50_000;
    /// The most rows that one statement deletes.
    const DELETED: usize = 10_000;
}

impl Periodic for FoldTallies {
    const EVERY: Every = Every::Minutes(30);

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for FoldTallies {
    const NAME: &'static str = "fold_tallies";

    fn run(&self, app: &App) -> Result<()> {
        while app.db.read_now(is_to_fold)? && app.db.write_now(fold)? {}
        Ok(())
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = case_tallies)]
struct Row {
    id: i64,
    bureau: String,
    state: String,
    hidden_from: String,
    channel: String,
    due_on: Option<NaiveDate>,
    change: i64,
}

/// Whether there are several rows of one kind.
fn is_to_fold(connection: &mut Connection) -> Result<bool> {
    use case_tallies::{bureau, channel, due_on, hidden_from, id, state};
    let several = case_tallies::table
        .group_by((bureau, state, hidden_from, channel, due_on))
        .having(count_star().gt(1))
        .select(min(id));
    Ok(several.first::<Option<i64>>(connection).optional()?.is_some())
}

/// Adds up the oldest rows, where there are several of one kind; whether there may be more to add up.
fn fold(connection: &mut Connection) -> Result<bool> {
    let rows: Vec<Row> = case_tallies::table
        .order(case_tallies::id)
        .limit(FoldTallies::AT_ONCE)
        .select(Row::as_select())
        .load(connection)?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|many| many >= FoldTallies::AT_ONCE);
    let mut kinds: BTreeMap<_, (Vec<i64>, i64)> = BTreeMap::new();
    for row in rows {
        let kind = (row.bureau, row.state, row.hidden_from, row.channel, row.due_on);
        let (ids, sum) = kinds.entry(kind).or_default();
        ids.push(row.id);
        *sum += row.change;
    }
    kinds.retain(|_, (ids, _)| ids.len() > 1);
    let old: Vec<i64> = kinds.values().flat_map(|(ids, _)| ids).copied().collect();
    for ids in old.chunks(FoldTallies::DELETED) {
        let of_these = case_tallies::table.filter(case_tallies::id.eq_any(ids));
        if diesel::delete(of_these).execute(connection)? != ids.len() {
            let told = "tallies are added up by somebody else, too";
            return Err(Error::Internal(told.to_owned()));
        }
    }
    kinds.retain(|_, (_, sum)| *sum != 0);
    for ((bureau, state, hidden_from, channel, due_on), (_, sum)) in &kinds {
        diesel::insert_into(case_tallies::table)
            .values((
                case_tallies::bureau.eq(bureau),
                case_tallies::state.eq(state),
                case_tallies::hidden_from.eq(hidden_from),
                case_tallies::channel.eq(channel),
                case_tallies::due_on.eq(due_on),
                case_tallies::change.eq(sum),
            ))
            .execute(connection)?;
    }
    Ok(is_full && !old.is_empty())
}
