//! `POST /supervisions/{number}/{resource}`: an act by staff. What leads off the list and is refused
//! stays on record (`L4`).

use actix_web::{HttpResponse, web::Path};

use super::desk;
use crate::{
    accounts::{Staff, Viewer},
    db::Connection,
    error::{Error, Result},
    message::Message,
    reports::picture,
    supervisions::{
        Act, Supervision, access,
        attempt::{self, Attempt, NOBODY},
        document,
        statement::{Files, Statement},
        work::{self, By},
    },
    timeline::Actor,
    web::{Submission, beside, visit::see_other},
};

/// The field of documents in the form of evidence.
const DOCUMENTS: &str = "files";

/// Does the act that makes the resource; a form that is wrong is shown again.
pub async fn act(
    staff: Staff,
    path: Path<(String, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (number, resource) = path.into_inner();
    let Some(act) = Act::of_resource(&resource) else {
        return no_act(staff, number, &resource).await;
    };
    match done(&staff, &number, act, &form).await {
        Ok(()) => Ok(see_other(&format!("/desk/supervisions/{number}?done={}", act.name()))),
        Err(Error::Invalid(errors)) => {
            let state = staff.form(&form.fields, &errors);
            desk::show_again(&staff, number, act, form.fields, state).await
        }
        Err(error) => {
            if let Some(reason) = attempt::reason(&error).filter(|_| act.leads_off()) {
                enter_attempt(&staff, number, act.name(), reason).await?;
            }
            Err(error)
        }
    }
}

/// Any other method at the address of a case: nothing is done that way, whoever asks (`L4`).
pub async fn never(staff: Staff, number: Path<String>) -> Result<HttpResponse> {
    refuse(staff, number.into_inner()).await
}

/// The same at the address of something of it.
pub async fn never_a_part(staff: Staff, path: Path<(String, String)>) -> Result<HttpResponse> {
    refuse(staff, path.into_inner().0).await
}

/// A resource that there is not; one that tells of leaving the list stays on record, too.
async fn no_act(staff: Staff, number: String, resource: &str) -> Result<HttpResponse> {
    if attempt::is_telling(resource) { refuse(staff, number).await } else { Err(Error::NotFound) }
}

async fn refuse(staff: Staff, number: String) -> Result<HttpResponse> {
    let reason = Message::new("supervisions-attempt-never");
    enter_attempt(&staff, number, "address", reason.clone()).await?;
    Err(Error::Conflict(reason))
}

/// What failed changed nothing, so it is entered by itself.
async fn enter_attempt(
    staff: &Staff,
    number: String,
    tried: &'static str,
    reason: Message,
) -> Result<()> {
    if staff.session.is_none() {
        staff.app.limits.write(staff.address)?;
    }
    let (app, session) = (staff.app.clone(), staff.session.clone());
    let enter = move |connection: &mut Connection| {
        Supervision::hold(connection, &number)?;
        let case = match Supervision::by_number(connection, &number) {
            Ok(case) => case,
            // There is nothing that it could have been tried on.
            Err(Error::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        };
        let viewer = Viewer::of_session(connection, &app.clock, session.as_deref());
        let actor = match viewer {
            Ok(viewer) => viewer.actor(),
            Err(Error::Database(error)) => return Err(Error::Database(error)),
            Err(_) => Actor { account: None, name: NOBODY.to_owned() },
        };
        if !case.state()?.is_living() {
            return Ok(());
        }
        Attempt { actor, tried, reason }.enter(connection, &app.vault, &app.clock, &case)
    };
    staff.app.db.write(enter).await
}

async fn done(staff: &Staff, number: &str, act: Act, form: &Submission) -> Result<()> {
    let may = number.to_owned();
    // Who may not see the case learns nothing, not even whether the form was right.
    staff.read(move |connection, viewer| access::open(connection, viewer, &may).map(drop)).await?;
    let files = files(staff, act, form).await?;
    let today = staff.app.clock.today();
    let version = form.fields.version();
    let stated = Statement::parse(act, &form.fields, files.clone(), today);
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
        picture::discard(&staff.app, &files.pictures);
        document::discard(&staff.app, &files.documents);
    }
    outcome.map(drop)
}

/// Pictures and documents, looked at and stored before the transaction (`S3`).
async fn files(staff: &Staff, act: Act, form: &Submission) -> Result<Files> {
    let takes = matches!(act, Act::GiveEvidence | Act::GivePictures);
    if !takes || form.files.is_empty() {
        return Ok(Files::default());
    }
    let (app, sent) = (staff.app.clone(), form.files.clone());
    let store = move || {
        let (documents, pictures): (Vec<_>, Vec<_>) =
            sent.into_iter().partition(|it| it.field == DOCUMENTS && act == Act::GiveEvidence);
        let pictures = picture::store_all(&app, "photos", &pictures)?;
        let documents = document::store_all(&app, DOCUMENTS, &documents)
            .inspect_err(|_| picture::discard(&app, &pictures))?;
        Ok(Files { pictures, documents })
    };
    beside(store).await
}
