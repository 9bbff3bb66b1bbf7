//! The page of figures (`N1`), its table as CSV and XLSX, the figures of one plant, and the matters
//! behind a figure (`N2`).

mod asked;
mod cells;
mod matters;
mod page;
mod plant;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{ServiceConfig, get},
};
use serde_json::Value;

use self::asked::Query;
use super::sheet::{self, Side};
use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    web::{Fields, Visit, table},
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/statistics", get().to(show))
        .route("/statistics.csv", get().to(csv))
        .route("/statistics.xlsx", get().to(xlsx))
        .route("/statistics/matters", get().to(matters::list));
}

/// `GET /statistics`: for the public kept until something changes; staff open more of the figures, and
/// with `?plant=` those of one plant.
async fn show(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = query(&staff.app, &request)?;
    if let Some(number) = query.plant.clone() {
        return plant::show(&staff, query, number).await;
    }
    let (app, language) = (staff.app.clone(), staff.language);
    let page = move |connection: &mut Connection, viewer: Option<&Viewer>| {
        let gathered = page::gather(connection, &app, &query)?;
        Ok::<_, Error>(page::page((&app, language), &query, &gathered, viewer))
    };
    match own(&staff, page.clone()).await? {
        Some((_, page)) => staff.page("statistics/show", page),
        None => staff.public_page(&request, "statistics/show", move |it| page(it, None)).await,
    }
}

/// What a member of staff sees for themselves; nothing for everybody else, and for those whose
/// session has ended.
async fn own<F>(staff: &Staff, page: F) -> Result<Option<(Viewer, Value)>>
where
    F: FnOnce(&mut Connection, Option<&Viewer>) -> Result<Value> + Send + 'static,
{
    if staff.session.is_none() {
        return Ok(None);
    }
    match staff.read(move |connection, viewer| page(connection, Some(viewer))).await {
        Ok(own) => Ok(Some(own)),
        Err(Error::LoginNeeded) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `GET /statistics.csv`: for spreadsheet programs and others, one row a bureau.
async fn csv(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = query(&visit.app, &request)?;
    let (app, language, name) = (visit.app.clone(), visit.language, query.file_name());
    let rows = move |connection: &mut _| {
        let gathered = page::gather(connection, &app, &query)?;
        Ok(sheet::rows(&app, language, &gathered.figures))
    };
    let rows = visit.app.db.read::<_, Error, _>(rows).await?;
    Ok(file("text/csv; charset=utf-8", &format!("{name}.csv"), table::csv(&rows).into_bytes()))
}

/// `GET /statistics.xlsx`: in the form of the yearly summary.
async fn xlsx(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = query(&visit.app, &request)?;
    let (app, language, name) = (visit.app.clone(), visit.language, query.file_name());
    let book = move |connection: &mut Connection| {
        let gathered = page::gather(connection, &app, &query)?;
        let then = page::channels(connection, &query.asked(gathered.days_before()))?;
        sheet::xlsx(&app, language, gathered.side(), Side::of(&gathered.before, &then))
    };
    let book = visit.app.db.read::<_, Error, _>(book).await?;
    Ok(file(table::XLSX, &format!("{name}.xlsx"), book))
}

fn file(kind: &'static str, name: &str, body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(body)
}

fn query(app: &App, request: &HttpRequest) -> Result<Query> {
    Ok(Query::of(app, &Fields::parse(request.query_string().as_bytes())?))
}

/// What a line is called: the county, the zone, or the city with all that has no county.
pub fn place(app: &App, language: Language, code: &str) -> String {
    if code == app.jurisdiction.profile().dispatcher {
        return app.pages.messages.text(language, "statistics-city").into_owned();
    }
    app.jurisdiction.place(code, language.tag()).to_owned()
}
