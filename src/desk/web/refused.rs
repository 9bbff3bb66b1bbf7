//! An act that was refused: out of order, by somebody who may not, twice, or on a matter that has
//! changed meanwhile. One page says what is now the case and keeps what was typed.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{
    case_page::Teller,
    view::{self, Around},
};
use crate::{
    accounts::{Staff, Viewer},
    cases::access,
    desk::{
        dossier::{self, Dossier},
        editing,
        forms::{self, Refused},
    },
    error::{Error, Result},
    message::Message,
    web::{Fields, visit::FormState},
};

/// What a refusal says, with its status; errors that have pages of their own come back.
fn said(error: Error) -> Result<(StatusCode, Message)> {
    match error {
        Error::Conflict(message) => Ok((StatusCode::CONFLICT, message)),
        Error::Forbidden => Ok((StatusCode::FORBIDDEN, Message::new("act-not-yours"))),
        other => Err(other),
    }
}

/// The answer to an act that was refused with `error`: fields that are wrong are shown in their form;
/// for the rest there is the page of this module.
pub(super) async fn answer(
    staff: &Staff,
    number: &str,
    (act, fields): (crate::cases::Act, &Fields),
    around: Around,
    error: Error,
) -> Result<HttpResponse> {
    let answer = match error {
        Error::NotFound => Err(Error::NotFound),
        Error::Invalid(errors) => {
            let refused = Refused { act, state: staff.form(fields, &errors) };
            wrong_fields(staff, number, around, refused).await
        }
        other => still_there(staff, number, (act, fields), other).await,
    };
    match answer {
        // The matter went to others, before the act or while it was looked at again.
        Err(Error::NotFound) => {
            let typed = written(staff, act, &staff.form(fields, &[]));
            gone(staff, number, &format!("act-{act}"), typed).await
        }
        answer => answer,
    }
}

/// The page of this module, for whoever still sees the matter.
async fn still_there(
    staff: &Staff,
    number: &str,
    (act, fields): (crate::cases::Act, &Fields),
    error: Error,
) -> Result<HttpResponse> {
    let (status, message) = said(error)?;
    let refused = Refused { act, state: staff.form(fields, &[]) };
    let (viewer, dossier) = read(staff, number).await?;
    let mut page = page(staff, &dossier, &refused, &message);
    if editing::is_said(&message) {
        take_over(&mut page);
    }
    staff.show_with(status, &viewer, "cases/refused", page)
}

/// Whoever sends the form again takes over from the one who keeps it.
fn take_over(page: &mut Value) {
    let Some(fields) = page.pointer_mut("/again/fields").and_then(Value::as_array_mut) else {
        return;
    };
    let name = editing::OVER;
    fields.push(json!({ "kind": "hidden", "name": name, "value": "yes", "id": name }));
    page["over"] = true.into();
}

/// The answer to what is done beside the acts and was refused with `error`: `name` is the key of its
/// name, and `typed` what was written, with the key of its label.
pub(super) async fn beside(
    staff: &Staff,
    number: &str,
    (name, typed): (&str, (&str, &str)),
    error: Error,
) -> Result<HttpResponse> {
    let (label, value) = typed;
    let label = staff.text(label);
    let typed = match value.is_empty() {
        true => Vec::new(),
        false => vec![json!({ "label": label, "value": value })],
    };
    if matches!(error, Error::NotFound) {
        return gone(staff, number, name, typed).await;
    }
    let (status, message) = said(error)?;
    let (viewer, dossier) = read(staff, number).await?;
    let mut page = now(staff, &dossier, name, &message);
    page["typed"] = json!(typed);
    staff.show_with(status, &viewer, "cases/refused", page)
}

/// The matter with the form open at what is wrong; the act may be over meanwhile.
async fn wrong_fields(
    staff: &Staff,
    number: &str,
    around: Around,
    refused: Refused,
) -> Result<HttpResponse> {
    let (app, of_case) = (staff.app.clone(), number.to_owned());
    let (viewer, dossier) = staff
        .read(move |connection, viewer| dossier::read(connection, &app, viewer, &of_case))
        .await?;
    if dossier.acts.iter().any(|rule| rule.act == refused.act) {
        let with = view::With { refused: Some(refused), ..view::With::default() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return view::render(staff, status, number.to_owned(), around, with).await;
    }
    let message = Message::new(format!("act-out-of-order-{}", dossier.case.state));
    let page = page(staff, &dossier, &refused, &message);
    staff.show_with(StatusCode::CONFLICT, &viewer, "cases/refused", page)
}

async fn read(staff: &Staff, number: &str) -> Result<(Viewer, Dossier)> {
    let (app, of_case) = (staff.app.clone(), number.to_owned());
    staff.read(move |connection, viewer| dossier::read(connection, &app, viewer, &of_case)).await
}

/// What is now the case, and what was typed into the form of an act.
fn page(staff: &Staff, dossier: &Dossier, refused: &Refused, message: &Message) -> Value {
    let again = forms::again(&staff.app, staff.language, dossier, refused);
    let typed = match again {
        Some(_) => Vec::new(),
        None => forms::typed(&staff.app, staff.language, dossier, refused),
    };
    let mut page = now(staff, dossier, &format!("act-{}", refused.act), message);
    page["again"] = json!(again);
    page["typed"] = json!(typed);
    page
}

/// What is now the case, for something of that name.
fn now(staff: &Staff, dossier: &Dossier, name: &str, message: &Message) -> Value {
    let (teller, case) = (Teller { staff, dossier }, &dossier.case);
    json!({
        "number": case.number,
        "href": format!("/cases/{}", case.number),
        "title": case.title(),
        "message": teller.say(message),
        "state": case.state,
        "owner": staff.short_name(&case.bureau),
        "last": teller.events().pop(),
        "act": teller.text(name),
    })
}

/// A matter that went to others meanwhile: whoever had it, or a part of it, is told so; for everybody
/// else there is no such matter (`S1`, `R3`).
async fn gone(staff: &Staff, number: &str, name: &str, typed: Vec<Value>) -> Result<HttpResponse> {
    let of_case = number.to_owned();
    let (viewer, left) = staff
        .read(move |connection, viewer| access::has_left(connection, viewer, &of_case))
        .await?;
    if !left {
        return Err(Error::NotFound);
    }
    let page = json!({
        "number": number,
        "href": viewer.role.home(),
        "message": staff.text("act-gone"),
        "act": staff.text(name),
        "typed": typed,
    });
    staff.show_with(StatusCode::CONFLICT, &viewer, "cases/refused", page)
}

/// What was written by hand, to be copied.
fn written(staff: &Staff, act: crate::cases::Act, state: &FormState) -> Vec<Value> {
    let label = |name: &str| {
        let key = forms::label_key(name);
        staff.text(&key)
    };
    let fields = forms::asks(act).into_iter().filter(|(_, ask)| ask.is_written());
    fields
        .filter_map(|(name, _)| {
            let value = state.form.get(name).filter(|value| !value.trim().is_empty())?;
            Some(json!({ "label": label(name), "value": value }))
        })
        .collect()
}
