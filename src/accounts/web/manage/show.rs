//! One account: its open sessions and all that was done to it (`S4`).

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use super::only_administrators;
use crate::{
    accounts::{Staff, administer, session, viewer, web::own},
    error::{FieldError, Result},
    timeline::{self, Audience, Event, Subject},
    web::Fields,
};

/// `GET /accounts/{login}`.
pub async fn show(staff: Staff, login: Path<String>) -> Result<HttpResponse> {
    show_with(&staff, login.into_inner(), &Fields::default(), &[]).await
}

/// The page with a form that was refused, as it was filled in.
pub async fn show_with(
    staff: &Staff,
    login: String,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let state = staff.form(fields, errors);
    let app = staff.app.clone();
    let (viewer, (account, sessions, events, names)) = staff
        .read(move |connection, viewer| {
            only_administrators(viewer)?;
            let account = administer::find(connection, &login)?;
            let sessions = session::open_of(connection, app.clock.now(), account.id)?;
            let subject = Subject { noun: administer::NOUN, id: account.id };
            let events = timeline::read(connection, subject, Audience::Staff)?;
            let actors = events.iter().filter_map(|event| event.actor_id);
            let names = viewer::names(connection, actors)?;
            Ok((account, sessions, events, names))
        })
        .await?;
    let names: BTreeMap<i64, String> = names.into_iter().collect();
    let events: Vec<Value> = events.iter().map(|event| line(staff, event, &names)).collect();
    let page = json!({
        "account": account,
        "bureau": staff.full_name(&account.bureau),
        "own": account.id == viewer.account,
        "sessions": sessions,
        "events": events,
        "contact": own::contact(staff, fields, &account),
        "errors": state.errors,
        "error": state.error,
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    staff.show_with(status, &viewer, "accounts/show", page)
}

/// An entry as `parts/timeline` wants it.
fn line(staff: &Staff, event: &Event, names: &BTreeMap<i64, String>) -> Value {
    let key = format!("accounts-act-{}", event.act);
    let title = staff.text(&key);
    let by = event.actor_id.and_then(|id| names.get(&id));
    json!({ "title": title, "at": event.at, "by": by })
}
