//! Which plants one matter is about, said by a person.

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{PATH, line};
use crate::{
    accounts::Staff,
    enterprises::{Enterprise, ties},
    error::{Error, Result},
    web::{Submission, visit::FormState, visit::see_other},
};

/// `GET /enterprises/matters/{case}`.
pub async fn show(staff: Staff, case: Path<String>) -> Result<HttpResponse> {
    page(&staff, case.into_inner(), FormState::default(), StatusCode::OK).await
}

/// `POST /enterprises/matters/{case}/ties`.
pub async fn tie(staff: Staff, case: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (app, number) = (staff.app.clone(), case.into_inner());
    let mut errors = Vec::new();
    let plant = form.fields.required("plant", 100, &mut errors);
    let of_case = number.clone();
    let outcome = match errors.is_empty() {
        true => {
            let change = staff.write(move |connection, viewer| {
                ties::tie(connection, &app, viewer, &of_case, &plant)
            });
            change.await.map(drop)
        }
        false => Err(Error::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(see_other(&format!("{PATH}/matters/{number}"))),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&form.fields, &errors);
            page(&staff, number, state, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /enterprises/matters/{case}/removal`.
pub async fn untie(staff: Staff, case: Path<String>, form: Submission) -> Result<HttpResponse> {
    let (app, number) = (staff.app.clone(), case.into_inner());
    let (of_case, plant) = (number.clone(), form.fields.text("plant").to_owned());
    let change = staff
        .write(move |connection, viewer| ties::untie(connection, &app, viewer, &of_case, &plant));
    change.await?;
    Ok(see_other(&format!("{PATH}/matters/{number}")))
}

async fn page(
    staff: &Staff,
    number: String,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, ties) =
        staff.read(move |connection, viewer| ties::read(connection, &app, viewer, &number)).await?;
    let lines = |plants: &[Enterprise]| -> Vec<Value> {
        plants.iter().map(|plant| line(staff, plant)).collect()
    };
    let page = json!({
        "number": ties.case.number,
        "href": format!("/cases/{}", ties.case.number),
        "summary": ties.case.summary,
        "unit": ties.case.plant,
        "place": ties.case.place,
        "tied": lines(&ties.tied),
        "suggested": lines(&ties.suggested),
        "form": state.form,
        "errors": state.errors,
        "error": state.error,
    });
    staff.show_with(status, &viewer, "enterprises/ties", page)
}
