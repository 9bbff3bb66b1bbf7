//! Every day: bureaus that have not answered a circular by its date, told once.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::answer;
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
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
        let app_names = app.jurisdiction.clone();
        app.db.write_now(move |connection| {
            for late in answer::late(connection, today)? {
                let bureau = app_names.place(&late.bureau, "zh-CN").to_owned();
                for (whom, role) in [(&late.bureau, Role::Chief), (&late.city, Role::Supervisor)] {
                    let alert = Alert {
                        key: format!("circular late {} {} {role}", late.circular, late.bureau),
                        to: To::Role { bureau: whom.clone(), role },
                        kind: "circular",
                        message: Message::new("circulars-alert-late")
                            .with("title", &late.title)
                            .with("bureau", &bureau),
                        link: format!("/circulars/{}", late.circular),
                    };
                    alerts::raise_with(connection, now, &alert, Mail::Digest)?;
                }
            }
            Ok(())
        })
    }
}
