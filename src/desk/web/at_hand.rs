//! What is done beside the acts: taking a matter in hand, handing it over, notes, taking back.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::json;

use super::{
    beside_page, refused,
    view::{self, With},
};
use crate::{
    accounts::{Staff, Viewer},
    app::App,
    cases::sight,
    cases::{Case, access, undo},
    db::Connection,
    desk::{claims, editing, notes, presence},
    error::{Error, Result},
    web::{Fields, Submission, visit::see_other},
};

/// The routes of this part; they stand before those of the acts.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::post;
    config
        .route("/desk/next", post().to(take_next))
        .route("/cases/{number}/claim", post().to(take))
        .route("/cases/{number}/handover", post().to(hand_over))
        .route("/cases/{number}/release", post().to(release))
        .route("/cases/{number}/notes", post().to(write_note))
        .route("/cases/{number}/presence", post().to(sign))
        .route("/cases/{number}/editing", post().to(edit))
        .route("/cases/{number}/undo", post().to(take_back));
}

/// `POST /desk/next`: 领取下一件.
async fn take_next(staff: Staff) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let number =
        staff.write(move |connection, viewer| claims::take_next(connection, &app, viewer)).await?;
    Ok(see_other(&match number {
        Some(number) => format!("/cases/{number}?said=claim"),
        None => "/desk?state=open&said=none_left".to_owned(),
    }))
}

/// Changes who has the matter in hand.
async fn change(
    staff: &Staff,
    number: &str,
    change: impl FnOnce(&mut Connection, &App, &Viewer, &Case) -> Result<()> + Send + 'static,
) -> Result<()> {
    let (app, number) = (staff.app.clone(), number.to_owned());
    let write = staff.write(move |connection, viewer| {
        let case = access::open(connection, viewer, &number)?;
        change(connection, &app, viewer, &case)
    });
    write.await.map(drop)
}

/// `POST /cases/{number}/claim`.
async fn take(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    change(&staff, &number, claims::take).await?;
    Ok(see_other(&format!("/cases/{number}?said=claim")))
}

/// `POST /cases/{number}/release`.
async fn release(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    change(&staff, &number, claims::release).await?;
    Ok(see_other(&format!("/cases/{number}?said=release")))
}

/// `POST /cases/{number}/handover`: to the colleague whose login `to` is.
async fn hand_over(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
    form: Submission,
) -> Result<HttpResponse> {
    let to = form.fields.text("to").to_owned();
    let give = move |connection: &mut Connection, app: &App, viewer: &Viewer, case: &Case| {
        claims::hand_over(connection, app, viewer, case, &to)
    };
    let outcome = change(&staff, &number, give).await;
    answer(&staff, number.into_inner(), &request, form.fields, outcome, "hand_over").await
}

/// `POST /cases/{number}/notes`.
async fn write_note(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
    form: Submission,
) -> Result<HttpResponse> {
    let fields = form.fields.clone();
    let write = move |connection: &mut Connection, app: &App, viewer: &Viewer, case: &Case| {
        let sight = sight::of(viewer, case).ok_or(Error::Forbidden)?;
        notes::write(connection, app, viewer, sight, case, &fields).map(drop)
    };
    let outcome = change(&staff, &number, write).await;
    answer(&staff, number.into_inner(), &request, form.fields, outcome, "note").await
}

/// On to the page, or the page again with what was typed; when the matter has gone to others or changed
/// meanwhile, the page that says so.
async fn answer(
    staff: &Staff,
    number: String,
    request: &HttpRequest,
    fields: Fields,
    outcome: Result<()>,
    said: &str,
) -> Result<HttpResponse> {
    match outcome {
        Ok(()) => Ok(see_other(&format!("/cases/{number}?said={said}"))),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&fields, &errors);
            let with = With { form: Some((fields, state)), ..With::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            view::render(staff, status, number, view::around(request), with).await
        }
        Err(error) => {
            let tried = match said {
                "note" => ("desk-note-write", ("desk-notes", fields.text("staff_note"))),
                _ => ("desk-hand-over", ("desk-hand-over-to", fields.text("to"))),
            };
            refused::beside(staff, &number, tried, error).await
        }
    }
}

/// `POST /cases/{number}/presence`: the page is still open; answers who else is in the matter.
async fn sign(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    let now = staff.app.clock.now();
    let (me, present, hold) = staff
        .write(move |connection, viewer| {
            let case = worked(connection, viewer, &number)?.id;
            presence::sign(connection, viewer, case, now)?;
            editing::renew(connection, viewer, case, now)?;
            let hold = editing::of_case(connection, case, now)?;
            Ok((viewer.account, presence::of_case(connection, case, now)?, hold))
        })
        .await?;
    let present = beside_page::present(&staff, me, &present, hold.as_ref());
    let html = staff.render_public("desk/present", json!({ "desk": { "present": present } }))?;
    Ok(staff.html(StatusCode::OK, html))
}

/// The matter, for those who work it.
fn worked(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Case> {
    let case = access::open(connection, viewer, number)?;
    match sight::of(viewer, &case) {
        Some(sight) if sight.casework => Ok(case),
        _ => Err(Error::Forbidden),
    }
}

/// `POST /cases/{number}/editing`: the viewer begins to fill in a form, or takes over from another. Of a
/// page that shows the matter as it no longer is, the form was sent already.
async fn edit(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (of, now) = (number.clone(), staff.app.clock.now());
    let over = form.fields.ticked(editing::OVER);
    let seen: Option<i64> = form.fields.given("version").and_then(|version| version.parse().ok());
    staff
        .write(move |connection, viewer| {
            let case = worked(connection, viewer, &of)?;
            if seen.is_some_and(|seen| seen != case.version) {
                return Ok(());
            }
            editing::begin(connection, viewer, case.id, now, over)
        })
        .await?;
    Ok(see_other(&format!("/cases/{number}")))
}

/// `POST /cases/{number}/undo`: takes back one's own last act, within its ten seconds.
async fn take_back(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    let (app, of) = (staff.app.clone(), number.clone());
    staff.write(move |connection, viewer| undo::undo(connection, &app, viewer, &of)).await?;
    Ok(see_other(&format!("/cases/{number}?said=undo")))
}
