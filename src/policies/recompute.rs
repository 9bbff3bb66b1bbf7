//! Open deadlines by another calendar: what would move, and moving it (`T5`).

mod kind;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;

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
    jurisdiction::{Calendar, Jurisdiction},
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
}

/// The open dates that `calendar`, which differs from the one so far in `years`, moves; `each` gets them
/// a batch at a time.
pub fn moves(
    app: &App,
    calendar: &Calendar,
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
                Ok::<_, Error>((moving(&app.jurisdiction, calendar, kind, open), last))
            })?;
            each(found)?;
            after = last;
        }
    }
    Ok(())
}

/// Those among them that the calendar moves.
fn moving(
    jurisdiction: &Jurisdiction,
    calendar: &Calendar,
    kind: Kind,
    open: Vec<Open>,
) -> Vec<Move> {
    let moves = open.into_iter().filter_map(|it| {
        let terms = Terms { day: it.day, channel: &it.channel, track: &it.track };
        let limit = (it.policy.as_str(), it.started_on);
        let to = due::reckoned_again(jurisdiction, calendar, terms, limit, it.extended_days)?;
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
        })
    });
    moves.collect()
}

/// Moves what the calendar as it is now moves in `years`; each in a transaction of its own, with its
/// entry in the timeline and, once for each import, an alert to whoever owes it. Returns what moved;
/// doing it again moves nothing.
pub fn apply(app: &App, import: i64, years: &[i32]) -> Result<Vec<Move>> {
    let calendar = app.jurisdiction.calendar().clone();
    let mut moved = Vec::new();
    moves(app, &calendar, years, |batch| {
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
    let entry = Entry {
        subject: one.subject,
        act: "recompute",
        actor: Actor::system(),
        audience: Audience::Staff,
        detail: json!({ "policy": one.policy, "from": one.from, "on": one.to }),
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
