//! An act that was refused: out of order, by somebody who may not, twice, or on a matter that has
//! changed meanwhile. One page says what is now the case and keeps what was typed.

use actix_web::{HttpResponse, http::StatusCode};
use serde_json::{Value, json};

use super::{
    case_page::Teller,
    list_page::bureau_name,
    view::{self, Around},
};
use crate::{
    accounts::{Staff, Viewer},
    cases::access,
    desk::{
        dossier::{self, Dossier},
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
    match error {
        Error::Invalid(errors) => {
            let refused = Refused { act, state: staff.form(fields, &errors) };
            wrong_fields(staff, number, around, refused).await
        }
        Error::NotFound => {
            gone(staff, number, Refused { act, state: staff.form(fields, &[]) }).await
        }
        other => {
            let (status, message) = said(other)?;
            let refused = Refused { act, state: staff.form(fields, &[]) };
            let (viewer, dossier) = read(staff, number).await?;
            let page = page(staff, &dossier, &refused, &message);
            staff.show_with(status, &viewer, "cases/refused", page)
        }
    }
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

fn page(staff: &Staff, dossier: &Dossier, refused: &Refused, message: &Message) -> Value {
    let (teller, case) = (Teller { staff, dossier }, &dossier.case);
    let again = forms::again(&staff.app, staff.language, dossier, refused);
    let typed = match again {
        Some(_) => Vec::new(),
        None => forms::typed(&staff.app, staff.language, dossier, refused),
    };
    json!({
        "number": case.number,
        "href": format!("/cases/{}", case.number),
        "title": if case.plant.is_empty() { &case.summary } else { &case.plant },
        "message": teller.say(message),
        "state": case.state,
        "owner": bureau_name(staff, &case.bureau),
        "last": teller.events().pop(),
        "act": teller.text(&format!("act-{}", refused.act)),
        "again": again,
        "typed": typed,
    })
}

/// A matter that went to others meanwhile: whoever had it, or a part of it, is told so; for everybody
/// else there is no such matter (`S1`, `R3`).
async fn gone(staff: &Staff, number: &str, refused: Refused) -> Result<HttpResponse> {
    let of_case = number.to_owned();
    let (viewer, left) = staff
        .read(move |connection, viewer| access::has_left(connection, viewer, &of_case))
        .await?;
    if !left {
        return Err(Error::NotFound);
    }
    let text = |key: &str| staff.app.pages.messages.text(staff.language, key).into_owned();
    let page = json!({
        "number": number,
        "href": viewer.role.home(),
        "message": text("act-gone"),
        "act": text(&format!("act-{}", refused.act)),
        "typed": written(staff, &refused.act, &refused.state),
    });
    staff.show_with(StatusCode::CONFLICT, &viewer, "cases/refused", page)
}

/// What was written by hand, to be copied.
fn written(staff: &Staff, act: &crate::cases::Act, state: &FormState) -> Vec<Value> {
    let label = |name: &str| {
        let key = forms::label_key(name);
        staff.app.pages.messages.text(staff.language, &key).into_owned()
    };
    let fields = forms::asks(*act).into_iter().filter(|(_, ask)| ask.is_written());
    fields
        .filter_map(|(name, _)| {
            let value = state.form.get(name).filter(|value| !value.trim().is_empty())?;
            Some(json!({ "label": label(name), "value": value }))
        })
        .collect()
}
