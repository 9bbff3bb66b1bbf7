//! Recomputing deadlines after an import, and warning of years without a calendar (`T5`).

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::recompute;
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    db::schema::deadlines,
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
    jurisdiction::calendar::stored,
    message::Message,
};

/// Moves the open deadlines that an imported calendar moves. The second pass finds those that a node
/// started by the old calendar before it noticed the new one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecomputeDeadlines {
    /// The import.
    pub calendar: i64,
    /// The years that it brought.
    pub years: Vec<i32>,
    /// 1 or 2.
    pub pass: u8,
}

impl Job for RecomputeDeadlines {
    const NAME: &'static str = "recompute_deadlines";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("{} {} {}", Self::NAME, self.calendar, self.pass))
    }

    fn run(&self, app: &App) -> Result<()> {
        stored::notice(&app.db, app.jurisdiction.calendar())?;
        let moved = recompute::apply(app, self.calendar, &self.years)?;
        tracing::info!(moved = moved.len(), years = ?self.years, "deadlines were recomputed");
        Ok(())
    }
}

/// Tells the administrators, once for each year, that a running clock ends in a year whose working
/// days nobody has entered: never a silent guess (`T5`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WarnOfUnknownYears {}

impl Periodic for WarnOfUnknownYears {
    const EVERY: Every = Every::Day;

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for WarnOfUnknownYears {
    const NAME: &'static str = "warn_of_unknown_years";

    fn run(&self, app: &App) -> Result<()> {
        stored::notice(&app.db, app.jurisdiction.calendar())?;
        let (now, this) = (app.clock.now(), app.clock.today().year());
        let unknown: Vec<i32> =
            (this..=this + 2).filter(|year| !app.jurisdiction.calendar().knows(*year)).collect();
        let touched = app.db.read_now(|connection| {
            let mut touched = Vec::new();
            // Three years at most.
            for year in unknown {
                let day =
                    |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
                let within = deadlines::due_on.ge(day(1, 1)).and(deadlines::due_on.le(day(12, 31)));
                let running = deadlines::table
                    .filter(deadlines::stopped_on.is_null())
                    .filter(within)
                    .select(deadlines::id);
                if running.first::<i64>(connection).optional()?.is_some() {
                    touched.push(year);
                }
            }
            Ok::<_, Error>(touched)
        })?;
        let bureau = app.jurisdiction.profile().dispatcher.clone();
        app.db.write_now(move |connection| {
            for year in touched {
                let alert = Alert {
                    key: format!("calendar unknown {year}"),
                    to: To::Role { bureau: bureau.clone(), role: Role::Administrator },
                    kind: "calendar",
                    message: Message::new("calendar-unknown").with("year", year),
                    link: "/policies".to_owned(),
                };
                alerts::raise_with(connection, now, &alert, Mail::Digest)?;
            }
            Ok::<_, Error>(())
        })
    }
}
