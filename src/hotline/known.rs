//! What the portal knows while the caller talks (`P2`, `I8`, `R5`): the number's earlier reports,
//! open matters near and alike, where it will go and why. Never who another reporter is (`S1`).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    app::App,
    cases::{
        access,
        alike::{Facts, Likeness, Why},
        nearest::{self, Candidate, Eyes, nearest},
        open::summary,
        plant,
    },
    db::{
        Connection,
        schema::{case_reports, cases, reports},
    },
    enterprises::Enterprise,
    error::Result,
    jurisdiction::Names,
    message::Message,
    reports::{Report, category, identity},
    routing::{Decision, Place, RuleId, decide},
    web::Fields,
};

/// How many earlier reports of a number, and how many matters, are shown.
const MOST_CALLS: i64 = 5;
const MOST_MATTERS: usize = 5;
/// The most characters of what is typed that are looked at.
const MOST_TYPED: usize = 5000;

/// What is typed so far.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    phone: Option<String>,
    place: Place,
    kinds: String,
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
        let kinds = category::normalized(&fields.all("kind")).join(" ");
        Self { phone: identity::phone(fields.text("phone")), place, kinds }
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
    pub people: Option<i64>,
    pub why: Vec<Message>,
}

/// What the register has of the reported plant.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Plant {
    pub href: String,
    pub name: String,
    pub reports: i32,
    pub may_not_run: bool,
    pub closed_on: Option<NaiveDate>,
}

/// All of it.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Known {
    pub asked: bool,
    pub route: Option<Route>,
    pub calls: Vec<EarlierCall>,
    pub matters: Vec<Matter>,
    pub plant: Option<Plant>,
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
        matters: matters(connection, app, viewer, asked, county)?,
        plant: plant(connection, app, &decision, asked)?,
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

fn matters(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
    county: Option<&str>,
) -> Result<Vec<Matter>> {
    let facts = Facts {
        unit: &asked.place.reported_unit,
        place: &asked.place.address,
        text: &asked.place.text,
        point: None,
        kinds: &asked.kinds,
        day: app.clock.today(),
    };
    let asked = nearest::Asked { facts, county, but: None };
    let near = nearest(connection, app, Eyes::Staff(viewer), asked, MOST_MATTERS)?;
    let ids: Vec<i64> = near.iter().map(|(_, it)| it.id).collect();
    let people = Report::people(connection, &ids)?;
    let matter = |(likeness, it): (Likeness, Candidate)| Matter {
        people: people.get(&it.id).copied().filter(|count| *count > 1),
        number: it.number,
        day: it.day,
        plant: it.plant,
        place: it.place,
        line: it.summary,
        state: it.state,
        bureau: short(app, &it.bureau),
        why: likeness.why.into_iter().map(Why::message).collect(),
    };
    Ok(near.into_iter().map(matter).collect())
}

/// The plant of that name where the matter lies, so that a closed one is warned of at once (`C6`).
fn plant(
    connection: &mut Connection,
    app: &App,
    decision: &Decision,
    asked: &Asked,
) -> Result<Option<Plant>> {
    let code = decision.target.code.as_ref().filter(|_| decision.certain);
    let key = plant::key(&app.jurisdiction, &asked.place.reported_unit);
    let Some((county, key)) = code.or(asked.place.county.as_ref()).zip(key) else {
        return Ok(None);
    };
    let Some(known) = plant::named(connection, county, &key)? else { return Ok(None) };
    let plant = Enterprise::find(connection, known.id)?;
    Ok(Some(Plant {
        href: format!("/enterprises/{}", plant.number),
        may_not_run: known.may_not_run(),
        closed_on: plant.closed_on,
        reports: plant.reports,
        name: plant.name,
    }))
}
