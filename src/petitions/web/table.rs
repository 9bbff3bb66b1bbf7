//! `/petitions/table`: the public table and bulletins, once a person has published them (`F4`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Path, ServiceConfig, get},
};
use serde_json::{Value, json};

use crate::{
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    petitions::publications::{Publication, Table, kept, table::COLUMNS},
    web::{Visit, beside, table::XLSX},
};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/table", get().to(index))
        .route("/petitions/table/{id:\\d+}", get().to(table))
        .route("/petitions/table/{id:\\d+}.{format:xlsx|csv}", get().to(file))
        .route("/petitions/bulletins/{id:\\d+}", get().to(bulletin));
}

/// The names of the columns.
pub(super) fn column_names(visit: &Visit, language: Language) -> Vec<String> {
    let messages = &visit.app.pages.messages;
    let name = |(_, name): &(_, &str)| {
        messages.text(language, &format!("petitions-table-{name}")).into_owned()
    };
    COLUMNS.iter().map(name).collect()
}

/// Lines as templates take them.
pub(super) fn lines(table: &Table) -> Vec<Value> {
    let lines = table.lines.iter().enumerate();
    lines.map(|(at, line)| json!({ "at": at + 1, "cells": line.cells })).collect()
}

/// Where the public reads it.
pub(super) fn href(publication: &Publication) -> String {
    let noun = if publication.kind == "table" { "table" } else { "bulletins" };
    format!("/petitions/{noun}/{}", publication.id)
}

fn listed(publications: &[Publication]) -> Vec<Value> {
    let one =
        |it: &Publication| json!({ "title": it.title, "href": href(it), "at": it.published_at });
    publications.iter().map(one).collect()
}

/// `GET /petitions/table`: all that is published.
async fn index(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    visit
        .public_page(&request, "petitions/tables", |connection| {
            let tables = Publication::public(connection, "table")?;
            let bulletins = Publication::public(connection, "bulletin")?;
            Ok(json!({ "tables": listed(&tables), "bulletins": listed(&bulletins) }))
        })
        .await
}

/// `GET /petitions/table/{id}`.
async fn table(visit: Visit, request: HttpRequest, id: Path<i64>) -> Result<HttpResponse> {
    let (id, columns) = (id.into_inner(), column_names(&visit, visit.language));
    visit
        .public_page(&request, "petitions/table", move |connection| {
            let publication = Publication::find_public(connection, "table", id)?;
            Ok(json!({
                "title": publication.title, "at": publication.published_at, "columns": columns,
                "lines": lines(&publication.table()?), "href": href(&publication),
            }))
        })
        .await
}

/// `GET /petitions/bulletins/{id}`.
async fn bulletin(visit: Visit, request: HttpRequest, id: Path<i64>) -> Result<HttpResponse> {
    let id = id.into_inner();
    visit
        .public_page(&request, "petitions/bulletin", move |connection| {
            let publication = Publication::find_public(connection, "bulletin", id)?;
            Ok(json!({
                "title": publication.title, "at": publication.published_at,
                "text": publication.text()?,
            }))
        })
        .await
}

/// `GET /petitions/table/{id}.xlsx` and `.csv`: in the office's own language, as it was published.
async fn file(visit: Visit, path: Path<(i64, String)>) -> Result<HttpResponse> {
    let (id, format) = path.into_inner();
    let kind = if format == "xlsx" { XLSX } else { "text/csv; charset=utf-8" };
    let named = format!("attachment; filename=\"petitions-{id}.{format}\"");
    let wanted = format.clone();
    let read = move |connection: &mut Connection| {
        let publication = Publication::find_public(connection, "table", id)?;
        Ok::<_, Error>((kept::kept(connection, id, &wanted)?, publication))
    };
    let bytes = match visit.app.db.read(read).await? {
        (Some(bytes), _) => bytes,
        (None, publication) => made(&visit, publication, &format).await?,
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, named))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(bytes))
}

/// A file of a table that was published before files were kept: made now, and kept from now on.
async fn made(visit: &Visit, publication: Publication, format: &str) -> Result<Vec<u8>> {
    let (app, id) = (visit.app.clone(), publication.id);
    let files = beside(move || kept::made(&app, &publication)).await?;
    let found = files.iter().find(|(known, _)| *known == format).map(|(_, bytes)| bytes.clone());
    let keep =
        move |connection: &mut Connection| kept::keep(connection, id, &files).map_err(Error::from);
    visit.app.db.write(keep).await?;
    found.ok_or(Error::NotFound)
}
