//! One's own account: how it is reached by mail, and the way to a new password.

use actix_web::{HttpResponse, http::StatusCode, web::ServiceConfig};
use serde_json::{Value, json};

use super::{Staff, administer};
use crate::{
    accounts::{Account, administer::Contact},
    error::{FieldError, Result},
    i18n::Language,
    web::{Fields, Submission, visit::see_other},
};

/// The routes of this page.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config.route("/account", get().to(show)).route("/account/mail", post().to(set_mail));
}

/// `GET /account`.
async fn show(staff: Staff) -> Result<HttpResponse> {
    show_with(&staff, &Fields::default(), &[]).await
}

async fn show_with(staff: &Staff, fields: &Fields, errors: &[FieldError]) -> Result<HttpResponse> {
    let (viewer, account) =
        staff.read(|connection, viewer| administer::find(connection, &viewer.login)).await?;
    let state = staff.form(fields, errors);
    let page = json!({
        "login": account.login,
        "contact": contact(staff, fields, &account),
        "errors": state.errors,
        "error": state.error,
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    staff.show_with(status, &viewer, "accounts/own", page)
}

/// How an account is reached by mail, as `accounts/contact` wants it: what was typed, else what is
/// stored.
pub(super) fn contact(staff: &Staff, fields: &Fields, account: &Account) -> Value {
    let languages = Language::ALL.map(|language| {
        let key = format!("accounts-mail-language-{language}");
        json!({ "value": language, "label": staff.text(&key) })
    });
    json!({
        "mail": fields.given("mail").or(account.mail.as_deref()),
        "language": fields.given("language").unwrap_or(account.language().tag()),
        "languages": languages,
    })
}

/// `POST /account/mail`.
async fn set_mail(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let contact = match Contact::read(&form.fields) {
        Ok(contact) => contact,
        Err(errors) => return show_with(&staff, &form.fields, &errors).await,
    };
    let app = staff.app.clone();
    staff
        .write(move |connection, viewer| {
            administer::set_contact(connection, &app, viewer, &viewer.login, &contact)
        })
        .await?;
    Ok(see_other("/account"))
}
