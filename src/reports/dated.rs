//! When a letter was written, or a visit made (`I1`): the day of receipt is the report's own.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{Connection, schema::report_dates};

/// Puts on record when `report` was written or told.
pub fn store(connection: &mut Connection, report: i64, on: NaiveDate) -> QueryResult<()> {
    diesel::insert_into(report_dates::table)
        .values((report_dates::report_id.eq(report), report_dates::dated_on.eq(on)))
        .execute(connection)
        .map(drop)
}

/// The days of several reports: row of the report, day.
pub fn of_reports(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<(i64, NaiveDate)>> {
    report_dates::table
        .filter(report_dates::report_id.eq_any(ids))
        .select((report_dates::report_id, report_dates::dated_on))
        .load(connection)
}
