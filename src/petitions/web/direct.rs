//! What the province does with a petition from its page (`F3`): chase it, or have it handled again.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::{asked_for, back, show};
use crate::{
    accounts::{Viewer, web::Staff},
    cases::{Act, statement::Statement, work},
    error::{Error, Result},
    message::Message,
    petitions::track::Dossier,
    web::{Submission, visit::FormState, visit::see_other},
};

/// An act that was refused: why, and what was typed.
pub(super) struct Refused {
    act: Act,
    state: FormState,
    said: Option<String>,
}

/// `POST /petitions/{number}/chases` and `/rehandling`.
pub(super) async fn act(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
    form: Submission,
) -> Result<HttpResponse> {
    let ((number, resource), matter) = (path.into_inner(), asked_for(&request)?);
    let act = Act::of_resource(&resource).ok_or(Error::NotFound)?;
    if !matches!(act, Act::Chase | Act::Rehandle) {
        return Err(Error::NotFound);
    }
    let (fields, today) = (&form.fields, staff.app.clock.today());
    let outcome = match Statement::parse(act, fields, today, &staff.app.jurisdiction) {
        Ok(statement) => {
            let version = fields.given("version").and_then(|version| version.parse().ok());
            perform(&staff, (&number, matter.as_deref()), version, statement).await
        }
        Err(errors) => Err(Error::Invalid(errors)),
    };
    let (status, errors, said) = match outcome {
        Ok(()) => return Ok(see_other(&back(&number, matter.as_deref(), act.name()))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Error::Conflict(message)) => (StatusCode::CONFLICT, Vec::new(), Some(message)),
        Err(Error::Forbidden) => {
            let said = Message::new("act-not-yours");
            (StatusCode::FORBIDDEN, Vec::new(), Some(said))
        }
        Err(error) => return Err(error),
    };
    let said = said.map(|message| staff.say(&message));
    let refused = Refused { act, state: staff.form(fields, &errors), said };
    let app = staff.app.clone();
    let read = staff.read(move |connection, viewer| {
        Dossier::open_at(connection, &app, viewer, &number, matter.as_deref())
    });
    let (viewer, dossier) = read.await?;
    let page = show::page(&staff, &viewer, &dossier, Some(&refused));
    staff.show_with(status, &viewer, "petitions/show", page)
}

async fn perform(
    staff: &Staff,
    (number, matter): (&str, Option<&str>),
    version: Option<i64>,
    statement: Statement,
) -> Result<()> {
    let (app, number, matter) = (staff.app.clone(), number.to_owned(), matter.map(str::to_owned));
    let change = move |connection: &mut _, viewer: &Viewer| {
        let matter = matter.as_deref();
        let case = Dossier::open_at(connection, &app, viewer, &number, matter)?.case;
        let by = work::By::Staff(viewer);
        work::act(connection, &app, by, &case, version, &statement).map(drop)
    };
    staff.write(change).await.map(drop)
}

/// The forms of the acts offered, as `cases/act` takes them.
pub(super) fn forms(staff: &Staff, dossier: &Dossier, refused: Option<&Refused>) -> Vec<Value> {
    let form = |act: &Act| {
        let field = if *act == Act::Chase { "chase" } else { "reason" };
        let sent = refused.filter(|refused| refused.act == *act);
        let typed = sent.and_then(|sent| sent.state.form.get(field));
        let error = sent.and_then(|sent| sent.state.error.get(field));
        json!({
            "label": staff.text(&format!("act-{act}")),
            "note": staff.text(&format!("act-note-{act}")),
            "action": dossier.href(&format!("/{}", act.resource())),
            "grave": *act == Act::Rehandle,
            "primary": sent.is_some(),
            "fields": [
                { "kind": "textarea", "name": field, "id": format!("{act}-{field}"), "rows": 4,
                  "label": staff.text(&format!("field-{field}")), "value": typed, "error": error },
                { "kind": "hidden", "name": "version", "id": format!("{act}-version"),
                  "value": dossier.case.version },
            ],
        })
    };
    dossier.acts.iter().map(form).collect()
}

/// What was typed into a form that is no longer offered, to be copied.
pub(super) fn left_over(staff: &Staff, dossier: &Dossier, refused: &Refused) -> Option<Value> {
    if dossier.acts.contains(&refused.act) {
        return None;
    }
    let field = if refused.act == Act::Chase { "chase" } else { "reason" };
    let label = staff.text(&format!("field-{field}"));
    Some(json!({ "label": label, "value": refused.state.form.get(field) }))
}

/// The errors of the page: at fields, or what a refusal says.
pub(super) fn errors(refused: &Refused) -> Vec<Value> {
    let act = refused.act;
    let of_fields = refused.state.errors.iter().map(|error| {
        let field = error["field"].as_str().unwrap_or_default();
        json!({ "field": format!("{act}-{field}"), "message": error["message"] })
    });
    let said = refused.said.iter().map(|said| json!({ "field": "acts", "message": said }));
    of_fields.chain(said).collect()
}
