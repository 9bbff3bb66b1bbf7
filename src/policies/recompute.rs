//! Open deadlines by another calendar: what would move, and moving it (`T5`).

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{
        Case,
        due::{self, Terms},
        reviews,
    },
    db::{
        Connection,
        schema::{cases, deadlines},
    },
    deadlines::deadline::{self, Deadline},
    error::Result,
    jurisdiction::{Calendar, Jurisdiction},
    message::Message,
    timeline::{self, Actor, Audience, Entry, Subject},
    vault::Vault,
};

/// How many clocks are read at a time.
const BATCH: i64 = 1_000;
/// A date is moved over at most so many days off: longer than any holiday with its weekends.
const LONGEST_HOLIDAY: Days = Days::new(15);

/// A clock whose last day moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The clock.
    pub clock: i64,
    /// Its policy.
    pub policy: String,
    /// The matter.
    pub case: i64,
    /// Its number.
    pub number: String,
    /// The bureau that has it.
    pub bureau: String,
    /// The last day so far.
    pub from: NaiveDate,
    /// The last day by the calendar.
    pub to: NaiveDate,
}

/// The running clocks that `calendar`, which differs from the one so far in `years`, moves; `each`
/// gets them a batch at a time.
pub fn moves(
    app: &App,
    calendar: &Calendar,
    years: &[i32],
    mut each: impl FnMut(Vec<Move>) -> Result<()>,
) -> Result<()> {
    let mut after = 0;
    loop {
        let (found, last) = app
            .db
            .read_now(|connection| page(connection, &app.jurisdiction, calendar, years, after))?;
        each(found)?;
        match last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// The moves among the next clocks after the row `after`, and the last row that was looked at.
fn page(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    calendar: &Calendar,
    years: &[i32],
    after: i64,
) -> Result<(Vec<Move>, Option<i64>)> {
    let first = years.iter().min().and_then(|year| NaiveDate::from_ymd_opt(*year, 1, 1));
    let last = years.iter().max().and_then(|year| NaiveDate::from_ymd_opt(*year, 12, 31));
    let (Some(first), Some(last)) = (first, last) else { return Ok((Vec::new(), None)) };
    type Row = (Deadline, (NaiveDate, String, String), String, String);
    let rows: Vec<Row> = deadlines::table
        .inner_join(cases::table.on(cases::id.eq(deadlines::case_id)))
        .filter(deadlines::id.gt(after))
        .filter(deadlines::stopped_on.is_null())
        .filter(deadlines::due_at.is_null())
        .filter(deadlines::started_on.le(last))
        .filter(deadlines::due_on.ge(first.checked_sub_days(LONGEST_HOLIDAY).unwrap_or(first)))
        .order(deadlines::id)
        .limit(BATCH)
        .select((
            Deadline::as_select(),
            (cases::day, cases::channel, cases::track),
            cases::number,
            cases::bureau,
        ))
        .load(connection)?;
    let last = rows.last().map(|(clock, ..)| clock.id);
    let moves = rows.into_iter().filter_map(|(clock, (day, channel, track), number, bureau)| {
        let terms = Terms { day, channel: &channel, track: &track };
        let to = due::reckoned_again(jurisdiction, calendar, terms, &clock)?;
        (to != clock.due_on).then_some(Move {
            clock: clock.id,
            policy: clock.policy,
            case: clock.case_id,
            number,
            bureau,
            from: clock.due_on,
            to,
        })
    });
    Ok((moves.collect(), last))
}

/// Moves what the calendar as it is now moves in `years`; each clock in a transaction of its own,
/// with its entry in the timeline and, once for each import, an alert to the bureau. Returns what
/// moved; doing it again moves nothing.
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

/// Moves one clock and with it the due date of its matter; `false` when it moved or stopped since.
fn move_one(
    connection: &mut Connection,
    vault: &Arc<Vault>,
    now: NaiveDateTime,
    import: i64,
    one: &Move,
) -> Result<bool> {
    Case::hold(connection, one.case)?;
    if !deadline::move_to(connection, one.clock, one.from, one.to)? {
        return Ok(false);
    }
    reviews::move_to(connection, one.case, &one.policy, one.to)?;
    due::refresh(connection, one.case)?;
    let entry = Entry {
        subject: Subject { noun: Case::NOUN, id: one.case },
        act: "recompute",
        actor: Actor::system(),
        audience: Audience::Staff,
        detail: json!({ "policy": one.policy, "from": one.from, "on": one.to }),
    };
    timeline::record(connection, vault, now, &entry)?;
    for role in [Role::Officer, Role::Chief, Role::Dispatcher] {
        let alert = Alert {
            key: format!("calendar {import} {} {role}", one.bureau),
            to: To::Role { bureau: one.bureau.clone(), role },
            kind: "calendar",
            message: Message::new("calendar-moved"),
            link: "/desk".to_owned(),
        };
        alerts::raise_with(connection, now, &alert, Mail::Digest)?;
    }
    Ok(true)
}
