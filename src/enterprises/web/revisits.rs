//! The list of revisits, and the record of one (`C6`).

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Path,
};
use serde_json::{Value, json};

use crate::{
    accounts::{Role, Staff, Viewer},
    cases::{access, due, work},
    db::Connection,
    enterprises::{
        relapse,
        revisit::{self, Planned, Record, Which},
    },
    error::{Error, Result},
    reports::{picture, report::Attachment},
    web::{
        Fields, Submission, beside,
        paging::Paging,
        visit::{FormState, see_other},
    },
};

const PATH: &str = "/revisits";

/// `GET /revisits?which=&bureau=&page=`.
pub async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (which, paging, today) = (Which::of(&query), Paging::of(&query), staff.app.clock.today());
    let bureau = query.given("bureau").map(str::to_owned);
    let (viewer, mut rows) = staff
        .read(move |connection, viewer| {
            revisit::page(connection, viewer, which, bureau.as_deref(), today, paging)
        })
        .await?;
    let pages = paging.cut(PATH, &query, &mut rows);
    let bureaus = access::to_ask_for(&viewer, &staff.app.jurisdiction).map(|it| it.code.as_str());
    let mut page = staff.top_of_list(PATH, "revisits-which", &query, &Which::ALL, bureaus);
    page["rows"] = rows.iter().map(|row| line(&staff, &viewer, row)).collect();
    page["pages"] = json!(pages);
    staff.show(&viewer, "revisits/index", page)
}

fn line(staff: &Staff, viewer: &Viewer, planned: &Planned) -> Value {
    let Planned { revisit, plant, case, .. } = planned;
    let today = staff.app.clock.today();
    let chip = due::chip(revisit.closed_on, Some(revisit.due_on), revisit.done_on, today);
    let proposes = matches!(viewer.role, Role::Supervisor | Role::Officer | Role::Chief);
    let may_propose = revisit.running == Some(true) && proposes;
    json!({
        "id": revisit.id,
        "href": format!("{PATH}/{}", revisit.id),
        "name": plant.name,
        "plant": format!("/enterprises/{}", plant.number),
        "county": staff.place(&plant.county),
        "address": plant.address,
        "round": staff.text(&format!("policy-{}", revisit.policy)),
        "closed_on": revisit.closed_on,
        "due": revisit.due_on,
        "done": revisit.done_on,
        "running": revisit.running,
        "status": chip.status,
        "days": chip.days,
        "case": case,
        "propose": case.as_ref().filter(|_| may_propose).map(|case| relapse::proposal(case)),
    })
}

/// `GET /revisits/{id}`.
pub async fn show(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, *id, &query, FormState::default(), StatusCode::OK).await
}

/// `POST /revisits/{id}`: puts on record what was found.
pub async fn record(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let id = *id;
    match done(&staff, id, &form).await {
        Ok(()) => Ok(see_other(&format!("{PATH}/{id}?done=1"))),
        Err(error) => {
            let (status, state) = staff.refused_form(&form.fields, error)?;
            page(&staff, id, &Fields::default(), state, status).await
        }
    }
}

async fn done(staff: &Staff, id: i64, form: &Submission) -> Result<()> {
    // Who may not write it learns nothing, and leaves no pictures.
    let check = move |connection: &mut Connection, viewer: &Viewer| {
        let planned = revisit::open(connection, viewer, id)?;
        match revisit::may_record(viewer, &planned.revisit) {
            true => Ok(()),
            false => Err(Error::Forbidden),
        }
    };
    staff.read(check).await?;
    let record = Record::parse(&form.fields, staff.app.clock.today()).map_err(Error::Invalid)?;
    let (app, files) = (staff.app.clone(), form.files.clone());
    let stored = beside(move || picture::store_all(&app, "photos", &files)).await?;
    let (app, photos) = (staff.app.clone(), stored.clone());
    let change = staff.write(move |connection, viewer| {
        revisit::record(connection, &app, viewer, id, &record, &photos)
    });
    let outcome = change.await;
    if outcome.is_err() {
        picture::discard(&staff.app, &stored);
    }
    outcome.map(drop).map_err(work::changed_meanwhile)
}

/// `GET /revisits/{id}/photos/{photo}`: the copy without metadata, never the original (`S3`).
pub async fn photo(staff: Staff, path: Path<(i64, i64)>) -> Result<HttpResponse> {
    let ((id, photo), app) = (path.into_inner(), staff.app.clone());
    let (_, bytes) = staff
        .read(move |connection, viewer| {
            let planned = revisit::open(connection, viewer, id)?;
            let found = planned.photos.iter().find(|it| it.id == photo).ok_or(Error::NotFound)?;
            Ok(app.storage.get(&found.copy_key)?)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, "private, max-age=3600"))
        .body(bytes))
}

async fn page(
    staff: &Staff,
    id: i64,
    query: &Fields,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (viewer, planned) =
        staff.read(move |connection, viewer| revisit::open(connection, viewer, id)).await?;
    let today = staff.app.clock.today();
    let revisit = &planned.revisit;
    let waiting = revisit.done_on.is_none() && revisit.dropped_on.is_none();
    let records = waiting && revisit::may_record(&viewer, revisit);
    // Somebody else recorded it meanwhile: the page shows theirs, and what was typed beside it.
    let typed = if records { Vec::new() } else { typed(staff, &state.form) };
    let (status, errors) = match typed.is_empty() {
        true => (status, state.errors),
        false => (StatusCode::CONFLICT, Vec::new()),
    };
    let shown = visit(staff, &viewer, &planned)?;
    let answers = ["no", "yes"]
        .map(|it| json!({ "value": it, "label": staff.text(&format!("revisits-running-{it}")) }));
    let notice = match typed.is_empty() {
        true => query.ticked("done").then(|| done_notice(staff, revisit.running == Some(true))),
        false => Some(json!({ "kind": "warning", "text": staff.text("revisits-over") })),
    };
    let mut form = state.form;
    form.entry("visited_on".to_owned()).or_insert_with(|| today.to_string());
    let page = json!({
        "notice": notice,
        "visit": shown,
        "typed": typed,
        "records": records,
        "answers": answers,
        "form": form,
        "errors": errors,
        "error": state.error,
    });
    staff.show_with(status, &viewer, "revisits/show", page)
}

/// What the line says, what was found, how the day was reckoned (`T8`), and the pictures.
fn visit(staff: &Staff, viewer: &Viewer, planned: &Planned) -> Result<Value> {
    let revisit = &planned.revisit;
    let separator = staff.text("desk-list-separator");
    let mut shown = line(staff, viewer, planned);
    shown["officers"] = json!(revisit.officers.as_ref().map(|it| it.replace('\n', &separator)));
    shown["findings"] = json!(revisit.findings);
    shown["dropped"] = json!(revisit.dropped_on);
    let steps = revisit::steps(&staff.app.jurisdiction, revisit)?;
    shown["steps"] = json!(staff.say_all(&steps));
    let photo = |it: &Attachment| {
        json!({
            "href": format!("{PATH}/{}/photos/{}", revisit.id, it.id),
            "name": it.name,
            "width": it.width,
            "height": it.height,
        })
    };
    shown["photos"] = planned.photos.iter().map(photo).collect();
    Ok(shown)
}

fn done_notice(staff: &Staff, running: bool) -> Value {
    let (kind, key) = match running {
        true => ("warning", "revisits-done-running"),
        false => ("done", "revisits-done-quiet"),
    };
    json!({ "kind": kind, "text": staff.text(key) })
}

/// What was written into the form, in words, to be copied.
fn typed(staff: &Staff, form: &BTreeMap<String, String>) -> Vec<Value> {
    let written =
        ["visited_on", "officers", "running", "findings"].into_iter().filter_map(|name| {
            let value = form.get(name).filter(|value| !value.trim().is_empty())?;
            let value = match (name, value.as_str()) {
                ("running", "yes" | "no") => staff.text(&format!("revisits-running-{value}")),
                _ => value.clone(),
            };
            Some(json!({ "label": staff.text(&format!("revisits-{name}")), "value": value }))
        });
    written.collect()
}
