//! What is done once in every period, by whichever node is there: no leader, no chain of jobs that
//! could break.
//!
//! Every node stores the job of the period that has begun, under a key that names the period; the
//! unique key lets one of them. Periods in which no node was up are not made up for: a job looks at
//! all that is due, not at what fell due in its period.

use std::collections::HashSet;

use chrono::{Datelike as _, DurationRound as _, NaiveDateTime, NaiveTime, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Job, Registry, store};
use crate::{
    app::App,
    db::{Connection, schema::jobs},
    error::{Error, Result},
};

/// How often a periodic job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every so many minutes of the hour.
    Minutes(u32),
    /// At the beginning of every day where the office is.
    Day,
    /// At the beginning of every month.
    Month,
}

impl Every {
    /// When the period began in which the office's clock shows `local`.
    pub fn begin(self, local: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Minutes(many) => {
                local.duration_trunc(TimeDelta::minutes(i64::from(many))).unwrap_or(local)
            }
            Self::Day => local.date().and_time(NaiveTime::MIN),
            Self::Month => {
                let day = local.date();
                day.with_day(1).unwrap_or(day).and_time(NaiveTime::MIN)
            }
        }
    }
}

/// A job that is done once in every period.
pub trait Periodic: Job {
    /// How often.
    const EVERY: Every;

    /// The job of the period that began when the office's clock showed `begin`.
    fn of(begin: NaiveDateTime) -> Self;
}

type Store = fn(&mut Connection, NaiveDateTime, &str, NaiveDateTime) -> Result<bool>;

/// A periodic job of the registry.
#[derive(Clone, Copy)]
pub(super) struct Planned {
    name: &'static str,
    every: Every,
    store: Store,
}

impl Planned {
    pub(super) fn of<J: Periodic>() -> Self {
        let store: Store =
            |connection, begin, key, now| store(connection, &J::of(begin), Some(key), now);
        Self { name: J::NAME, every: J::EVERY, store }
    }

    fn key(&self, begin: NaiveDateTime) -> String {
        format!("{} {}", self.name, begin.format("%Y-%m-%dT%H:%M"))
    }
}

/// Stores the periodic jobs of the periods that have begun, unless they are there, and returns how
/// many were stored.
pub fn plan(app: &App, registry: &Registry) -> Result<usize> {
    let (now, local) = (app.clock.now(), app.clock.local(app.clock.now()));
    let wanted: Vec<(Planned, NaiveDateTime, String)> = registry
        .periodic
        .iter()
        .map(|planned| (*planned, planned.every.begin(local)))
        .map(|(planned, begin)| (planned, begin, planned.key(begin)))
        .collect();
    let keys: Vec<&str> = wanted.iter().map(|(_, _, key)| key.as_str()).collect();
    let known: Vec<Option<String>> = app.db.read_now(|connection| {
        let of_key = jobs::table.filter(jobs::dedup_key.eq_any(keys));
        Ok::<_, Error>(of_key.select(jobs::dedup_key).load(connection)?)
    })?;
    let known: HashSet<String> = known.into_iter().flatten().collect();
    let missing: Vec<_> = wanted.into_iter().filter(|(_, _, key)| !known.contains(key)).collect();
    if missing.is_empty() {
        return Ok(0);
    }
    app.db.write_now(move |connection| {
        let mut stored = 0;
        for (planned, begin, key) in missing {
            stored += usize::from((planned.store)(connection, begin, &key, now)?);
        }
        Ok(stored)
    })
}

/// How long a job that is done is kept: its key is not used again by then.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How many are forgotten by one statement.
const FORGOTTEN: i64 = 5_000;

/// Removes jobs that were done long ago.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ForgetDoneJobs {}

impl Periodic for ForgetDoneJobs {
    const EVERY: Every = Every::Day;

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for ForgetDoneJobs {
    const NAME: &'static str = "forget_done_jobs";

    fn run(&self, app: &App) -> Result<()> {
        let before = app.clock.now() - KEPT;
        loop {
            let old: Vec<i64> = app.db.read_now(|connection| {
                let done = jobs::table.filter(jobs::done_at.lt(Some(before)));
                let oldest = done.order(jobs::id).limit(FORGOTTEN).select(jobs::id);
                Ok::<_, Error>(oldest.load(connection)?)
            })?;
            if old.is_empty() {
                return Ok(());
            }
            app.db.write_now(move |connection| {
                let of_old = jobs::table.filter(jobs::id.eq_any(old));
                diesel::delete(of_old).execute(connection)?;
                Ok::<_, Error>(())
            })?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_where_the_office_is() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap_or_default();
        let local = at("2026-11-23T10:07:31");
        assert_eq!(Every::Minutes(5).begin(local), at("2026-11-23T10:05:00"));
        assert_eq!(Every::Day.begin(local), at("2026-11-23T00:00:00"));
        assert_eq!(Every::Month.begin(local), at("2026-11-01T00:00:00"));
    }
}
