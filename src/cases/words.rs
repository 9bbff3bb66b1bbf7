//! The words of matters in the index: which row of it a matter has, and what stands there.
//!
//! An open matter's row is its id. One that has ended moves to a row that tells when, so that the
//! index has the order of the list and a search among a million ended matters reads the newest alone.
//! Marks narrow a search to a bureau or a county. The words of a published result are the checked text
//! alone (`S2`).
//!
//! What stands in a matter's row all who can search for it may read: its page shows them every report
//! behind it and what was added later, the register shows them the names of its plants, and what is
//! published all may read (`S1`, `R3`).

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Case, open::summary, plant};
use crate::{
    app::App,
    db::{
        Connection,
        schema::{case_reports, cases, reports, supplements},
    },
    error::Result,
    jobs::{self, Job},
    jurisdiction::Jurisdiction,
    search::{self, Index},
};

/// The bits of a row that are the matter's id.
const BITS: u32 = 30;
/// From this row on matters have ended.
pub const ENDED: i64 = 1 << BITS;
/// What of a row is the matter's id, as SQL knows it.
pub const ID: i64 = ENDED - 1;
/// The mark of published results that are shown under no bureau (`R3`).
const CITY: &str = "city";
/// Of so many texts that joined a matter the words are kept, and of so many that were added: the first
/// ones. Each report of a matter behind which hundreds stand must not cost more than the one before.
const MOST_TEXTS: i64 = 100;

/// The row of what happened then.
fn row_at(at: NaiveDateTime, id: i64) -> i64 {
    (at.and_utc().timestamp().max(1) << BITS) | id
}

/// The row of a matter: its own while it is open.
pub fn row(id: i64, ended_at: Option<NaiveDateTime>) -> i64 {
    ended_at.map_or(id, |at| row_at(at, id))
}

/// The mark of matters that a bureau has.
pub fn of_bureau(code: &str) -> String {
    search::mark(code)
}

/// The mark of matters that came by a channel.
pub fn of_channel(channel: &str) -> String {
    search::mark(&format!("c{channel}"))
}

/// The mark of matters that lie in a county.
pub fn of_county(code: &str) -> String {
    search::mark(&format!("k{code}"))
}

/// The mark of matters that ended in a state.
pub fn of_state(state: &str) -> String {
    search::mark(&format!("s{state}"))
}

/// The mark of results that are shown under a bureau; those about a bureau are the city's (`R3`).
pub fn shown_under(bureau: Option<&str>) -> String {
    search::mark(bureau.unwrap_or(CITY))
}

/// Stores the words of a new matter: plant, place, county, `told`, what its report says, the names of the
/// plants that it is about, and what is published of it.
pub fn put(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    case: &Case,
    told: &str,
) -> QueryResult<()> {
    store(connection, jurisdiction, case, told, &[])
}

/// [`put`] with `more`, what was told of it since.
fn store(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    case: &Case,
    told: &str,
    more: &[String],
) -> QueryResult<()> {
    let mut marks = vec![of_bureau(&case.bureau)];
    if case.channel == "province" {
        marks.push(of_channel(&case.channel));
    }
    match case.ended_at {
        // Only open ones are asked for by county, only ended ones by state.
        None => marks.extend(case.county.as_deref().map(of_county)),
        Some(_) => marks.push(of_state(&case.state)),
    }
    // A further matter from one report has a summary of its own.
    let own = if summary(told) == case.summary { "" } else { case.summary.as_str() };
    let names = names(connection, jurisdiction, case)?;
    let mut texts = vec![case.plant.as_str(), case.place.as_str(), own, told];
    texts.extend(names.iter().chain(more).map(String::as_str));
    let county = case.county.as_deref().and_then(|code| jurisdiction.county(code));
    texts.extend(county.into_iter().flat_map(|it| [it.names.zh.as_str(), it.names.en.as_str()]));
    texts.extend(case.public_text.as_deref().filter(|_| case.published_at.is_some()));
    let text = texts.join("\n");
    search::put(connection, Index::Cases, row(case.id, case.ended_at), &marks, &text)?;
    publish(connection, case)
}

fn publish(connection: &mut Connection, case: &Case) -> QueryResult<()> {
    let Some((at, text)) = case.published_at.zip(case.public_text.as_deref()) else {
        return Ok(());
    };
    let bureau = Some(case.bureau.as_str()).filter(|_| case.hidden_from.is_empty());
    search::put(connection, Index::Results, row_at(at, case.id), &[shown_under(bureau)], text)
}

/// [`put`] with all that was told of the matter, by whichever report.
pub fn put_told(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    case: &Case,
) -> QueryResult<()> {
    let told = told(connection, case.id)?;
    let mut more = joined(connection, case.id)?;
    more.extend(added(connection, case.id)?);
    store(connection, jurisdiction, case, &told, &more)
}

/// Puts the words of the matter anew, of which more was told or which is about other plants now. Who
/// ends it at the same moment waits: its words stand in one row.
pub fn again(connection: &mut Connection, jurisdiction: &Jurisdiction, id: i64) -> Result<()> {
    Case::hold(connection, id)?;
    let case = Case::find(connection, id)?;
    Ok(put_told(connection, jurisdiction, &case)?)
}

/// Puts the words of the matter where they belong now, when it is no longer as it was `before`.
pub fn renew(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    before: &Case,
) -> QueryResult<()> {
    let now: Case = cases::table.find(before.id).select(Case::as_select()).first(connection)?;
    let place = |it: &Case| {
        let state = it.ended_at.is_some().then(|| it.state.clone());
        (it.ended_at, it.bureau.clone(), it.county.clone(), state, it.published_at)
    };
    if place(before) == place(&now) && before.public_text == now.public_text {
        return Ok(());
    }
    take_out(connection, before)?;
    put_told(connection, jurisdiction, &now)
}

fn take_out(connection: &mut Connection, before: &Case) -> QueryResult<()> {
    search::take_out(connection, Index::Cases, row(before.id, before.ended_at))?;
    match before.published_at {
        Some(at) => search::take_out(connection, Index::Results, row_at(at, before.id)),
        None => Ok(()),
    }
}

/// What the report says that opened the matter.
fn told(connection: &mut Connection, case: i64) -> QueryResult<String> {
    let texts: Vec<String> = case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .filter(case_reports::opened)
        .order(reports::id)
        .select(reports::text)
        .load(connection)?;
    Ok(texts.join("\n"))
}

/// What reports say that joined the matter, or came along when another was merged into it.
fn joined(connection: &mut Connection, case: i64) -> QueryResult<Vec<String>> {
    case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .filter(case_reports::opened.eq(false))
        .order(reports::id)
        .limit(MOST_TEXTS)
        .select(reports::text)
        .load(connection)
}

/// What the reporters behind the matter added later.
fn added(connection: &mut Connection, case: i64) -> QueryResult<Vec<String>> {
    case_reports::table
        .inner_join(supplements::table.on(supplements::report_id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .order(supplements::id)
        .limit(MOST_TEXTS)
        .select(supplements::text)
        .load(connection)
}

/// The names of its plants in the register, as far as whoever can search for the matter may read them
/// there: a bureau those of its place, the city all, the province none.
fn names(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    case: &Case,
) -> QueryResult<Vec<String>> {
    if case.channel == "province" {
        return Ok(Vec::new());
    }
    let is_city = case.bureau == jurisdiction.profile().dispatcher;
    plant::names(connection, case.id, (!is_city).then_some(case.bureau.as_str()))
}

/// Stores the words of matters that are there already, a few at a time: after the way in which words
/// are cut or kept has changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexCases {
    /// The last matter that is done.
    pub after: i64,
}

impl IndexCases {
    /// Matters of one transaction, which nobody else changes until it ends.
    const AT_ONCE: i64 = 100;
}

impl Job for IndexCases {
    const NAME: &'static str = "index_cases";

    fn run(&self, app: &App) -> Result<()> {
        let (after, now, jurisdiction) = (self.after, app.clock.now(), app.jurisdiction.clone());
        app.db.write_now(move |connection| {
            let some: Vec<i64> = cases::table
                .filter(cases::id.gt(after))
                .order(cases::id)
                .limit(Self::AT_ONCE)
                .select(cases::id)
                .load(connection)?;
            for id in &some {
                again(connection, &jurisdiction, *id)?;
            }
            if let Some(after) = some.last().copied() {
                jobs::enqueue(connection, &Self { after }, now)?;
            }
            Ok(())
        })
    }
}
