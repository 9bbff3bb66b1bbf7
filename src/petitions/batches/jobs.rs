//! Batches that nobody entered do not stay: they may hold names (`S5`).

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::draft;
use crate::{
    app::App,
    error::Result,
    jobs::{Every, Job, Periodic},
};

/// How long a batch waits to be entered.
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// Drops the batches that have waited too long; once a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropBatchDrafts {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for DropBatchDrafts {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for DropBatchDrafts {
    const NAME: &'static str = "drop_batch_drafts";

    fn run(&self, app: &App) -> Result<()> {
        let then = app.clock.now() - KEPT;
        app.db.write_now(move |connection| {
            draft::drop_older(connection, then)?;
            Ok(())
        })
    }
}
