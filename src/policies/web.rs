//! `/policies`: every limit with its source, the years of the calendar, and importing one (`P9`).

mod shown;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::ServiceConfig};
use serde_json::{Value, json};

use super::{import, recompute};
use crate::{
    accounts::{Role, Staff, Viewer, viewer},
    error::Result,
    jurisdiction::{
        Years,
        calendar::{Faulty, read_years, stored},
    },
    message::Message,
    web::{Fields, Submission, beside, visit::see_other},
};

/// The most moved dates that a preview lists; the rest is a number.
const MOST_LISTED: usize = 100;

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/policies", get().to(index))
        .route("/policies/calendar/preview", post().to(preview))
        .route("/policies/calendar", post().to(confirm));
}

fn only_administrators(viewer: &Viewer) -> Result<()> {
    viewer.only(&[Role::Administrator])
}

/// `GET /policies`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let notice = match query.text("imported") {
        "" => None,
        "same" => Some("policies-imported-same"),
        _ => Some("policies-imported"),
    };
    show(&staff, StatusCode::OK, notice, &[]).await
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    notice: Option<&str>,
    faults: &[Message],
) -> Result<HttpResponse> {
    let (viewer, (imports, names)) = staff
        .read(|connection, viewer| {
            only_administrators(viewer)?;
            let imports = stored::holding(connection)?;
            let names = viewer::names(connection, imports.iter().filter_map(|import| import.by))?;
            Ok((imports, names))
        })
        .await?;
    let page = shown::index(staff, &imports, &names, notice, faults);
    staff.show_with(status, &viewer, "policies/index", page)
}

/// `POST /policies/calendar/preview`: what the file would bring and what would move.
async fn preview(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let sent = form.files.first().and_then(|file| file.bytes.as_ref());
    let text = sent.map(|bytes| String::from_utf8(bytes.to_vec()));
    let text = match text {
        Some(Ok(text)) if text.len() <= crate::web::form::MOST_TEXT / 2 => text,
        Some(Ok(_)) => return refuse(&staff, vec![Message::new("calendar-fault-long")]).await,
        Some(Err(_)) => return refuse(&staff, vec![Message::new("calendar-fault-encoding")]).await,
        None => return refuse(&staff, vec![Message::new("calendar-fault-file")]).await,
    };
    let years = match read_years(&text) {
        Ok(years) => years,
        Err(faults) => return refuse(&staff, said(&faults)).await,
    };
    let (app, brought) = (staff.app.clone(), years.clone());
    let (viewer, (count, listed)) = staff
        .read(move |_, viewer| {
            only_administrators(viewer)?;
            let was = app.jurisdiction.calendar().clone();
            let change = recompute::Change { was: &was, is: &was.with(&brought) };
            let years: Vec<i32> = brought.keys().copied().collect();
            let (mut count, mut listed) = (0, Vec::new());
            recompute::moves(&app, change, &years, |batch| {
                count += batch.len();
                listed.extend(batch.into_iter().take(MOST_LISTED - listed.len()));
                Ok(())
            })?;
            Ok((count, listed))
        })
        .await?;
    let page = shown::preview(&staff, &text, &years, count, &listed);
    staff.show(&viewer, "policies/preview", page)
}

/// `POST /policies/calendar`: stores it; the open deadlines are recomputed after that.
async fn confirm(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let years = match read_years(form.fields.text("days")) {
        Ok(years) => years,
        Err(faults) => return refuse(&staff, said(&faults)).await,
    };
    let (app, now) = (staff.app.clone(), staff.app.clock.now());
    let stored = staff
        .write(move |connection, viewer| {
            only_administrators(viewer)?;
            if app.jurisdiction.calendar().agrees(&years) {
                return Ok(false);
            }
            import::store(connection, now, Some(viewer.account), &years)?;
            Ok(true)
        })
        .await?;
    let app = staff.app.clone();
    beside(move || stored::notice(&app.db, app.jurisdiction.calendar())).await?;
    Ok(see_other(if stored { "/policies?imported=1" } else { "/policies?imported=same" }))
}

/// The page with what is wrong with the file, line by line.
async fn refuse(staff: &Staff, faults: Vec<Message>) -> Result<HttpResponse> {
    show(staff, StatusCode::UNPROCESSABLE_ENTITY, None, &faults).await
}

fn said(faults: &[Faulty]) -> Vec<Message> {
    let line = |faulty: &Faulty| faulty.fault.message().with("line", faulty.line);
    faults.iter().map(line).collect()
}

/// Years as a list of facts.
fn years(years: &Years) -> Vec<Value> {
    use crate::jurisdiction::calendar::Kind;
    let row = |(year, days): (&i32, &Vec<_>)| {
        let of = |kind| {
            days.iter()
                .filter(|day: &&crate::jurisdiction::calendar::MarkedDay| day.kind == kind)
                .count()
        };
        json!({ "year": year.to_string(), "off": of(Kind::Holiday), "worked": of(Kind::MakeupWorkday) })
    };
    years.iter().map(row).collect()
}
