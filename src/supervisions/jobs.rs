//! Every day: what is past its date goes up one level, once for each listing (`L5`), and a month without
//! a note of progress is told, once (`L7`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{State, Supervision, progress, records::Note};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{
        Connection,
        schema::{supervision_bureaus, supervisions},
    },
    error::Result,
    jobs::{Every, Job, Periodic},
    message::Message,
    timeline::{self, Actor, Audience, Entry},
};

/// Marks what is past its date; once a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MarkOverdueSupervisions {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for MarkOverdueSupervisions {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for MarkOverdueSupervisions {
    const NAME: &'static str = "mark_overdue_supervisions";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        let vault = app.vault.clone();
        let above = above(app);
        app.db.write_now(move |connection| {
            for case in overdue(connection, today)? {
                let once =
                    supervisions::table.find(case.id).filter(supervisions::escalated_on.is_null());
                let marked = diesel::update(once)
                    .set(supervisions::escalated_on.eq(Some(today)))
                    .execute(connection)?;
                if marked == 1 {
                    timeline::record(connection, &vault, now, &entry(&case))?;
                    tell(connection, now, &case, above.as_deref())?;
                }
            }
            tell_of_gaps(connection, now, today)
        })
    }
}

/// The county and those who supervise are told of a month in which no progress was reported (`L7`).
fn tell_of_gaps(connection: &mut Connection, now: NaiveDateTime, today: NaiveDate) -> Result<()> {
    let listings: Vec<Supervision> = supervisions::table
        .filter(supervisions::state.eq_any(State::LIVING))
        .order(supervisions::id)
        .select(Supervision::as_select())
        .load(connection)?;
    let ids: Vec<i64> = listings.iter().map(|listing| listing.id).collect();
    let notes = Note::of(connection, &ids)?;
    let bureaus: Vec<(i64, String)> = supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(ids))
        .select((supervision_bureaus::supervision_id, supervision_bureaus::bureau))
        .load(connection)?;
    for case in &listings {
        let Some(listed_on) = case.listed_on else { continue };
        let mine: Vec<NaiveDate> = notes
            .iter()
            .filter(|note| note.supervision_id == case.id)
            .map(|note| note.noted_on)
            .collect();
        let months = progress::months(listed_on, today, &mine, |day| *day);
        let Some(gap) = months.iter().find(|month| month.until < today) else { continue };
        if !gap.is_missing {
            continue;
        }
        let of_it = bureaus.iter().filter(|(id, _)| *id == case.id);
        let mut told: Vec<To> = of_it.map(|(_, bureau)| To::Bureau(bureau.clone())).collect();
        told.push(To::Role { bureau: case.city.clone(), role: Role::Supervisor });
        for (place, to) in told.into_iter().enumerate() {
            let alert = Alert {
                key: format!("supervision gap {} {} {place}", case.id, gap.from),
                to,
                kind: "supervision",
                message: Message::new("alerts-supervision-gap")
                    .with("number", &case.number)
                    .with("title", &case.title),
                link: format!("/desk/supervisions/{}", case.number),
            };
            alerts::raise_with(connection, now, &alert, Mail::Digest)?;
        }
    }
    Ok(())
}

/// Code of the level above the city.
fn above(app: &App) -> Option<String> {
    let city = app.jurisdiction.bureau(&app.jurisdiction.profile().dispatcher)?;
    city.parent.clone()
}

/// The level above, and those who supervise (`L5`).
fn tell(
    connection: &mut Connection,
    now: NaiveDateTime,
    case: &Supervision,
    above: Option<&str>,
) -> Result<()> {
    let mut told = vec![(case.city.as_str(), Role::Supervisor)];
    told.extend(above.map(|above| (above, Role::Province)));
    for (bureau, role) in told {
        let alert = Alert {
            key: format!("supervision overdue {} {role}", case.id),
            to: To::Role { bureau: bureau.to_owned(), role },
            kind: "supervision",
            message: Message::new("alerts-supervision-overdue")
                .with("number", &case.number)
                .with("title", &case.title),
            link: format!("/desk/supervisions/{}", case.number),
        };
        alerts::raise_with(connection, now, &alert, Mail::Digest)?;
    }
    Ok(())
}

/// Those past their date that have not gone up yet.
fn overdue(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Supervision>> {
    supervisions::table
        .filter(supervisions::state.eq_any(State::LIVING))
        .filter(supervisions::due_on.lt(today))
        .filter(supervisions::escalated_on.is_null())
        .order(supervisions::id)
        .select(Supervision::as_select())
        .load(connection)
}

fn entry(case: &Supervision) -> Entry {
    Entry {
        subject: case.subject(),
        act: "escalate",
        actor: Actor::system(),
        audience: Audience::Public,
        detail: json!({ "due": case.due_on }),
    }
}

/// Stores the words of all supervised cases: after the way in which words are cut has changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexSupervisions {}

impl Job for IndexSupervisions {
    const NAME: &'static str = "index_supervisions";

    fn run(&self, app: &App) -> Result<()> {
        app.db.write_now(|connection| {
            let all: Vec<Supervision> =
                supervisions::table.select(Supervision::as_select()).load(connection)?;
            for case in all {
                case.index(connection)?;
            }
            Ok(())
        })
    }
}
