//! Those whose reports are behind a listing are told of it and of its lifting: in the timelines of
//! their matters, which `/track` shows to them alone, and by mail (`L1`, `S1`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::Supervision;
use crate::{
    app::App,
    cases::Case,
    db::{Connection, schema::cases},
    error::Result,
    jobs,
    reports::jobs::TellOfListing,
    timeline::{self, Actor, Audience, Entry, Subject},
};

/// How a matter's timeline calls the listing.
pub const LISTED: &str = "supervised";
/// How it calls the lifting.
pub const LIFTED: &str = "supervision_lifted";
/// The most mergers, one after another, that are followed.
pub(super) const MERGERS: usize = 10;

/// Tells them, on the caller's connection. A matter that was merged goes on in another, and those who
/// stood behind it with it.
pub fn tell(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    act: &'static str,
    due: Option<NaiveDate>,
) -> Result<()> {
    let mut events = Vec::new();
    for id in matters(connection, case)? {
        events.push(enter(connection, app, case, id, (act, due))?);
    }
    if !events.is_empty() {
        let told = TellOfListing { events, told: Vec::new() };
        jobs::enqueue(connection, &told, app.clock.now())?;
    }
    Ok(())
}

/// Tells those behind a matter that was tied to a listing which stands; not whoever knows of it by one of
/// the matters `told`.
pub(super) fn tell_later(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    matter: i64,
    told: Vec<i64>,
) -> Result<()> {
    let event = enter(connection, app, case, matter, (LISTED, Some(case.due_on)))?;
    jobs::enqueue(connection, &TellOfListing { events: vec![event], told }, app.clock.now())?;
    Ok(())
}

/// Enters it in the timeline of a matter; the row of the entry.
fn enter(
    connection: &mut Connection,
    app: &App,
    case: &Supervision,
    matter: i64,
    (act, due): (&'static str, Option<NaiveDate>),
) -> Result<i64> {
    let entry = Entry {
        subject: Subject { noun: Case::NOUN, id: matter },
        act,
        actor: Actor::system(),
        audience: Audience::Reporter,
        detail: json!({ "into": case.number, "due": due }),
    };
    Ok(timeline::record(connection, &app.vault, app.clock.now(), &entry)?)
}

/// Rows of the matters behind the case, each as that in which it goes on.
pub(super) fn matters(connection: &mut Connection, case: &Supervision) -> Result<Vec<i64>> {
    let mut rows = case.cases(connection)?;
    for _ in 0..MERGERS {
        let found: Vec<(i64, Option<i64>)> = cases::table
            .filter(cases::id.eq_any(&rows))
            .select((cases::id, cases::merged_into))
            .load(connection)?;
        let is_settled = found.iter().all(|(_, into)| into.is_none());
        rows = found.into_iter().map(|(id, into)| into.unwrap_or(id)).collect();
        if is_settled {
            break;
        }
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}
