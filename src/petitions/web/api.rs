//! The same for programs (`F1`, `F2`): a batch as JSON, and where a petition is. A request is known
//! by its key alone, never by a cookie; every error is problem+json.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Path, Payload, ServiceConfig, get, post},
};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    cases::{Case, State, records::Measure},
    error::{Error, Result},
    message::Message,
    petitions::{
        batches::{Checked, Outcome, Row, enter},
        keys,
        sheet::MOST_PETITIONS,
        track::Dossier,
    },
    web::{Visit, visit::header_text},
};

/// The largest body, in bytes.
const MOST_BODY: usize = 8 * 1024 * 1024;
/// The most characters of a batch's number.
const MOST_BATCH: usize = 40;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/api/v1/petitions/batches", post().to(send))
        .route("/api/v1/petitions/{number}", get().to(state));
}

/// A batch as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    batch: String,
    petitions: Vec<Petition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Petition {
    number: String,
    text: String,
    #[serde(default)]
    county: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    priority: bool,
    #[serde(default)]
    due_on: String,
    #[serde(default)]
    report_back: bool,
}

impl Petition {
    /// As a row of a table; its line is its place in the list, from 1.
    fn row(self, at: usize) -> Row {
        let flag = |set: bool| if set { "1" } else { "0" }.to_owned();
        let cells = [
            ("number", self.number),
            ("problem", self.text),
            ("county", self.county),
            ("address", self.address),
            ("unit", self.unit),
            ("kinds", self.kinds.join(";")),
            ("priority", flag(self.priority)),
            ("due_on", self.due_on),
            ("report_back", flag(self.report_back)),
        ];
        let cells = cells.map(|(name, text)| (name.to_owned(), text.trim().to_owned()));
        Row { line: at + 1, cells: cells.into_iter().collect(), ..Row::default() }
    }
}

/// The key in the request's head.
fn key(request: &HttpRequest) -> Option<String> {
    let value = header_text(request, header::AUTHORIZATION);
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim().to_owned())
}

/// `POST /api/v1/petitions/batches`.
async fn send(visit: Visit, request: HttpRequest, payload: Payload) -> Result<HttpResponse> {
    let Some(key) = key(&request) else { return refuse_key(&visit) };
    if let Err(error) = known(&visit, key.clone()).await {
        return refuse(&visit, error);
    }
    let sent = match read(payload).await {
        Ok(sent) => sent,
        Err(error) => return refuse(&visit, error),
    };
    let app = visit.app.clone();
    let change = move |connection: &mut _| {
        let (_, viewer) = keys::viewer(connection, &app, &key)?;
        let rows: Vec<Row> =
            sent.petitions.into_iter().enumerate().map(|(at, it)| it.row(at)).collect();
        let outcome = enter::enter_all(connection, &app, &viewer, sent.batch.trim(), &rows)?;
        Ok((sent.batch, outcome))
    };
    match visit.app.db.write(change).await {
        Ok((batch, Outcome::Entered { new, known })) => {
            let status = if new > 0 { StatusCode::CREATED } else { StatusCode::OK };
            let answer = json!({ "batch": batch.trim(), "new": new, "known": known });
            Ok(HttpResponse::build(status).json(answer))
        }
        Ok((_, Outcome::Refused(rows))) => Ok(refuse_rows(&visit, &rows)),
        // Somebody else entered one of them at the same moment.
        Err(Error::Database(error)) if error.is_lost_race() => refuse(&visit, Error::changed()),
        Err(error) => refuse(&visit, error),
    }
}

/// Whether the key stands, and is not used too often.
async fn known(visit: &Visit, key: String) -> Result<()> {
    let app = visit.app.clone();
    let (id, _) = visit.app.db.read(move |connection| keys::viewer(connection, &app, &key)).await?;
    visit.app.limits.program(id)
}

async fn read(mut payload: Payload) -> Result<Sent> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::BadRequest(Message::new("error-form")))?;
        if body.len() + chunk.len() > MOST_BODY {
            return Err(Error::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let sent: Sent = serde_json::from_slice(&body).map_err(|error| {
        Error::BadRequest(Message::new("petitions-api-json").with("error", error))
    })?;
    let batch = sent.batch.trim();
    if batch.is_empty() || batch.chars().count() > MOST_BATCH {
        return Err(Error::field("batch", "field-batch-missing"));
    }
    if sent.petitions.is_empty() || sent.petitions.len() > MOST_PETITIONS {
        return Err(Error::field("petitions", "petitions-file-rows"));
    }
    Ok(sent)
}

fn refuse_key(visit: &Visit) -> Result<HttpResponse> {
    refuse(visit, Error::LoginNeeded)
}

/// An error as problem+json. Keys that are wrong count as attempts of their address.
fn refuse(visit: &Visit, error: Error) -> Result<HttpResponse> {
    let message = match &error {
        Error::LoginNeeded => {
            visit.app.limits.write(visit.address)?;
            Message::new("petitions-api-key")
        }
        Error::Database(_) | Error::Storage(_) | Error::Internal(_) => return Err(error),
        other => other.message(),
    };
    let mut answer = problem(visit, error.status(), &message, None);
    if error.status() == StatusCode::UNAUTHORIZED {
        let challenge = header::HeaderValue::from_static("Bearer");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    Ok(answer)
}

/// Every bad row with its reason; nothing was stored.
fn refuse_rows(visit: &Visit, rows: &[Checked]) -> HttpResponse {
    let say = |message: &Message| visit.app.pages.messages.say(visit.language, message);
    let errors = rows.iter().flat_map(|row| {
        row.errors.iter().map(|error| {
            let field = if error.field == "problem" { "text" } else { &error.field };
            json!({
                "row": row.row.line, "number": row.row.cell("number"), "field": field,
                "detail": say(&error.message),
            })
        })
    });
    let errors: Vec<Value> = errors.collect();
    let message = Message::new("petitions-api-refused");
    problem(visit, StatusCode::UNPROCESSABLE_ENTITY, &message, Some(errors))
}

fn problem(
    visit: &Visit,
    status: StatusCode,
    message: &Message,
    errors: Option<Vec<Value>>,
) -> HttpResponse {
    let mut body = json!({
        "type": "about:blank", "title": status.canonical_reason(), "status": status.as_u16(),
        "detail": visit.app.pages.messages.say(visit.language, message),
    });
    if let Some(errors) = errors {
        body["errors"] = errors.into();
    }
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body.to_string())
}

/// `GET /api/v1/petitions/{number}`: where it is, for the office that sent it (`F3`).
async fn state(visit: Visit, request: HttpRequest, number: Path<String>) -> Result<HttpResponse> {
    let Some(key) = key(&request) else { return refuse_key(&visit) };
    if let Err(error) = known(&visit, key.clone()).await {
        return refuse(&visit, error);
    }
    let (app, number) = (visit.app.clone(), number.into_inner());
    let read = move |connection: &mut _| {
        let (_, viewer) = keys::viewer(connection, &app, &key)?;
        let dossier = Dossier::open(connection, &app, &viewer, &number)?;
        if !dossier.is_sent_by(connection, &viewer.bureau)? {
            return Err(Error::NotFound);
        }
        Ok(dossier)
    };
    match visit.app.db.read(read).await {
        Ok(dossier) => Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(described(&visit, &dossier))),
        Err(error) => refuse(&visit, error),
    }
}

fn described(visit: &Visit, dossier: &Dossier) -> Value {
    let (case, petition) = (&dossier.case, &dossier.petition);
    let bureau = super::bureau_name(&visit.app, visit.language.tag(), &case.bureau);
    let measures = dossier.measures.iter().map(|it| measure(dossier, it));
    let held = dossier.oversight.accountabilities.iter().map(
        |it| json!({ "unit": it.unit, "post": it.post, "kind": it.kind, "taken_on": it.taken_on }),
    );
    json!({
        "accountability": held.collect::<Vec<_>>(), "accepted": dossier.acceptance().is_some(),
        "number": petition.number, "batch": dossier.batch.number, "state": state_of(case),
        "bureau": { "code": case.bureau, "name": bureau },
        "priority": petition.priority, "report_back": petition.report_back,
        "due_on": case.due_on, "accepted_on": case.accepted_on, "ended_on": case.ended_on,
        "verdict": case.verdict, "measures": measures.collect::<Vec<_>>(),
    })
}

/// A measure: its sum, which of a daily penalty is what the days have come to, beside that of one day
/// (`C5`).
fn measure(dossier: &Dossier, measure: &Measure) -> Value {
    let by_day = measure.amount_fen.filter(|_| measure.is_by_day());
    let (days, charged) = dossier.charges.get(&measure.id).copied().unwrap_or_default();
    json!({
        "kind": measure.kind, "taken_on": measure.taken_on, "due_on": measure.due_on,
        "amount_fen": if by_day.is_some() { Some(charged) } else { measure.amount_fen },
        "amount_fen_per_day": by_day, "days": by_day.map(|_| days),
    })
}

/// As the province names it.
fn state_of(case: &Case) -> &str {
    match case.state() {
        Ok(State::PartlyConcluded) => "partly_concluded",
        _ if case.ended_at.is_none() => "in_hand",
        _ => &case.state,
    }
}
