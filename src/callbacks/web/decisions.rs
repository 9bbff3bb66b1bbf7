//! What the city decides when somebody is not satisfied (`C7`, `P5`).

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{done, named};
use crate::{
    accounts::Staff,
    cases::{Case, due, records::Proposal},
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    reports::{
        Rating, Report,
        dissatisfaction::{self, DECISIONS, Decision, Dissatisfaction},
    },
    web::{Fields, Submission, paging::Paging, visit::see_other},
};

/// `GET /dissatisfactions`.
pub(super) async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (paging, decided) = (Paging::of(&query), query.text("show") == "decided");
    let app = staff.app.clone();
    let (viewer, mut rows) = staff
        .read(move |connection, viewer| {
            Dissatisfaction::list(connection, &app, viewer, !decided, paging)
        })
        .await?;
    let pages = paging.cut("/dissatisfactions", &query, &mut rows);
    let page = json!({
        "notice": done(&staff, &query, "dissatisfactions", &["decided"]),
        "decided": decided,
        "rows": rows.iter().map(|(it, case)| row(&staff, it, case)).collect::<Vec<_>>(),
        "pages": pages,
    });
    staff.show(&viewer, "dissatisfactions/index", page)
}

fn row(staff: &Staff, it: &Dissatisfaction, case: &Case) -> Value {
    let ended = it.decided_at.map(|at| staff.app.clock.day(at));
    let chip = due::chip(it.opened_on, Some(it.due_on), ended, staff.app.clock.today());
    json!({
        "href": format!("/dissatisfactions/{}", it.id),
        "number": case.number,
        "title": case.title(),
        "bureau": staff.full_name(&case.bureau),
        "opened": it.opened_on,
        "due": it.due_on,
        "status": chip.status,
        "days": chip.days,
        "decision": it.decision,
        "at": it.decided_at,
    })
}

/// What the page of one shows, read in one hop.
struct Found {
    it: Dissatisfaction,
    case: Case,
    answer: Proposal,
    complaints: Vec<(Report, Rating)>,
    possible: Vec<&'static str>,
}

/// `GET /dissatisfactions/{id}`.
pub(super) async fn show(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    page_of(&staff, *id, &Fields::default(), &[], StatusCode::OK).await
}

/// `POST /dissatisfactions/{id}/decision`.
pub(super) async fn decide(staff: Staff, id: Path<i64>, form: Submission) -> Result<HttpResponse> {
    let (id, app) = (*id, staff.app.clone());
    let outcome = match Decision::parse(&form.fields) {
        Ok(decision) => staff
            .write(move |connection, viewer| {
                dissatisfaction::decide(connection, &app, viewer, id, &decision)
            })
            .await
            .map(drop),
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_other("/dissatisfactions?done=decided")),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page_of(&staff, id, &form.fields, &errors, status).await
        }
        Err(Error::Conflict(message)) => {
            let error = FieldError { field: "decision".to_owned(), message };
            page_of(&staff, id, &form.fields, &[error], StatusCode::CONFLICT).await
        }
        Err(error) => Err(error),
    }
}

async fn page_of(
    staff: &Staff,
    id: i64,
    fields: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, found) = staff
        .read(move |connection, viewer| {
            let (it, case) = Dissatisfaction::read(connection, &app, viewer, id)?;
            let answer = Proposal::find(connection, it.answer_id)?;
            let complaints = it.complaints(connection)?;
            let possible = match it.decided_at {
                None => dissatisfaction::possible(connection, &app, viewer, &case)?,
                Some(_) => Vec::new(),
            };
            Ok(Found { it, case, answer, complaints, possible })
        })
        .await?;
    let state = staff.form(fields, errors);
    let Found { it, case, answer, complaints, possible } = &found;
    let (jurisdiction, limit) = (&staff.app.jurisdiction, PolicyId::RehandlingDecision);
    let steps = due::steps_of(jurisdiction, limit, case, it.opened_on, None)?;
    let page = json!({
        "row": row(staff, it, case),
        "steps": staff.say_all(&steps),
        "action": format!("/dissatisfactions/{id}/decision"),
        "summary": case.summary,
        "answer": answer.answer,
        "internal": answer.internal_text,
        "complaints": complaints.iter().map(|(report, rating)| json!({
            "report": report.number, "rating": rating,
        })).collect::<Vec<_>>(),
        "text": it.text,
        "decisions": named(staff, "decision", possible),
        "fewer": possible.len() < DECISIONS.len(),
        "form": state.form,
        "errors": state.errors,
        "error": state.error,
    });
    staff.show_with(status, &viewer, "dissatisfactions/show", page)
}
