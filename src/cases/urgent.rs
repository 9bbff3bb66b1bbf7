//! Urgent matters (`I6`, `T6`): the duty officer is told at once, it is reported upward, and the
//! bureau answers within hours.

use chrono::NaiveDateTime;
use diesel::{dsl::exists, prelude::*};

use super::{
    Act, Case, State, due,
    warnings::level::{self, Level, Owner},
};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{
        Connection,
        schema::{case_reports, cases, deadlines, reports},
    },
    deadlines::{PolicyId, deadline, reckon::after_hours},
    error::Result,
    message::Message,
};

/// The clocks of an urgent matter, and the acts that meet them. A return, or that somebody proposes
/// not to accept it, meets none (`R6`): nobody has seen to it yet.
const CLOCKS: [(PolicyId, &[Act]); 2] = [
    (PolicyId::UrgentAnswer, &[Act::Accept, Act::Inspect]),
    (PolicyId::UrgentSite, &[Act::Inspect]),
];

/// Starts the clocks of an urgent matter and tells those on duty.
pub fn begin(connection: &mut Connection, app: &App, case: &Case) -> Result<()> {
    start(connection, app, case, true)?;
    tell(connection, app, case, app.clock.now())
}

/// What was no emergency at first is one now: a later report says so (`I6`).
pub fn mark(connection: &mut Connection, app: &App, case: &Case) -> Result<()> {
    if case.urgent {
        return Ok(());
    }
    set(connection, case.id, true)?;
    begin(connection, app, case)
}

/// An urgent matter goes on in another, which is as urgent from now on: what the bureau owed by the hour
/// it owes there, by the same hour (`I8`).
pub fn carry(connection: &mut Connection, app: &App, from: &Case, to: &Case) -> Result<()> {
    carry_clocks(connection, from.id, to.id)?;
    if !from.urgent || to.urgent {
        return Ok(());
    }
    set(connection, to.id, true)?;
    tell(connection, app, to, app.clock.now())
}

/// The clocks alone.
pub fn carry_clocks(connection: &mut Connection, from: i64, to: i64) -> QueryResult<()> {
    CLOCKS.iter().try_for_each(|(id, _)| deadline::carry(connection, &[id.name()], from, to))
}

/// A matter that another left again is urgent no longer unless it is by itself, with clocks of its own or by a
/// report behind it, or by one of those that still go on in it.
pub fn settle(connection: &mut Connection, case: i64, staying: &[i64]) -> QueryResult<()> {
    let own = deadlines::table
        .filter(deadlines::case_id.eq(case))
        .filter(deadlines::policy.eq_any(CLOCKS.map(|(id, _)| id.name())))
        .filter(deadlines::came_with.is_null());
    let behind = case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .filter(reports::urgent.eq(true));
    let merged = cases::table.filter(cases::id.eq_any(staying)).filter(cases::urgent.eq(true));
    let is_urgent = exists(own).or(exists(behind)).or(exists(merged));
    let is_urgent = diesel::select(is_urgent).get_result(connection)?;
    set(connection, case, is_urgent)
}

fn set(connection: &mut Connection, case: i64, urgent: bool) -> QueryResult<()> {
    let other = cases::table.find(case).filter(cases::urgent.ne(urgent));
    diesel::update(other).set(cases::urgent.eq(urgent)).execute(connection).map(drop)
}

/// What an act on the matter, which stood as in `before`, means to the clocks of an urgent one: it
/// meets one, or gives the matter to another bureau, which is told. The first bureau has the whole
/// time; for each after it the clocks go on (`R6`), and only those that were met begin again.
pub fn follow(connection: &mut Connection, app: &App, before: &Case, act: Act) -> Result<()> {
    let given = matches!(act, Act::Assign | Act::Transfer);
    if !given && !CLOCKS.iter().any(|(_, met_by)| met_by.contains(&act)) {
        return Ok(());
    }
    let case = Case::find(connection, before.id)?;
    if !case.urgent {
        return Ok(());
    }
    if given {
        let is_first = before.state()? == State::Dispatching;
        start(connection, app, &case, is_first)?;
        return tell(connection, app, &case, app.clock.now());
    }
    for (clock, _) in CLOCKS.iter().filter(|(_, met_by)| met_by.contains(&act)) {
        deadline::stop(connection, case.id, Some(clock.name()), app.clock.today())?;
    }
    Ok(())
}

/// Starts the clocks: all of them `anew`, or those alone that do not run.
fn start(connection: &mut Connection, app: &App, case: &Case, anew: bool) -> Result<()> {
    let now = app.clock.now();
    for (id, _) in CLOCKS {
        // A jurisdiction without such a limit has no such clock.
        let Ok(policy) = due::policy(&app.jurisdiction, id, case) else { continue };
        if !anew && deadline::running(connection, case.id, id.name())?.is_some() {
            continue;
        }
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
    let mut told = level::told(&app.jurisdiction, case, Level::Handlers, Owner::Handlers, true);
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
