//! Every five minutes, on whichever node: the running clocks whose next step has come.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{
    clock::{Clock, SOURCES, Source},
    tell::{self, Telling},
};
use crate::{
    app::App,
    cases::Case,
    deadlines::reckon,
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
    jurisdiction::calendar,
};

/// Tells the warnings that have come.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SweepDeadlines {}

impl Periodic for SweepDeadlines {
    const EVERY: Every = Every::Minutes(5);

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for SweepDeadlines {
    const NAME: &'static str = "sweep_deadlines";

    fn run(&self, app: &App) -> Result<()> {
        calendar::stored::notice(&app.db, app.jurisdiction.calendar())?;
        let mut told = 0;
        for source in &SOURCES {
            while let Some(count) = batch(app, source)? {
                told += count;
            }
        }
        if told > 0 {
            tracing::info!(told, "warnings of due dates were told");
        }
        Ok(())
    }
}

/// The clocks of the next batch; nothing when none is left. Those of which nothing is to be told
/// are put off together, the others each in a transaction of its own.
fn batch(app: &App, source: &'static Source) -> Result<Option<usize>> {
    let now = app.clock.now();
    let found = app
        .db
        .read_now(|connection| Ok::<_, Error>((source.read)(connection, app, source, now)?))?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut silent: BTreeMap<(NaiveDateTime, NaiveDate), Vec<i64>> = BTreeMap::new();
    let mut tellings: Vec<(Clock, Telling, NaiveDateTime)> = Vec::new();
    for (clock, case) in found {
        let next = next_look(app, &clock, &case, now);
        let is_owed = source.outlives || case.ended_at.is_none();
        match tell::of(app, &clock, &case, now).filter(|_| is_owed) {
            Some(telling) => tellings.push((clock, telling, next)),
            None => silent.entry((next, clock.due_on)).or_default().push(clock.id),
        }
    }
    put_off(app, source, silent)?;
    let mut told = 0;
    for (clock, telling, next) in tellings {
        told += usize::from(tell_one(app, clock, telling, (now, next))?);
    }
    Ok(Some(told))
}

/// When the next step of a clock comes.
fn next_look(app: &App, clock: &Clock, case: &Case, now: NaiveDateTime) -> NaiveDateTime {
    match clock.due_at {
        Some(due_at) => {
            reckon::next_hour_warning(tell::started_at(app, clock, due_at, case), due_at, now)
        }
        None => {
            let today = app.clock.day(now);
            let next = reckon::next_warning(clock.started_on, clock.due_on, today);
            app.clock.begin_of(next)
        }
    }
}

fn put_off(
    app: &App,
    source: &'static Source,
    silent: BTreeMap<(NaiveDateTime, NaiveDate), Vec<i64>>,
) -> Result<()> {
    if silent.is_empty() {
        return Ok(());
    }
    app.db.write_now(move |connection| {
        for ((next, due_on), clocks) in silent {
            source.put_off(connection, &clocks, due_on, next)?;
        }
        Ok::<_, Error>(())
    })
}

fn tell_one(
    app: &App,
    clock: Clock,
    telling: Telling,
    times: (NaiveDateTime, NaiveDateTime),
) -> Result<bool> {
    let (jurisdiction, vault) = (app.jurisdiction.clone(), app.vault.clone());
    app.db.write_now(move |connection| {
        tell::tell(connection, (&jurisdiction, &vault), &clock, &telling, times)
    })
}
