//! Following a report (`I4`): by its number what the public may see, with the code all of it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{
    draft::{is_key, new_key},
    standing,
};
use crate::{
    db::Connection,
    error::{Error, FieldError, Result},
    message::Message,
    reports::{LookupCode, Number, Report, follow, number::NumberError},
    web::{
        Fields, Submission, Visit,
        visit::{cookie, see_other},
    },
};

/// The cookie of a reporter who gave the code.
pub const COOKIE: &str = "report";
/// The most characters of added facts.
const LONG: usize = 5_000;
/// What a page says was done, by the end of its message key (`track-done-facts`).
const DONE: [&str; 6] = ["facts", "withdrawn", "left", "rated", "review_asked", "review_withdrawn"];
/// Fields of the forms on the page of a report, `matter` naming the one that a form is about where
/// there are several: what was typed there outlives an ended time.
pub(super) const KEPT: [&str; 8] =
    ["facts", "intake", "handling", "solved", "cause", "words", "review_grounds", "matter"];

/// `GET /track`.
pub async fn ask(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let page = asking(&visit, &query, &[]);
    visit.page("track/index", page)
}

fn asking(visit: &Visit, fields: &Fields, errors: &[FieldError]) -> Value {
    let state = visit.form(fields, errors);
    json!({
        "form": { "number": fields.text("number") },
        "facts": fields.given("facts"),
        "kept": kept(fields).filter(|(name, _)| *name != "facts")
            .map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "errors": state.errors,
        "error": state.error,
        "notice": done(visit, fields),
    })
}

/// What was typed on the page of a report.
fn kept(fields: &Fields) -> impl Iterator<Item = (&'static str, &str)> {
    KEPT.into_iter().filter_map(|name| Some((name, fields.given(name)?)))
}

fn done(visit: &Visit, fields: &Fields) -> Option<Value> {
    let done = DONE.into_iter().find(|name| fields.text("done") == *name)?;
    Some(json!({ "kind": "done", "text": visit.text(&format!("track-done-{done}")) }))
}

/// `POST /track`: lets the browser in that has number and code; the number alone leads to what is
/// public.
pub async fn look_up(visit: Visit, form: Submission) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    match open(&visit, &form.fields).await {
        Ok((number, None)) => Ok(see_other(&format!("/track/{number}"))),
        Ok((number, Some(token))) if kept(&form.fields).next().is_some() => {
            let page =
                show_with(&visit, &number, Some(token.clone()), &form.fields, Ok(())).await?;
            let_in(&visit, page, token)
        }
        Ok((number, Some(token))) => let_in(&visit, see_other(&format!("/track/{number}")), token),
        Err(Error::Invalid(errors)) => again(&visit, &form.fields, &errors),
        Err(error) => Err(error),
    }
}

fn again(visit: &Visit, fields: &Fields, errors: &[FieldError]) -> Result<HttpResponse> {
    let page = asking(visit, fields, errors);
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "track/index", page)
}

async fn open(visit: &Visit, fields: &Fields) -> Result<(Number, Option<String>)> {
    let mut errors = Vec::new();
    let number =
        parse(fields.text("number")).map_err(|key| errors.push(FieldError::new("number", key)));
    let code = fields.given("code").map(LookupCode::parse);
    if code == Some(None) {
        errors.push(FieldError::new("code", "track-code-form"));
    }
    let (Ok(number), true) = (number, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let app = visit.app.clone();
    let read = move |connection: &mut Connection| {
        let Some(code) = code.flatten() else {
            return match Report::by_number(connection, number.as_str()) {
                Ok(_) => Ok((number, None)),
                Err(Error::NotFound) => Err(Error::field("number", "track-number-unknown")),
                Err(error) => Err(error),
            };
        };
        let report = follow::open(connection, &app.vault, &number, &code)?;
        let token = follow::token(connection, &app.vault, report.id, app.clock.now())?;
        Ok((number, Some(token)))
    };
    visit.app.db.read(read).await
}

/// A number as typed, or the key of what is wrong with it.
fn parse(typed: &str) -> std::result::Result<Number, &'static str> {
    if typed.is_empty() {
        return Err("track-number-missing");
    }
    // Whoever types the number of one of several matters sees all of its report.
    Number::parse_matter(typed).map(|(report, _)| report).map_err(|error| match error {
        NumberError::Form => "track-number-form",
        NumberError::Check => "track-number-check",
    })
}

fn let_in(visit: &Visit, mut response: HttpResponse, token: String) -> Result<HttpResponse> {
    let cookie = visit.cookie(COOKIE, token, follow::LASTS.num_seconds());
    response.add_cookie(&cookie).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// `POST /track/leave`: for a browser that others use, too.
pub async fn leave(visit: Visit) -> Result<HttpResponse> {
    let mut response = see_other("/track?done=left");
    let gone = visit.cookie(COOKIE, String::new(), 0);
    response.add_cookie(&gone).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// `GET /track/{number}`.
pub async fn show(visit: Visit, request: HttpRequest, typed: Path<String>) -> Result<HttpResponse> {
    let number = match parse(&typed) {
        Ok(number) => number,
        Err(key) => {
            let fields = Fields::from(vec![("number".to_owned(), typed.into_inner())]);
            return again(&visit, &fields, &[FieldError::new("number", key)]);
        }
    };
    let query = Fields::parse(request.query_string().as_bytes())?;
    show_with(&visit, &number, token(&request), &query, Ok(())).await
}

fn token(request: &HttpRequest) -> Option<String> {
    cookie(request, COOKIE).map(str::to_owned)
}

/// The page of a report, with a form of it as it was typed and what is wrong there.
async fn show_with(
    visit: &Visit,
    number: &Number,
    token: Option<String>,
    fields: &Fields,
    checked: Result<(), Vec<FieldError>>,
) -> Result<HttpResponse> {
    let (app, wanted) = (visit.app.clone(), number.clone());
    let read = move |connection: &mut Connection| {
        standing::read(connection, &app, &wanted, token.as_deref())
    };
    let standing = visit.app.db.read(read).await?;
    let errors = checked.err().unwrap_or_default();
    if !errors.is_empty() && !standing.full {
        return let_in_first(visit, number.as_str(), fields);
    }
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let state = visit.form(fields, &errors);
    let mut page = standing.page(visit, fields, &state)?;
    page["notice"] = json!(done(visit, fields));
    page["key"] = json!(new_key());
    visit.page_with(status, "track/show", page)
}

/// A form of the page of a report, from a browser that has not been let in, or no longer: asks for
/// the code and keeps what was typed.
fn let_in_first(visit: &Visit, typed: &str, fields: &Fields) -> Result<HttpResponse> {
    let mut pairs = vec![("number".to_owned(), typed.to_owned())];
    pairs.extend(kept(fields).map(|(name, value)| (name.to_owned(), value.to_owned())));
    again(visit, &Fields::from(pairs), &[FieldError::new("code", "track-code-again")])
}

/// `POST /track/{number}/supplements`.
pub async fn add_facts(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let mut errors = Vec::new();
    let facts = form.fields.required("facts", LONG, &mut errors);
    let checked = if errors.is_empty() { Ok(()) } else { Err(errors) };
    let app = visit.app.clone();
    let change = move |connection: &mut Connection, report: &Report| {
        follow::add_facts(connection, &app, report, &facts)
    };
    act(&visit, &request, &typed, &form.fields, checked, "facts", change).await
}

/// `POST /track/{number}/withdrawal`: only by somebody who has confirmed it.
pub async fn withdraw(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let checked = match form.fields.ticked("sure") {
        true => Ok(()),
        false => Err(vec![FieldError::new("sure", "track-withdraw-sure-missing")]),
    };
    let app = visit.app.clone();
    let change = move |connection: &mut Connection, report: &Report| match report.withdrawn_at {
        // A second click finds it done.
        Some(_) => Ok(()),
        None => follow::withdraw(connection, &app, report),
    };
    act(&visit, &request, &typed, &form.fields, checked, "withdrawn", change).await
}

/// Does something as the reporter whom the cookie lets in, and comes back to the page.
pub(super) async fn act(
    visit: &Visit,
    request: &HttpRequest,
    typed: &str,
    fields: &Fields,
    checked: Result<(), Vec<FieldError>>,
    done: &str,
    change: impl FnOnce(&mut Connection, &Report) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let number = Number::parse(typed).map_err(|_| Error::NotFound)?;
    let Some(token) = token(request) else { return let_in_first(visit, typed, fields) };
    if checked.is_err() {
        return show_with(visit, &number, Some(token), fields, checked).await;
    }
    let (app, wanted) = (visit.app.clone(), number.clone());
    let write = move |connection: &mut Connection| {
        let report = follow::by_token(connection, &app.vault, &token, app.clock.now())?;
        match report.filter(|report| report.number == wanted.as_str()) {
            Some(report) => change(connection, &report).map(Some),
            None => Ok(None),
        }
    };
    match visit.app.db.write(write).await? {
        Some(()) => Ok(see_other(&format!("/track/{number}?done={done}"))),
        None => let_in_first(visit, typed, fields),
    }
}

/// `POST /track/{number}/code`: the caller's own code in place of the one that a clerk read out.
pub async fn exchange_code(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let number = Number::parse(&typed).map_err(|_| Error::NotFound)?;
    let key = form.fields.text("key").to_owned();
    if !is_key(&key) {
        return Err(Error::BadRequest(Message::new("reports-key-wrong")));
    }
    let Some(held) = token(&request) else { return let_in_first(&visit, &typed, &form.fields) };
    let app = visit.app.clone();
    let change = move |connection: &mut Connection| {
        let (report, code) = follow::exchange_code(connection, &app, &held, &key)?;
        if report.number != number.as_str() {
            return Err(Error::NotFound);
        }
        let token = follow::token(connection, &app.vault, report.id, app.clock.now())?;
        Ok((report.number, code, token))
    };
    match visit.app.db.write(change).await {
        Ok((number, code, token)) => {
            let page = json!({ "number": number, "code": code.spoken() });
            let_in(&visit, visit.page("track/code", page)?, token)
        }
        Err(Error::NotFound) => let_in_first(&visit, &typed, &form.fields),
        Err(error) => Err(error),
    }
}
