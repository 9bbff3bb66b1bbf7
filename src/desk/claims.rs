//! 经办人: who of a bureau has a matter in hand (`P3`). Taking, handing over and letting go change
//! nothing of the matter itself, and stand in its timeline (`S4`).

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::{
    accounts::{Account, Role, Viewer},
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{
        Case, State, access,
        lifecycle::{self, Doer, Standing, Who},
    },
    db::{
        Connection,
        schema::{accounts, cases},
    },
    error::{Error, FieldError, Result},
    message::Message,
    timeline::{self, Audience, Entry, Subject},
};

/// How many matters are tried before looking again, when others take theirs at the same moment.
const TRIED: i64 = 20;

/// Whether people of `role` at `bureau` take matters of that bureau in hand.
pub fn may_hold(role: Role, bureau: &str, case: &Case) -> bool {
    holds(role) && bureau == case.bureau && case.ended_at.is_none()
}

/// The roles that work matters themselves.
pub const fn holds(role: Role) -> bool {
    matches!(role, Role::Officer | Role::Chief | Role::Dispatcher)
}

/// Whether `viewer` decides who of the bureau has the matter in hand: the holder, and the chief
/// (with the city, every dispatcher).
pub fn may_give(viewer: &Viewer, case: &Case) -> bool {
    let decides = matches!(viewer.role, Role::Chief | Role::Dispatcher);
    may_hold(viewer.role, &viewer.bureau, case)
        && (decides || case.claimed_by == Some(viewer.account))
}

/// The states in which a matter waits for its bureau, as the lifecycle has them.
fn waiting_states(app: &App, viewer: &Viewer) -> Vec<&'static str> {
    let dispatcher = &app.jurisdiction.profile().dispatcher;
    let waits = |state: &State| {
        let standing = Standing::plain(*state, &viewer.bureau, dispatcher);
        lifecycle::offered(Doer::of(viewer), &standing)
            .iter()
            .any(|rule| matches!(rule.who, Who::Handler | Who::Dispatcher))
    };
    State::ALL.iter().filter(|state| waits(state)).map(|state| state.name()).collect()
}

/// 领取下一件: the most pressing matter of the viewer's bureau that nobody has in hand becomes
/// theirs; its number, or nothing when none is left. Two people never get the same one.
pub fn take_next(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
) -> Result<Option<String>> {
    if !holds(viewer.role) {
        return Err(Error::Forbidden);
    }
    let states = waiting_states(app, viewer);
    loop {
        let free: Vec<(i64, String)> = cases::table
            .filter(access::visible(viewer))
            .filter(cases::bureau.eq(&viewer.bureau))
            .filter(cases::ended_at.is_null())
            .filter(cases::claimed_by.is_null())
            .filter(cases::state.eq_any(&states))
            .order((cases::urgent.desc(), cases::due_on.asc(), cases::id.asc()))
            .select((cases::id, cases::number))
            .limit(TRIED)
            .load(connection)?;
        if free.is_empty() {
            return Ok(None);
        }
        for (id, number) in free {
            if set(connection, app, id, None, Some(viewer.account))? {
                enter(connection, app, viewer, id, "claim", Value::Null)?;
                return Ok(Some(number));
            }
        }
    }
}

/// The matter becomes the viewer's, unless somebody has it.
pub fn take(connection: &mut Connection, app: &App, viewer: &Viewer, case: &Case) -> Result<()> {
    if !may_hold(viewer.role, &viewer.bureau, case) {
        return Err(Error::Forbidden);
    }
    if case.claimed_by == Some(viewer.account) {
        return Ok(());
    }
    if case.claimed_by.is_some() || !set(connection, app, case.id, None, Some(viewer.account))? {
        return Err(taken());
    }
    enter(connection, app, viewer, case.id, "claim", Value::Null).map(drop)
}

/// Gives the matter to a colleague, by login.
pub fn hand_over(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    to: &str,
) -> Result<()> {
    if !may_give(viewer, case) {
        return Err(Error::Forbidden);
    }
    let wrong = || Error::Invalid(vec![FieldError::new("to", "field-to-missing")]);
    let colleague = colleagues(connection, &viewer.bureau)?
        .into_iter()
        .find(|it| it.login == to)
        .ok_or_else(wrong)?;
    if case.claimed_by == Some(colleague.id) {
        return Ok(());
    }
    if !set(connection, app, case.id, case.claimed_by, Some(colleague.id))? {
        return Err(taken());
    }
    let detail = json!({ "to": colleague.name });
    let event = enter(connection, app, viewer, case.id, "hand_over", detail)?;
    tell_before(connection, app, viewer, case, event)?;
    tell(connection, app, viewer, (case, event), colleague.id, "handed_over")
}

/// Lets the matter go: whoever is free may take it.
pub fn release(connection: &mut Connection, app: &App, viewer: &Viewer, case: &Case) -> Result<()> {
    if !may_give(viewer, case) {
        return Err(Error::Forbidden);
    }
    if case.claimed_by.is_none() {
        return Ok(());
    }
    if !set(connection, app, case.id, case.claimed_by, None)? {
        return Err(taken());
    }
    let event = enter(connection, app, viewer, case.id, "release", Value::Null)?;
    tell_before(connection, app, viewer, case, event)
}

/// Whoever had the matter is told that they have it no more.
fn tell_before(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    case: &Case,
    event: i64,
) -> Result<()> {
    match case.claimed_by {
        Some(before) => tell(connection, app, by, (case, event), before, "taken_from"),
        None => Ok(()),
    }
}

/// Tells a colleague; nobody is told of what they did themselves.
fn tell(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    (case, event): (&Case, i64),
    account: i64,
    said: &str,
) -> Result<()> {
    if account == by.account {
        return Ok(());
    }
    let alert = Alert {
        key: format!("case {} {said} {event}", case.id),
        to: To::Account(account),
        kind: "case",
        message: Message::new(format!("alerts-case-{said}"))
            .with("name", &by.name)
            .with("number", &case.number),
        link: format!("/cases/{}", case.number),
    };
    alerts::raise_with(connection, app.clock.now(), &alert, Mail::Digest).map(drop)
}

/// People of the bureau who can have a matter in hand, by name.
pub fn colleagues(connection: &mut Connection, bureau: &str) -> QueryResult<Vec<Account>> {
    let all: Vec<Account> = accounts::table
        .filter(accounts::bureau.eq(bureau))
        .filter(accounts::disabled_at.is_null())
        .order((accounts::name, accounts::id))
        .select(Account::as_select())
        .load(connection)?;
    Ok(all.into_iter().filter(|it| it.role().is_some_and(holds)).collect())
}

fn taken() -> Error {
    Error::Conflict(Message::new("claim-taken"))
}

/// Changes whose it is, if it is still `from`'s and open; whether it was.
fn set(
    connection: &mut Connection,
    app: &App,
    case: i64,
    from: Option<i64>,
    to: Option<i64>,
) -> QueryResult<bool> {
    let open = cases::table.filter(cases::id.eq(case)).filter(cases::ended_at.is_null());
    let values = (cases::claimed_by.eq(to), cases::claimed_at.eq(to.map(|_| app.clock.now())));
    let changed = match from {
        Some(from) => {
            diesel::update(open.filter(cases::claimed_by.eq(from))).set(values).execute(connection)
        }
        None => {
            diesel::update(open.filter(cases::claimed_by.is_null())).set(values).execute(connection)
        }
    };
    Ok(changed? == 1)
}

fn enter(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: i64,
    act: &'static str,
    detail: Value,
) -> Result<i64> {
    let entry = Entry {
        subject: Subject { noun: Case::NOUN, id: case },
        act,
        actor: viewer.actor(),
        audience: Audience::Staff,
        detail,
    };
    Ok(timeline::record(connection, &app.vault, app.clock.now(), &entry)?)
}
