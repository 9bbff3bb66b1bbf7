//! A reporter's own letters, for the browser that number and code have let in, and no other.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use serde_json::json;

use super::track::COOKIE;
use crate::{
    db::Connection,
    error::{Error, Result},
    letters::{Letter, Sheet, web::pdf_answer},
    reports::follow,
    web::{
        Visit,
        visit::{cookie, see_other},
    },
};

/// `GET /track/{number}/letters/{id}`.
pub async fn show(
    visit: Visit,
    request: HttpRequest,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let Some(letter) = own(&visit, &request, &number, id).await? else { return ask(&number) };
    let page = json!({
        "sheet": Sheet::of(&visit.app, &letter)?,
        "back": format!("/track/{number}"),
        "pdf": format!("/track/{number}/letters/{id}/pdf"),
    });
    visit.page("letters/own", page)
}

/// `GET /track/{number}/letters/{id}/pdf`.
pub async fn file(
    visit: Visit,
    request: HttpRequest,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    match own(&visit, &request, &number, id).await? {
        Some(letter) => pdf_answer(&visit, letter).await,
        None => ask(&number),
    }
}

/// Who was not let in, or no longer, is asked for the code; whether there is such a letter stays unsaid.
fn ask(number: &str) -> Result<HttpResponse> {
    let number = crate::reports::Number::parse(number).map_err(|_| Error::NotFound)?;
    Ok(see_other(&format!("/track?number={number}")))
}

/// The letter, when the browser was let in for that report and it is its letter.
async fn own(
    visit: &Visit,
    request: &HttpRequest,
    number: &str,
    id: i64,
) -> Result<Option<Letter>> {
    let Some(token) = cookie(request, COOKIE).map(str::to_owned) else { return Ok(None) };
    let (app, number) = (visit.app.clone(), number.to_owned());
    let read = move |connection: &mut Connection| {
        let report = follow::by_token(connection, &app.vault, &token, app.clock.now())?;
        let Some(report) = report.filter(|report| report.number == number) else {
            return Ok(None);
        };
        let letter = Letter::find(connection, id)?;
        if letter.report_id == report.id { Ok(Some(letter)) } else { Err(Error::NotFound) }
    };
    visit.app.db.read(read).await
}
