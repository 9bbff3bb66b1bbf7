//! The day's bulletin (`F4`), drafted from the figures for a person to check.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::table::{date, joined, say, word};
use crate::{
    app::App,
    cases::State,
    db::{
        Connection,
        schema::{case_reports, cases, petitions, reports},
    },
    error::Result,
    i18n::Language,
    message::Message,
    reports::category::CATEGORIES,
};

/// What is counted of a petition.
#[derive(Queryable)]
struct Counted {
    petition: i64,
    priority: bool,
    received_on: NaiveDate,
    kinds: String,
    bureau: String,
    state: String,
    ended_on: Option<NaiveDate>,
}

/// Its title and text: what was received on `day`, of which priority, by county, by type, and the
/// running totals at its end. Petitions against a bureau are counted nowhere in public (`R3`).
pub fn drafted(connection: &mut Connection, app: &App, day: NaiveDate) -> Result<(String, String)> {
    let all: Vec<Counted> = petitions::table
        .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(reports::day.le(day))
        .filter(cases::state.ne(State::Merged.name()))
        .filter(cases::hidden_from.eq(""))
        .order((petitions::id, cases::id))
        .select((
            petitions::id,
            petitions::priority,
            reports::day,
            reports::kinds,
            cases::bureau,
            cases::state,
            cases::ended_on,
        ))
        .load(connection)?;
    // A petition that became several matters is one; it is where its first is.
    let mut once: Vec<&Counted> = Vec::with_capacity(all.len());
    for row in &all {
        if once.last().is_none_or(|last| last.petition != row.petition) {
            once.push(row);
        }
    }
    let title = Message::new("petitions-bulletin-title").with("day", date(app, day));
    let paragraphs = [today(app, &once, day), totals(app, &once, day)];
    Ok((say(app, &title), paragraphs.join("\n\n")))
}

fn today(app: &App, rows: &[&Counted], day: NaiveDate) -> String {
    let rows: Vec<&&Counted> = rows.iter().filter(|row| row.received_on == day).collect();
    let message = Message::new("petitions-bulletin-received")
        .with("day", date(app, day))
        .with("count", rows.len())
        .with("priority", rows.iter().filter(|row| row.priority).count());
    let mut sentence = say(app, &message);
    if rows.is_empty() {
        return sentence;
    }
    let place = |row: &Counted| app.jurisdiction.place(&row.bureau, Language::Chinese.tag());
    let counties = counted(app, rows.iter().map(|row| place(row).to_owned()));
    let kinds = rows.iter().flat_map(|row| row.kinds.split_whitespace());
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    kinds.for_each(|kind| *of_kind.entry(kind).or_default() += 1);
    let kinds = CATEGORIES.iter().filter_map(|it| Some((it.name, *of_kind.get(it.name)?)));
    let kinds: Vec<String> =
        kinds.map(|(kind, many)| one(app, &word(app, &format!("kind-{kind}")), many)).collect();
    let by_county = Message::new("petitions-bulletin-counties").with("list", counties);
    sentence.push_str(&say(app, &by_county));
    if !kinds.is_empty() {
        let by_kind = Message::new("petitions-bulletin-kinds").with("list", joined(app, &kinds));
        sentence.push_str(&say(app, &by_kind));
    }
    sentence
}

fn totals(app: &App, rows: &[&Counted], day: NaiveDate) -> String {
    let is = |row: &&&Counted, state: State| row.state == state.name();
    let ended = |row: &&&Counted| row.ended_on.is_some_and(|on| on <= day);
    let concluded = rows
        .iter()
        .filter(|row| (is(row, State::Concluded) || is(row, State::Final)) && ended(row));
    let partly = rows.iter().filter(|row| is(row, State::PartlyConcluded)).count();
    let over = rows.iter().filter(|row| ended(row)).count();
    let message = Message::new("petitions-bulletin-totals")
        .with("day", date(app, day))
        .with("count", rows.len())
        .with("priority", rows.iter().filter(|row| row.priority).count())
        .with("concluded", concluded.count())
        .with("partly", partly)
        .with("in_hand", rows.len() - over - partly);
    say(app, &message)
}

/// Each name with how often it comes, the most frequent first.
fn counted(app: &App, names: impl Iterator<Item = String>) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, many)) => *many += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
    let parts: Vec<String> = counts.iter().map(|(name, many)| one(app, name, *many)).collect();
    joined(app, &parts)
}

fn one(app: &App, name: &str, many: usize) -> String {
    say(app, &Message::new("petitions-bulletin-one").with("name", name).with("count", many))
}
