//! Pages of this room: the list that the province opens on, one petition, and typing one in.

mod api;
mod batches;
mod board;
mod direct;
mod keys;
mod oversight;
mod publications;
mod returns;
mod show;
mod spot_checks;
mod table;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    NewPetition,
    access::{ENTERERS, Scope},
    petition::{Entered, enter},
    publications::PUBLISHERS,
    standing::{Standing, Tally},
    track::{self, Dossier, Filter, Row, Told},
};
use crate::{
    accounts::{Role, Viewer, web::Staff},
    cases::{Case, State, due, open::summary, statement::is_assignable},
    error::{Error, FieldError, Result},
    jurisdiction::BureauKind,
    reports::category::CATEGORIES,
    web::{
        Fields, Submission,
        paging::{Pages, Paging},
        visit::see_other,
    },
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(batches::routes)
        .configure(board::routes)
        .configure(keys::routes)
        .configure(api::routes)
        .configure(publications::routes)
        .configure(table::routes)
        .configure(spot_checks::routes)
        .route("/petitions", get().to(list))
        .route("/petitions", post().to(create))
        .route("/petitions/new", get().to(form))
        .route("/petitions/{number}", get().to(one))
        .configure(oversight::routes)
        .configure(returns::routes)
        .route("/petitions/{number}/{resource}", post().to(direct::act));
}

/// `GET /petitions` (`F3`).
async fn list(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let given = |name: &str| query.given(name).map(str::to_owned);
    let standing = Standing::parse(query.text("state"));
    let filter = Filter { standing, bureau: given("county"), batch: given("batch") };
    let (paging, asked) = (Paging::of(&query), filter.clone());
    let today = staff.app.clock.today();
    let read = move |connection: &mut _, viewer: &Viewer| {
        let rows = track::list(connection, viewer, &asked, paging, today)?;
        let counts = track::counts(connection, viewer, &asked, today)?;
        Ok((rows, counts))
    };
    let (viewer, (mut rows, counts)) = staff.read(read).await?;
    let pages = paging.cut("/petitions", &query, &mut rows);
    let rows: Vec<Value> = rows.iter().map(|it| row(&staff, it, today)).collect();
    let page = index(&staff, &viewer, &filter, (counts, rows, pages), query.text("entered"));
    staff.show(&viewer, "petitions/index", page?)
}

fn index(
    staff: &Staff,
    viewer: &Viewer,
    filter: &Filter,
    (counts, rows, pages): (Tally, Vec<Value>, Pages),
    entered: &str,
) -> Result<Value> {
    let counties = match Scope::of(viewer)?.bureau {
        None => bureaus(staff, |kind| is_assignable(kind) || kind == BureauKind::City),
        Some(_) => Vec::new(),
    };
    let standings = Standing::ALL.map(|standing| {
        let county = filter.bureau.as_ref().map(|code| ("county", code.as_str()));
        let batch = filter.batch.as_ref().map(|number| ("batch", number.as_str()));
        let pairs = [("state", standing.name())].into_iter().chain(county).chain(batch);
        let query = serde_html_form::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
        json!({
            "key": format!("petitions-standing-{}", standing.name()),
            "href": format!("/petitions?{query}"),
            "count": counts.of(standing), "current": standing == filter.standing,
        })
    });
    Ok(json!({
        "standings": standings, "rows": rows, "pages": pages, "counties": counties,
        "form": { "county": filter.bureau, "state": filter.standing.name(), "batch": filter.batch },
        "new": ENTERERS.contains(&viewer.role).then_some("/petitions/new"),
        "links": links(viewer),
        "notice": (entered == "hidden").then(|| notice(staff, "petitions-entered-hidden")),
    }))
}

/// The pages beside the list that `viewer` may open.
fn links(viewer: &Viewer) -> Vec<Value> {
    let publishes = PUBLISHERS.contains(&viewer.role);
    let all = [
        ("/petitions/board", "petitions-board", true),
        ("/petitions/batches", "petitions-batches", true),
        ("/petitions/publications", "petitions-publications", publishes),
        ("/petitions/spot-checks", "petitions-checks", viewer.role == Role::Province),
    ];
    let open = all.into_iter().filter(|(.., open)| *open);
    open.map(|(href, key, _)| json!({ "href": href, "key": key })).collect()
}

fn notice(staff: &Staff, key: &str) -> Value {
    json!({ "kind": "success", "text": staff.text(key) })
}

fn row(staff: &Staff, row: &Row, today: NaiveDate) -> Value {
    let case = &row.case;
    let measures = row.measures.iter().map(|kind| format!("measure-{kind}"));
    let mut described = matter(staff, case, &row.told, today);
    let more = json!({
        "number": row.petition.number, "href": format!("/petitions/{}", row.petition.number),
        "priority": row.petition.priority, "measures": measures.collect::<Vec<_>>(),
    });
    if let (Value::Object(described), Value::Object(more)) = (&mut described, more) {
        described.extend(more);
    }
    described
}

/// What the list and the page show of the matter alike.
fn matter(staff: &Staff, case: &Case, told: &Told, today: NaiveDate) -> Value {
    let chip = due::chip(case.day, case.due_on, case.ended_on, today);
    let place = staff.app.jurisdiction.place(&case.bureau, staff.language.tag());
    json!({
        "title": summary(&told.text), "unit": told.plant, "place": place, "state": case.state,
        "progress": format!("petitions-progress-{}", progress(case)),
        "due": case.due_on, "ended": case.ended_on, "status": chip.status, "days": chip.days, "verdict": case.verdict,
    })
}

/// As the province names it (`F3`): in hand, concluded in part, concluded, or otherwise over.
fn progress(case: &Case) -> &str {
    match case.state() {
        Ok(State::PartlyConcluded) => "partly",
        _ if case.ended_at.is_none() => "in_hand",
        _ => &case.state,
    }
}

/// `GET /petitions/new`.
async fn form(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ENTERERS)).await?;
    show_form(&staff, &viewer, StatusCode::OK, &Fields::default(), &[])
}

fn show_form(
    staff: &Staff,
    viewer: &Viewer,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let state = staff.form(fields, errors);
    let page = json!({
        "form": state.form, "errors": state.errors, "error": state.error,
        "counties": bureaus(staff, is_assignable), "categories": categories(staff, fields),
    });
    staff.show_with(status, viewer, "petitions/new", page)
}

fn bureaus(staff: &Staff, fits: impl Fn(BureauKind) -> bool) -> Vec<Value> {
    let jurisdiction = &staff.app.jurisdiction;
    let item = |code: &str| {
        let label = jurisdiction.place(code, staff.language.tag());
        json!({ "value": code, "label": label })
    };
    let fitting = jurisdiction.bureaus().iter().filter(|bureau| fits(bureau.kind));
    fitting.map(|bureau| item(&bureau.code)).collect()
}

/// Categories with their sub-types, those typed before ticked.
fn categories(staff: &Staff, fields: &Fields) -> Vec<Value> {
    let ticked = fields.all("category");
    let item = |name: &&str| {
        let label = staff.text(&format!("kind-{name}"));
        json!({ "value": name, "label": label, "checked": ticked.contains(name) })
    };
    let group = |category: &crate::reports::category::Category| {
        let items: Vec<Value> = category.subtypes.iter().map(item).collect();
        let open = category.subtypes.iter().any(|name| ticked.contains(name));
        json!({ "main": item(&category.name), "items": items, "open": open })
    };
    CATEGORIES.iter().map(group).collect()
}

/// `POST /petitions`: enters one; the same number again changes nothing, and says so (`F2`).
async fn create(staff: Staff, submission: Submission) -> Result<HttpResponse> {
    let fields = submission.fields;
    let today = staff.app.clock.today();
    let new = match NewPetition::parse(&fields, today, &staff.app.jurisdiction) {
        Ok(new) => new,
        Err(errors) => {
            let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ENTERERS)).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show_form(&staff, &viewer, status, &fields, &errors);
        }
    };
    let place = match write(&staff, new.clone()).await {
        // Somebody entered the same number at the same time: now it is known.
        Err(Error::Database(error)) if error.is_unique_violation() => write(&staff, new).await?,
        other => other?,
    };
    Ok(see_other(&place))
}

/// Enters it and tells where to go on: to its page, unless it is against the viewer's own bureau
/// (`R3`).
async fn write(staff: &Staff, new: NewPetition) -> Result<String> {
    let app = staff.app.clone();
    let change = move |connection: &mut _, viewer: &Viewer| {
        viewer.only(&ENTERERS)?;
        let entered = enter(connection, &app, viewer, &new)?;
        let how = if matches!(entered, Entered::New(_)) { "new" } else { "known" };
        match Dossier::open(connection, &app, viewer, new.number.as_str()) {
            Ok(_) => Ok(format!("/petitions/{}?entered={how}", new.number)),
            Err(Error::NotFound) => Ok("/petitions?entered=hidden".to_owned()),
            Err(error) => Err(error),
        }
    };
    staff.write(change).await
}

/// The matter that the address asks for, of a petition that became several.
fn asked_for(request: &HttpRequest) -> Result<Option<String>> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    Ok(query.given("matter").map(str::to_owned))
}

/// The page of a petition after what was `done` there, at that matter.
fn back(number: &str, matter: Option<&str>, done: &str) -> String {
    let pairs = [("entered", Some(done)), ("matter", matter)];
    let given: Vec<(&str, &str)> =
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    format!("/petitions/{number}?{}", serde_html_form::to_string(given).unwrap_or_default())
}

/// `GET /petitions/{number}`, or of one of its matters.
async fn one(staff: Staff, request: HttpRequest, number: Path<String>) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (number, matter) = (number.into_inner(), asked_for(&request)?);
    let app = staff.app.clone();
    let read = move |connection: &mut _, viewer: &Viewer| {
        Dossier::open_at(connection, &app, viewer, &number, matter.as_deref())
    };
    let (viewer, dossier) = staff.read(read).await?;
    let mut page = show::page(&staff, &viewer, &dossier, None);
    page["notice"] = match query.text("entered") {
        "chase" | "rehandle" => notice(&staff, &format!("act-done-{}", query.text("entered"))),
        name if oversight::is_deed(name) => notice(&staff, &format!("petitions-done-{name}")),
        "new" => notice(&staff, "petitions-entered-new"),
        "known" => notice(&staff, "petitions-entered-known"),
        _ => Value::Null,
    };
    staff.show(&viewer, "petitions/show", page)
}
