//! The ledger of figures and its sums: what the queue of events is counted into.
//!
//! Counting is adding up, so that the order does not matter: two nodes may count at once, each the
//! events that it took from the queue. An event leaves the queue in the transaction that counts it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text, Timestamp},
};
use serde_json::{Value, json};

use super::{
    figures::shown_under,
    reckon::{self, Entry, Told},
    told::{self, Office},
};
use crate::{
    db::{Connection, schema::figure_queue},
    error::Result,
};

/// How many events are counted in one transaction beside the work of the day …
pub const AT_ONCE: i64 = 500;
/// … and when all are counted anew: the more at once, the fewer sums are touched again and again.
pub const ALL_ANEW: i64 = 5_000;

/// What a sum is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Span {
    /// All, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first day of the span in which `day` lies.
    pub fn begin(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => Some(day),
            Self::Month => day.with_day(1),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
        }
        .unwrap_or(day)
    }
}

/// The key of a sum: span, figure, kind, first day, bureau, channel.
pub type Key = (Span, &'static str, String, NaiveDate, String, String);

/// A line of the ledger, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event's row.
    pub event: i64,
    /// Its place among the event's lines.
    pub line: i32,
    /// What is counted, for the bureau under which the public sees it.
    pub entry: Entry,
}

impl Line {
    /// The sums that the line belongs to.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let it = &self.entry;
        let kinds = std::iter::once("").chain(it.kinds.split(' ').filter(|kind| !kind.is_empty()));
        kinds.flat_map(move |kind| {
            Span::ALL.into_iter().map(move |span| {
                let begin = span.begin(it.day);
                (span, it.figure, kind.to_owned(), begin, it.bureau.clone(), it.channel.clone())
            })
        })
    }

    fn as_row(&self) -> Value {
        let it = &self.entry;
        json!([
            self.event, self.line, it.day, it.bureau, it.channel, it.kinds, it.figure, it.amount,
            it.noun, it.subject, it.plant,
        ])
    }
}

/// The lines of events: what each counts for, under the bureau that the public sees.
pub fn lines(office: &Office, told: &[Told]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for told in told {
        for (line, entry) in (1..).zip(reckon::entries(told)?) {
            let bureau = shown_under(&office.jurisdiction, &entry.bureau).to_owned();
            lines.push(Line { event: told.event, line, entry: Entry { bureau, ..entry } });
        }
    }
    Ok(lines)
}

#[derive(QueryableByName)]
struct Queued {
    #[diesel(sql_type = BigInt)]
    event_id: i64,
}

/// Counts no more than `most` of the events that wait, and says how many; in the caller's transaction.
pub fn count_some(connection: &mut Connection, office: &Office, most: i64) -> Result<usize> {
    // What another node has taken is its own.
    let lock = match connection {
        Connection::Sqlite(_) => "",
        Connection::Postgres(_) => " FOR UPDATE SKIP LOCKED",
    };
    let sql = format!("SELECT event_id FROM figure_queue ORDER BY event_id LIMIT {most}{lock}");
    let queued: Vec<Queued> = sql_query(sql).load(connection)?;
    if queued.is_empty() {
        return Ok(0);
    }
    let ids: Vec<i64> = queued.iter().map(|it| it.event_id).collect();
    let counted = told::of_events(connection, office, &ids)?;
    let lines = lines(office, &counted)?;
    enter(connection, &lines)?;
    add_up(connection, &lines)?;
    diesel::delete(figure_queue::table.filter(figure_queue::event_id.eq_any(&ids)))
        .execute(connection)?;
    Ok(ids.len())
}

/// Writes the lines into the ledger, in one statement.
fn enter(connection: &mut Connection, lines: &[Line]) -> QueryResult<()> {
    let rows: Vec<Value> = lines.iter().map(Line::as_row).collect();
    let insert = match connection {
        Connection::Sqlite(_) => {
            "INSERT INTO figure_entries (event_id, line, day, bureau, channel, kinds, figure, \
             amount, noun, subject_id, plant_id) SELECT value ->> 0, value ->> 1, value ->> 2, \
             value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, \
             value ->> 9, value ->> 10 FROM json_each($1)"
        }
        Connection::Postgres(_) => {
            "INSERT INTO figure_entries (event_id, line, day, bureau, channel, kinds, figure, \
             amount, noun, subject_id, plant_id) SELECT CAST(value ->> 0 AS BIGINT), \
             CAST(value ->> 1 AS INTEGER), CAST(value ->> 2 AS DATE), value ->> 3, value ->> 4, \
             value ->> 5, value ->> 6, CAST(value ->> 7 AS BIGINT), value ->> 8, \
             CAST(value ->> 9 AS BIGINT), CAST(value ->> 10 AS BIGINT) \
             FROM json_array_elements(CAST($1 AS JSON)) AS told (value)"
        }
    };
    sql_query(insert).bind::<Text, _>(Value::from(rows).to_string()).execute(connection).map(drop)
}

/// Adds the lines to the sums of their days, months and years, in the order of their keys, so that two who
/// add at once do not wait for each other crosswise.
fn add_up(connection: &mut Connection, lines: &[Line]) -> QueryResult<()> {
    let mut sums: BTreeMap<Key, i64> = BTreeMap::new();
    for line in lines {
        for key in line.keys() {
            *sums.entry(key).or_default() += line.entry.amount;
        }
    }
    let rows: Vec<Value> = sums
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|((span, figure, kind, begin, bureau, channel), amount)| {
            json!([span.name(), figure, kind, begin, bureau, channel, amount])
        })
        .collect();
    let add = match connection {
        Connection::Sqlite(_) => {
            "INSERT INTO figure_sums (span, figure, kind, begin_on, bureau, channel, amount) \
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
             value ->> 6 FROM json_each($1) WHERE TRUE \
             ON CONFLICT (span, figure, kind, begin_on, bureau, channel) \
             DO UPDATE SET amount = figure_sums.amount + excluded.amount"
        }
        Connection::Postgres(_) => {
            "INSERT INTO figure_sums (span, figure, kind, begin_on, bureau, channel, amount) \
             SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS DATE), \
             value ->> 4, value ->> 5, CAST(value ->> 6 AS BIGINT) \
             FROM json_array_elements(CAST($1 AS JSON)) WITH ORDINALITY AS added (value, place) \
             ORDER BY place \
             ON CONFLICT (span, figure, kind, begin_on, bureau, channel) \
             DO UPDATE SET amount = figure_sums.amount + excluded.amount"
        }
    };
    sql_query(add).bind::<Text, _>(Value::from(rows).to_string()).execute(connection).map(drop)
}

/// Forgets all that was counted, and lets every event wait again.
pub fn forget(connection: &mut Connection) -> QueryResult<()> {
    if let Connection::Postgres(_) = connection {
        // Whoever counts has finished, and none begins before this is done.
        sql_query("LOCK TABLE figure_entries, figure_sums IN EXCLUSIVE MODE")
            .execute(connection)?;
    }
    for sql in [
        "DELETE FROM figure_entries",
        "DELETE FROM figure_sums",
        "INSERT INTO figure_queue (event_id) SELECT id FROM events WHERE TRUE \
         ON CONFLICT (event_id) DO NOTHING",
    ] {
        sql_query(sql).execute(connection)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Timestamp)]
    at: NaiveDateTime,
}

/// Up to when everything is counted: the moment of the first event that waits; nothing when none does.
pub fn counted_until(connection: &mut Connection) -> QueryResult<Option<NaiveDateTime>> {
    let first: Option<Waiting> =
        sql_query("SELECT at FROM events WHERE id = (SELECT MIN(event_id) FROM figure_queue)")
            .get_result(connection)
            .optional()?;
    Ok(first.map(|waiting| waiting.at))
}
