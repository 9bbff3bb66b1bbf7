//! More time for a sealing (`C5`): once, within the limit, asked by one and decided by the head (`C2`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Running, running::Extension};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::due,
    db::{
        Connection,
        schema::{measure_extensions, measures},
    },
    deadlines::reckon,
    error::{Error, FieldError, Result, valid},
    message::Message,
    web::Fields,
};

/// The most characters of a reason or a note.
const LONG: usize = 2_000;

/// The last day that it can be extended to; nothing where its kind has no more time, or had it.
pub fn latest(app: &App, running: &Running) -> Result<Option<NaiveDate>> {
    let (Some(term), Some(until)) = (running.kind.term, running.measure.due_on) else {
        return Ok(None);
    };
    let given = running.extensions.iter().filter(|it| it.approved == Some(true)).count();
    let policy = due::policy(&app.jurisdiction, term, &running.case)?;
    let more = policy.extension.filter(|it| given < usize::from(it.times));
    Ok(more.map(|more| reckon(until, &more.limit, app.jurisdiction.calendar()).due))
}

/// Whether `viewer` may decide: a chief of the bureau who did not ask.
pub fn may_decide(viewer: &Viewer, running: &Running, asked: &Extension) -> bool {
    viewer.role == Role::Chief
        && running.is_worked_by(viewer)
        && asked.proposed_by != viewer.account
}

/// Asks for more time.
///
/// # Errors
/// [`Error::Conflict`] when it has ended, or its time is over, or it was asked already.
pub fn propose(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    running: &Running,
    version: Option<i64>,
    fields: &Fields,
) -> Result<()> {
    running.take(viewer, version)?;
    let Some(latest) = latest(app, running)?.filter(|_| running.goes_on()) else {
        return Err(Error::Conflict(Message::new("measures-no-more")));
    };
    let until_now = running.measure.due_on.unwrap_or(latest);
    if running.asked().is_some() || until_now < app.clock.today() {
        return Err(Error::Conflict(Message::new("measures-no-more")));
    }
    let mut errors = Vec::new();
    let until = fields.day("until", &mut errors);
    let reason = fields.required("more_reason", LONG, &mut errors);
    if until.is_some_and(|it| it <= until_now || it > latest) {
        errors.push(FieldError::new("until", "field-until-range"));
    }
    let (Some(until), true) = (until, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    running.turn(connection)?;
    diesel::insert_into(measure_extensions::table)
        .values((
            measure_extensions::measure_id.eq(running.measure.id),
            measure_extensions::until.eq(until),
            measure_extensions::reason.eq(reason),
            measure_extensions::proposed_by.eq(viewer.account),
            measure_extensions::proposed_at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    running.enter(connection, app, viewer, "ask_measure_time", json!({ "due": until }))
}

/// Gives or refuses it.
///
/// # Errors
/// [`Error::Forbidden`] for whoever asked (`C2`).
pub fn decide(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    running: &Running,
    version: Option<i64>,
    fields: &Fields,
) -> Result<()> {
    running.take(viewer, version)?;
    let asked = running.asked().filter(|_| running.goes_on()).cloned();
    let asked = asked.ok_or_else(|| Error::Conflict(Message::new("measures-over")))?;
    if !may_decide(viewer, running, &asked) {
        return Err(Error::Forbidden);
    }
    let approved = match fields.text("decision") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("decision", "field-decision-missing")),
    };
    let mut errors = Vec::new();
    let note = match approved {
        true => fields.optional("note", LONG, &mut errors),
        false => fields.required("note", LONG, &mut errors),
    };
    valid(errors)?;
    running.turn(connection)?;
    diesel::update(measure_extensions::table.find(asked.id))
        .set((
            measure_extensions::decided_by.eq(Some(viewer.account)),
            measure_extensions::decided_at.eq(Some(app.clock.now())),
            measure_extensions::approved.eq(Some(approved)),
            measure_extensions::note.eq(Some(note)),
        ))
        .execute(connection)?;
    if approved {
        diesel::update(measures::table.find(running.measure.id))
            .set((measures::due_on.eq(Some(asked.until)), measures::look_on.eq(Some(asked.until))))
            .execute(connection)?;
    }
    let act = if approved { "extend_measure" } else { "refuse_measure_time" };
    running.enter(connection, app, viewer, act, json!({ "due": asked.until }))
}
