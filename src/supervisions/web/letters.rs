//! `/supervisions/{number}/letter`: the letter of a lifting, as page and as PDF.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Path, block},
};
use serde_json::json;

use crate::{
    db::Connection,
    error::{Error, Result},
    supervisions::{Supervision, letter::Letter},
    web::Visit,
};

fn open(connection: &mut Connection, number: &str) -> Result<Letter> {
    let case = Supervision::public(connection, number)?;
    Letter::of(connection, case.id)?.ok_or(Error::NotFound)
}

/// The page.
pub async fn show(
    visit: Visit,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (app, number) = (visit.app.clone(), number.into_inner());
    let content = move |connection: &mut Connection| {
        let letter = open(connection, &number)?;
        Ok(json!({
            "sheet": letter.sheet(&app),
            "back": format!("/supervisions/{number}"),
            "pdf": format!("/supervisions/{number}/letter/pdf"),
        }))
    };
    visit.public_page(&request, "supervisions/letter", content).await
}

/// The PDF; made beside the threads that answer requests.
pub async fn file(visit: Visit, number: Path<String>) -> Result<HttpResponse> {
    let (app, number) = (visit.app.clone(), number.into_inner());
    let name = format!("{number}.pdf");
    let letter = visit.app.db.read(move |connection| open(connection, &number)).await?;
    let made = block(move || letter.pdf(&app)).await;
    let bytes = made.map_err(|error| Error::Internal(error.to_string()))??;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")))
        .body(bytes))
}
