//! Open deadlines by another calendar: what would move, and moving it (`T5`).

mod kind;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use self::kind::{Kind, Open, Span};
use crate::{
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{
        Case,
        due::{self, Terms},
    },
    db::Connection,
    error::{Error, Result},
    jurisdiction::{Calendar, Jurisdiction, calendar::stored},
    message::Message,
    timeline::{self, Actor, Audience, Entry, Subject},
    vault::Vault,
};

/// A date that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    kind: Kind,
    row: i64,
    /// Its policy.
    pub policy: String,
    /// The matter, where it is of one.
    case: Option<i64>,
    /// Whose timeline tells of it.
    subject: Subject,
    /// The number of the matter, or the name of the plant.
    pub number: String,
    /// The bureau whose it is.
    pub bureau: String,
    /// The last day so far.
    pub from: NaiveDate,
    /// The last day by the calendar.
    pub to: NaiveDate,
    /// What else the entry in the timeline states.
    stated: Value,
}

/// The calendar as it was, and as it is or would be.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// By which open dates were reckoned.
    pub was: &'a Calendar,
    /// By which they are reckoned now.
    pub is: &'a Calendar,
}

/// The open dates that a calendar which is another in `years` moves; `each` gets them a batch at a time.
pub fn moves(
    app: &App,
    change: Change<'_>,
    years: &[i32],
    mut each: impl FnMut(Vec<Move>) -> Result<()>,
) -> Result<()> {
    let Some(span) = Span::of(years) else { return Ok(()) };
    for kind in Kind::ALL {
        let mut after = Some(0);
        while let Some(row) = after {
            let (found, last) = app.db.read_now(|connection| {
                let open = kind.read(connection, &app.jurisdiction, span, row)?;
                let last = open.last().map(|it| it.row);
                Ok::<_, Error>((moving(&app.jurisdiction, change, kind, open), last))
            })?;
            each(found)?;
            after = last;
        }
    }
    Ok(())
}

/// Those among them that the calendar moves. A day that somebody set and that follows from no limit stays.
fn moving(
    jurisdiction: &Jurisdiction,
    change: Change<'_>,
    kind: Kind,
    open: Vec<Open>,
) -> Vec<Move> {
    let moves = open.into_iter().filter_map(|it| {
        let terms = Terms { day: it.day, channel: &it.channel, track: &it.track };
        let limit = (it.policy.as_str(), it.started_on);
        let by = |calendar: &Calendar| {
            due::reckoned_again(jurisdiction, calendar, terms, limit, it.extended_days)
        };
        if kind.may_be_set() && by(change.was) != Some(it.due_on) {
            return None;
        }
        let to = by(change.is)?;
        (to != it.due_on).then_some(Move {
            kind,
            row: it.row,
            policy: it.policy,
            case: it.case,
            subject: it.subject,
            number: it.number,
            bureau: it.bureau,
            from: it.due_on,
            to,
            stated: it.stated,
        })
    });
    moves.collect()
}

/// Moves what the calendar as it is now moves in `years`; each in a transaction of its own, with its
/// entry in the timeline and, once for each import, an alert to whoever owes it. Returns what moved;
/// doing it again moves nothing.
pub fn apply(app: &App, import: i64, years: &[i32]) -> Result<Vec<Move>> {
    let is = app.jurisdiction.calendar().clone();
    let was = app.db.read_now(|connection| stored::before(connection, &is, import, years.len()))?;
    let mut moved = Vec::new();
    moves(app, Change { was: &was, is: &is }, years, |batch| {
        for one in batch {
            let (vault, now, wanted) = (app.vault.clone(), app.clock.now(), one.clone());
            let done = app
                .db
                .write_now(move |connection| move_one(connection, &vault, now, import, &wanted))?;
            if done {
                moved.push(one);
            }
        }
        Ok(())
    })?;
    Ok(moved)
}

/// Moves one date, and with that of a clock the due date of its matter; `false` when it moved or is over
/// since.
fn move_one(
    connection: &mut Connection,
    vault: &Arc<Vault>,
    now: NaiveDateTime,
    import: i64,
    one: &Move,
) -> Result<bool> {
    if let Some(case) = one.case {
        Case::hold(connection, case)?;
    }
    if !one.kind.write(connection, one)? {
        return Ok(false);
    }
    let mut detail = json!({ "policy": one.policy, "from": one.from, "on": one.to });
    if let (Some(all), Some(stated)) = (detail.as_object_mut(), one.stated.as_object()) {
        all.extend(stated.clone());
    }
    let entry = Entry {
        subject: one.subject,
        act: one.kind.entry(),
        actor: Actor::system(),
        audience: Audience::Staff,
        detail,
    };
    timeline::record(connection, vault, now, &entry)?;
    let Some(told) = one.kind.told() else { return Ok(true) };
    for role in told.roles {
        let alert = Alert {
            key: format!("{} {import} {} {role}", told.message, one.bureau),
            to: To::Role { bureau: one.bureau.clone(), role: *role },
            kind: "calendar",
            message: Message::new(told.message),
            link: told.link.to_owned(),
        };
        alerts::raise_with(connection, now, &alert, Mail::Digest)?;
    }
    Ok(true)
}
