//! `/desk`, `/board`, `/referrals`, `/cases/{number}` and the acts under it.

mod at_hand;
mod beside_page;
mod bulk;
mod case_page;
mod list_page;
mod panels;
mod photos;
mod phrases;
mod refused;
mod saved;
mod view;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::json;

use super::{board, dossier, editing, referrals};
use crate::{
    accounts::{Role, Staff},
    cases::{Act, Case, access, facts::Facts, publication, statement::Statement, work},
    error::{Error, Result},
    reports::{identity, picture},
    web::{Fields, Submission, visit::see_other},
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/desk", get().to(list_page::show))
        .route("/desk/preview/{number}", get().to(preview))
        .route("/board", get().to(show_board))
        .route("/referrals", get().to(show_referrals))
        .configure(at_hand::routes)
        .configure(bulk::routes)
        .configure(phrases::routes)
        .configure(saved::routes)
        .route("/cases/{number}", get().to(view::show))
        .route("/cases/{number}/identity", post().to(read_identity))
        .route("/cases/{number}/{resource}", post().to(act));
}

/// `GET /desk/preview/{number}`: a fragment for the right side of the list.
async fn preview(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (_, dossier) = staff
        .read(move |connection, viewer| dossier::read(connection, &app, viewer, &number))
        .await?;
    let html = staff.render_public("desk/preview", case_page::preview(&staff, &dossier))?;
    Ok(staff.html(StatusCode::OK, html))
}

/// `GET /board`.
async fn show_board(staff: Staff) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, (waiting, lines)) = staff
        .read(move |connection, viewer| {
            viewer.only(&[Role::Dispatcher, Role::Supervisor])?;
            board::read(connection, viewer, &app.jurisdiction, app.clock.today())
        })
        .await?;
    let tag = staff.language.tag();
    let lines = lines.iter().map(|line| {
        let bureau = staff.app.jurisdiction.bureau(&line.code);
        let mut shown = json!(line);
        shown["name"] = json!(bureau.map(|bureau| bureau.names.in_language(tag)));
        shown
    });
    let page = json!({ "waiting": waiting, "lines": lines.collect::<Vec<_>>() });
    staff.show(&viewer, "desk/board", page)
}

/// `GET /referrals`.
async fn show_referrals(staff: Staff) -> Result<HttpResponse> {
    let (viewer, asked) = staff
        .read(|connection, viewer| {
            viewer.only(&[Role::Department, Role::Officer, Role::Chief])?;
            Ok(referrals::asked(connection, viewer)?)
        })
        .await?;
    let today = staff.app.clock.today();
    let rows = asked.iter().map(|asked| {
        let bureau = staff.short_name(&asked.bureau);
        let shows = access::part_shows(viewer.role, asked.ended_at.is_some());
        let href = (shows && asked.taken_back_at.is_none())
            .then(|| format!("/cases/{}", asked.number));
        let late = asked.waits() && asked.due_on.is_some_and(|due| due < today);
        json!({ "asked": asked, "bureau": bureau, "href": href, "waits": asked.waits(), "late": late })
    });
    let rows = rows.collect::<Vec<_>>();
    staff.show(&viewer, "desk/referrals", json!({ "rows": rows }))
}

/// `POST /cases/{number}/{resource}`: does an act, or shows the page again with what was typed.
async fn act(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, resource) = path.into_inner();
    let act = Act::of_resource(&resource).ok_or(Error::NotFound)?;
    let today = staff.app.clock.today();
    let outcome = match Statement::parse(act, &form.fields, today, &staff.app.jurisdiction) {
        Ok(statement) => perform(&staff, &number, &form, statement).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(true) => Ok(see_other(&format!("/cases/{number}?done={act}"))),
        // Whoever hands a matter away no longer sees it.
        Ok(false) => Ok(see_other("/desk")),
        Err(error) => {
            let tried = (act, &form.fields);
            refused::answer(&staff, &number, tried, view::around(&request), error).await
        }
    }
}

/// Whoever publishes is told once when the text holds something of the reporter's; that they were is on
/// record, so it is a change of its own; another text is looked at anew (`S1`, `S2`).
async fn tell_of_reporter(
    staff: &Staff,
    number: &str,
    fields: &Fields,
    statement: &Statement,
) -> Result<()> {
    let Statement::Publish { public_text } = statement else { return Ok(()) };
    if fields.text(publication::TOLD) == publication::told_of(public_text) {
        return Ok(());
    }
    let (app, number, text) = (staff.app.clone(), number.to_owned(), public_text.clone());
    let is_there = staff
        .write(move |connection, viewer| {
            let case = access::open(connection, viewer, &number)?;
            let facts = Facts::of(connection, &app, &case)?;
            let offered = work::offered(&app, work::By::Staff(viewer), &case, &facts);
            let publishes = offered.iter().any(|rule| rule.act == Act::Publish);
            Ok(publishes && identity::is_in_text(connection, &app, viewer, &case, &text)?)
        })
        .await?;
    match is_there {
        true => Err(Error::field("public_text", "publish-names-reporter")),
        false => Ok(()),
    }
}

/// Does the act; `false` when the actor may no longer see the matter.
async fn perform(
    staff: &Staff,
    number: &str,
    form: &Submission,
    statement: Statement,
) -> Result<bool> {
    tell_of_reporter(staff, number, &form.fields, &statement).await?;
    let stored = photos::store(staff, number, statement.act(), &form.files).await?;
    let (app, number, given) = (staff.app.clone(), number.to_owned(), stored.clone());
    let version = form.fields.given("version").and_then(|version| version.parse().ok());
    let over = form.fields.ticked(editing::OVER);
    let outcome = staff
        .write(move |connection, viewer| {
            let case = access::open(connection, viewer, &number)?;
            editing::pass(connection, &app, viewer, &case, over)?;
            let by = work::By::Staff(viewer);
            work::act(connection, &app, by, &case, version, &statement)?;
            photos::attach(connection, &app, &case, &given)?;
            editing::end(connection, viewer, case.id)?;
            match access::open(connection, viewer, &number) {
                Ok(Case { .. }) => Ok(true),
                Err(Error::NotFound) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await;
    if outcome.is_err() {
        picture::discard(&staff.app, &stored);
    }
    outcome
}

/// `POST /cases/{number}/identity`: who reported, for a stated reason (`S1`).
async fn read_identity(
    staff: Staff,
    number: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    let mut errors = Vec::new();
    let reason = form.fields.required("reading_reason", 500, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let wanted = form.fields.text("report").to_owned();
    let (app, of_case) = (staff.app.clone(), number.clone());
    let (viewer, identity) = staff
        .write_and_show(move |connection, viewer| {
            let case = access::open(connection, viewer, &of_case)?;
            let reports = crate::reports::Report::of_case(connection, case.id)?;
            let report = reports.iter().find(|it| it.number == wanted).ok_or(Error::NotFound)?;
            identity::read(connection, &app, viewer, &case, report.id, &reason)
        })
        .await?;
    let page = json!({ "number": *number, "identity": identity });
    staff.show(&viewer, "cases/identity", page)
}
