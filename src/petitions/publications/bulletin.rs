//! The day's bulletin (`F4`), drafted for a person to check from what the timeline says up to the end of
//! the day: a day that is past has the same sentences for ever (`N3`).

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::table::{date, joined, say, word};
use crate::{
    app::App,
    cases::{
        State,
        past::{self, Stood},
    },
    db::{
        Connection,
        schema::{case_reports, cases, petitions, reports},
    },
    error::{Result, stored},
    i18n::Language,
    message::Message,
    petitions::access::Senders,
    reports::category::CATEGORIES,
};

/// A petition with a matter of its own, both as they never change.
#[derive(Queryable)]
struct Own {
    petition: i64,
    priority: bool,
    received_on: NaiveDate,
    kinds: String,
    case: i64,
    hidden_from: String,
}

/// What is counted of a petition: how its matter stood at the end of the day.
struct Counted {
    priority: bool,
    received_on: NaiveDate,
    kinds: String,
    bureau: String,
    state: State,
}

/// Its title and text: what was received on `day`, of which priority, by county, by type, and the
/// running totals at its end; of what `senders` entered. Petitions against a bureau are counted
/// nowhere in public (`R3`).
pub fn drafted(
    connection: &mut Connection,
    app: &App,
    day: NaiveDate,
    senders: &Senders,
) -> Result<(String, String)> {
    let mut query = petitions::table
        .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(reports::day.le(day))
        .filter(case_reports::carried.eq(false))
        .filter(petitions::entered_by.ne_all(senders.without.clone()))
        .order((petitions::id, cases::id))
        .select((
            petitions::id,
            petitions::priority,
            reports::day,
            reports::kinds,
            cases::id,
            cases::hidden_from,
        ))
        .into_boxed();
    if let Some(only) = &senders.only {
        query = query.filter(petitions::entered_by.eq_any(only.clone()));
    }
    let own: Vec<Own> = query.load(connection)?;
    let end = app.clock.begin_of(day.checked_add_days(Days::new(1)).unwrap_or(day));
    let rows = stood(connection, app, own, end)?;
    let title = Message::new("petitions-bulletin-title").with("day", date(app, day));
    let paragraphs = [today(app, &rows, day), totals(app, &rows, day)];
    Ok((say(app, &title), paragraphs.join("\n\n")))
}

/// Each petition once, as its first matter stood before `end`: one that was merged, as the matter in
/// which it went on.
fn stood(
    connection: &mut Connection,
    app: &App,
    own: Vec<Own>,
    end: NaiveDateTime,
) -> Result<Vec<Counted>> {
    let city = &app.jurisdiction.profile().dispatcher;
    let ids: Vec<i64> = own.iter().map(|it| it.case).collect();
    let mut known = past::before(connection, city, &ids, end)?;
    let mut numbers: HashMap<String, (i64, String)> = HashMap::new();
    loop {
        let wanted: BTreeSet<&String> = known.values().filter_map(|it| it.into.as_ref()).collect();
        let wanted: Vec<String> =
            wanted.into_iter().filter(|it| !numbers.contains_key(*it)).cloned().collect();
        if wanted.is_empty() {
            break;
        }
        let found: Vec<(String, i64, String)> = cases::table
            .filter(cases::number.eq_any(&wanted))
            .select((cases::number, cases::id, cases::hidden_from))
            .load(connection)?;
        let ids: Vec<i64> = found.iter().map(|(_, id, _)| *id).collect();
        known.extend(past::before(connection, city, &ids, end)?);
        numbers.extend(found.into_iter().map(|(number, id, hidden)| (number, (id, hidden))));
        // One that is not there is not asked for again.
        for number in wanted {
            numbers.entry(number).or_default();
        }
    }
    let living = |first: &Own| {
        let (mut case, mut hidden, mut passed) = (first.case, &first.hidden_from, Vec::new());
        while let Some(into) = known.get(&case).and_then(merged_into) {
            let (next, kept_from) = numbers.get(into).filter(|_| !passed.contains(&case))?;
            passed.push(case);
            (case, hidden) = (*next, kept_from);
        }
        known.get(&case).filter(|_| hidden.is_empty() && first.hidden_from.is_empty())
    };
    let mut rows: Vec<(i64, Counted)> = Vec::with_capacity(own.len());
    for it in &own {
        let is_counted = rows.last().is_some_and(|(petition, _)| *petition == it.petition);
        let Some(stood) = living(it).filter(|_| !is_counted) else { continue };
        let state = stored("state", &stood.state)?;
        let (kinds, bureau) = (it.kinds.clone(), stood.bureau.clone());
        let (priority, received_on) = (it.priority, it.received_on);
        rows.push((it.petition, Counted { priority, received_on, kinds, bureau, state }));
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn merged_into(stood: &Stood) -> Option<&String> {
    stood.into.as_ref().filter(|_| stood.state == State::Merged.name())
}

fn today(app: &App, rows: &[Counted], day: NaiveDate) -> String {
    let rows: Vec<&Counted> = rows.iter().filter(|row| row.received_on == day).collect();
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

fn totals(app: &App, rows: &[Counted], day: NaiveDate) -> String {
    let many = |is: &dyn Fn(State) -> bool| rows.iter().filter(|row| is(row.state)).count();
    let partly = many(&|state| state == State::PartlyConcluded);
    let message = Message::new("petitions-bulletin-totals")
        .with("day", date(app, day))
        .with("count", rows.len())
        .with("priority", rows.iter().filter(|row| row.priority).count())
        .with("concluded", many(&|state| matches!(state, State::Concluded | State::Final)))
        .with("partly", partly)
        .with("in_hand", many(&|state| !state.is_ended()) - partly);
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
