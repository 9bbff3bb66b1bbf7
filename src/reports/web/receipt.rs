//! The receipt (`I4`): number, code, whose it is and why, for the browser that sent the report.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use crate::{
    app::App,
    cases::{Case, State, due},
    db::Connection,
    deadlines::{PolicyId, deadline},
    error::{Error, Result},
    jurisdiction::{Datum, Point},
    message::Message,
    reports::{LookupCode, Report, follow},
    routing::{Decision, Place, decide},
    vault::Vault,
    web::{Visit, visit::cookie},
};

/// The cookie that lets the browser which sent a report see its receipt.
const COOKIE: &str = "receipt";
/// The only page that the cookie is sent to.
const PATH: &str = "/reports/receipt";
/// How long it does.
const LASTS: Duration = Duration::minutes(30);

/// What the browser holds in its cookie.
pub struct Receipt {
    /// The form's own key.
    pub key: String,
    /// Whether it had been sent before.
    pub again: bool,
    /// Whether the number went out by mail.
    pub mailed: bool,
}

impl Receipt {
    fn sealed(&self, vault: &Vault, until: i64) -> String {
        let (again, mailed) = (u8::from(self.again), u8::from(self.mailed));
        vault.sign(&format!("receipt.{until}.{again}.{mailed}.{}", self.key))
    }

    fn read(vault: &Vault, cookie: &str, now: i64) -> Option<Self> {
        let mut parts = vault.verify(cookie)?.strip_prefix("receipt.")?.splitn(4, '.');
        let until: i64 = parts.next()?.parse().ok()?;
        let (again, mailed) = (parts.next()? == "1", parts.next()? == "1");
        let key = parts.next()?.to_owned();
        (now <= until).then_some(Self { key, again, mailed })
    }
}

/// Adds the cookie to an answer that leads to the receipt.
pub fn send_to(
    visit: &Visit,
    mut response: HttpResponse,
    receipt: &Receipt,
) -> Result<HttpResponse> {
    let until = (visit.app.clock.now() + LASTS).and_utc().timestamp();
    let value = receipt.sealed(&visit.app.vault, until);
    let mut cookie = visit.cookie(COOKIE, value, LASTS.num_seconds());
    cookie.set_path(PATH);
    response.add_cookie(&cookie).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// `GET /reports/receipt`: for half an hour; after that, how to go on.
pub async fn show(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let now = visit.app.clock.now().and_utc().timestamp();
    let held = cookie(&request, COOKIE);
    let held = held.and_then(|value| Receipt::read(&visit.app.vault, value, now));
    let Some(held) = held else { return over(&visit) };
    let (app, key) = (visit.app.clone(), held.key.clone());
    let found = visit.app.db.read(move |connection| read(connection, &app, &key)).await;
    match found {
        Ok(found) => visit.page("reports/receipt", page(&visit, &held, &found)),
        Err(Error::NotFound) => over(&visit),
        Err(error) => Err(error),
    }
}

fn over(visit: &Visit) -> Result<HttpResponse> {
    visit.page_with(StatusCode::GONE, "reports/receipt_over", json!({}))
}

struct Found {
    report: Report,
    code: Option<LookupCode>,
    case: Case,
    accept_by: Option<NaiveDate>,
    /// How that day was reckoned (`T8`).
    steps: Vec<Message>,
}

fn read(connection: &mut Connection, app: &App, key: &str) -> Result<Found> {
    let (report, code) = follow::receipt(connection, &app.vault, key)?;
    let mut cases = report.cases(connection)?.into_iter();
    let merged = |case: &Case| case.state == State::Merged.name();
    let case = cases.find(|case| !merged(case)).ok_or(Error::NotFound)?;
    let clocks = deadline::of_case(connection, case.id)?;
    let acceptance = clocks.iter().filter(|clock| clock.policy == PolicyId::Acceptance.name());
    // Of those that run the first to end: one may have come along (I8).
    let acceptance = acceptance.min_by_key(|clock| (clock.stopped_on.is_some(), clock.due_on));
    let due_on = acceptance.map(|clock| clock.due_on).or(case.due_on);
    // What it joined may be accepted already.
    let accept_by = due_on.filter(|_| case.accepted_on.is_none());
    let steps = acceptance.map(|clock| due::steps(&app.jurisdiction, &case, clock)).transpose()?;
    Ok(Found { report, code, case, accept_by, steps: steps.unwrap_or_default() })
}

fn page(visit: &Visit, held: &Receipt, found: &Found) -> Value {
    let Found { report, code, case, accept_by, steps } = found;
    let decision = decided(visit, report);
    let authority = decision.target.names.in_language(visit.language.tag());
    let outside = decision.outside && !authority.is_empty();
    let bureau = visit.full_name(&case.bureau);
    let reason = visit.say(&decision.reason);
    let notice =
        held.again.then(|| json!({ "kind": "done", "text": visit.text("reports-receipt-again") }));
    json!({
        "notice": notice,
        "joined": case.number != report.number,
        "number": report.number,
        "code": code.as_ref().map(LookupCode::spoken),
        "received": report.received_at,
        "target": bureau,
        "reason": reason,
        "outside": outside.then_some(authority),
        "accept_by": accept_by,
        "steps": visit.say_all(steps),
        "mailed": held.mailed,
        "track": format!("/track?number={}", report.number),
    })
}

/// The router's decision on the report: pure, so it is asked again instead of kept.
fn decided(visit: &Visit, report: &Report) -> Decision {
    let point = report.lat.zip(report.lon);
    let place = Place {
        point: point.and_then(|(lat, lon)| Point::new(lat, lon, Datum::Wgs84).ok()),
        address: report.address.clone(),
        county: report.county.clone(),
        text: report.text.clone(),
        reported_unit: report.plant.clone(),
    };
    decide(&visit.app.jurisdiction, &place)
}
