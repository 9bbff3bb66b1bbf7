//! Tells one warning: the record, the alerts, their mail and the timeline, in one transaction.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Date, Integer, Text, Timestamp},
};
use serde_json::json;

use super::{
    clock::{Clock, Kind},
    level::{self, Level, Owner},
};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{Case, State, due, reviews},
    db::Connection,
    deadlines::{
        deadline::FORWARDED,
        explanation::dated,
        reckon::{self, HourWarning, Warning},
    },
    error::Result,
    jurisdiction::Jurisdiction,
    message::Message,
    timeline::{self, Actor, Audience, Entry},
    vault::Vault,
};

/// A warning to be told, and when the clock is looked at next.
pub(super) struct Telling {
    pub kind: String,
    pub step: i32,
    pub level: Level,
    pub message: Message,
    pub mail: Mail,
    /// What the timeline keeps of it: that it went up.
    pub escalated: Option<serde_json::Value>,
}

/// What is to be told of a clock now.
pub(super) fn of(app: &App, clock: &Clock, case: &Case, now: NaiveDateTime) -> Option<Telling> {
    match clock.due_at {
        Some(due_at) => of_hours(app, clock, case, due_at, now),
        None => of_days(clock, case, app.clock.day(now)),
    }
}

fn of_days(clock: &Clock, case: &Case, today: NaiveDate) -> Option<Telling> {
    let (_, warning) = reckon::latest_warning(clock.started_on, clock.due_on, today)?;
    let level = Level::of(warning);
    let (kind, step) = match warning {
        Warning::TwoThirds => ("two_thirds", 0),
        Warning::ThreeDays => ("three_days", 0),
        Warning::LastDay => ("last_day", 0),
        Warning::WeeksLate(weeks) => ("late", i32::try_from(weeks).unwrap_or(i32::MAX)),
    };
    let left = reckon::days_left(clock.due_on, today);
    let key = match left {
        ..0 => "warning-late",
        0 => "warning-today",
        _ => "warning-ahead",
    };
    let message = dated(Message::new(key), "due", clock.due_on)
        .with("number", &case.number)
        .with("policy", &clock.policy)
        .with("days", left.abs());
    let escalated = (level > Level::Handlers)
        .then(|| json!({ "policy": clock.policy, "days": left.abs(), "level": level.name() }));
    Some(Telling { kind: kind.to_owned(), step, level, message, mail: Mail::Digest, escalated })
}

fn of_hours(
    app: &App,
    clock: &Clock,
    case: &Case,
    due_at: NaiveDateTime,
    now: NaiveDateTime,
) -> Option<Telling> {
    let start = started_at(app, clock, due_at, case);
    let warning = reckon::latest_hour_warning(start, due_at, now)?;
    let level = Level::of_urgent(warning);
    let (key, step) = match warning {
        HourWarning::TwoThirds => ("warning-urgent-ahead", -1),
        HourWarning::HoursLate(hours) => {
            ("warning-urgent-late", i32::try_from(hours).unwrap_or(i32::MAX))
        }
    };
    let hours = now.signed_duration_since(due_at).num_hours().abs();
    let message = Message::new(key)
        .with("number", &case.number)
        .with("policy", &clock.policy)
        .with("time", app.clock.local(due_at).format("%H:%M"))
        .with("hours", hours);
    let escalated = (level > Level::Handlers)
        .then(|| json!({ "policy": clock.policy, "hours": hours, "level": level.name() }));
    // A clock that was started anew on the same day is another one.
    let kind = format!("hours {}", due_at.format("%Y-%m-%dT%H:%M:%S"));
    Some(Telling { kind, step, level, message, mail: Mail::Now, escalated })
}

/// When a clock with hours began: its limit before its end.
pub(super) fn started_at(
    app: &App,
    clock: &Clock,
    due_at: NaiveDateTime,
    case: &Case,
) -> NaiveDateTime {
    let begun = due::begun_at(&app.jurisdiction, case, &clock.policy, due_at);
    begun.unwrap_or_else(|| app.clock.begin_of(clock.started_on))
}

/// Whether the province has to do with it: it forwarded it (`T7`), or it is urgent (`I6`).
fn goes_upward(clock: &Clock, case: &Case) -> bool {
    clock.due_at.is_some() || case.channel == "province" || clock.policy == FORWARDED
}

/// Tells it, unless the clock stopped or moved since it was read, or this step was told before;
/// `true` when it was told now.
pub(super) fn tell(
    connection: &mut Connection,
    (jurisdiction, vault): (&Jurisdiction, &Vault),
    clock: &Clock,
    telling: &Telling,
    (now, next): (NaiveDateTime, NaiveDateTime),
) -> Result<bool> {
    // Like an act, the matter first: neither waits for what the other holds.
    Case::hold(connection, clock.case_id)?;
    if !clock.looked_at(connection, next)? {
        return Ok(false);
    }
    // What the sweep read may have been handed on since.
    let case = Case::find(connection, clock.case_id)?;
    let is_over = case.ended_at.is_some() && !clock.source.outlives;
    if is_over || !write(connection, clock, telling, now)? {
        return Ok(false);
    }
    let reviewer = match case.state()? {
        State::Reviewing => reviews::unit(connection, case.id)?,
        _ => None,
    };
    let owner = match (clock.source.kind, &clock.asked) {
        (Kind::Decision, _) => Owner::Decider(level::decider(jurisdiction, &case)),
        (_, Some(unit)) => Owner::Asked(unit),
        (_, None) => reviewer.as_deref().map_or(Owner::Handlers, Owner::Decider),
    };
    let upward = goes_upward(clock, &case);
    let told = |level| level::told(jurisdiction, &case, level, owner, upward);
    let all = told(telling.level);
    // Above the province there is nobody to tell.
    let went_up = all.len() > told(Level::Handlers).len();
    for to in all {
        let step = format!("{} {} {} {}", clock.due_on, telling.kind, telling.step, name(&to));
        let key = match clock.source.kind {
            Kind::Matter => format!("warning {} {step}", clock.id),
            _ => format!("warning {} {} {step}", clock.policy, clock.id),
        };
        let kind = match (clock.due_at, &telling.escalated) {
            (Some(_), _) => "urgent",
            (None, Some(_)) => "escalation",
            (None, None) => "deadline",
        };
        let link = link(&case, clock, owner, &to);
        let alert = Alert { key, to, kind, message: telling.message.clone(), link };
        alerts::raise_with(connection, now, &alert, telling.mail)?;
    }
    if let Some(detail) = telling.escalated.clone().filter(|_| went_up) {
        let (subject, actor) = (case.subject(), Actor::system());
        let entry = Entry { subject, act: "escalate", actor, audience: Audience::Staff, detail };
        timeline::record(connection, vault, now, &entry)?;
    }
    Ok(true)
}

/// Where it is done; the province, which sees only what it forwarded or decides, is led elsewhere.
fn link(case: &Case, clock: &Clock, owner: Owner<'_>, to: &To) -> String {
    let page = match clock.source.kind {
        Kind::Decision => format!("/dissatisfactions/{}", clock.id),
        _ => format!("/cases/{}", case.number),
    };
    let sees = match to {
        To::Role { bureau, role: Role::Province } => {
            let reads = case.channel == "province" || case.bureau == *bureau;
            owner == Owner::Decider(bureau) || reads && clock.source.kind != Kind::Decision
        }
        _ => true,
    };
    match sees {
        true => page,
        false if clock.policy == FORWARDED => "/petitions".to_owned(),
        false => "/alerts".to_owned(),
    }
}

fn name(to: &To) -> String {
    match to {
        To::Role { bureau, role } => format!("{bureau} {role}"),
        To::Account(id) => id.to_string(),
        To::Bureau(bureau) => bureau.clone(),
    }
}

/// The record that lets a step be told once, also between nodes.
fn write(
    connection: &mut Connection,
    clock: &Clock,
    telling: &Telling,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let written = match clock.source.kind {
        Kind::Matter => sql_query(
            "INSERT INTO warnings (deadline_id, due_on, kind, step, at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (deadline_id, due_on, kind, step) DO NOTHING",
        )
        .bind::<BigInt, _>(clock.id)
        .bind::<Date, _>(clock.due_on)
        .bind::<Text, _>(&telling.kind)
        .bind::<Integer, _>(telling.step)
        .bind::<Timestamp, _>(now)
        .execute(connection)?,
        _ => sql_query(
            "INSERT INTO duty_warnings (policy, duty_id, case_id, due_on, kind, step, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (policy, duty_id, due_on, kind, step) DO NOTHING",
        )
        .bind::<Text, _>(&clock.policy)
        .bind::<BigInt, _>(clock.id)
        .bind::<BigInt, _>(clock.case_id)
        .bind::<Date, _>(clock.due_on)
        .bind::<Text, _>(&telling.kind)
        .bind::<Integer, _>(telling.step)
        .bind::<Timestamp, _>(now)
        .execute(connection)?,
    };
    Ok(written == 1)
}
