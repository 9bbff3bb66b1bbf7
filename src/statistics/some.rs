//! The figures of some matters that are named one by one: what their lines of the ledger add up to.

use diesel::{dsl::sql, prelude::*, sql_types::BigInt};

use super::{figures::Line, period::Span, reckon::CASE};
use crate::db::{Connection, schema::figure_entries};

/// What the matters of those rows count for on those days.
pub fn figures(
    connection: &mut Connection,
    cases: &[i64],
    (from, until): Span,
) -> QueryResult<Line> {
    let sums: Vec<(String, i64)> = figure_entries::table
        .filter(figure_entries::noun.eq(CASE))
        .filter(figure_entries::subject_id.eq_any(cases))
        .filter(figure_entries::day.between(from, until))
        .group_by(figure_entries::figure)
        .select((
            figure_entries::figure,
            sql::<BigInt>("CAST(SUM(figure_entries.amount) AS BIGINT)"),
        ))
        .load(connection)?;
    Ok(Line::of(sums))
}
