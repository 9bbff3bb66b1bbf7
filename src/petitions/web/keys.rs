//! `/petitions/keys`: the keys of programs, for the administrator (`P9`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::{Value, json};

use crate::{
    accounts::{Account, Viewer, web::Staff},
    error::{Error, FieldError, Result},
    petitions::keys::{self, Listed},
    web::{Fields, Submission, visit::see_other},
};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/keys", get().to(list))
        .route("/petitions/keys", post().to(make))
        .route("/petitions/keys/{id}/revocation", post().to(revoke));
}

/// `GET /petitions/keys`.
async fn list(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (viewer, known) = staff.read(known).await?;
    let mut page = page(&staff, &known, &Fields::default(), &[]);
    if query.ticked("revoked") {
        page["notice"] = super::notice(&staff, "petitions-key-revoked");
    }
    staff.show(&viewer, "petitions/keys", page)
}

type Known = (Vec<Listed>, Vec<Account>);

fn known(connection: &mut crate::db::Connection, viewer: &Viewer) -> Result<Known> {
    Ok((keys::list(connection, viewer)?, keys::accounts(connection)?))
}

fn page(
    staff: &Staff,
    (listed, accounts): &Known,
    fields: &Fields,
    errors: &[FieldError],
) -> Value {
    let state = staff.form(fields, errors);
    let rows = listed.iter().map(|key| {
        json!({
            "name": key.name, "login": key.login, "made_at": key.made_at,
            "office": staff.full_name(&key.bureau), "revoked_at": key.revoked_at,
            "revoke": key.revoked_at.is_none().then(|| format!("/petitions/keys/{}/revocation", key.id)),
        })
    });
    let items = accounts.iter().map(|account| {
        let label = format!("{} · {}", account.login, account.name);
        json!({ "value": account.login, "label": label })
    });
    json!({
        "rows": rows.collect::<Vec<_>>(), "accounts": items.collect::<Vec<_>>(),
        "form": state.form, "errors": state.errors, "error": state.error,
    })
}

/// `POST /petitions/keys`: makes one, and shows it this once.
async fn make(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let made =
        staff.write(move |connection, viewer| keys::make(connection, &app, viewer, &fields)).await;
    let (status, key, errors) = match made {
        Ok(key) => (StatusCode::CREATED, Some(key), Vec::new()),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, None, errors),
        Err(error) => return Err(error),
    };
    let (viewer, known) = staff.read(known).await?;
    let typed = if key.is_some() { Fields::default() } else { form.fields };
    let mut page = page(&staff, &known, &typed, &errors);
    page["key"] = key.into();
    staff.show_with(status, &viewer, "petitions/keys", page)
}

/// `POST /petitions/keys/{id}/revocation`.
async fn revoke(staff: Staff, id: Path<i64>) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let id = id.into_inner();
    staff.write(move |connection, viewer| keys::revoke(connection, &app, viewer, id)).await?;
    Ok(see_other("/petitions/keys?revoked=yes"))
}
