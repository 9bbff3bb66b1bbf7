//! Bulletins: those that everybody may read, and the desk on which they are written (`N3`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    Bulletin, Subject,
    bulletin::{BULLETIN, PROVINCE, PUBLIC, REPORT, TO, WRITERS},
    subject::ABOUT,
};
use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    cases::publication,
    db::Connection,
    error::{Error, FieldError, Result, valid},
    i18n::Language,
    message::Message,
    reports::category::CATEGORIES,
    statistics::{Period, figures::shown, web::place},
    web::{Fields, Submission, Visit, atom, visit::see_other},
};

/// The most characters of a title, and of a text.
const MOST: (usize, usize) = (200, 20_000);

/// How much of a text stands in the feed, in characters.
const SHORT: usize = 200;

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/bulletins", get().to(index))
        .route("/bulletins/feed", get().to(feed))
        .route("/bulletins/{id:\\d+}", get().to(show))
        .route("/desk/bulletins", get().to(list))
        .route("/desk/bulletins", post().to(make))
        .route("/desk/bulletins/{id:\\d+}", get().to(look))
        .route("/desk/bulletins/{id:\\d+}", post().to(decide));
}

fn said(app: &App, language: Language, bulletin: &Bulletin) -> Value {
    let number = bulletin.number().map(|number| app.pages.messages.say(language, &number));
    json!({
        "id": bulletin.id, "title": bulletin.title, "number": number,
        "kind": format!("bulletins-kind-{}", bulletin.kind),
        "state": state_of(bulletin), "at": bulletin.issued_at.unwrap_or(bulletin.edited_at),
        "href": format!("/bulletins/{}", bulletin.id),
        "desk": format!("/desk/bulletins/{}", bulletin.id),
    })
}

fn state_of(bulletin: &Bulletin) -> String {
    match (&bulletin.issued_to, bulletin.withdrawn_at) {
        (_, Some(_)) => "bulletins-state-withdrawn".to_owned(),
        (Some(to), None) => format!("bulletins-state-{to}"),
        (None, None) => "bulletins-state-draft".to_owned(),
    }
}

/// `GET /bulletins`: all that are public.
async fn index(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let page = move |connection: &mut _| {
        let all = Bulletin::public(connection)?;
        let rows = all.iter().map(|it| said(&app, language, it)).collect::<Vec<_>>();
        Ok(json!({ "rows": rows }))
    };
    visit.public_page(&request, "bulletins/index", page).await
}

/// `GET /bulletins/feed`.
async fn feed(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut _| {
        let all = Bulletin::public(connection)?;
        let entries = all.iter().filter_map(|it| entry(&app, language, it)).collect();
        let title = app.pages.messages.text(language, "bulletins-heading");
        let updated = all.iter().filter_map(|it| it.issued_at).max();
        Ok(atom::feed(&app, "/bulletins", &title, updated, entries))
    };
    visit.public_document(&request, atom::TEMPLATE, atom::TYPE, content).await
}

fn entry(app: &App, language: Language, bulletin: &Bulletin) -> Option<Value> {
    let link = app.link(&format!("/bulletins/{}", bulletin.id));
    let number = bulletin.number().map(|number| app.pages.messages.say(language, &number));
    Some(json!({
        "id": link,
        "link": link,
        "title": format!("{} {}", number.unwrap_or_default(), bulletin.title),
        "text": bulletin.text.chars().take(SHORT).collect::<String>(),
        "at": atom::stamp(bulletin.issued_at?),
    }))
}

/// `GET /bulletins/{id}`.
async fn show(visit: Visit, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language, id) = (visit.app.clone(), visit.language, id.into_inner());
    let page = move |connection: &mut _| {
        let found = Bulletin::find_public(connection, id)?;
        let mut page = said(&app, language, &found);
        page["rows"] = json!(found.rows());
        page["text"] = found.text.into();
        Ok(page)
    };
    visit.public_page(&request, "bulletins/show", page).await
}

/// `GET /desk/bulletins`: drafts and what was issued; for the province, what it was sent.
async fn list(staff: Staff) -> Result<HttpResponse> {
    show_list(&staff, StatusCode::OK, &Fields::default(), &[]).await
}

async fn show_list(
    staff: &Staff,
    status: StatusCode,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let (viewer, all) = staff.read(Bulletin::list).await?;
    let mut state = staff.form(fields, errors);
    let today = staff.app.clock.today();
    let (from, until) = Period::Month.days(today, today);
    for (name, day) in [("from", from), ("until", until)] {
        state.form.entry(name.to_owned()).or_insert_with(|| day.to_string());
    }
    let rows = all.iter().map(|it| said(&staff.app, staff.language, it)).collect::<Vec<_>>();
    let item = |value: &str, label: String| json!({ "value": value, "label": label });
    let about =
        ABOUT.map(|(about, _)| item(about, staff.text(&format!("bulletins-about-is-{about}"))));
    let counties = shown(&staff.app.jurisdiction);
    let counties = counties.into_iter().map(|it| item(it, place(&staff.app, staff.language, it)));
    let categories =
        CATEGORIES.iter().map(|it| item(it.name, staff.text(&format!("kind-{}", it.name))));
    let page = json!({
        "rows": rows, "writes": WRITERS.contains(&viewer.role), "about": about,
        "counties": counties.collect::<Vec<_>>(), "categories": categories.collect::<Vec<_>>(),
        "form": state.form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "bulletins/list", page)
}

/// `POST /desk/bulletins`: drafts one from the figures of some days, a special report on one subject.
async fn make(staff: Staff, form: Submission) -> Result<HttpResponse> {
    staff.read(|_, viewer| viewer.only(&WRITERS)).await?;
    let fields = form.fields;
    let (subject, days) = match asked(&staff.app, &fields) {
        Ok(asked) => asked,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show_list(&staff, status, &fields, &errors).await;
        }
    };
    let app = staff.app.clone();
    let make = move |connection: &mut Connection, viewer: &Viewer| {
        Bulletin::make(connection, &app, viewer, subject.as_ref(), days)
    };
    match staff.write(make).await {
        Ok(id) => Ok(see_other(&format!("/desk/bulletins/{id}"))),
        Err(Error::Invalid(errors)) => {
            show_list(&staff, StatusCode::UNPROCESSABLE_ENTITY, &fields, &errors).await
        }
        Err(error) => Err(error),
    }
}

type Days = (NaiveDate, NaiveDate);

fn asked(app: &App, fields: &Fields) -> Result<(Option<Subject>, Days), Vec<FieldError>> {
    let mut errors = Vec::new();
    let subject = match fields.text("kind") {
        BULLETIN => None,
        REPORT => Subject::parse(app, fields).map_err(|error| errors.push(error)).ok(),
        _ => {
            errors.push(FieldError::new("kind", "bulletins-kind-missing"));
            None
        }
    };
    let days = (fields.day("from", &mut errors), fields.day("until", &mut errors));
    match days {
        (Some(from), Some(until)) if errors.is_empty() => {
            Ok((subject, (from.min(until), from.max(until))))
        }
        _ => Err(errors),
    }
}

/// `GET /desk/bulletins/{id}`.
async fn look(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let done = ["save", "issue", "withdraw"].into_iter().find(|it| *it == query.text("done"));
    let (viewer, mut page) = opened(&staff, id.into_inner()).await?;
    page["notice"] = done.map_or(
        Value::Null,
        |done| json!({ "kind": "success", "text": staff.text(&format!("bulletins-done-{done}")) }),
    );
    staff.show(&viewer, "bulletins/desk", page)
}

async fn opened(staff: &Staff, id: i64) -> Result<(Viewer, Value)> {
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let found = Bulletin::open(connection, viewer, id)?;
        let editor = found.editor(connection)?;
        let marks = found.marks(connection, viewer)?;
        Ok((found, editor, marks))
    };
    let (viewer, (found, editor, marks)) = staff.read(read).await?;
    let marks = publication::listed(&marks);
    let ways =
        TO.map(|to| json!({ "value": to, "label": staff.text(&format!("bulletins-to-{to}")) }));
    let first = if found.kind == BULLETIN { PUBLIC } else { PROVINCE };
    let writes = WRITERS.contains(&viewer.role);
    let mut page = said(&staff.app, staff.language, &found);
    let more = json!({
        "text": found.text, "rows": found.rows(), "version": found.version, "editor": editor, "marks": marks,
        "draft": writes && !found.is_issued(), "own": found.edited_by == viewer.account,
        "public": found.is_public(), "ways": ways, "way": first,
        "stands": writes && found.is_issued() && found.withdrawn_at.is_none(),
        "from": found.from_on, "until": found.until_on,
        "figures": format!("/statistics?from={}&until={}", found.from_on, found.until_on),
    });
    if let (Value::Object(page), Value::Object(more)) = (&mut page, more) {
        page.extend(more);
    }
    Ok((viewer, page))
}

/// `POST /desk/bulletins/{id}`: saves, issues, withdraws or discards.
async fn decide(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let (app, id, fields) = (staff.app.clone(), id.into_inner(), form.fields);
    let (action, typed) = (fields.text("action").to_owned(), fields.clone());
    let change = move |connection: &mut Connection, viewer: &Viewer| {
        let found = Bulletin::open(connection, viewer, id)?;
        fields.check_version(found.version)?;
        match fields.text("action") {
            "save" => save(connection, &app, viewer, &found, &fields),
            "issue" => issue(connection, &app, viewer, &found, &fields),
            "withdraw" => found.withdraw(connection, &app, viewer),
            "discard" => found.discard(connection, viewer),
            _ => Err(Error::NotFound),
        }
    };
    match staff.write(change).await {
        Ok(_) if action == "discard" => Ok(see_other("/desk/bulletins")),
        Ok(_) => Ok(see_other(&format!("/desk/bulletins/{id}?done={action}"))),
        Err(error) => {
            let (status, state) = staff.refused_form(&typed, error)?;
            again(&staff, id, (status, state.errors), &typed).await
        }
    }
}

/// The page with what was typed, whatever is stored by now.
async fn again(
    staff: &Staff,
    id: i64,
    (status, errors): (StatusCode, Vec<Value>),
    typed: &Fields,
) -> Result<HttpResponse> {
    let (viewer, mut page) = opened(staff, id).await?;
    for name in ["title", "text"] {
        if let Some(typed) = typed.given(name) {
            page[name] = typed.into();
        }
    }
    page["errors"] = errors.into();
    staff.show_with(status, &viewer, "bulletins/desk", page)
}

fn save(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    found: &Bulletin,
    fields: &Fields,
) -> Result<()> {
    let mut errors = Vec::new();
    let mut written = |name: &str, most: usize, before: &str| match fields.given(name) {
        Some(_) => fields.optional(name, most, &mut errors),
        None => before.to_owned(),
    };
    let title = written("title", MOST.0, &found.title);
    let text = written("text", MOST.1, &found.text);
    valid(errors)?;
    found.edit(connection, app, viewer, (&title, &text))
}

fn issue(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    found: &Bulletin,
    fields: &Fields,
) -> Result<()> {
    let to = TO.into_iter().find(|to| *to == fields.text("to"));
    let unchecked = || Error::Conflict(Message::new("bulletins-unchecked"));
    match to.filter(|_| fields.ticked("checked")) {
        Some(to) => found.issue(connection, app, viewer, to),
        None => Err(unchecked()),
    }
}
