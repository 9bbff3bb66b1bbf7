//! The clerk's screen, what is known, filing, read-back, and today's entries.

mod form;
mod read_back;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    ROLES,
    call::{self, Call},
    entry,
    known::{self, Asked, Known},
};
use crate::{
    accounts::Staff,
    error::{Error, FieldError, Result},
    message::Message,
    web::{
        Fields, Submission,
        paging::Paging,
        visit::{cookie, see_other},
    },
};

/// The cookie that lets the code be read back: the key of the form that was sent, kept out of
/// addresses and out of reach of scripts.
const READ_BACK: &str = "read_back";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/hotline", get().to(new))
        .route("/hotline/known", get().to(look))
        .route("/hotline/known", post().to(look))
        .route("/hotline/today", get().to(today))
        .route("/hotline/calls", post().to(enter))
        .route("/hotline/calls/{number}", get().to(show));
}

/// `GET /hotline`: an empty form, the caret in the caller's number.
async fn new(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ROLES)).await?;
    let page = form::page(&staff, &Fields::default(), &[], &Known::default());
    staff.show(&viewer, "hotline/new", page)
}

/// `/hotline/known`: what is known of what is typed so far, as a piece of the page.
///
/// The page asks by POST, because a caller's number and words must not stand in addresses, which
/// are logged on the way (`S1`).
async fn look(staff: Staff, request: HttpRequest, form: Submission) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let fields = if form.fields.pairs().is_empty() { query } else { form.fields };
    let known = known_of(&staff, &fields).await?.1;
    let page = json!({ "known": form::known(&staff, &known, fields.text("join")) });
    let html = staff.render("hotline/known", None, &[], page)?;
    Ok(staff.html(StatusCode::OK, html))
}

async fn known_of(staff: &Staff, fields: &Fields) -> Result<(crate::accounts::Viewer, Known)> {
    let (app, asked) = (staff.app.clone(), Asked::of(fields));
    staff
        .read(move |connection, viewer| {
            viewer.only(&ROLES)?;
            known::look(connection, &app, viewer, &asked)
        })
        .await
}

/// `POST /hotline/calls`: files it and goes on to the read-back.
async fn enter(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let fields = form.fields;
    if !call::is_submission(fields.text("submission")) {
        return Err(Error::BadRequest(Message::new("error-form")));
    }
    if fields.ticked("look") {
        return again(&staff, &fields, &[], StatusCode::OK).await;
    }
    let entered = match call::read(&fields, &staff.app.jurisdiction, staff.app.clock.today()) {
        Ok(call) => file(&staff, call).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match entered {
        Ok(number) => leave_with(&staff, &number, fields.text("submission")),
        Err(Error::Invalid(errors)) => {
            again(&staff, &fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// Files `call`. Two sendings of one form at the same moment meet at the database's unique key;
/// the second then finds what the first filed.
async fn file(staff: &Staff, call: Call) -> Result<String> {
    match file_once(staff, call.clone()).await {
        Err(Error::Database(error)) if error.is_unique_violation() => file_once(staff, call).await,
        done => done,
    }
}

async fn file_once(staff: &Staff, call: Call) -> Result<String> {
    let app = staff.app.clone();
    let filed = staff.write(move |connection, viewer| {
        viewer.only(&ROLES)?;
        entry::file(connection, &app, viewer, &call)
    });
    filed.await
}

/// The form as it was typed, with what is known of it.
async fn again(
    staff: &Staff,
    fields: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<HttpResponse> {
    let (viewer, known) = known_of(staff, fields).await?;
    let page = form::page(staff, fields, errors, &known);
    staff.show_with(status, &viewer, "hotline/new", page)
}

fn leave_with(staff: &Staff, number: &str, submission: &str) -> Result<HttpResponse> {
    let mut response = see_other(&format!("/hotline/calls/{number}"));
    let lasts = entry::told_within(&staff.app, staff.app.clock.today())?.num_seconds();
    let cookie = staff.cookie(READ_BACK, submission.to_owned(), lasts);
    response.add_cookie(&cookie).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// `GET /hotline/calls/{number}`: to be read back to the caller.
async fn show(staff: Staff, number: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (app, number) = (staff.app.clone(), number.into_inner());
    let submission = cookie(&request, READ_BACK).map(str::to_owned);
    let (viewer, call) = staff
        .read(move |connection, viewer| {
            viewer.only(&ROLES)?;
            entry::read_back(connection, &app, viewer, &number, submission.as_deref())
        })
        .await?;
    staff.show(&viewer, "hotline/show", read_back::page(&staff, &call))
}

/// `GET /hotline/today`: what this clerk entered today.
async fn today(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (paging, today) = (Paging::of(&query), staff.app.clock.today());
    let (viewer, mut entries) = staff
        .read(move |connection, viewer| {
            viewer.only(&ROLES)?;
            Ok(entry::today(connection, viewer, today, paging)?)
        })
        .await?;
    let pages = paging.cut("/hotline/today", &query, &mut entries);
    let rows: Vec<Value> = entries.iter().map(|entry| row(&staff, entry)).collect();
    let page = json!({ "rows": rows, "pages": pages, "day": today });
    staff.show(&viewer, "hotline/today", page)
}

fn row(staff: &Staff, entry: &entry::Entry) -> Value {
    let bureau = entry.matter.as_ref().map(|matter| staff.full_name(&matter.bureau));
    let href = format!("/hotline/calls/{}", entry.number);
    json!({ "entry": entry, "bureau": bureau, "href": href })
}
