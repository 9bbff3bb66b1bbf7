//! `POST /supervisions/{number}/{resource}`: an act by staff.

use actix_web::{HttpResponse, web::Path};

use super::desk;
use crate::{
    accounts::{Staff, Viewer},
    db::Connection,
    error::{Error, Result},
    reports::picture::{self, Stored},
    supervisions::{
        Act, Supervision, access,
        statement::Statement,
        work::{self, By},
    },
    web::{Submission, visit::see_other},
};

/// Does the act that makes the resource; a form that is wrong is shown again.
pub async fn act(
    staff: Staff,
    path: Path<(String, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, resource) = path.into_inner();
    let act = Act::of_resource(&resource).ok_or(Error::NotFound)?;
    match done(&staff, &number, act, &form).await {
        Ok(()) => Ok(see_other(&format!("/desk/supervisions/{number}?done={}", act.name()))),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&form.fields, &errors);
            desk::show_again(&staff, number, act, form.fields, state).await
        }
        Err(error) => Err(error),
    }
}

async fn done(staff: &Staff, number: &str, act: Act, form: &Submission) -> Result<()> {
    let may = number.to_owned();
    // Who may not see the case learns nothing, not even whether the form was right.
    staff.read(move |connection, viewer| access::open(connection, viewer, &may).map(drop)).await?;
    let pictures = pictures(staff, act, form).await?;
    let today = staff.app.clock.today();
    let version = form.fields.text("version").parse::<i64>().ok();
    let stated = Statement::parse(act, &form.fields, pictures.clone(), today);
    let outcome = match stated {
        Err(errors) => Err(Error::Invalid(errors)),
        Ok(statement) => {
            let (app, number) = (staff.app.clone(), number.to_owned());
            let change = move |connection: &mut Connection, viewer: &Viewer| {
                Supervision::hold(connection, &number)?;
                let case = access::open(connection, viewer, &number)?;
                work::act(connection, &app, By::Staff(viewer), &case, version, &statement)
            };
            staff.write(change).await
        }
    };
    if outcome.is_err() {
        picture::discard(&staff.app, &pictures);
    }
    outcome.map(drop)
}

/// Pictures of evidence, looked at and stored before the transaction (`S3`).
async fn pictures(staff: &Staff, act: Act, form: &Submission) -> Result<Vec<Stored>> {
    if act != Act::GiveEvidence || form.files.is_empty() {
        return Ok(Vec::new());
    }
    let (app, files) = (staff.app.clone(), form.files.clone());
    let store = move || picture::store_all(&app, "photos", &files);
    tokio::task::spawn_blocking(store).await.map_err(|error| Error::Internal(error.to_string()))?
}
