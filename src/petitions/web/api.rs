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
        batch::Meant,
        batches::{
            Checked, Row,
            enter::{self, Placed},
        },
        keys,
        sheet::MOST_PETITIONS,
        track::Dossier,
    },
    routing::Decision,
    web::{Fields, Visit, visit::header_text},
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

impl Sent {
    /// The batch's number, and its petitions as rows of a table.
    fn rows(self) -> (String, Vec<Row>) {
        let rows = self.petitions.into_iter().enumerate().map(|(at, it)| it.row(at)).collect();
        (self.batch.trim().to_owned(), rows)
    }
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

/// Whether nothing is to be entered: `?dry_run=1`. What is neither yes nor no is refused, so that nobody
/// enters a batch by a slip.
fn is_dry(request: &HttpRequest) -> Result<bool> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let given = query.pairs().iter().find(|(name, _)| name == "dry_run");
    match given.map(|(_, value)| value.trim()) {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("" | "1" | "true" | "yes") => Ok(true),
        Some(_) => Err(Error::BadRequest(Message::new("petitions-api-dry_run"))),
    }
}

/// `POST /api/v1/petitions/batches`.
async fn send(visit: Visit, request: HttpRequest, payload: Payload) -> Result<HttpResponse> {
    let Some(key) = key(&request) else { return refuse_key(&visit) };
    if let Err(error) = known(&visit, key.clone()).await {
        return refuse(&visit, error);
    }
    let dry = match is_dry(&request) {
        Ok(dry) => dry,
        Err(error) => return refuse(&visit, error),
    };
    let (batch, rows) = match read(payload).await {
        Ok(sent) => sent.rows(),
        Err(error) => return refuse(&visit, error),
    };
    let (office, looked, meant) = match look(&visit, key.clone(), batch.clone(), rows).await {
        Ok(looked) => looked,
        Err(error) => return refuse(&visit, error),
    };
    let is_bad = looked.iter().any(Checked::is_bad);
    match (dry, is_bad) {
        (true, _) => return tell(&visit, &office, &batch, &looked, meant.as_ref()),
        (false, true) => return Ok(refuse_rows(&visit, &looked, None)),
        (false, false) => {}
    }
    let (app, number) = (visit.app.clone(), batch.clone());
    let change = move |connection: &mut _| {
        let (_, viewer) = keys::viewer(connection, &app, &key)?;
        enter::enter_all(connection, &app, &viewer, &number, &looked)
    };
    match visit.app.db.write(change).await {
        Ok((new, known)) => {
            let status = if new.is_empty() { StatusCode::OK } else { StatusCode::CREATED };
            let went: Vec<Value> = new.iter().map(|it| went(&visit, &office, it)).collect();
            Ok(HttpResponse::build(status).json(json!({
                "batch": batch, "new": new.len(), "known": known, "petitions": went,
            })))
        }
        // Somebody else entered one of them at the same moment.
        Err(Error::Database(error)) if error.is_lost_race() => refuse(&visit, Error::changed()),
        Err(error) => refuse(&visit, error),
    }
}

/// What would become of each petition, for which office, and in which batch.
type Looked = (String, Vec<Checked>, Option<Meant>);

/// Looks on a reading connection; nothing is entered.
async fn look(visit: &Visit, key: String, batch: String, rows: Vec<Row>) -> Result<Looked> {
    let app = visit.app.clone();
    let read = move |connection: &mut _| {
        let (_, viewer) = keys::viewer(connection, &app, &key)?;
        let meant = enter::meant(connection, &app, &viewer, &batch, &rows)?;
        let looked = enter::dry_run(connection, &app, &batch, &rows)?;
        Ok((viewer.bureau, looked, meant))
    };
    visit.app.db.read(read).await
}

/// The answer to a dry run.
fn tell(
    visit: &Visit,
    office: &str,
    batch: &str,
    looked: &[Checked],
    meant: Option<&Meant>,
) -> Result<HttpResponse> {
    let rows: Vec<Value> = looked.iter().map(|it| would_go(visit, office, it)).collect();
    if looked.iter().any(Checked::is_bad) {
        return Ok(refuse_rows(visit, looked, Some(rows)));
    }
    let belongs = meant.map(|it| {
        let is_new = it.known.is_none();
        let doubt = it.doubt().map(|doubt| visit.say(&doubt));
        json!({ "year": it.year, "number": it.given, "is_new": is_new, "doubt": doubt })
    });
    let known = looked.iter().filter(|it| it.known).count();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(json!({
        "batch": batch, "dry_run": true, "new": looked.len() - known, "known": known, "rows": rows,
        "belongs_to": belongs,
    })))
}

fn bureau(visit: &Visit, code: &str) -> Value {
    json!({ "code": code, "name": visit.full_name(code) })
}

/// Where a petition went, by which rule and why (`R5`); not when that is kept from the office (`R3`).
fn went(visit: &Visit, office: &str, placed: &Placed) -> Value {
    let case = Some(&placed.case).filter(|case| !case.is_kept_from(office));
    json!({
        "row": placed.line, "number": placed.number,
        "bureau": case.map(|it| bureau(visit, &it.bureau)), "rule": case.map(|it| &it.rule),
        "reason": case.and_then(Case::reason).map(|reason| visit.say(&reason)),
    })
}

/// Where a petition would go, if it were entered; nowhere when it was before.
fn would_go(visit: &Visit, office: &str, checked: &Checked) -> Value {
    let is_told = |it: &&Decision| !it.hidden_from.iter().any(|code| code == office);
    let decision = checked.decision.as_ref().filter(|_| !checked.known).filter(is_told);
    let dispatcher = &visit.app.jurisdiction.profile().dispatcher;
    let code = |it: &Decision| match &it.target.code {
        Some(code) if it.certain => bureau(visit, code),
        _ => bureau(visit, dispatcher),
    };
    let number = checked.new.as_ref().map(|new| new.number.to_string());
    json!({
        "row": checked.row.line, "known": checked.known,
        "number": number.unwrap_or_else(|| checked.row.cell("number").to_owned()),
        "bureau": decision.map(code), "rule": decision.map(|it| it.rule.to_string()),
        "reason": decision.map(|it| visit.say(&it.reason)),
        "priority": checked.new.as_ref().map(|new| new.priority),
        "warnings": visit.say_all(&checked.warnings),
    })
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
    let mut answer = problem(visit, error.status(), &message, Vec::new());
    if error.status() == StatusCode::UNAUTHORIZED {
        let challenge = header::HeaderValue::from_static("Bearer");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    Ok(answer)
}

/// Every bad row with its reason, in a dry run beside what would become of each; nothing was stored.
fn refuse_rows(visit: &Visit, rows: &[Checked], looked: Option<Vec<Value>>) -> HttpResponse {
    let errors = rows.iter().flat_map(|row| {
        row.errors.iter().map(|error| {
            let field = if error.field == "problem" { "text" } else { &error.field };
            json!({
                "row": row.row.line, "number": row.row.cell("number"), "field": field,
                "detail": visit.say(&error.message),
            })
        })
    });
    let mut lists = vec![("errors", errors.collect())];
    lists.extend(looked.map(|rows| ("rows", rows)));
    let message = Message::new("petitions-api-refused");
    problem(visit, StatusCode::UNPROCESSABLE_ENTITY, &message, lists)
}

fn problem(
    visit: &Visit,
    status: StatusCode,
    message: &Message,
    lists: Vec<(&str, Vec<Value>)>,
) -> HttpResponse {
    let mut body = json!({
        "type": "about:blank", "title": status.canonical_reason(), "status": status.as_u16(),
        "detail": visit.say(message),
    });
    for (name, list) in lists {
        body[name] = list.into();
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
    let measures = dossier.measures.iter().map(|it| measure(dossier, it));
    let held = dossier.oversight.accountabilities.iter().map(
        |it| json!({ "unit": it.unit, "post": it.post, "kind": it.kind, "taken_on": it.taken_on }),
    );
    json!({
        "accountability": held.collect::<Vec<_>>(), "accepted": dossier.acceptance().is_some(),
        "number": petition.number, "batch": dossier.batch.number, "state": state_of(case),
        "bureau": bureau(visit, &case.bureau),
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
