//! Every day: problems of rounds that are past their date, told once.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::problem;
use crate::{
    alerts::{self, Late},
    app::App,
    error::Result,
    jobs::{Every, Job, Periodic},
    message::Message,
};

/// Tells of late problems; once each.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchRounds {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for WatchRounds {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for WatchRounds {
    const NAME: &'static str = "watch_rounds";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        app.db.write_now(move |connection| {
            for (id, bureau, city, number, title) in problem::late(connection, today)? {
                let told = Late {
                    key: format!("round problem late {id}"),
                    bureau: &bureau,
                    city: &city,
                    kind: "round",
                    said: Message::new("rounds-alert-late").with("title", &title),
                    link: format!("/rounds/{number}#problem-{id}"),
                };
                alerts::tell_late(connection, now, told)?;
            }
            Ok(())
        })
    }
}
