//! The random sample of a month (`C7`), with what is needed to draw it again.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::callback;
use crate::{
    cases::{Case, State, draw},
    db::{
        Connection,
        schema::{callback_samples, case_reports, cases, identities, reports},
    },
    error::Result,
    reports::rating,
};

/// How many draws are shown.
const SHOWN: i64 = 6;

/// A draw as it is on record.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = callback_samples)]
#[allow(missing_docs)]
pub struct Sample {
    pub id: i64,
    pub month: String,
    pub seed: String,
    pub percent: i32,
    pub candidates: i64,
    pub drawn: i64,
    pub at: NaiveDateTime,
}

impl Sample {
    /// The newest draws.
    pub fn latest(connection: &mut Connection) -> QueryResult<Vec<Self>> {
        callback_samples::table
            .order(callback_samples::id.desc())
            .limit(SHOWN)
            .select(Self::as_select())
            .load(connection)
    }
}

/// Draws among the reports answered in the month from `first` to before `next`, once: whoever left
/// a number and did not withdraw, of matters whose answer still holds.
pub fn take(
    connection: &mut Connection,
    now: NaiveDateTime,
    (first, next): (NaiveDate, NaiveDate),
    (seed, percent): (&str, u8),
) -> Result<()> {
    let month = first.format("%Y-%m").to_string();
    let known = callback_samples::table.filter(callback_samples::month.eq(&month));
    if known.select(callback_samples::id).first::<i64>(connection).optional()?.is_some() {
        return Ok(());
    }
    let candidates = candidates(connection, first, next)?;
    let wanted = draw::share(percent, candidates.len());
    let chosen = draw::drawn(seed, wanted, candidates.iter().map(|(row, number)| (*row, number)));
    for report in &chosen {
        for case in answered(connection, *report, first, next)? {
            if let Some(answer) = rating::answer(connection, &case)? {
                callback::open(connection, now, *report, (&case, answer.id), "sample")?;
            }
        }
    }
    diesel::insert_into(callback_samples::table)
        .values((
            callback_samples::month.eq(&month),
            callback_samples::seed.eq(seed),
            callback_samples::percent.eq(i32::from(percent.min(100))),
            callback_samples::candidates.eq(candidates.len() as i64),
            callback_samples::drawn.eq(chosen.len() as i64),
            callback_samples::at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Reports that can be drawn: row and number.
fn candidates(
    connection: &mut Connection,
    first: NaiveDate,
    next: NaiveDate,
) -> QueryResult<Vec<(i64, String)>> {
    cases::table
        .inner_join(case_reports::table.on(case_reports::case_id.eq(cases::id)))
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .inner_join(identities::table.on(identities::report_id.eq(reports::id)))
        .filter(cases::ended_on.ge(first).and(cases::ended_on.lt(next)))
        .filter(cases::state.eq_any([State::Concluded.name(), State::Declined.name()]))
        .filter(reports::reporter_kind.ne("anonymous"))
        .filter(reports::withdrawn_at.is_null())
        .filter(identities::phone_index.is_not_null())
        .select((reports::id, reports::number))
        .distinct()
        .order(reports::id)
        .load(connection)
}

fn answered(
    connection: &mut Connection,
    report: i64,
    first: NaiveDate,
    next: NaiveDate,
) -> QueryResult<Vec<Case>> {
    cases::table
        .inner_join(case_reports::table.on(case_reports::case_id.eq(cases::id)))
        .filter(case_reports::report_id.eq(report))
        .filter(cases::ended_on.ge(first).and(cases::ended_on.lt(next)))
        .filter(cases::state.eq_any([State::Concluded.name(), State::Declined.name()]))
        .select(Case::as_select())
        .load(connection)
}
