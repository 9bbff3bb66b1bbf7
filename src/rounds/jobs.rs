//! Every day: problems of rounds that are past their date, told once.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::problem;
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
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
        let jurisdiction = app.jurisdiction.clone();
        app.db.write_now(move |connection| {
            for (id, bureau, city, number, title) in problem::late(connection, today)? {
                let name = jurisdiction.place(&bureau, "zh-CN").to_owned();
                for (whom, role) in [(&bureau, Role::Chief), (&city, Role::Supervisor)] {
                    let alert = Alert {
                        key: format!("round problem late {id} {role}"),
                        to: To::Role { bureau: whom.clone(), role },
                        kind: "round",
                        message: Message::new("rounds-alert-late")
                            .with("title", &title)
                            .with("bureau", &name),
                        link: format!("/rounds/{number}#problem-{id}"),
                    };
                    alerts::raise_with(connection, now, &alert, Mail::Digest)?;
                }
            }
            Ok(())
        })
    }
}
