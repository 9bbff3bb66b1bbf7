//! `/letters`: the register, a letter as an A4 page and as PDF, and the templates.

mod templates;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Path, ServiceConfig, block},
};
use serde_json::{Value, json};

use super::{
    Kind, Letter, Sheet, pdf,
    register::{self, Filter, Line, WAYS},
};
use crate::{
    accounts::Staff,
    error::{Error, FieldError, Result},
    web::{Fields, Submission, Visit, paging::Paging, visit::see_other},
};

/// The routes of this room; a reporter's own are under `/track`.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/letters", get().to(index))
        .route("/letters/templates", get().to(templates::index))
        .route("/letters/templates/{kind}/{language}", get().to(templates::edit))
        .route("/letters/templates/{kind}/{language}", post().to(templates::change))
        .route("/letters/{id}", get().to(show))
        .route("/letters/{id}/pdf", get().to(file))
        .route("/letters/{id}/delivery", get().to(to_letter))
        .route("/letters/{id}/delivery", post().to(deliver));
}

async fn to_letter(id: Path<i64>) -> Result<HttpResponse> {
    Ok(see_other(&format!("/letters/{id}")))
}

/// `GET /letters`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (filter, paging) = (Filter::of(&query), Paging::of(&query));
    let (viewer, mut lines) = staff
        .read(move |connection, viewer| register::page(connection, viewer, &filter, paging))
        .await?;
    let pages = paging.cut("/letters", &query, &mut lines);
    let chosen = query.text("kind");
    let kinds = Kind::ALL.iter().map(|kind| {
        let label = staff.text(&format!("letters-kind-{}", kind.name()));
        json!({ "value": kind.name(), "label": label, "selected": chosen == kind.name() })
    });
    let page = json!({
        "kinds": kinds.collect::<Vec<_>>(),
        "waiting": query.text("state") == "waiting",
        "query": query.text("q"),
        "rows": lines.iter().map(|line| row(&staff, line)).collect::<Vec<_>>(),
        "pages": pages,
    });
    staff.show(&viewer, "letters/index", page)
}

fn row(staff: &Staff, line: &Line) -> Value {
    let letter = &line.letter;
    json!({
        "href": format!("/letters/{}", letter.id),
        "number": letter.number,
        "kind": staff.text(&format!("letters-kind-{}", letter.kind)),
        "office": letter.office,
        "case": line.case,
        "on": letter.issued_on,
        "state": line.state(),
        "delivered": delivered(staff, letter),
    })
}

fn delivered(staff: &Staff, letter: &Letter) -> Option<Value> {
    let way = letter.delivered_way.as_deref()?;
    let way = staff.text(&format!("letters-way-{way}"));
    Some(json!({ "on": letter.delivered_on, "way": way }))
}

/// `GET /letters/{id}`.
async fn show(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    page(&staff, *id, StatusCode::OK, &Fields::default(), &[]).await
}

async fn page(
    staff: &Staff,
    id: i64,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let (viewer, (line, case)) = staff
        .read(move |connection, viewer| {
            let (letter, case) = register::open(connection, viewer, id)?;
            Ok((register::line(connection, letter)?, case))
        })
        .await?;
    let letter = &line.letter;
    let mut form = staff.form(fields, errors);
    let may_deliver = register::may_deliver(&viewer, letter, &case);
    // Somebody else noted it meanwhile: the page shows theirs, and what was typed beside it.
    let late = letter.delivered_on.is_some() && may_deliver;
    let typed = if late { typed(staff, fields) } else { Vec::new() };
    if !typed.is_empty() {
        form.errors.clear();
    }
    let status = if typed.is_empty() { status } else { StatusCode::CONFLICT };
    let notice = (!typed.is_empty())
        .then(|| json!({ "kind": "warning", "text": staff.text("letters-delivered-already") }));
    let open = letter.delivered_on.is_none() && may_deliver;
    let known = register::may_know_way(&viewer, letter, &case);
    let ways =
        WAYS.map(|way| json!({ "value": way, "label": staff.text(&format!("letters-way-{way}")) }));
    let page = json!({
        "notice": notice,
        "typed": typed,
        "sheet": Sheet::of(&staff.app, letter)?,
        "back": format!("/cases/{}", line.case),
        "pdf": format!("/letters/{id}/pdf"),
        "matter": line.case,
        "register": known.then(|| row(staff, &line)),
        "delivery": open.then(|| format!("/letters/{id}/delivery")),
        "ways": ways,
        "today": staff.app.clock.today(),
        "form": form.form,
        "error": form.error,
        "errors": form.errors,
    });
    staff.show_with(status, &viewer, "letters/show", page)
}

/// `GET /letters/{id}/pdf`.
async fn file(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    let (_, letter) = staff
        .read(move |connection, viewer| Ok(register::open(connection, viewer, *id)?.0))
        .await?;
    pdf_answer(&staff, letter).await
}

/// A letter's PDF; made beside the threads that answer requests.
pub async fn pdf_answer(visit: &Visit, letter: Letter) -> Result<HttpResponse> {
    let (app, name) = (visit.app.clone(), file_name(&letter));
    let made = block(move || pdf::of(&app, &letter));
    let bytes = made.await.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
        .body(bytes))
}

/// The name of the file: nothing of it tells who reported what.
pub fn file_name(letter: &Letter) -> String {
    format!("letter-{}.pdf", letter.id)
}

/// `POST /letters/{id}/delivery`.
async fn deliver(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let id = *id;
    let mut errors = Vec::new();
    let way = WAYS.into_iter().find(|way| form.fields.text("way") == *way);
    if way.is_none() {
        errors.push(FieldError::new("way", "letters-way-missing"));
    }
    let on = form.fields.text("delivered_on").parse().ok();
    if on.is_none() {
        errors.push(FieldError::new("delivered_on", "letters-delivered_on-missing"));
    }
    let (Some(way), Some(on)) = (way, on) else {
        return page(&staff, id, StatusCode::UNPROCESSABLE_ENTITY, &form.fields, &errors).await;
    };
    let app = staff.app.clone();
    let done = staff
        .write(move |connection, viewer| register::deliver(connection, &app, viewer, id, (way, on)))
        .await;
    match done {
        Ok(_) => Ok(see_other(&format!("/letters/{id}"))),
        Err(Error::Invalid(errors)) => {
            page(&staff, id, StatusCode::UNPROCESSABLE_ENTITY, &form.fields, &errors).await
        }
        Err(Error::Conflict(_)) => page(&staff, id, StatusCode::CONFLICT, &form.fields, &[]).await,
        Err(error) => Err(error),
    }
}

/// What was written into the form of a delivery, in words.
fn typed(staff: &Staff, fields: &Fields) -> Vec<Value> {
    let way = WAYS.into_iter().find(|way| fields.text("way") == *way);
    let way = way.map(|way| staff.text(&format!("letters-way-{way}")));
    let on = fields.given("delivered_on").map(str::to_owned);
    let typed = [("letters-way", way), ("letters-delivered_on", on)].into_iter();
    let said = |(label, value): (&str, Option<String>)| {
        Some(json!({ "label": staff.text(label), "value": value? }))
    };
    typed.filter_map(said).collect()
}
