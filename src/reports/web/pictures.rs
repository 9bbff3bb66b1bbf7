//! Pictures for those who may see them: those of a report for the reporter, and for staff who see
//! what was reported of a matter behind it; those of an inspection for staff who see what was found.
//! Only the copy is shown, never the original (`S3`).

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Path},
};

use super::track::COOKIE;
use crate::{
    accounts::Viewer,
    app::App,
    cases::{
        Case, access,
        records::Inspection,
        sight::{self, Sight},
    },
    db::Connection,
    error::{Error, Result},
    reports::{
        Report, follow,
        pending::{self, Pending},
        report::Attachment,
    },
    web::{Visit, visit::cookie},
};

/// `GET /pictures/{id}`.
pub async fn show(visit: Visit, request: HttpRequest, id: Path<i64>) -> Result<HttpResponse> {
    let (app, session) = (visit.app.clone(), visit.session.clone());
    let token = cookie(&request, COOKIE).map(str::to_owned);
    let read = move |connection: &mut Connection| {
        let picture = Attachment::find(connection, *id)?;
        let may = is_reporter(connection, &app, token.as_deref(), &picture)?
            || is_staff(connection, &app, session.as_deref(), &picture)?;
        match may {
            true => Ok(app.storage.get(&picture.copy_key)?),
            false => Err(Error::NotFound),
        }
    };
    Ok(answer(visit.app.db.read(read).await?))
}

fn is_reporter(
    connection: &mut Connection,
    app: &App,
    token: Option<&str>,
    picture: &Attachment,
) -> Result<bool> {
    let Some(token) = token.filter(|_| picture.subject == Report::NOUN) else { return Ok(false) };
    let report = follow::by_token(connection, &app.vault, token, app.clock.now())?;
    Ok(report.is_some_and(|report| report.id == picture.subject_id))
}

fn is_staff(
    connection: &mut Connection,
    app: &App,
    session: Option<&str>,
    picture: &Attachment,
) -> Result<bool> {
    let viewer = match Viewer::of_session(connection, &app.clock, session) {
        Ok(viewer) if !viewer.must_change => viewer,
        Ok(_) | Err(Error::LoginNeeded) => return Ok(false),
        Err(error) => return Err(error),
    };
    let shown = |sight: Sight| shows(sight, picture);
    for case in behind(connection, picture)? {
        match access::open(connection, &viewer, &case.number) {
            Ok(case) if sight::of(&viewer, &case).is_some_and(shown) => return Ok(true),
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// The matters that a picture belongs to.
fn behind(connection: &mut Connection, picture: &Attachment) -> Result<Vec<Case>> {
    Ok(match picture.subject.as_str() {
        Report::NOUN => Report::cases_of(connection, picture.subject_id)?,
        Case::NOUN => vec![Case::find(connection, picture.subject_id)?],
        Inspection::NOUN => {
            let case = Inspection::case_of(connection, picture.subject_id)?;
            vec![Case::find(connection, case)?]
        }
        _ => Vec::new(),
    })
}

/// Whether the part of a matter that a picture belongs to is seen.
fn shows(sight: Sight, picture: &Attachment) -> bool {
    if picture.subject == Inspection::NOUN { sight.casework } else { sight.report }
}

/// `GET /pictures/pending/{token}`: on the review, for half an hour.
pub async fn show_pending(visit: Visit, token: Path<String>) -> Result<HttpResponse> {
    let app = visit.app.clone();
    let id = opened(&app, &token).ok_or(Error::NotFound)?;
    let read = move |connection: &mut Connection| {
        let picture = pending::find(connection, id)?;
        Ok::<_, Error>(app.storage.get(&picture.copy_key)?)
    };
    Ok(answer(visit.app.db.read(read).await?))
}

/// The address of a picture that waits: it tells nothing of the form's key.
pub fn pending_href(visit: &Visit, picture: &Pending) -> String {
    let until = (visit.app.clock.now() + follow::LASTS).and_utc().timestamp();
    let token = visit.app.vault.sign(&format!("picture.{until}.{}", picture.id));
    format!("/pictures/pending/{token}")
}

fn opened(app: &Arc<App>, token: &str) -> Option<i64> {
    let mut parts = app.vault.verify(token)?.strip_prefix("picture.")?.split('.');
    let until: i64 = parts.next()?.parse().ok()?;
    let id = parts.next()?.parse().ok()?;
    (app.clock.now().and_utc().timestamp() <= until).then_some(id)
}

fn answer(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(Bytes::from(bytes))
}
