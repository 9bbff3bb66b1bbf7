//! One's own account: where alerts are sent, and the way to a new password.

use actix_web::{HttpResponse, http::StatusCode, web::ServiceConfig};
use serde_json::json;

use super::{Staff, administer};
use crate::{
    error::{Error, FieldError, Result},
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
        "mail": fields.given("mail").or(account.mail.as_deref()),
        "errors": state.errors,
        "error": state.error,
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    staff.show_with(status, &viewer, "accounts/own", page)
}

/// `POST /account/mail`.
async fn set_mail(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let mail = match administer::read_mail(&form.fields) {
        Ok(mail) => mail,
        Err(Error::Invalid(errors)) => return show_with(&staff, &form.fields, &errors).await,
        Err(error) => return Err(error),
    };
    let app = staff.app.clone();
    staff
        .write(move |connection, viewer| {
            administer::set_mail(connection, &app, viewer, &viewer.login, mail.as_deref())
        })
        .await?;
    Ok(see_other("/account"))
}
