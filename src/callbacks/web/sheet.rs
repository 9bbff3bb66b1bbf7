//! The sheet of one call: whom about what, the number when it is asked for, and what was said.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{done, named, rating_choices};
use crate::{
    accounts::{Staff, viewer},
    app::App,
    callbacks::{
        CallBack,
        callback::{self, Attempt},
        made::{self, Made, RESULTS},
    },
    cases::{Case, records::Proposal, statement::declined},
    db::Connection,
    error::{Error, FieldError, Result},
    reports::{Identity, Rating, Report},
    web::{Fields, Submission, visit::see_other},
};

/// What the sheet shows, read in one hop.
struct Sheet {
    call: CallBack,
    case: Case,
    report: Report,
    answer: Proposal,
    holds: bool,
    rating: Option<Rating>,
    attempts: Vec<Attempt>,
    names: Vec<(i64, String)>,
}

fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &crate::accounts::Viewer,
    id: i64,
) -> Result<Sheet> {
    let (call, case, report) = callback::read(connection, app, viewer, id)?;
    let attempts = Attempt::of_call(connection, id)?;
    Ok(Sheet {
        answer: Proposal::find(connection, call.answer_id)?,
        holds: call.holds(connection)?,
        rating: Rating::of(connection, report.id, call.answer_id)?,
        names: viewer::names(connection, attempts.iter().map(|it| it.by_account))?,
        call,
        case,
        report,
        attempts,
    })
}

/// `GET /callbacks/{id}`.
pub(super) async fn show(
    staff: Staff,
    id: Path<i64>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let app = staff.app.clone();
    let (viewer, sheet) =
        staff.read(move |connection, viewer| read(connection, &app, viewer, *id)).await?;
    let mut page = page(&staff, &sheet, &Fields::default(), &[], None);
    page["notice"] = json!(done(&staff, &query, "callbacks", &["called"]));
    staff.show(&viewer, "callbacks/show", page)
}

/// `POST /callbacks/{id}/number`: the same sheet with name and number; the reading is on record.
pub(super) async fn number(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, (sheet, identity)) = staff
        .write_and_show(move |connection, viewer| {
            let identity = made::number(connection, &app, viewer, *id)?;
            Ok((read(connection, &app, viewer, *id)?, identity))
        })
        .await?;
    let page = page(&staff, &sheet, &form.fields, &[], identity.as_ref());
    staff.show(&viewer, "callbacks/show", page)
}

/// `POST /callbacks/{id}/tries`: what came of the call; then the next one.
pub(super) async fn enter(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let id = *id;
    let outcome = match Made::parse(&form.fields) {
        Ok(made) => {
            let app = staff.app.clone();
            let enter = move |connection: &mut Connection, viewer: &crate::accounts::Viewer| {
                made::enter(connection, &app, viewer, id, &made)
            };
            staff.write(enter).await.map(drop)
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_other(&format!("/callbacks/next?after={id}"))),
        Err(Error::Invalid(errors)) => {
            again(&staff, id, &form.fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Conflict(message)) => {
            let error = FieldError { field: "sheet".to_owned(), message };
            again(&staff, id, &form.fields, &[error], StatusCode::CONFLICT).await
        }
        Err(error) => Err(error),
    }
}

/// The sheet as it is now, with what was typed.
async fn again(
    staff: &Staff,
    id: i64,
    fields: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, sheet) =
        staff.read(move |connection, viewer| read(connection, &app, viewer, id)).await?;
    let page = page(staff, &sheet, fields, errors, None);
    staff.show_with(status, &viewer, "callbacks/show", page)
}

fn page(
    staff: &Staff,
    sheet: &Sheet,
    fields: &Fields,
    errors: &[FieldError],
    identity: Option<&Identity>,
) -> Value {
    let Sheet { call, case, report, .. } = sheet;
    let open = call.closed_at.is_none() && sheet.holds;
    let state = staff.form(fields, errors);
    let attempts = sheet.attempts.iter().map(|it| {
        let name = sheet.names.iter().find(|(id, _)| *id == it.by_account).map(|(_, name)| name);
        json!({ "result": it.result, "note": it.note, "at": it.at, "by": name })
    });
    let points_to = sheet.answer.points_to.as_deref();
    let reason = sheet.answer.reason.as_ref().map(|reason| declined(reason, points_to));
    json!({
        "id": call.id,
        "report": report.number,
        "case": case.number,
        "cause": call.cause,
        "bureau": staff.full_name(&call.bureau),
        "received": report.day,
        "told": report.text,
        "unit": case.plant,
        "place": case.place,
        "answer": sheet.answer.answer,
        "declined": reason.map(|reason| staff.say(&reason)),
        "answered": case.ended_on,
        "open": open,
        "holds": sheet.holds,
        "outcome": call.outcome,
        "tries": call.tries,
        "most_tries": staff.app.jurisdiction.profile().callbacks.tries,
        "attempts": attempts.collect::<Vec<_>>(),
        "rating": sheet.rating,
        "identity": identity,
        "results": named(staff, "callback_result", &RESULTS),
        "choices": rating_choices(staff),
        "form": state.form,
        "errors": state.errors,
        "error": state.error,
    })
}
