//! What fills the list of calls (`C7`): an answer to an urgent matter, a bad rating, the month's
//! draw.

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime};
use diesel::prelude::*;
use rand::RngExt as _;
use serde::{Deserialize, Serialize};

use super::{callback, sample};
use crate::{
    app::App,
    cases::{Case, jobs::PlanCallBacks},
    db::{
        Connection,
        schema::{case_reports, reports},
    },
    error::{Error, Result},
    jobs::{self, Job},
    reports::{jobs::AfterRating, rating},
    timeline,
};

impl Job for PlanCallBacks {
    const NAME: &'static str = "plan_call_backs";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("plan call-backs of {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let (event, now) = (self.event, app.clock.now());
        app.db.write_now(move |connection| {
            let event = timeline::find(connection, event)?;
            let case = Case::find(connection, event.subject_id)?;
            let Some(answer) = rating::answer(connection, &case)? else { return Ok(()) };
            callback::drop_outdated(connection, now, case.id, answer.id)?;
            for report in if case.urgent { behind(connection, case.id)? } else { Vec::new() } {
                callback::open(connection, now, report, (&case, answer.id), "urgent")?;
            }
            Ok(())
        })
    }
}

fn behind(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .filter(reports::withdrawn_at.is_null())
        .select(reports::id)
        .load(connection)
}

impl Job for AfterRating {
    const NAME: &'static str = "after_rating";

    fn run(&self, app: &App) -> Result<()> {
        let (Self { report, answer }, now) = (*self, app.clock.now());
        app.db.write_now(move |connection| {
            let case = match rating::answered_case(connection, answer) {
                Ok(case) => case,
                // It is handled again already.
                Err(Error::Conflict(_)) => return Ok(()),
                Err(error) => return Err(error),
            };
            callback::open(connection, now, report, (&case, answer), "not_satisfied")
        })
    }
}

/// Draws among the answers of the month before; runs once a month and sees to it that it runs the
/// next.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DrawCallBacks {
    /// The first day of the month in which it runs.
    pub month: NaiveDate,
}

impl DrawCallBacks {
    /// Sees to it that it runs this month, unless it did: at every start of the portal.
    pub fn schedule(app: &App) -> Result<()> {
        let job = Self { month: first_of(app.clock.today()) };
        let now = app.clock.now();
        app.db.write_now(move |connection| jobs::enqueue(connection, &job, now).map(drop))
    }
}

impl Job for DrawCallBacks {
    const NAME: &'static str = "draw_call_backs";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("{} {}", Self::NAME, self.month))
    }

    fn run(&self, app: &App) -> Result<()> {
        let month = self.month;
        let before = month.checked_sub_months(Months::new(1)).unwrap_or(month);
        let seed: [u8; 16] = rand::rng().random();
        let seed: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        let next = Self { month: month.checked_add_months(Months::new(1)).unwrap_or(month) };
        // Midnight where the office is, in UTC.
        let now = app.clock.now();
        let midnight = next.month.and_time(NaiveTime::MIN) - (app.clock.local(now) - now);
        let percent = app.jurisdiction.profile().callbacks.percent;
        app.db.write_now(move |connection| {
            sample::take(connection, now, (before, month), (&seed, percent))?;
            jobs::enqueue(connection, &next, midnight).map(drop)
        })
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
