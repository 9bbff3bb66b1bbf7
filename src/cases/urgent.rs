//! Urgent matters (`I6`, `T6`): the duty officer is told at once, it is reported upward, and the
//! bureau answers within hours.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Act, Case, due, warnings::level};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{Connection, schema::cases},
    deadlines::{PolicyId, deadline, reckon::after_hours},
    error::Result,
    message::Message,
};

/// The clocks of an urgent matter, and the acts that meet them.
const CLOCKS: [(PolicyId, &[Act]); 2] = [
    // Whatever the bureau says of it is its answer to the duty desk.
    (PolicyId::UrgentAnswer, &[Act::Accept, Act::Inspect, Act::ProposeDecline, Act::Return]),
    (PolicyId::UrgentSite, &[Act::Inspect, Act::ProposeDecline, Act::Return]),
];

/// Starts the clocks of an urgent matter and tells those on duty.
pub fn begin(connection: &mut Connection, app: &App, case: &Case) -> Result<()> {
    let now = app.clock.now();
    start(connection, app, case, now)?;
    tell(connection, app, case, now)
}

/// What was no emergency at first is one now: a later report says so (`I6`).
pub fn mark(connection: &mut Connection, app: &App, case: &Case) -> Result<()> {
    if case.urgent {
        return Ok(());
    }
    diesel::update(cases::table.find(case.id)).set(cases::urgent.eq(true)).execute(connection)?;
    begin(connection, app, case)
}

/// What an act means to the clocks of an urgent matter: it meets one, or, when the matter goes to
/// another bureau, that one is told and has the whole time.
pub fn follow(connection: &mut Connection, app: &App, case: i64, act: Act) -> Result<()> {
    let assigned = matches!(act, Act::Assign | Act::Transfer);
    if !assigned && !CLOCKS.iter().any(|(_, met_by)| met_by.contains(&act)) {
        return Ok(());
    }
    let case = Case::find(connection, case)?;
    if !case.urgent {
        return Ok(());
    }
    if assigned {
        return begin(connection, app, &case);
    }
    for (clock, _) in CLOCKS.iter().filter(|(_, met_by)| met_by.contains(&act)) {
        deadline::stop(connection, case.id, Some(clock.name()), app.clock.today())?;
    }
    Ok(())
}

fn start(connection: &mut Connection, app: &App, case: &Case, now: NaiveDateTime) -> Result<()> {
    for (id, _) in CLOCKS {
        // A jurisdiction without such a limit has no such clock.
        let Ok(policy) = due::policy(&app.jurisdiction, id, case) else { continue };
        deadline::stop(connection, case.id, Some(id.name()), app.clock.today())?;
        let due_at = after_hours(now, &policy.limit);
        let days = (app.clock.day(now), app.clock.day(due_at));
        deadline::start_hours(connection, case.id, id.name(), days, due_at)?;
    }
    Ok(())
}

/// Tells the bureau, the city's duty officers, and the province (`I6`); never those whom it is about
/// (`R3`). Once for each bureau that has it.
fn tell(connection: &mut Connection, app: &App, case: &Case, now: NaiveDateTime) -> Result<()> {
    let city = &app.jurisdiction.profile().dispatcher;
    let above = app.jurisdiction.bureau(city).and_then(|bureau| bureau.parent.clone());
    let role = |bureau: &str, role| To::Role { bureau: bureau.to_owned(), role };
    let mut told = level::told(&app.jurisdiction, case, level::Level::Handlers, None);
    told.extend([role(city, Role::Supervisor), role(city, Role::Dispatcher)]);
    let message =
        Message::new("urgent-told").with("number", &case.number).with("bureau", &case.bureau);
    for to in told {
        raise(connection, case, now, to, message.clone(), format!("/cases/{}", case.number))?;
    }
    if let Some(above) = above {
        // What the province did not forward it reads here and not on the matter's page.
        let upward = Message { key: "urgent-reported-upward".to_owned(), ..message };
        raise(connection, case, now, role(&above, Role::Province), upward, "/alerts".to_owned())?;
    }
    Ok(())
}

fn raise(
    connection: &mut Connection,
    case: &Case,
    now: NaiveDateTime,
    to: To,
    message: Message,
    link: String,
) -> Result<()> {
    let To::Role { bureau, role } = &to else { return Ok(()) };
    if case.is_kept_from(bureau) {
        return Ok(());
    }
    let key = format!("urgent {} {} {bureau} {role}", case.id, case.bureau);
    let alert = Alert { key, to, kind: "urgent", message, link };
    alerts::raise_with(connection, now, &alert, Mail::Now).map(drop)
}
