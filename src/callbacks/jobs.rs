//! What fills the list of calls (`C7`): an answer to an urgent matter, a bad rating, the month's
//! draw.

use chrono::{Months, NaiveDate, NaiveDateTime};
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
    jobs::{Every, Job, Periodic},
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

/// Draws among the answers of the month before; once a month.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DrawCallBacks {
    /// The first day of the month in which it runs.
    pub month: NaiveDate,
}

impl Periodic for DrawCallBacks {
    const EVERY: Every = Every::Month;

    fn of(begin: NaiveDateTime) -> Self {
        Self { month: begin.date() }
    }
}

impl Job for DrawCallBacks {
    const NAME: &'static str = "draw_call_backs";

    fn run(&self, app: &App) -> Result<()> {
        let (month, now) = (self.month, app.clock.now());
        let before = month.checked_sub_months(Months::new(1)).unwrap_or(month);
        let seed: [u8; 16] = rand::rng().random();
        let seed: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        let percent = app.jurisdiction.profile().callbacks.percent;
        app.db.write_now(move |connection| {
            sample::take(connection, now, (before, month), (&seed, percent))
        })
    }
}
