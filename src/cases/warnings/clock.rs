//! The clocks that are warned of: one table (`T9`). The clocks of a matter are rows of `deadlines`;
//! what somebody owes beside them has its date in its own row, and runs while that row is open.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Date, Timestamp},
};

use crate::{
    app::App,
    cases::Case,
    db::{
        Connection,
        schema::{cases, deadlines, dissatisfactions, promises, proposals, referrals},
    },
    deadlines::{PolicyId, deadline::Deadline},
};

/// How many clocks are read at a time.
const BATCH: i64 = 200;

/// A clock that runs.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub source: &'static Source,
    pub id: i64,
    pub case_id: i64,
    /// The limit, as messages name it.
    pub policy: String,
    pub started_on: NaiveDate,
    pub due_on: NaiveDate,
    /// The moment at which it ends, where the limit is in hours (`T6`).
    pub due_at: Option<NaiveDateTime>,
    /// Code of the department or bureau that owes it, where that is not who handles the matter.
    pub asked: Option<String>,
}

/// What a clock is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The matter itself (`T1`–`T7`).
    Matter,
    /// What comes of a dissatisfied rating (`C7`).
    Decision,
    /// A part that a department or another bureau was asked for (`R7`).
    Part,
    /// What was promised when a matter was concluded in part (`C3`).
    Promise,
}

/// Reads the clocks whose next step has come by then, each with its matter.
type Read =
    fn(&mut Connection, &App, &'static Source, NaiveDateTime) -> QueryResult<Vec<(Clock, Case)>>;

/// Where clocks of a kind are.
#[derive(Debug)]
pub(super) struct Source {
    pub kind: Kind,
    table: &'static str,
    /// What holds of a row while its clock runs.
    runs: &'static str,
    /// Whether it is owed even when the matter has ended.
    pub outlives: bool,
    /// Those whose next step has come, each with its matter.
    pub read: Read,
}

/// All of them.
pub(super) static SOURCES: [Source; 4] = [
    Source {
        kind: Kind::Matter,
        table: "deadlines",
        runs: "stopped_on IS NULL",
        outlives: false,
        read: of_matters,
    },
    Source {
        kind: Kind::Decision,
        table: "dissatisfactions",
        runs: "decided_at IS NULL",
        outlives: true,
        read: of_decisions,
    },
    Source {
        kind: Kind::Part,
        table: "referrals",
        runs: "replied_at IS NULL AND taken_back_at IS NULL",
        outlives: false,
        read: of_parts,
    },
    Source {
        kind: Kind::Promise,
        table: "promises",
        runs: "done_at IS NULL",
        outlives: false,
        read: of_promises,
    },
];

/// What messages call the limit of a part, which whoever asks for it sets.
const PART: &str = "part";
/// The same of a promise, which the bureau sets itself.
const PROMISE: &str = "promise";

fn of_matters(
    connection: &mut Connection,
    _: &App,
    source: &'static Source,
    now: NaiveDateTime,
) -> QueryResult<Vec<(Clock, Case)>> {
    let rows: Vec<(Deadline, Case)> = deadlines::table
        .inner_join(cases::table.on(cases::id.eq(deadlines::case_id)))
        .filter(deadlines::stopped_on.is_null())
        .filter(deadlines::look_at.le(now))
        .order((deadlines::look_at, deadlines::id))
        .limit(BATCH)
        .select((Deadline::as_select(), Case::as_select()))
        .load(connection)?;
    let clock = |row: Deadline| Clock {
        source,
        id: row.id,
        case_id: row.case_id,
        policy: row.policy,
        started_on: row.started_on,
        due_on: row.due_on,
        due_at: row.due_at,
        asked: None,
    };
    Ok(rows.into_iter().map(|(row, case)| (clock(row), case)).collect())
}

/// What the days of a clock beside those of the matter are, and who owes it.
struct Beside {
    id: i64,
    started_on: NaiveDate,
    due_on: NaiveDate,
    asked: Option<String>,
}

fn beside(source: &'static Source, policy: &str, row: Beside, case: Case) -> (Clock, Case) {
    let Beside { id, started_on, due_on, asked } = row;
    let clock = Clock {
        source,
        id,
        case_id: case.id,
        policy: policy.to_owned(),
        started_on,
        due_on,
        due_at: None,
        asked,
    };
    (clock, case)
}

fn of_decisions(
    connection: &mut Connection,
    _: &App,
    source: &'static Source,
    now: NaiveDateTime,
) -> QueryResult<Vec<(Clock, Case)>> {
    let rows: Vec<((i64, NaiveDate, NaiveDate), Case)> = dissatisfactions::table
        .inner_join(cases::table.on(cases::id.eq(dissatisfactions::case_id)))
        .filter(dissatisfactions::decided_at.is_null())
        .filter(dissatisfactions::look_at.le(now))
        .order((dissatisfactions::look_at, dissatisfactions::id))
        .limit(BATCH)
        .select((
            (dissatisfactions::id, dissatisfactions::opened_on, dissatisfactions::due_on),
            Case::as_select(),
        ))
        .load(connection)?;
    let policy = PolicyId::RehandlingDecision.name();
    let clocks = rows.into_iter().map(|((id, started_on, due_on), case)| {
        beside(source, policy, Beside { id, started_on, due_on, asked: None }, case)
    });
    Ok(clocks.collect())
}

fn of_parts(
    connection: &mut Connection,
    app: &App,
    source: &'static Source,
    now: NaiveDateTime,
) -> QueryResult<Vec<(Clock, Case)>> {
    let rows: Vec<((i64, NaiveDateTime, NaiveDate, String), Case)> = referrals::table
        .inner_join(cases::table.on(cases::id.eq(referrals::case_id)))
        .filter(referrals::replied_at.is_null())
        .filter(referrals::taken_back_at.is_null())
        .filter(referrals::due_on.is_not_null())
        .filter(referrals::look_at.le(now))
        .filter(cases::ended_at.is_null())
        .order((referrals::look_at, referrals::id))
        .limit(BATCH)
        .select((
            (
                referrals::id,
                referrals::at,
                referrals::due_on.assume_not_null(),
                referrals::department,
            ),
            Case::as_select(),
        ))
        .load(connection)?;
    let clocks = rows.into_iter().map(|((id, at, due_on, department), case)| {
        let started_on = app.clock.day(at);
        let row = Beside { id, started_on, due_on, asked: Some(department) };
        beside(source, PART, row, case)
    });
    Ok(clocks.collect())
}

/// A promise binds, and its time runs, from the day on which the answer that makes it is approved.
fn of_promises(
    connection: &mut Connection,
    app: &App,
    source: &'static Source,
    now: NaiveDateTime,
) -> QueryResult<Vec<(Clock, Case)>> {
    let rows: Vec<((i64, NaiveDateTime, NaiveDate), Case)> = promises::table
        .inner_join(proposals::table.on(proposals::id.eq(promises::proposal_id)))
        .inner_join(cases::table.on(cases::id.eq(promises::case_id)))
        .filter(promises::done_at.is_null())
        .filter(promises::look_at.le(now))
        .filter(proposals::approved.eq(true))
        .filter(proposals::decided_at.is_not_null())
        .filter(cases::ended_at.is_null())
        .order((promises::look_at, promises::id))
        .limit(BATCH)
        .select((
            (promises::id, proposals::decided_at.assume_not_null(), promises::due_on),
            Case::as_select(),
        ))
        .load(connection)?;
    let clocks = rows.into_iter().map(|((id, at, due_on), case)| {
        let started_on = app.clock.day(at);
        beside(source, PROMISE, Beside { id, started_on, due_on, asked: None }, case)
    });
    Ok(clocks.collect())
}

impl Source {
    /// Puts off together those that end on one day; one that moved since it was read is looked at
    /// again.
    pub fn put_off(
        &self,
        connection: &mut Connection,
        ids: &[i64],
        due_on: NaiveDate,
        next: NaiveDateTime,
    ) -> QueryResult<()> {
        let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let query =
            format!("UPDATE {} SET look_at = $1 WHERE due_on = $2 AND id IN ({ids})", self.table);
        sql_query(query).bind::<Timestamp, _>(next).bind::<Date, _>(due_on).execute(connection)?;
        Ok(())
    }
}

impl Clock {
    /// Notes when it is looked at next; `false` when it stopped or moved since it was read.
    pub fn looked_at(&self, connection: &mut Connection, next: NaiveDateTime) -> QueryResult<bool> {
        if self.due_at.is_some() && !self.ends_as_read(connection)? {
            return Ok(false);
        }
        let Source { table, runs, .. } = self.source;
        let query =
            format!("UPDATE {table} SET look_at = $1 WHERE id = $2 AND due_on = $3 AND {runs}");
        let seen = sql_query(query)
            .bind::<Timestamp, _>(next)
            .bind::<BigInt, _>(self.id)
            .bind::<Date, _>(self.due_on)
            .execute(connection)?;
        Ok(seen == 1)
    }

    /// One with hours may have begun anew on the same day.
    fn ends_as_read(&self, connection: &mut Connection) -> QueryResult<bool> {
        let due_at = deadlines::table.find(self.id).select(deadlines::due_at);
        let now: Option<Option<NaiveDateTime>> = due_at.first(connection).optional()?;
        Ok(now.flatten() == self.due_at)
    }
}
