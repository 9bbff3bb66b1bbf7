//! Typed jobs in the database: enqueued in the transaction of the change that wants them, run by
//! any node, tried again with back-off, never lost.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::App,
    db::{self, Connection, schema::jobs},
    error::Result,
};

/// How long a node holds a job before another may take it over: longer than [`BATCH`] jobs take
/// when each of them waits for its mail server as long as it may (30 s).
const HOLD: chrono::Duration = chrono::Duration::minutes(15);
/// The wait between attempts doubles from here …
const FIRST_RETRY: chrono::Duration = chrono::Duration::seconds(15);
/// … up to here, and goes on for good: a job is never given up.
const LONGEST_RETRY: chrono::Duration = chrono::Duration::hours(1);
/// How often a node looks for jobs when it found none.
const PAUSE: Duration = Duration::from_secs(1);
/// How many jobs are claimed by one look.
const BATCH: i64 = 20;

/// Work to be done after a commit.
pub trait Job: Serialize + DeserializeOwned + 'static {
    /// Its name in the database; never changed.
    const NAME: &'static str;

    /// Jobs of the same key are done once.
    fn dedup_key(&self) -> Option<String> {
        None
    }

    /// Does the work. It may run again after a crash, so it must not do harm twice.
    fn run(&self, app: &App) -> Result<()>;
}

/// Stores `job` on the caller's connection, to run at `run_at` or later. `false` when a job of the
/// same key was stored before.
pub fn enqueue<J: Job>(
    connection: &mut Connection,
    job: &J,
    run_at: NaiveDateTime,
) -> Result<bool> {
    let key = job.dedup_key();
    if let Some(key) = &key {
        let known = jobs::table.filter(jobs::dedup_key.eq(key)).select(jobs::id);
        if known.first::<i64>(connection).optional()?.is_some() {
            return Ok(false);
        }
    }
    let payload = serde_json::to_string(job)
        .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
    diesel::insert_into(jobs::table)
        .values((
            jobs::name.eq(J::NAME),
            jobs::payload.eq(payload),
            jobs::dedup_key.eq(key),
            jobs::run_at.eq(run_at),
        ))
        .execute(connection)?;
    Ok(true)
}

type Run = fn(&str, &App) -> Result<()>;

/// The kinds of jobs that this binary knows.
#[derive(Clone, Default)]
pub struct Registry(HashMap<&'static str, Run>);

impl Registry {
    /// The same registry with one more kind.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.0.insert(J::NAME, |payload, app| {
            let job: J = serde_json::from_str(payload)
                .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
            job.run(app)
        });
        self
    }
}

#[derive(Queryable)]
struct Waiting {
    id: i64,
    name: String,
    payload: String,
    attempts: i32,
}

/// Runs every job that is due and returns how many were run; used by the worker and by tests.
pub fn run_due(app: &App, registry: &Registry) -> Result<usize, db::Error> {
    let mut done = 0;
    loop {
        let claimed = claim(app)?;
        if claimed.is_empty() {
            return Ok(done);
        }
        done += claimed.len();
        for job in claimed {
            let result = match registry.0.get(job.name.as_str()) {
                Some(run) => guarded(*run, &job.payload, app),
                None => Err(format!("no job is called {}", job.name)),
            };
            finish(app, &job, result.err())?;
        }
    }
}

/// A job that panics has failed like any other, and the thread goes on.
fn guarded(run: Run, payload: &str, app: &App) -> Result<(), String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| run(payload, app)));
    outcome.map_err(|_| "the job panicked".to_owned())?.map_err(|error| error.to_string())
}

/// Takes due jobs for this node, so that no other runs them meanwhile.
fn claim(app: &App) -> Result<Vec<Waiting>, db::Error> {
    let now = app.clock.now();
    let free = |now| jobs::locked_until.is_null().or(jobs::locked_until.lt(now));
    let due = app.db.read_now(|connection| {
        let query = jobs::table
            .filter(jobs::done_at.is_null())
            .filter(jobs::run_at.le(now))
            .filter(free(Some(now)))
            .order((jobs::run_at, jobs::id))
            .limit(BATCH)
            .select((jobs::id, jobs::name, jobs::payload, jobs::attempts));
        Ok::<_, db::Error>(query.load::<Waiting>(connection)?)
    })?;
    if due.is_empty() {
        return Ok(due);
    }
    app.db.write_now(move |connection| {
        let mut mine = Vec::with_capacity(due.len());
        for job in due {
            let target = jobs::table
                .filter(jobs::id.eq(job.id))
                .filter(jobs::done_at.is_null())
                .filter(free(Some(now)));
            let claimed = diesel::update(target)
                .set(jobs::locked_until.eq(Some(now + HOLD)))
                .execute(connection)?;
            if claimed == 1 {
                mine.push(job);
            }
        }
        Ok(mine)
    })
}

fn finish(app: &App, job: &Waiting, error: Option<String>) -> Result<(), db::Error> {
    let (id, attempts, now) = (job.id, job.attempts + 1, app.clock.now());
    if let Some(error) = &error {
        tracing::warn!(job = job.name, id, attempts, error, "a job failed and will be tried again");
    }
    app.metrics.job(error.is_none());
    app.db.write_now(move |connection| {
        let target = jobs::table.find(id);
        match error {
            None => diesel::update(target)
                .set((
                    jobs::done_at.eq(Some(now)),
                    jobs::attempts.eq(attempts),
                    jobs::last_error.eq(None::<String>),
                ))
                .execute(connection),
            Some(error) => diesel::update(target)
                .set((
                    jobs::run_at.eq(now + back_off(attempts)),
                    jobs::locked_until.eq(None::<NaiveDateTime>),
                    jobs::attempts.eq(attempts),
                    jobs::last_error.eq(Some(error)),
                ))
                .execute(connection),
        }?;
        Ok(())
    })
}

/// 15 s, 30 s, 1 min … 1 h.
fn back_off(attempts: i32) -> chrono::Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    (FIRST_RETRY * 2_i32.pow(doublings)).min(LONGEST_RETRY)
}

/// Runs jobs until `stop` says so, then finishes the one in hand.
pub fn work(app: &App, registry: &Registry, stop: &Arc<std::sync::atomic::AtomicBool>) {
    while !stop.load(std::sync::atomic::Ordering::Acquire) {
        match run_due(app, registry) {
            Ok(0) => std::thread::sleep(PAUSE),
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "jobs cannot be read");
                std::thread::sleep(PAUSE * 5);
            }
        }
    }
}

/// How many jobs with that payload wait since `since`.
pub fn waiting_for(
    connection: &mut Connection,
    payload: &str,
    since: NaiveDateTime,
) -> QueryResult<i64> {
    let waiting = jobs::table.filter(jobs::done_at.is_null()).filter(jobs::run_at.ge(since));
    waiting.filter(jobs::payload.eq(payload)).count().get_result(connection)
}

/// Calls back the jobs with that payload that wait since `since` and have not begun, and says how
/// many they were; they count as done.
pub fn call_back(
    connection: &mut Connection,
    payload: &str,
    since: NaiveDateTime,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let waiting = jobs::table
        .filter(jobs::done_at.is_null())
        .filter(jobs::run_at.ge(since))
        .filter(jobs::payload.eq(payload))
        .filter(jobs::locked_until.is_null());
    let called = diesel::update(waiting).set(jobs::done_at.eq(Some(now))).execute(connection)?;
    Ok(i64::try_from(called).unwrap_or(i64::MAX))
}

/// How many jobs wait, those to be run later included.
pub fn waiting(connection: &mut Connection) -> QueryResult<i64> {
    jobs::table.filter(jobs::done_at.is_null()).count().get_result(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_bounded() {
        assert_eq!(back_off(1), FIRST_RETRY);
        assert_eq!(back_off(2), FIRST_RETRY * 2);
        assert_eq!(back_off(i32::MAX), LONGEST_RETRY);
    }
}
