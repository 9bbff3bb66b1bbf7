//! Taking an act back within ten seconds: the rows that it changed become what they were, and the
//! timeline, which is never changed, says so in one more entry (`S4`).
//!
//! What leaves the house because of such an act (mail, letters) waits until it can no longer be
//! taken back. The row of an undo holds what the act changed: the columns as they were before it.

mod pictures;
mod rows;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use self::rows::Rows;
use super::{Act, Case, plant, words, work::alert_key};
use crate::{
    accounts::Viewer,
    alerts,
    app::App,
    db::{
        Connection,
        schema::{cases, undos},
    },
    error::{self, Error, Result},
    jobs,
    message::Message,
    timeline::{self, Audience, Entry, Subject},
};

/// How long an act can be taken back.
pub const TIME: Duration = Duration::seconds(10);
/// The entry that says so.
const UNDO: &str = "undo";

/// The acts that can be taken back. Not among them: what is public or heard by others the moment it
/// is done, and what touches another matter, which has acts of its own to go back.
pub const UNDOABLE: [Act; 20] = [
    Act::Assign,
    Act::Accept,
    Act::ProposeDecline,
    Act::Return,
    Act::Transfer,
    Act::Inspect,
    Act::Find,
    Act::Measure,
    Act::Refer,
    Act::Assist,
    Act::Reply,
    Act::TakeBack,
    Act::ProposePartial,
    Act::Fulfil,
    Act::ProposeConclusion,
    Act::Approve,
    Act::SendBack,
    Act::ProposeExtension,
    Act::Extend,
    Act::RefuseExtension,
];

/// When what follows from `act` may leave the house.
pub fn effects_at(act: Act, now: NaiveDateTime) -> NaiveDateTime {
    if UNDOABLE.contains(&act) { now + TIME } else { now }
}

/// A matter before an act that can be taken back.
pub struct Before {
    account: i64,
    rows: Rows,
}

/// Looks at the matter before `account` does `act`; nothing when that cannot be taken back: where an
/// urgent matter goes is told to those on duty at once (`I6`).
pub fn before(
    connection: &mut Connection,
    account: Option<i64>,
    case: &Case,
    act: Act,
) -> Result<Option<Before>> {
    let told_at_once = case.urgent && matches!(act, Act::Assign | Act::Transfer);
    match account.filter(|_| UNDOABLE.contains(&act) && !told_at_once) {
        Some(account) => Ok(Some(Before { account, rows: rows::of_case(connection, case.id)? })),
        None => Ok(None),
    }
}

/// Keeps how to take back the act that was just done and entered in the timeline.
pub fn keep(
    connection: &mut Connection,
    before: Option<Before>,
    case: &Case,
    act: Act,
    now: NaiveDateTime,
) -> Result<()> {
    let Some(Before { account, rows }) = before else { return Ok(()) };
    diesel::delete(undos::table.filter(undos::at.lt(now - TIME))).execute(connection)?;
    let Some(changes) = rows::changes(&rows, &rows::of_case(connection, case.id)?) else {
        return Ok(());
    };
    let event = timeline::last(connection, case.subject())?;
    let version: i64 = cases::table.find(case.id).select(cases::version).first(connection)?;
    diesel::insert_into(undos::table)
        .values((
            undos::case_id.eq(case.id),
            undos::event_id.eq(event.id),
            undos::account_id.eq(account),
            undos::act.eq(act.name()),
            undos::audience.eq(event.audience),
            undos::at.eq(now),
            undos::version.eq(version),
            undos::jobs.eq(jobs::waiting_for(connection, &payload(event.id), now)?),
            undos::changes.eq(Value::from(changes).to_string()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Jobs that follow from a timeline entry carry it, and nothing else.
fn payload(event: i64) -> String {
    json!({ "event": event }).to_string()
}

/// An act that can still be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Offer {
    /// Its entry in the timeline.
    pub event: i64,
    /// The matter.
    pub number: String,
    /// What was done.
    pub act: String,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

impl Offer {
    /// Whole seconds left at `now`.
    pub fn seconds(&self, now: NaiveDateTime) -> i64 {
        (self.at + TIME - now).num_milliseconds().div_euclid(1000).max(0)
    }
}

/// The last act of `account` that can still be taken back at `now`.
pub fn offered(
    connection: &mut Connection,
    account: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<Offer>> {
    undos::table
        .inner_join(cases::table.on(cases::id.eq(undos::case_id)))
        .filter(undos::account_id.eq(account))
        .filter(undos::at.gt(now - TIME))
        .filter(undos::version.eq(cases::version))
        .order(undos::id.desc())
        .select((undos::event_id, cases::number, undos::act, undos::at))
        .first(connection)
        .optional()
}

/// The last acts of `account` on each of these matters that can still be taken back at `now`.
pub fn offered_of(
    connection: &mut Connection,
    account: i64,
    numbers: Vec<&str>,
    now: NaiveDateTime,
) -> QueryResult<Vec<Offer>> {
    undos::table
        .inner_join(cases::table.on(cases::id.eq(undos::case_id)))
        .filter(cases::number.eq_any(numbers))
        .filter(undos::account_id.eq(account))
        .filter(undos::at.gt(now - TIME))
        .filter(undos::version.eq(cases::version))
        .order(undos::id)
        .select((undos::event_id, cases::number, undos::act, undos::at))
        .load(connection)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = undos)]
struct Stored {
    id: i64,
    case_id: i64,
    event_id: i64,
    act: String,
    audience: String,
    at: NaiveDateTime,
    version: i64,
    jobs: i64,
    changes: String,
}

/// Takes back what `viewer` last did to the matter of that number.
///
/// # Errors
/// [`Error::Conflict`] when the time is over, anything happened since, or what follows from the
/// act has begun to leave the house; nothing is changed then.
pub fn undo(connection: &mut Connection, app: &App, viewer: &Viewer, number: &str) -> Result<()> {
    take_back(connection, app, viewer, number, None)
}

/// [`undo`] when it is the act of that entry, and no other.
pub fn undo_that(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    event: i64,
) -> Result<()> {
    take_back(connection, app, viewer, number, Some(event))
}

/// Whether `viewer` took back the act of that entry.
pub fn is_undone(
    connection: &mut Connection,
    viewer: &Viewer,
    case: &Case,
    event: i64,
) -> QueryResult<bool> {
    let events = timeline::read(connection, case.subject(), Audience::Staff)?;
    let mut undone = events.iter().filter(|it| it.act == UNDO);
    Ok(undone.any(|it| it.actor_id == Some(viewer.account) && it.detail()["event"] == event))
}

fn take_back(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    event: Option<i64>,
) -> Result<()> {
    let now = app.clock.now();
    let mine = undos::table
        .inner_join(cases::table.on(cases::id.eq(undos::case_id)))
        .filter(cases::number.eq(number))
        .filter(undos::account_id.eq(viewer.account))
        .order(undos::id.desc())
        .select(Stored::as_select());
    let Some(stored) = mine.first(connection).optional()?.filter(|it| now < it.at + TIME) else {
        return Err(Error::Conflict(Message::new("undo-too-late")));
    };
    if event.is_some_and(|event| event != stored.event_id) {
        return Err(Error::Conflict(Message::new("undo-changed")));
    }
    let as_left =
        cases::table.filter(cases::id.eq(stored.case_id)).filter(cases::version.eq(stored.version));
    let held = diesel::update(as_left).set(cases::version.eq(stored.version + 1));
    if held.execute(connection)? != 1 {
        return Err(Error::Conflict(Message::new("undo-changed")));
    }
    let called_back = jobs::call_back(connection, &payload(stored.event_id), stored.at, now)?;
    if called_back != stored.jobs {
        return Err(Error::Conflict(Message::new("undo-too-late")));
    }
    let before = Case::find(connection, stored.case_id)?;
    let gone = rows::restore(connection, &stored.changes)?;
    pictures::drop_of(connection, &gone, now)?;
    // Who has it again has its plant, too (I8).
    let case = Case::find(connection, before.id)?;
    if case.bureau != before.bureau {
        plant::settle(connection, app, case.id, &before.bureau)?;
    }
    words::renew(connection, &app.jurisdiction, &before)?;
    alerts::take_back(connection, &alert_key(stored.case_id, &stored.act, stored.event_id))?;
    diesel::delete(undos::table.find(stored.id)).execute(connection)?;
    let entry = Entry {
        subject: Subject { noun: Case::NOUN, id: stored.case_id },
        act: UNDO,
        actor: viewer.actor(),
        // Whoever could read that it was done can read that it was taken back.
        audience: error::stored("audience", &stored.audience)?,
        detail: json!({ "event": stored.event_id }),
    };
    timeline::record(connection, &app.vault, now, &entry)?;
    Ok(())
}
