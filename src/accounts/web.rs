//! Log-in, log-out, one's own password.

pub mod errors;
mod manage;
mod own;
mod staff;

pub use staff::{Bell, Staff};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::ServiceConfig,
};
use serde_json::{Value, json};

use super::{Account, Role, Viewer, administer, password, session};
use crate::{
    error::{Error, FieldError, Result},
    message::Message,
    web::{
        Fields, Submission, Visit, beside,
        language::local_path,
        typed,
        visit::{SESSION_COOKIE, see_other},
    },
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/login", get().to(login_form))
        .route("/login", post().to(log_in))
        .route("/logout", post().to(log_out))
        .route("/account/password", get().to(password_form))
        .route("/account/password", post().to(change_password))
        .configure(own::routes)
        .configure(manage::routes);
}

/// `GET /login`.
async fn login_form(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let back = query.given("back").map(local_path);
    visit.page("accounts/login", json!({ "back": back }))
}

/// `POST /login`: by name and password; limited by address and by account.
async fn log_in(visit: Visit, form: Submission) -> Result<HttpResponse> {
    let fields = form.fields;
    let login = fields.text("login").to_owned();
    visit.app.limits.log_in(visit.address, &login)?;
    let name = login.clone();
    let found = visit.app.db.read(move |connection| Ok(Account::by_login(connection, &name)?));
    let found: Option<(Account, String)> = found.await.map_err(|error: Error| error)?;
    let typed = fields.text("password").to_owned();
    let cost = visit.app.config.passwords;
    let stored = found.as_ref().map(|(_, hash)| hash.clone());
    let check = move || password::verify(&typed, stored.as_deref(), cost);
    let turn = visit.app.checking.acquire().await;
    let turn = turn.map_err(|error| Error::Internal(error.to_string()))?;
    let right = beside(check).await?;
    drop(turn);
    match found.and_then(|(account, _)| Viewer::of_account(account)) {
        Some(viewer) if right => welcome(&visit, &fields, &viewer).await,
        _ => refuse(&visit, &fields),
    }
}

/// The same words whether the name or the password is wrong.
fn refuse(visit: &Visit, fields: &Fields) -> Result<HttpResponse> {
    let state = visit.form(fields, &[FieldError::new("login", "login-wrong")]);
    let page = json!({
        "form": { "login": fields.text("login") },
        "errors": state.errors,
        "error": state.error,
        "back": fields.given("back"),
        "resume": fields.given("resume"),
        "typed": fields.given("typed"),
    });
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "accounts/login", page)
}

/// Opens the session and goes on: to the form that was being sent, if by the same person, the page
/// asked for, or the role's first page.
async fn welcome(visit: &Visit, fields: &Fields, viewer: &Viewer) -> Result<HttpResponse> {
    let token = session::new_token();
    let (app, account, secret) = (visit.app.clone(), viewer.account, token.clone());
    let (agent, last) = (visit.user_agent.clone(), visit.session.clone());
    let sender = visit.app.db.write(move |connection| {
        let sender = match last {
            Some(last) => session::owner(connection, &last)?,
            None => None,
        };
        session::open(connection, app.clock.now(), account, &secret, &agent)?;
        Ok::<_, Error>(sender)
    });
    let is_theirs = sender.await? == Some(viewer.account);
    let mut response = match (fields.given("resume"), fields.given("typed")) {
        (Some(path), Some(typed)) if is_theirs => resume(visit, path, typed)?,
        _ => see_other(fields.given("back").map_or(viewer.role.home(), local_path)),
    };
    let cookie = visit.cookie(SESSION_COOKIE, token, session::KEPT.num_seconds());
    response.add_cookie(&cookie).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// What was typed before the session ended, to be looked at and sent again.
fn resume(visit: &Visit, path: &str, typed: &str) -> Result<HttpResponse> {
    let (fields, action) = (Fields::parse(typed.as_bytes())?, local_path(path));
    let shown =
        fields.pairs().iter().filter_map(|(name, value)| typed::named(visit, action, name, value));
    let shown: Vec<Value> = shown.collect();
    let page = json!({ "action": action, "fields": fields.pairs(), "shown": shown });
    visit.page("accounts/resume", page)
}

/// `POST /logout`.
async fn log_out(visit: Visit) -> Result<HttpResponse> {
    if let Some(token) = visit.session.clone() {
        let app = visit.app.clone();
        let end = move |connection: &mut crate::db::Connection| {
            session::revoke(connection, app.clock.now(), &token)?;
            Ok::<_, Error>(())
        };
        visit.app.db.write(end).await?;
    }
    let mut response = see_other("/");
    let gone = visit.cookie(SESSION_COOKIE, String::new(), 0);
    response.add_cookie(&gone).map_err(|error| Error::Internal(error.to_string()))?;
    response.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

/// `GET /account/password`.
async fn password_form(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    staff.show(&viewer, "accounts/password", json!({ "must_change": viewer.must_change }))
}

/// `POST /account/password`: ends all other sessions of the account.
async fn change_password(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (old, new) = (form.fields.text("old").to_owned(), form.fields.text("new").to_owned());
    let again = form.fields.text("again").to_owned();
    let changed = match checked(&staff, old, new, again).await {
        Ok(hash) => replace_password(&staff, hash).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok((role, token)) => leave_with(&staff, role, token),
        Err(Error::Invalid(errors)) => {
            let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
            let state = staff.form(&Fields::default(), &errors);
            let page = json!({
                "must_change": viewer.must_change,
                "errors": state.errors,
                "error": state.error,
            });
            staff.show_with(StatusCode::UNPROCESSABLE_ENTITY, &viewer, "accounts/password", page)
        }
        Err(error) => Err(error),
    }
}

/// The hash of the new password, when the old one is right and the new one will do. Hashing is slow
/// on purpose and stays out of the writer.
async fn checked(staff: &Staff, old: String, new: String, again: String) -> Result<String> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    staff.app.limits.log_in(staff.address, &viewer.login)?;
    let cost = staff.app.config.passwords;
    let check = move |connection: &mut crate::db::Connection, viewer: &Viewer| {
        let stored = Account::by_login(connection, &viewer.login)?.map(|(_, hash)| hash);
        if !password::verify(&old, stored.as_deref(), cost)? {
            return Err(Error::field("old", "password-wrong"));
        }
        check_new(&old, &new, &again)?;
        password::hash(&new, cost)
    };
    Ok(staff.read(check).await?.1)
}

async fn replace_password(staff: &Staff, hash: String) -> Result<(Role, String)> {
    let token = session::new_token();
    let (app, secret, agent) = (staff.app.clone(), token.clone(), staff.user_agent.clone());
    let change = move |connection: &mut crate::db::Connection, viewer: &Viewer| {
        let now = app.clock.now();
        Account::set_password(connection, viewer.account, &hash, false)?;
        session::revoke_all(connection, now, viewer.account)?;
        session::open(connection, now, viewer.account, &secret, &agent)?;
        let act = "change_password";
        administer::record(connection, &app, viewer, viewer.account, act, Value::Null)?;
        Ok(viewer.role)
    };
    Ok((staff.write(change).await?, token))
}

fn leave_with(staff: &Staff, role: Role, token: String) -> Result<HttpResponse> {
    let mut response = see_other(role.home());
    let cookie = staff.cookie(SESSION_COOKIE, token, session::KEPT.num_seconds());
    response.add_cookie(&cookie).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(response)
}

/// Long enough, typed twice alike, and not the old one.
fn check_new(old: &str, new: &str, again: &str) -> Result<()> {
    let count = new.chars().count();
    if !(password::FEWEST..=password::MOST).contains(&count) {
        let message = Message::new("password-length").with("fewest", password::FEWEST);
        return Err(Error::Invalid(vec![FieldError { field: "new".to_owned(), message }]));
    }
    if new == old {
        return Err(Error::field("new", "password-same"));
    }
    if new != again {
        return Err(Error::field("again", "password-differs"));
    }
    Ok(())
}
