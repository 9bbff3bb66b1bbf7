//! Typed jobs in the database: enqueued in the transaction of the change that wants them, run by
//! any node, tried again with back-off, never lost. What is done again and again is planned by
//! every node and stored once a period ([`periodic`]).

mod periodic;

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Nullable, Text, Timestamp},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::App,
    db::{self, Connection, schema::jobs},
    error::Result,
};

use periodic::Planned;
pub use periodic::{Every, ForgetDoneJobs, Periodic, plan};

/// How long a node holds a job before another may take it over, where [`Job::HOLD`] is not longer.
const HOLD: chrono::Duration = chrono::Duration::minutes(15);
/// What must be left of that when a job begins; else the node asks whether it still holds it. A mail
/// takes no longer: its server may keep each of a few steps waiting for 30 s.
const LEFT: chrono::Duration = chrono::Duration::minutes(7);
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
    /// It takes less.
    const HOLD: chrono::Duration = HOLD;

    /// Jobs of the same key are done once.
    fn dedup_key(&self) -> Option<String> {
        None
    }

    /// Does the work. It may run again after a crash, so it must not do harm twice.
    fn run(&self, app: &App) -> Result<()>;
}

/// Stores `job` on the caller's connection, to run at `run_at` or later. `false` when a job of the
/// same key was stored before: the unique key decides, also between nodes.
pub fn enqueue<J: Job>(
    connection: &mut Connection,
    job: &J,
    run_at: NaiveDateTime,
) -> Result<bool> {
    store(connection, job, job.dedup_key().as_deref(), run_at)
}

fn store<J: Job>(
    connection: &mut Connection,
    job: &J,
    key: Option<&str>,
    run_at: NaiveDateTime,
) -> Result<bool> {
    let payload = serde_json::to_string(job)
        .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
    let stored = sql_query(
        "INSERT INTO jobs (name, payload, dedup_key, run_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (dedup_key) DO NOTHING",
    )
    .bind::<Text, _>(J::NAME)
    .bind::<Text, _>(payload)
    .bind::<Nullable<Text>, _>(key)
    .bind::<Timestamp, _>(run_at)
    .execute(connection)?;
    Ok(stored == 1)
}

type Run = fn(&str, &App) -> Result<()>;

/// A kind of jobs: how it is done, and what it takes less than.
#[derive(Clone, Copy)]
struct Kind {
    run: Run,
    hold: chrono::Duration,
}

/// The kinds of jobs that this binary knows, and those among them that it does by itself.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: HashMap<&'static str, Kind>,
    periodic: Vec<Planned>,
}

impl Registry {
    /// The same registry with one more kind.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        let run: Run = |payload, app| {
            let job: J = serde_json::from_str(payload)
                .map_err(|error| crate::error::Error::Internal(error.to_string()))?;
            job.run(app)
        };
        self.kinds.insert(J::NAME, Kind { run, hold: J::HOLD });
        self
    }

    /// The same registry with one more kind, done once in every period.
    #[must_use]
    pub fn every<J: Periodic>(mut self) -> Self {
        self.periodic.push(Planned::of::<J>());
        self.with::<J>()
    }
}

#[derive(QueryableByName)]
#[diesel(table_name = jobs)]
struct Waiting {
    id: i64,
    name: String,
    payload: String,
    attempts: i32,
    run_at: NaiveDateTime,
}

/// A job that this node holds.
struct Claimed {
    job: Waiting,
    /// Until when; also tells this claim from a later one's.
    until: NaiveDateTime,
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
        for mut job in claimed {
            let kind = registry.kinds.get(job.job.name.as_str());
            let is_held = hold_on(app, &mut job, kind.map_or(HOLD, |kind| kind.hold))?;
            let Claimed { job: Waiting { id, name, payload, .. }, .. } = &job;
            if !is_held {
                tracing::warn!(
                    job = name,
                    id,
                    "those before it took too long: another node has it"
                );
                continue;
            }
            let result = match kind {
                Some(kind) => guarded(kind.run, payload, app),
                None => Err(format!("no job is called {name}")),
            };
            if !finish(app, &job, result.err())? {
                tracing::warn!(job = name, id, "it took too long: another node has it");
            }
        }
    }
}

/// Makes sure that a claim lasts until the job is done, and renews it where it may not; `false` when
/// another node has the job by now.
fn hold_on(app: &App, claimed: &mut Claimed, hold: chrono::Duration) -> Result<bool, db::Error> {
    let (now, id, until) = (app.clock.now(), claimed.job.id, claimed.until);
    if hold == HOLD && now + LEFT <= until {
        return Ok(true);
    }
    let renewed = now + hold;
    let is_held = app.db.write_now(move |connection| {
        let claim = jobs::done_at.is_null().and(jobs::locked_until.eq(Some(until)));
        let target = jobs::table.filter(jobs::id.eq(id)).filter(claim);
        let set = jobs::locked_until.eq(Some(renewed));
        Ok::<_, db::Error>(diesel::update(target).set(set).execute(connection)? == 1)
    })?;
    claimed.until = renewed;
    Ok(is_held)
}

/// A job that panics has failed like any other, and the thread goes on.
fn guarded(run: Run, payload: &str, app: &App) -> Result<(), String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| run(payload, app)));
    outcome.map_err(|_| "the job panicked".to_owned())?.map_err(|error| error.to_string())
}

/// Takes due jobs for this node, so that no other runs them meanwhile. Nodes share what is due: what
/// another is just taking is passed over, not waited for.
fn claim(app: &App) -> Result<Vec<Claimed>, db::Error> {
    let now = app.clock.now();
    // Who has nothing to do takes no lock, and on SQLite leaves the writer to others.
    let any = app.db.read_now(|connection| {
        let free = jobs::locked_until.is_null().or(jobs::locked_until.lt(Some(now)));
        let due = jobs::table.filter(jobs::done_at.is_null()).filter(jobs::run_at.le(now));
        let first = due.filter(free).order((jobs::run_at, jobs::id)).select(jobs::id);
        Ok::<_, db::Error>(first.first::<i64>(connection).optional()?)
    })?;
    if any.is_none() {
        return Ok(Vec::new());
    }
    let until = now + HOLD;
    let mut mine: Vec<Waiting> = app.db.write_now(move |connection| {
        let pass_over = match connection {
            Connection::Sqlite(_) => "",
            Connection::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        };
        let claim = format!(
            "WITH due AS MATERIALIZED (SELECT id FROM jobs \
             WHERE done_at IS NULL AND run_at <= $1 \
             AND (locked_until IS NULL OR locked_until < $1) \
             ORDER BY run_at, id LIMIT {BATCH}{pass_over}) \
             UPDATE jobs SET locked_until = $2 WHERE id IN (SELECT id FROM due) \
             RETURNING id, name, payload, attempts, run_at"
        );
        // SQLite counts them by their first place in the statement.
        let claim = sql_query(claim).bind::<Timestamp, _>(now).bind::<Timestamp, _>(until);
        Ok::<_, db::Error>(claim.load(connection)?)
    })?;
    mine.sort_unstable_by_key(|job| (job.run_at, job.id));
    Ok(mine.into_iter().map(|job| Claimed { job, until }).collect())
}

/// Notes how it ended; `false` when the claim had run out and is another node's by now, whose
/// outcome it then is.
fn finish(app: &App, claimed: &Claimed, error: Option<String>) -> Result<bool, db::Error> {
    let (job, held_until) = (&claimed.job, claimed.until);
    let (id, attempts, now) = (job.id, job.attempts + 1, app.clock.now());
    if let Some(error) = &error {
        tracing::warn!(job = job.name, id, attempts, error, "a job failed and will be tried again");
    }
    app.metrics.job(error.is_none());
    app.db.write_now(move |connection| {
        let claim = jobs::done_at.is_null().and(jobs::locked_until.eq(Some(held_until)));
        let target = jobs::table.filter(jobs::id.eq(id)).filter(claim);
        let changed = match error {
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
        Ok(changed == 1)
    })
}

/// 15 s, 30 s, 1 min … 1 h.
fn back_off(attempts: i32) -> chrono::Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    (FIRST_RETRY * 2_i32.pow(doublings)).min(LONGEST_RETRY)
}

/// Plans what is periodic and runs jobs until `stop` says so, then finishes the one in hand.
pub fn work(app: &App, registry: &Registry, stop: &Arc<std::sync::atomic::AtomicBool>) {
    let mut planned = None;
    while !stop.load(std::sync::atomic::Ordering::Acquire) {
        let minute = app.clock.now().and_utc().timestamp() / 60;
        if planned != Some(minute) {
            match plan(app, registry) {
                Ok(_) => planned = Some(minute),
                Err(error) => tracing::error!(%error, "periodic jobs cannot be planned"),
            }
        }
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
