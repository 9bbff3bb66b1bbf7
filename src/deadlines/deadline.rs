//! The clocks that run on a matter: rows with a start and a last day (`T1`, `T2`, `T7`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use crate::db::{Connection, schema::deadlines};

/// A clock.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = deadlines)]
pub struct Deadline {
    /// Row.
    pub id: i64,
    /// The matter.
    pub case_id: i64,
    /// Id of the policy, or [`FORWARDED`].
    pub policy: String,
    /// The day of the event that started it; not counted (`T5`).
    pub started_on: NaiveDate,
    /// The last day.
    pub due_on: NaiveDate,
    /// When it was met, or fell away.
    pub stopped_on: Option<NaiveDate>,
    /// The moment at which it ends, in UTC, where the limit is in hours (`T6`).
    pub due_at: Option<NaiveDateTime>,
    /// By so many days it was extended (`T2`).
    pub extended_days: Option<i32>,
    /// It stopped only because its matter was merged or withdrawn, and can go on.
    pub paused: bool,
    /// The matter that brought it along when it was merged into this one (`I8`).
    pub came_with: Option<i64>,
}

/// The date that the province set itself (`T7`): not reckoned, only kept.
pub const FORWARDED: &str = "forwarded";

/// Starts a clock with a last day that is already reckoned.
pub fn start(
    connection: &mut Connection,
    case: i64,
    policy: &str,
    started_on: NaiveDate,
    due_on: NaiveDate,
) -> QueryResult<()> {
    let known = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::policy.eq(policy))
        .filter(deadlines::started_on.eq(started_on));
    if known.select(deadlines::id).first::<i64>(connection).optional()?.is_some() {
        return diesel::update(known)
            .set((
                deadlines::due_on.eq(due_on),
                deadlines::stopped_on.eq(None::<NaiveDate>),
                deadlines::look_at.eq(NaiveDateTime::default()),
                deadlines::extended_days.eq(None::<i32>),
                deadlines::paused.eq(false),
                deadlines::came_with.eq(None::<i64>),
            ))
            .execute(connection)
            .map(drop);
    }
    diesel::insert_into(deadlines::table)
        .values((
            deadlines::case_id.eq(case),
            deadlines::policy.eq(policy),
            deadlines::started_on.eq(started_on),
            deadlines::due_on.eq(due_on),
        ))
        .execute(connection)
        .map(drop)
}

/// Starts a clock with hours (`T6`), or starts it anew: it ends at `due_at`, on the day `due_on`. It
/// runs beside the matter's due date, which is a day.
pub fn start_hours(
    connection: &mut Connection,
    case: i64,
    policy: &str,
    (started_on, due_on): (NaiveDate, NaiveDate),
    due_at: NaiveDateTime,
) -> QueryResult<()> {
    start(connection, case, policy, started_on, due_on)?;
    let started = deadlines::case_id
        .eq(case)
        .and(deadlines::policy.eq(policy))
        .and(deadlines::started_on.eq(started_on));
    diesel::update(deadlines::table.filter(started))
        .set(deadlines::due_at.eq(Some(due_at)))
        .execute(connection)
        .map(drop)
}

/// Moves the last day of a clock that runs, or is paused, from `old`; `false` when it stopped or moved
/// meanwhile.
pub fn move_to(
    connection: &mut Connection,
    clock: i64,
    old: NaiveDate,
    new: NaiveDate,
) -> QueryResult<bool> {
    let goes_on = deadlines::stopped_on.is_null().or(deadlines::paused.eq(true));
    let as_seen = deadlines::id.eq(clock).and(goes_on).and(deadlines::due_on.eq(old));
    let moved = diesel::update(deadlines::table.filter(as_seen))
        .set((deadlines::due_on.eq(new), deadlines::look_at.eq(NaiveDateTime::default())))
        .execute(connection)?;
    Ok(moved == 1)
}

/// Stops the clock of `policy`, or all of them.
pub fn stop(
    connection: &mut Connection,
    case: i64,
    policy: Option<&str>,
    on: NaiveDate,
) -> QueryResult<()> {
    let running = deadlines::case_id.eq(case).and(deadlines::stopped_on.is_null());
    let set = deadlines::stopped_on.eq(Some(on));
    match policy {
        Some(policy) => {
            let running = deadlines::table.filter(running.and(deadlines::policy.eq(policy)));
            diesel::update(running).set(set).execute(connection)
        }
        None => diesel::update(deadlines::table.filter(running)).set(set).execute(connection),
    }
    .map(drop)
}

/// Stops all clocks that run, until [`resume`]: the matter ends, and may go on one day.
pub fn pause(connection: &mut Connection, case: i64, on: NaiveDate) -> QueryResult<()> {
    let running = deadlines::case_id.eq(case).and(deadlines::stopped_on.is_null());
    diesel::update(deadlines::table.filter(running))
        .set((deadlines::stopped_on.eq(Some(on)), deadlines::paused.eq(true)))
        .execute(connection)
        .map(drop)
}

/// The clocks that were paused run again, with their old last days; how many they are.
pub fn resume(connection: &mut Connection, case: i64) -> QueryResult<usize> {
    let paused = deadlines::case_id.eq(case).and(deadlines::paused.eq(true));
    diesel::update(deadlines::table.filter(paused))
        .set((
            deadlines::stopped_on.eq(None::<NaiveDate>),
            deadlines::paused.eq(false),
            deadlines::look_at.eq(NaiveDateTime::default()),
        ))
        .execute(connection)
}

/// The clock of `policy` that runs.
pub fn running(
    connection: &mut Connection,
    case: i64,
    policy: &str,
) -> QueryResult<Option<Deadline>> {
    deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::policy.eq(policy))
        .filter(deadlines::stopped_on.is_null())
        .order(deadlines::id.desc())
        .select(Deadline::as_select())
        .first(connection)
        .optional()
}

/// Gives a clock more time (`T2`).
pub fn extend(
    connection: &mut Connection,
    clock: i64,
    days: i32,
    due_on: NaiveDate,
) -> QueryResult<()> {
    diesel::update(deadlines::table.find(clock))
        .set((
            deadlines::due_on.eq(due_on),
            deadlines::extended_days.eq(Some(days)),
            deadlines::look_at.eq(NaiveDateTime::default()),
        ))
        .execute(connection)
        .map(drop)
}

/// The clock of these policies that ends first, among those that run or are paused.
pub fn earliest(
    connection: &mut Connection,
    case: i64,
    policies: &[&str],
) -> QueryResult<Option<Deadline>> {
    deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::policy.eq_any(policies.to_vec()))
        .filter(deadlines::stopped_on.is_null().or(deadlines::paused.eq(true)))
        .order((deadlines::due_on, deadlines::due_at, deadlines::id))
        .select(Deadline::as_select())
        .first(connection)
        .optional()
}

/// Takes the date of these policies along when a matter goes on in another (`T1`, `T2`, `T7`); the earlier
/// one holds.
pub fn carry(
    connection: &mut Connection,
    policies: &[&str],
    from: i64,
    to: i64,
) -> QueryResult<()> {
    let Some(clock) = earliest(connection, from, policies)? else { return Ok(()) };
    let ends = |it: &Deadline| (it.due_on, it.due_at);
    match earliest(connection, to, policies)? {
        Some(own) if ends(&own) <= ends(&clock) => Ok(()),
        _ => bring(connection, &clock, to, clock.came_with.or(Some(from))),
    }
}

/// Gives a matter the date of these policies that another has, as its own; `false` when that has none.
pub fn give(
    connection: &mut Connection,
    policies: &[&str],
    from: i64,
    to: i64,
) -> QueryResult<bool> {
    match earliest(connection, from, policies)? {
        Some(clock) => bring(connection, &clock, to, None).map(|()| true),
        None => Ok(false),
    }
}

/// A clock that is paused does not go on.
pub fn abandon(connection: &mut Connection, case: i64, policy: &str) -> QueryResult<()> {
    let paused = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::policy.eq(policy))
        .filter(deadlines::paused.eq(true));
    diesel::update(paused).set(deadlines::paused.eq(false)).execute(connection).map(drop)
}

/// Gives a matter that comes of another the date of `policy` as its own, in place of a later one (`T1`,
/// `T7`).
pub fn share(connection: &mut Connection, policy: &str, from: i64, to: i64) -> QueryResult<()> {
    let Some(clock) = earliest(connection, from, &[policy])? else { return Ok(()) };
    match running(connection, to, policy)? {
        None => bring(connection, &clock, to, None),
        Some(own) if own.due_on <= clock.due_on => Ok(()),
        Some(own) => diesel::update(deadlines::table.find(own.id))
            .set((
                deadlines::started_on.eq(clock.started_on),
                deadlines::due_on.eq(clock.due_on),
                deadlines::look_at.eq(NaiveDateTime::default()),
            ))
            .execute(connection)
            .map(drop),
    }
}

/// The same clock on another matter, with what it was extended by.
fn bring(
    connection: &mut Connection,
    clock: &Deadline,
    to: i64,
    came_with: Option<i64>,
) -> QueryResult<()> {
    let known: Option<Deadline> = deadlines::table
        .filter(deadlines::case_id.eq(to))
        .filter(deadlines::policy.eq(&clock.policy))
        .filter(deadlines::started_on.eq(clock.started_on))
        .select(Deadline::as_select())
        .first(connection)
        .optional()?;
    let Some(known) = known else {
        return diesel::insert_into(deadlines::table)
            .values((
                deadlines::case_id.eq(to),
                deadlines::policy.eq(&clock.policy),
                deadlines::started_on.eq(clock.started_on),
                deadlines::due_on.eq(clock.due_on),
                deadlines::due_at.eq(clock.due_at),
                deadlines::extended_days.eq(clock.extended_days),
                deadlines::came_with.eq(came_with),
            ))
            .execute(connection)
            .map(drop);
    };
    // One of the same day that is not over ends earlier from now on, and stays whose it is.
    let goes_on = known.stopped_on.is_none() || known.paused;
    let whose = if goes_on { known.came_with } else { came_with };
    diesel::update(deadlines::table.find(known.id))
        .set((
            deadlines::due_on.eq(clock.due_on),
            deadlines::due_at.eq(clock.due_at),
            deadlines::extended_days.eq(clock.extended_days),
            deadlines::stopped_on.eq(None::<NaiveDate>),
            deadlines::paused.eq(false),
            deadlines::look_at.eq(NaiveDateTime::default()),
            deadlines::came_with.eq(whose),
        ))
        .execute(connection)
        .map(drop)
}

/// Stops for good the clocks that came with these matters, running or paused, when they go on by
/// themselves again.
pub fn release(
    connection: &mut Connection,
    case: i64,
    leaving: &[i64],
    on: NaiveDate,
) -> QueryResult<()> {
    let gone = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::came_with.is_not_null())
        .filter(deadlines::came_with.assume_not_null().eq_any(leaving.to_vec()))
        .filter(deadlines::stopped_on.is_null().or(deadlines::paused.eq(true)));
    diesel::update(gone)
        .set((deadlines::stopped_on.eq(Some(on)), deadlines::paused.eq(false)))
        .execute(connection)
        .map(drop)
}

/// The clocks of a matter, oldest first.
pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Deadline>> {
    deadlines::table
        .filter(deadlines::case_id.eq(case))
        .order(deadlines::id)
        .select(Deadline::as_select())
        .load(connection)
}

/// The clock that ends first among those that run: the matter's due date.
pub fn next_due(
    connection: &mut Connection,
    case: i64,
) -> QueryResult<Option<(NaiveDate, String)>> {
    deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::stopped_on.is_null())
        .filter(deadlines::due_at.is_null())
        .order((deadlines::due_on, deadlines::id))
        .select((deadlines::due_on, deadlines::policy))
        .first(connection)
        .optional()
}
