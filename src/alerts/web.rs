//! `/alerts`: what one has been told, and noting that it was read.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    list::{self, Told},
    said,
};
use crate::{
    accounts::Staff,
    error::Result,
    web::{Fields, Submission, language::local_path, paging::Paging, visit::see_other},
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/alerts", get().to(index))
        .route("/alerts/readings", post().to(read_all))
        .route("/alerts/{id}/reading", post().to(open));
}

/// `GET /alerts`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (paging, now) = (Paging::of(&query), staff.app.clock.now());
    let (viewer, mut told) =
        staff.read(move |connection, viewer| list::read(connection, viewer, now, paging)).await?;
    let last = told.iter().map(|told| told.id).max();
    let pages = paging.cut("/alerts", &query, &mut told);
    let page = json!({
        "rows": told.iter().map(|told| row(&staff, told)).collect::<Vec<_>>(),
        "last": last.filter(|_| viewer.unread.is_some_and(|unread| unread > 0)),
        "pages": pages,
    });
    staff.show(&viewer, "alerts/index", page)
}

fn row(staff: &Staff, told: &Told) -> Value {
    json!({
        "id": told.id,
        "kind": told.kind,
        "text": said(&staff.app, staff.language, &told.message),
        "at": told.at,
        "unread": told.unread,
    })
}

/// `POST /alerts/{id}/reading`: notes that it was read and goes where it leads.
async fn open(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    let now = staff.app.clock.now();
    let link = staff
        .write(move |connection, viewer| list::mark_read(connection, viewer, now, *id))
        .await?;
    Ok(see_other(local_path(&link)))
}

/// `POST /alerts/readings`: notes that all were read, up to the newest one that was shown.
async fn read_all(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let last: i64 = form.fields.text("last").parse().unwrap_or(0);
    let now = staff.app.clock.now();
    staff
        .write(move |connection, viewer| Ok(list::mark_all_read(connection, viewer, now, last)?))
        .await?;
    Ok(see_other("/alerts"))
}
