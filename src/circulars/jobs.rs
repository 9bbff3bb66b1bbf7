//! Every day: bureaus that have not answered a circular by its date, told once.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::answer;
use crate::{
    alerts::{self, Late},
    app::App,
    error::Result,
    jobs::{Every, Job, Periodic},
    message::Message,
};

/// Tells of late answers; once each.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchCirculars {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for WatchCirculars {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for WatchCirculars {
    const NAME: &'static str = "watch_circulars";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        app.db.write_now(move |connection| {
            for late in answer::late(connection, today)? {
                let told = Late {
                    // Once for each date that it had.
                    key: match late.again_by {
                        None => format!("circular late {} {}", late.circular, late.bureau),
                        Some(day) => {
                            format!("circular late {} {} {day}", late.circular, late.bureau)
                        }
                    },
                    bureau: &late.bureau,
                    city: &late.city,
                    kind: "circular",
                    said: Message::new("circulars-alert-late").with("title", &late.title),
                    link: format!("/circulars/{}", late.circular),
                };
                alerts::tell_late(connection, now, told)?;
            }
            Ok(())
        })
    }
}
