//! What the portal knows while the caller talks (`P2`, `I8`, `R5`): the number's earlier reports,
//! open matters near and alike, where it will go and why. Never who another reporter is (`S1`).

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::alike::{Told, Why, Words};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{access, open::summary},
    db::{
        Connection,
        schema::{case_reports, cases, reports},
    },
    error::Result,
    jurisdiction::Names,
    message::Message,
    reports::identity,
    routing::{Decision, Place, RuleId, decide},
    search,
    web::Fields,
};

/// How many earlier reports of a number, and how many matters, are shown.
const MOST_CALLS: i64 = 5;
const MOST_MATTERS: usize = 5;
/// How many matters a search may bring, and how many of the same county are compared.
const MOST_FOUND: i64 = 20;
const MOST_NEAR: i64 = 200;
/// Parts of the text that are searched for, each of so many characters.
const MOST_PHRASES: usize = 3;
const PHRASE: std::ops::RangeInclusive<usize> = 4..=20;
/// The most characters of what is typed that are looked at.
const MOST_TYPED: usize = 5000;

/// What is typed so far.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    phone: Option<String>,
    place: Place,
}

impl Asked {
    /// From the fields of the form, however unfinished.
    pub fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).chars().take(MOST_TYPED).collect::<String>();
        let place = Place {
            point: None,
            address: text("address"),
            county: fields.given("county").map(str::to_owned),
            text: text("text"),
            reported_unit: text("unit"),
        };
        Self { phone: identity::phone(fields.text("phone")), place }
    }
}

/// Where it will go.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// Who has it first.
    pub target: Names,
    /// Why, to be read out (`R5`).
    pub reason: Message,
    /// Who else it may belong to.
    pub alternatives: Option<Names>,
    /// The dispatcher looks at it first (`R4`).
    pub unsure: bool,
    /// Outside the jurisdiction.
    pub outside: bool,
}

/// A report that the same number made before.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct EarlierCall {
    pub number: String,
    pub day: NaiveDate,
    pub line: String,
    pub state: String,
    pub bureau: String,
}

/// An open matter that the call can be attached to.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Matter {
    pub number: String,
    pub day: NaiveDate,
    pub plant: String,
    pub place: String,
    pub line: String,
    pub state: String,
    pub bureau: String,
    pub why: Vec<Why>,
}

/// All of it.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Known {
    pub asked: bool,
    pub route: Option<Route>,
    pub calls: Vec<EarlierCall>,
    pub matters: Vec<Matter>,
}

/// Looks up what is known of `asked`, as far as `viewer` may know of it (`R3`).
pub fn look(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<Known> {
    let decision = decide(&app.jurisdiction, &asked.place);
    let calls = match &asked.phone {
        Some(phone) => earlier_calls(connection, app, viewer, phone)?,
        None => Vec::new(),
    };
    let county = county_of(app, &decision, &asked.place);
    Ok(Known {
        asked: asked.phone.is_some(),
        calls,
        matters: matters(connection, app, viewer, &asked.place, county)?,
        route: route(app, decision, &asked.place),
    })
}

/// The county that the matter lies in, where that can be told already.
fn county_of<'a>(app: &'a App, decision: &Decision, place: &Place) -> Option<&'a str> {
    let code = decision.target.code.as_ref().filter(|_| decision.certain);
    let code = code.or(place.county.as_ref())?;
    app.jurisdiction.bureau(code)?.county.as_deref()
}

/// Nothing as long as nothing says where.
fn route(app: &App, decision: Decision, place: &Place) -> Option<Route> {
    let is_told = !place.address.is_empty() || place.county.is_some();
    if decision.rule == RuleId::Dispatcher && !is_told {
        return None;
    }
    let dispatcher = app.jurisdiction.bureau(&app.jurisdiction.profile().dispatcher);
    let unsure = !decision.certain && !decision.outside;
    let first = dispatcher.filter(|_| unsure || decision.target.names.zh.is_empty());
    let others = decision.alternatives.iter().map(|target| &target.names);
    let others = Names::join(others, &app.jurisdiction.profile().separator);
    Some(Route {
        target: first.map_or(decision.target.names, |bureau| bureau.names.clone()),
        reason: decision.reason,
        alternatives: (!others.zh.is_empty()).then_some(others),
        unsure,
        outside: decision.outside,
    })
}

fn earlier_calls(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    phone: &str,
) -> Result<Vec<EarlierCall>> {
    let ids = identity::earlier_calls(connection, &app.vault, phone, MOST_CALLS)?;
    let told: Vec<(i64, String, NaiveDate, String)> = reports::table
        .filter(reports::id.eq_any(&ids))
        .order(reports::id.desc())
        .select((reports::id, reports::number, reports::day, reports::text))
        .load(connection)?;
    let behind: Vec<(i64, i64)> = case_reports::table
        .filter(case_reports::report_id.eq_any(&ids))
        .order(case_reports::case_id)
        .select((case_reports::report_id, case_reports::case_id))
        .load(connection)?;
    let numbers: Vec<i64> = behind.iter().map(|(_, case)| *case).collect();
    let stand: Vec<(i64, String, String)> = cases::table
        .filter(cases::id.eq_any(numbers))
        .filter(access::visible(viewer))
        .select((cases::id, cases::state, cases::bureau))
        .load(connection)?;
    let stand: HashMap<i64, (String, String)> =
        stand.into_iter().map(|(id, state, bureau)| (id, (state, bureau))).collect();
    let call = |(id, number, day, text): (i64, String, NaiveDate, String)| {
        let mut mine = behind.iter().filter(|(report, _)| *report == id);
        let (state, bureau) = mine.find_map(|(_, case)| stand.get(case))?.clone();
        let line = summary(&text);
        Some(EarlierCall { number, day, line, state, bureau: short(app, &bureau) })
    };
    Ok(told.into_iter().filter_map(call).collect())
}

/// A bureau in few words.
fn short(app: &App, code: &str) -> String {
    app.jurisdiction.bureau(code).map_or_else(|| code.to_owned(), |bureau| bureau.short.clone())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
struct Candidate {
    id: i64,
    number: String,
    state: String,
    bureau: String,
    plant: String,
    place: String,
    summary: String,
    opened_at: NaiveDateTime,
}

fn matters(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    place: &Place,
    county: Option<&str>,
) -> Result<Vec<Matter>> {
    let words = Words { unit: &place.reported_unit, place: &place.address, text: &place.text };
    let told = Told::new(words);
    let mut ranked = Vec::new();
    for (_, matter) in candidates(connection, viewer, words, county)? {
        let words = Words { unit: &matter.plant, place: &matter.place, text: &matter.summary };
        ranked.extend(told.likeness(words).map(|likeness| (likeness, matter)));
    }
    ranked.sort_by_key(|(likeness, matter)| std::cmp::Reverse((likeness.score, matter.id)));
    ranked.truncate(MOST_MATTERS);
    let matter = |(likeness, it): (super::alike::Likeness, Candidate)| Matter {
        number: it.number,
        day: app.clock.day(it.opened_at),
        plant: it.plant,
        place: it.place,
        line: it.summary,
        state: it.state,
        bureau: short(app, &it.bureau),
        why: likeness.why,
    };
    Ok(ranked.into_iter().map(matter).collect())
}

/// Open matters that hold the words, and the newest of the same county; each once.
fn candidates(
    connection: &mut Connection,
    viewer: &Viewer,
    words: Words<'_>,
    county: Option<&str>,
) -> Result<BTreeMap<i64, Candidate>> {
    let mut ids = Vec::new();
    for query in [words.unit, words.place].into_iter().chain(phrases(words.text)) {
        ids.extend(search::find(connection, crate::cases::Case::NOUN, query, MOST_FOUND)?);
    }
    let open = || cases::table.filter(cases::ended_at.is_null()).select(Candidate::as_select());
    let mut found: Vec<Candidate> =
        open().filter(cases::id.eq_any(ids)).filter(access::visible(viewer)).load(connection)?;
    if let Some(county) = county {
        let near = open()
            .filter(cases::county.eq(county))
            .filter(access::visible(viewer))
            .order(cases::day.desc())
            .limit(MOST_NEAR);
        found.extend(near.load(connection)?);
    }
    Ok(found.into_iter().map(|matter| (matter.id, matter)).collect())
}

/// The first parts of a text that are long enough to mean something and short enough to be said
/// again alike.
fn phrases(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| PHRASE.contains(&part.chars().count())).take(MOST_PHRASES)
}
