//! A rating that a reporter told on the telephone, entered by a clerk (`C7`, `I2`).

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde_json::json;

use super::{done, rating_choices};
use crate::{
    accounts::{Role, Staff},
    db::Connection,
    error::{Error, FieldError, Result},
    reports::{
        LookupCode, Number, Report, follow, identity,
        rating::{self, Given, NewRating, Rating},
    },
    web::{Fields, Submission, visit::see_other},
};

/// Who enters what is told on the telephone.
const ROLES: [Role; 2] = [Role::Clerk, Role::Dispatcher];

/// `GET /ratings/new`.
pub(super) async fn new(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, &query, &[], StatusCode::OK).await
}

async fn page(
    staff: &Staff,
    fields: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| viewer.only(&ROLES)).await?;
    let mut state = staff.form(fields, errors);
    // The code was read out to us once; it is not shown again.
    state.form.remove("code");
    let page = json!({
        "notice": done(staff, fields, "ratings", &["entered"]),
        "choices": rating_choices(staff),
        "form": state.form,
        "errors": state.errors,
        "error": state.error,
    });
    staff.show_with(status, &viewer, "ratings/new", page)
}

/// `POST /ratings`.
pub(super) async fn enter(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let outcome = match read(&form.fields) {
        Ok(told) => store(&staff, told).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_other("/ratings/new?done=entered")),
        Err(Error::Invalid(errors)) => {
            page(&staff, &form.fields, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Conflict(message)) => {
            let error = FieldError { field: "number".to_owned(), message };
            page(&staff, &form.fields, &[error], StatusCode::CONFLICT).await
        }
        Err(error) => Err(error),
    }
}

/// What the clerk typed: whose report, how we know that the caller is its reporter, and the rating.
struct Told {
    number: Number,
    code: Option<LookupCode>,
    phone: Option<String>,
    rating: NewRating,
}

fn read(fields: &Fields) -> Result<Told, Vec<FieldError>> {
    let mut errors = Vec::new();
    let number = Number::parse(fields.text("number")).ok();
    if number.is_none() {
        errors.push(FieldError::new("number", "ratings-number-wrong"));
    }
    let code = LookupCode::parse(fields.text("code"));
    let phone = identity::phone(fields.text("phone"));
    if code.is_none() && phone.is_none() {
        errors.push(FieldError::new("phone", "ratings-proof-missing"));
    }
    let rating = NewRating::parse(fields).map_err(|found| errors.extend(found)).ok();
    match (number, rating) {
        (Some(number), Some(rating)) if errors.is_empty() => {
            Ok(Told { number, code, phone, rating })
        }
        _ => Err(errors),
    }
}

/// The answers that a caller speaks of: those that they have not rated yet, else the last.
fn meant(connection: &mut Connection, report: &Report) -> Result<Vec<i64>> {
    let mut answers = Vec::new();
    for case in report.cases(connection)? {
        answers.extend(rating::answer(connection, &case)?.map(|answer| answer.id));
    }
    let rated = Rating::of_answers(connection, &answers)?;
    let is_rated =
        |answer: &i64| rated.iter().any(|it| it.answer_id == *answer && it.report_id == report.id);
    let last = answers.iter().max().copied();
    answers.retain(|answer| !is_rated(answer));
    if answers.is_empty() {
        answers.extend(last);
    }
    Ok(answers)
}

/// Puts the rating on record.
async fn store(staff: &Staff, told: Told) -> Result<()> {
    let app = staff.app.clone();
    let store = move |connection: &mut _, viewer: &crate::accounts::Viewer| {
        viewer.only(&ROLES)?;
        let wrong = || Error::field("phone", "ratings-proof-wrong");
        let report = match &told.code {
            Some(code) => follow::open(connection, &app.vault, &told.number, code),
            None => Report::by_number(connection, told.number.as_str()),
        };
        let report = report.map_err(|error| match error {
            Error::NotFound | Error::Invalid(_) => wrong(),
            other => other,
        })?;
        if let (None, Some(phone)) = (&told.code, &told.phone)
            && !identity::has_phone(connection, &app.vault, report.id, phone)?
        {
            return Err(wrong());
        }
        let meant = meant(connection, &report)?;
        for answer in &meant {
            let given = Given::Telephone(viewer);
            rating::give(connection, &app, &report, *answer, &told.rating, given)?;
        }
        match meant.is_empty() {
            true => Err(Error::field("number", "ratings-not-answered")),
            false => Ok(()),
        }
    };
    staff.write(store).await.map(drop)
}
