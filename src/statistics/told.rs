//! Events of the timeline with what is needed to count them, read for many at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use diesel::prelude::*;
use serde_json::Value;

use super::{
    older,
    reckon::{self, Matter, Told},
};
use crate::{
    app::App,
    cases::{
        Case,
        site_visit::{self, STATED},
    },
    clock::Clock,
    db::{
        Connection,
        schema::{cases, events},
    },
    error::Result,
    jurisdiction::Jurisdiction,
    reports::Number,
    timeline::Event,
};

/// What counting needs beside the database.
#[derive(Clone)]
pub struct Office {
    /// Whose bureaus they are.
    pub jurisdiction: Arc<Jurisdiction>,
    /// Which day it is there.
    pub clock: Clock,
}

impl Office {
    /// Of this portal.
    pub fn of(app: &App) -> Self {
        Self { jurisdiction: app.jurisdiction.clone(), clock: app.clock.clone() }
    }
}

/// The events of those rows, by row, ready to be counted.
pub fn of_events(connection: &mut Connection, office: &Office, ids: &[i64]) -> Result<Vec<Told>> {
    let events = load(connection, ids)?;
    let taken_back: Vec<i64> = events.iter().filter_map(undone).collect();
    let originals = load(connection, &taken_back)?;
    let older = older::Facts::of(connection, office, events.iter().chain(&originals))?;
    let all: Vec<(Event, Value)> = events
        .into_iter()
        .chain(originals)
        .map(|event| {
            let detail = older.completed(&event);
            (event, detail)
        })
        .collect();
    let matters = matters(connection, &all)?;
    let told = |(event, detail): &(Event, Value)| {
        let matter = case_of(event, detail).and_then(|id| matters.get(&id)).cloned();
        Told {
            event: event.id,
            day: office.clock.day(event.at),
            noun: event.subject.clone(),
            subject: event.subject_id,
            act: event.act.clone(),
            detail: detail.clone(),
            matter: matter.unwrap_or_default(),
            undone: None,
        }
    };
    let known: HashMap<i64, &(Event, Value)> = all.iter().map(|it| (it.0.id, it)).collect();
    let asked: BTreeSet<i64> = ids.iter().copied().collect();
    let with_undone = |id: &i64| {
        let one = known.get(id).copied()?;
        let back = undone(&one.0).and_then(|id| known.get(&id).copied());
        let back = back.map(|it| Box::new(told(it)));
        Some(Told { undone: back, ..told(one) })
    };
    Ok(asked.iter().filter_map(with_undone).collect())
}

fn load(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<Event>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let those = events::table.filter(events::id.eq_any(ids));
    those.order(events::id).select(Event::as_select()).load(connection)
}

/// The event that this one takes back.
fn undone(event: &Event) -> Option<i64> {
    let is_undo = event.subject == Case::NOUN && event.act == "undo";
    if is_undo { event.detail()["event"].as_i64() } else { None }
}

/// The matter that an event is about.
fn case_of(event: &Event, detail: &Value) -> Option<i64> {
    match event.subject.as_str() {
        Case::NOUN => Some(event.subject_id),
        "report" => detail["case"].as_i64(),
        // A visit that was for a matter counts as the matter does, unnamed where it is kept from a bureau (R3).
        noun if site_visit::is_stated_by(noun, &event.act) => {
            let about = &detail[STATED]["about"];
            if about[0] == Case::NOUN { about[1].as_i64() } else { None }
        }
        _ => None,
    }
}

#[derive(Queryable)]
struct Fixed {
    id: i64,
    number: String,
    channel: String,
    kinds: String,
    hidden_from: String,
}

fn matters(
    connection: &mut Connection,
    events: &[(Event, Value)],
) -> QueryResult<HashMap<i64, Matter>> {
    let ids: BTreeSet<i64> =
        events.iter().filter_map(|(event, detail)| case_of(event, detail)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Fixed> = cases::table
        .filter(cases::id.eq_any(ids))
        .select((cases::id, cases::number, cases::channel, cases::kinds, cases::hidden_from))
        .load(connection)?;
    let matter = |row: Fixed| {
        let matter = Matter {
            // The number of a matter that was split off has a place behind it.
            reported: Number::parse_matter(&row.number)
                .is_ok_and(|(report, own)| report.as_str() == own),
            channel: row.channel,
            kinds: reckon::plain(&row.kinds),
            hidden: !row.hidden_from.is_empty(),
        };
        (row.id, matter)
    };
    Ok(rows.into_iter().map(matter).collect())
}
