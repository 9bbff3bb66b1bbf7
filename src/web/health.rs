//! `GET /healthz`, `/readyz`, `/metrics`.

use actix_web::{HttpResponse, http::header, web::Data};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::Integer};

use crate::{app::App, db, error::Result, jobs};

/// The process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Integer)]
    one: i32,
}

/// The portal can read and can keep what it is told: database and disk answer.
pub async fn ready(app: Data<App>) -> HttpResponse {
    let probe = app.clone();
    let storage = tokio::task::spawn_blocking(move || probe.disk_takes_writes());
    let disk = matches!(storage.await, Ok(Ok(())));
    let read = app.db.read(|connection| {
        let one: One = sql_query("SELECT 1 AS one").get_result(connection)?;
        Ok::<_, db::Error>(one.one)
    });
    let (read, written) = (read.await, app.db.write(touch).await);
    let body = format!(
        "database read: {}\ndatabase write: {}\ndisk: {}\n",
        word(read.is_ok()),
        word(written.is_ok()),
        word(disk)
    );
    let mut response = match read.is_ok() && written.is_ok() && disk {
        true => HttpResponse::Ok(),
        false => HttpResponse::ServiceUnavailable(),
    };
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(body)
}

/// A write that changes one row, so that a full disk or a read-only database shows.
fn touch(connection: &mut db::Connection) -> Result<(), db::Error> {
    crate::db::counters::next(connection, "readiness").map(|_| ()).map_err(Into::into)
}

fn word(good: bool) -> &'static str {
    if good { "ok" } else { "failed" }
}

/// Figures for Prometheus.
pub async fn metrics(app: Data<App>) -> Result<HttpResponse> {
    let waiting = app.db.read(|connection| Ok::<_, db::Error>(jobs::waiting(connection)?)).await;
    if let Ok(waiting) = waiting {
        app.metrics.jobs_waiting(waiting);
    }
    let text = app.metrics.text().map_err(crate::error::Error::Internal)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}
