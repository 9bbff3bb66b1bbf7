//! Importing the working days of whole years.

use chrono::{NaiveDateTime, TimeDelta};

use super::jobs::RecomputeDeadlines;
use crate::{
    app::App,
    db::Connection,
    error::Result,
    jobs,
    jurisdiction::{Years, calendar::stored},
};

/// By then every node has noticed a new calendar; a clock that one of them started by the old one
/// in the meantime is recomputed, too.
const NOTICED: TimeDelta = TimeDelta::minutes(1);

/// Stores the years in the caller's transaction, with the jobs that recompute the open deadlines.
pub fn store(
    connection: &mut Connection,
    now: NaiveDateTime,
    by: Option<i64>,
    years: &Years,
) -> Result<i64> {
    let calendar = stored::store(connection, now, by, years)?;
    for (pass, at) in [(1, now), (2, now + NOTICED)] {
        let job = RecomputeDeadlines { calendar, years: years.keys().copied().collect(), pass };
        jobs::enqueue(connection, &job, at)?;
    }
    Ok(calendar)
}

/// Imports the years on the command line; nothing when the calendar says all of it already.
pub fn now(app: &App, years: &Years) -> Result<Option<i64>> {
    stored::notice(&app.db, app.jurisdiction.calendar())?;
    if app.jurisdiction.calendar().agrees(years) {
        return Ok(None);
    }
    let (at, kept) = (app.clock.now(), years.clone());
    let calendar = app.db.write_now(move |connection| store(connection, at, None, &kept))?;
    stored::notice(&app.db, app.jurisdiction.calendar())?;
    Ok(Some(calendar))
}
