//! A citizen's pages: report, receipt, track.

mod afterwards;
mod draft;
mod letters;
mod matter;
mod pages;
mod pictures;
mod receipt;
mod review;
mod send;
mod standing;
mod track;

use actix_web::{
    HttpResponse,
    web::{Path, ServiceConfig},
};

use crate::{
    error::{Error, Result},
    reports::Number,
    web::visit::see_other,
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/reports/new", get().to(send::blank))
        .route("/reports/new", post().to(send::change))
        .route("/reports/review", post().to(send::review))
        .route("/reports/alike", post().to(send::alike))
        .route("/reports/alike", get().to(to_form))
        .route("/reports", post().to(send::file))
        .route("/reports", get().to(to_form))
        .route("/reports/review", get().to(to_form))
        .route("/reports/receipt", get().to(receipt::show))
        .route("/pictures/{id}", get().to(pictures::show))
        .route("/pictures/pending/{token}", get().to(pictures::show_pending))
        .route("/track", get().to(track::ask))
        .route("/track", post().to(track::look_up))
        .route("/track/leave", post().to(track::leave))
        .route("/track/leave", get().to(to_look_up))
        .route("/track/{number}", get().to(track::show))
        .route("/track/{number}/letters/{id}", get().to(letters::show))
        .route("/track/{number}/letters/{id}/pdf", get().to(letters::file))
        .route("/track/{number}/{act}", get().to(to_report))
        .route("/track/{number}/supplements", post().to(track::add_facts))
        .route("/track/{number}/withdrawal", post().to(track::withdraw))
        .route("/track/{number}/rating", post().to(afterwards::rate))
        .route("/track/{number}/review", post().to(review::ask))
        .route("/track/{number}/review-withdrawal", post().to(review::withdraw))
        .route("/track/{number}/code", post().to(track::exchange_code));
}

/// The addresses of forms that were sent, when somebody opens them (the language switch, a reload):
/// the page that has the form.
async fn to_form() -> Result<HttpResponse> {
    Ok(see_other("/reports/new"))
}

async fn to_look_up() -> Result<HttpResponse> {
    Ok(see_other("/track"))
}

async fn to_report(path: Path<(String, String)>) -> Result<HttpResponse> {
    let number = Number::parse(&path.0).map_err(|_| Error::NotFound)?;
    Ok(see_other(&format!("/track/{number}")))
}
