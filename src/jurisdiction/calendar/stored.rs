//! Years that an administrator imported: rows that are only added to; the latest of a year holds.

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};
use serde::Serialize;

use super::{Calendar, MarkedDay, Years};
use crate::{
    db::{Connection, Db, schema::calendars},
    error::{Error, Result},
};

/// An import of one year.
#[derive(Clone, Debug, Queryable, Serialize)]
pub struct Import {
    /// Row.
    pub id: i64,
    /// The year.
    pub year: i32,
    /// Who imported it; nobody where it was done on the command line.
    pub by: Option<i64>,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

/// Stores each of the years, and returns the row of the last.
pub fn store(
    connection: &mut Connection,
    now: NaiveDateTime,
    by: Option<i64>,
    years: &Years,
) -> Result<i64> {
    let mut last = 0;
    for (year, days) in years {
        let days =
            serde_json::to_string(days).map_err(|error| Error::Internal(error.to_string()))?;
        last = diesel::insert_into(calendars::table)
            .values((
                calendars::year.eq(year),
                calendars::days.eq(days),
                calendars::by_account.eq(by),
                calendars::at.eq(now),
            ))
            .returning(calendars::id)
            .get_result(connection)?;
    }
    Ok(last)
}

/// The import of each year that holds, by year.
pub fn holding(connection: &mut Connection) -> QueryResult<Vec<Import>> {
    let latest: Vec<Option<i64>> =
        calendars::table.group_by(calendars::year).select(max(calendars::id)).load(connection)?;
    calendars::table
        .filter(calendars::id.eq_any(latest.into_iter().flatten()))
        .order(calendars::year)
        .select((calendars::id, calendars::year, calendars::by_account, calendars::at))
        .load(connection)
}

/// Takes into `calendar` what was imported since it was last asked, on whichever node; `true` when
/// there was anything.
pub fn notice(db: &Db, calendar: &Calendar) -> Result<bool> {
    let seen = calendar.imports.load(std::sync::atomic::Ordering::Acquire);
    let imported = db.read_now(|connection| {
        let imports: i64 = calendars::table.count().get_result(connection)?;
        if imports == seen {
            return Ok(None);
        }
        let rows: Vec<(i32, String)> = calendars::table
            .order(calendars::id)
            .select((calendars::year, calendars::days))
            .load(connection)?;
        Ok::<_, Error>(Some((imports, rows)))
    })?;
    let Some((imports, rows)) = imported else { return Ok(false) };
    calendar.take_in(&latest(rows)?, imports);
    Ok(true)
}

/// The calendar as it was before the import of so many years of which `import` is the last row.
pub fn before(
    connection: &mut Connection,
    calendar: &Calendar,
    import: i64,
    years: usize,
) -> Result<Calendar> {
    let years = i64::try_from(years).unwrap_or(i64::MAX);
    let rows: Vec<(i32, String)> = calendars::table
        .filter(calendars::id.le(import.saturating_sub(years)))
        .order(calendars::id)
        .select((calendars::year, calendars::days))
        .load(connection)?;
    Ok(calendar.shipped().with(&latest(rows)?))
}

/// Of each year the last that was imported.
fn latest(rows: Vec<(i32, String)>) -> Result<Years> {
    let mut years = Years::new();
    for (year, days) in rows {
        let days: Vec<MarkedDay> =
            serde_json::from_str(&days).map_err(|error| Error::Internal(error.to_string()))?;
        years.insert(year, days);
    }
    Ok(years)
}
