//! `/rounds`: the city opens them and records what it found; counties answer their problems (`P5`).

mod show;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use chrono::Datelike as _;
use serde_json::json;

use super::{
    Act, Round,
    check::Check,
    item::Item,
    opening::{self, NewRound, bureaus},
    problem::Problem,
};
use crate::{
    accounts::{Viewer, web::Staff},
    db::Connection,
    error::{Error, FieldError, Result},
    reports::picture,
    web::{Fields, Submission, beside, visit::see_other},
};

/// Where the pages are.
const PATH: &str = "/rounds";
/// How many matters of each county are drawn, unless the form says otherwise.
const WANTED: &str = "3";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/rounds", get().to(list))
        .route("/rounds", post().to(open))
        .route("/rounds/new", get().to(new))
        .route("/rounds/{number}", get().to(show::look))
        .route("/rounds/{number}/items/{item}", post().to(record))
        .route("/rounds/{number}/items/{item}", get().to(back))
        .route("/rounds/{number}/photos/{photo}", get().to(show::photo))
        .route("/rounds/{number}/problems/{problem}/{resource}", post().to(act))
        .route("/rounds/{number}/closing", post().to(close))
        .route("/rounds/{number}/closing", get().to(back_from_closing));
}

/// `GET /rounds`.
async fn list(staff: Staff) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let read =
        move |connection: &mut Connection, viewer: &Viewer| Round::list(connection, &app, viewer);
    let (viewer, all) = staff.read(read).await?;
    let row = |it: &Round| {
        json!({
            "href": format!("{PATH}/{}", it.number), "number": it.number, "title": it.title,
            "from": it.from_on, "until": it.until_on, "closed": it.closed_at,
        })
    };
    let city = &staff.app.jurisdiction.profile().dispatcher;
    let page = json!({
        "rows": all.iter().map(row).collect::<Vec<_>>(),
        "new": opening::may_open(&viewer, city).ok().map(|()| format!("{PATH}/new")),
    });
    staff.show(&viewer, "rounds/index", page)
}

/// `GET /rounds/new`: this year, all bureaus, everything.
async fn new(staff: Staff) -> Result<HttpResponse> {
    let today = staff.app.clock.today();
    let first = today.with_ordinal(1).unwrap_or(today);
    let mut pairs = vec![
        ("from".to_owned(), first.to_string()),
        ("until".to_owned(), today.to_string()),
        ("wanted".to_owned(), WANTED.to_owned()),
    ];
    pairs.extend(Check::ALL.map(|check| ("check".to_owned(), check.name().to_owned())));
    pairs.extend(bureaus(&staff.app).into_iter().map(|code| ("bureau".to_owned(), code)));
    form(&staff, &pairs.into(), (StatusCode::OK, &[])).await
}

async fn form(
    staff: &Staff,
    fields: &Fields,
    (status, errors): (StatusCode, &[FieldError]),
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let may = move |_: &mut Connection, viewer: &Viewer| {
        opening::may_open(viewer, &app.jurisdiction.profile().dispatcher)
    };
    let (viewer, ()) = staff.read(may).await?;
    let state = staff.form(fields, errors);
    let (checks, ticked) = (fields.all("check"), fields.all("bureau"));
    let checks = Check::ALL.map(|check| {
        let label = staff.text(&format!("rounds-check-{}", check.name()));
        let checked = checks.contains(&check.name());
        json!({ "value": check.name(), "label": label, "checked": checked })
    });
    let bureaus = bureaus(&staff.app).into_iter().map(|code| {
        let checked = ticked.contains(&code.as_str());
        json!({ "value": code, "label": staff.place(&code), "checked": checked })
    });
    let page = json!({
        "checks": checks, "bureaus": bureaus.collect::<Vec<_>>(),
        "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "rounds/new", page)
}

/// `POST /rounds`.
async fn open(staff: Staff, submission: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), submission.fields.clone());
    let begin = staff.write(move |connection, viewer| {
        opening::may_open(viewer, &app.jurisdiction.profile().dispatcher)?;
        let new = NewRound::parse(&fields, &app)?;
        Round::begin(connection, &app, viewer, &new)
    });
    match begin.await {
        Ok(number) => Ok(see_other(&format!("{PATH}/{number}?done=open"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(&staff, &submission.fields, (status, &errors)).await
        }
        Err(error) => Err(error),
    }
}

/// The address of a form, when somebody opens it.
async fn back(path: Path<(String, i64)>) -> HttpResponse {
    see_other(&format!("{PATH}/{}", path.0))
}

async fn back_from_closing(number: Path<String>) -> HttpResponse {
    see_other(&format!("{PATH}/{number}"))
}

/// `POST /rounds/{number}/items/{item}`: what was found.
async fn record(staff: Staff, path: Path<(String, i64)>, form: Submission) -> Result<HttpResponse> {
    let (number, item) = path.into_inner();
    let done = recorded(&staff, &number, item, &form).await;
    show::answer(&staff, &number, (Act::Record, item), &form.fields, done).await
}

/// Pictures are stored before, and given to the item in the same transaction (`S3`); whoever may not record
/// it leaves none.
async fn recorded(staff: &Staff, number: &str, item: i64, form: &Submission) -> Result<()> {
    let mut stored = Vec::new();
    if !form.files.is_empty() {
        let of = number.to_owned();
        let check = move |connection: &mut Connection, viewer: &Viewer| {
            Item::may_record(connection, viewer, (&of, item))
        };
        staff.read(check).await?;
        let (app, files) = (staff.app.clone(), form.files.clone());
        stored = beside(move || picture::store_all(&app, "photos", &files)).await?;
    }
    let (app, fields, of) = (staff.app.clone(), form.fields.clone(), number.to_owned());
    let photos = stored.clone();
    let record = staff.write(move |connection: &mut Connection, viewer: &Viewer| {
        Item::record(connection, &app, viewer, (&of, item), (&fields, &photos))
    });
    let outcome = record.await;
    if outcome.is_err() {
        picture::discard(&staff.app, &stored);
    }
    outcome.map(drop)
}

/// `POST /rounds/{number}/problems/{problem}/{resource}`.
async fn act(
    staff: Staff,
    path: Path<(String, i64, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, problem, resource) = path.into_inner();
    let act = Act::upon_problem(&resource).ok_or(Error::NotFound)?;
    let (app, fields, of) = (staff.app.clone(), form.fields.clone(), number.clone());
    let write = staff.write(move |connection, viewer| {
        Problem::act(connection, &app, viewer, (&of, problem), act, &fields)
    });
    let done = write.await.map(drop);
    show::answer(&staff, &number, (act, problem), &form.fields, done).await
}

/// `POST /rounds/{number}/closing`.
async fn close(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (app, fields, of) = (staff.app.clone(), form.fields.clone(), number.clone());
    let close =
        staff.write(move |connection, viewer| Round::close(connection, &app, viewer, &of, &fields));
    let done = close.await.map(drop);
    show::answer(&staff, &number, (Act::Close, 0), &form.fields, done).await
}
