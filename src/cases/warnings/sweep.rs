//! Every five minutes, on whichever node: the running clocks whose next step has come.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::tell::{self, Telling};
use crate::{
    app::App,
    cases::Case,
    db::schema::{cases, deadlines},
    deadlines::{deadline::Deadline, reckon},
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
    jurisdiction::calendar,
};

/// How many clocks are read at a time.
const BATCH: i64 = 200;

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
        while let Some(count) = batch(app)? {
            told += count;
        }
        if told > 0 {
            tracing::info!(told, "warnings of due dates were told");
        }
        Ok(())
    }
}

/// The clocks of the next batch; nothing when none is left. Those of which nothing is to be told
/// are put off together, the others each in a transaction of its own.
fn batch(app: &App) -> Result<Option<usize>> {
    let now = app.clock.now();
    let found: Vec<(Deadline, Case)> = app.db.read_now(|connection| {
        let due = deadlines::table
            .inner_join(cases::table.on(cases::id.eq(deadlines::case_id)))
            .filter(deadlines::stopped_on.is_null())
            .filter(deadlines::look_at.le(now))
            .order((deadlines::look_at, deadlines::id))
            .limit(BATCH)
            .select((Deadline::as_select(), Case::as_select()));
        Ok::<_, Error>(due.load(connection)?)
    })?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut silent: BTreeMap<(NaiveDateTime, NaiveDate), Vec<i64>> = BTreeMap::new();
    let mut tellings: Vec<(Deadline, Telling, NaiveDateTime)> = Vec::new();
    for (clock, case) in found {
        let next = next_look(app, &clock, &case, now);
        match tell::of(app, &clock, &case, now).filter(|_| case.ended_at.is_none()) {
            Some(telling) => tellings.push((clock, telling, next)),
            None => silent.entry((next, clock.due_on)).or_default().push(clock.id),
        }
    }
    put_off(app, silent)?;
    let mut told = 0;
    for (clock, telling, next) in tellings {
        told += usize::from(tell_one(app, clock, telling, (now, next))?);
    }
    Ok(Some(told))
}

/// When the next step of a clock comes.
fn next_look(app: &App, clock: &Deadline, case: &Case, now: NaiveDateTime) -> NaiveDateTime {
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

fn put_off(app: &App, silent: BTreeMap<(NaiveDateTime, NaiveDate), Vec<i64>>) -> Result<()> {
    if silent.is_empty() {
        return Ok(());
    }
    app.db.write_now(move |connection| {
        for ((next, due_on), clocks) in silent {
            // One that moved since it was read is looked at again.
            let as_seen = deadlines::id.eq_any(clocks).and(deadlines::due_on.eq(due_on));
            diesel::update(deadlines::table.filter(as_seen))
                .set(deadlines::look_at.eq(next))
                .execute(connection)?;
        }
        Ok::<_, Error>(())
    })
}

fn tell_one(
    app: &App,
    clock: Deadline,
    telling: Telling,
    times: (NaiveDateTime, NaiveDateTime),
) -> Result<bool> {
    let (jurisdiction, vault) = (app.jurisdiction.clone(), app.vault.clone());
    app.db.write_now(move |connection| {
        tell::tell(connection, (&jurisdiction, &vault), &clock, &telling, times)
    })
}
