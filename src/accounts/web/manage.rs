//! The administrator's pages: accounts by bureau, one account, a new one (`P9`).

mod show;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::Staff;
use crate::{
    accounts::{
        Account, Role, Viewer,
        administer::{self, Contact, Wanted},
        membership, password, session,
    },
    app::App,
    db::Connection,
    error::{Error, FieldError, Result},
    web::{Fields, Submission, visit::see_other},
};

/// The routes of these pages.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/accounts", get().to(index))
        .route("/accounts/new", get().to(new))
        .route("/accounts/new", post().to(create))
        .route("/accounts/{login}", get().to(show::show))
        .route("/accounts/{login}/password", post().to(reset_password))
        .route("/accounts/{login}/mail", post().to(set_mail))
        .route("/accounts/{login}/closure", post().to(close))
        .route("/accounts/{login}/reopening", post().to(reopen))
        .route("/accounts/{login}/sessions", post().to(end_sessions));
}

fn only_administrators(viewer: &Viewer) -> Result<()> {
    viewer.only(&[Role::Administrator])
}

/// `GET /accounts`: all accounts by bureau, and what the administrator should see to.
async fn index(staff: Staff) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, (accounts, open)) = staff
        .read(move |connection, viewer| {
            only_administrators(viewer)?;
            let open = session::open_counts(connection, app.clock.now())?;
            Ok((Account::list(connection)?, open))
        })
        .await?;
    let groups: Vec<Value> = accounts
        .chunk_by(|one, other| one.bureau == other.bureau)
        .map(|of_bureau| group(&staff, of_bureau, &open))
        .collect();
    let page = json!({ "groups": groups, "total": accounts.len(), "warnings": warnings(&staff) });
    staff.show(&viewer, "accounts/index", page)
}

fn group(staff: &Staff, accounts: &[Account], open: &[(i64, i64)]) -> Value {
    let row = |account: &Account| {
        let sessions = open.iter().find(|(id, _)| *id == account.id).map_or(0, |(_, many)| *many);
        json!({ "account": account, "sessions": sessions })
    };
    let code = accounts.first().map_or("", |account| account.bureau.as_str());
    let rows: Vec<Value> = accounts.iter().map(row).collect();
    json!({ "bureau": staff.full_name(code), "rows": rows })
}

/// Years whose working days nobody has entered (`T5`), and limits known at second hand.
fn warnings(staff: &Staff) -> Value {
    use chrono::Datelike as _;
    let (all, today) = (&staff.app.jurisdiction, staff.app.clock.today());
    let years: Vec<String> = [today.year(), today.year() + 1]
        .into_iter()
        .filter(|year| !all.calendar().knows(*year))
        .map(|year| year.to_string())
        .collect();
    let policies: Vec<Value> = all
        .policies()
        .all()
        .iter()
        .filter(|policy| !policy.verified && policy.holds(today))
        .map(|policy| {
            let source = policy.source.in_language(staff.language.tag());
            json!({ "id": policy.id, "rule": policy.rule, "source": source })
        })
        .collect();
    json!({ "years": years, "policies": policies })
}

/// `GET /accounts/new`.
async fn new(staff: Staff) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| only_administrators(viewer)).await?;
    staff.show(&viewer, "accounts/new", form(&staff, &Fields::default(), &[]))
}

/// The form, with the bureaus that fit each role.
fn form(staff: &Staff, fields: &Fields, errors: &[FieldError]) -> Value {
    let (state, tag) = (staff.form(fields, errors), staff.language.tag());
    let all = &staff.app.jurisdiction;
    let option = |bureau: &crate::jurisdiction::Bureau| json!({ "value": bureau.code, "label": bureau.names.in_language(tag) });
    let fits: Vec<Value> = Role::ALL
        .iter()
        .map(|role| {
            let shorts: Vec<&str> =
                membership::bureaus(all, *role).map(|it| it.names.in_language(tag)).collect();
            json!({ "role": role, "bureaus": shorts })
        })
        .collect();
    json!({
        "form": state.form,
        "error": state.error,
        "errors": state.errors,
        "roles": Role::ALL,
        "bureaus": all.bureaus().iter().map(option).collect::<Vec<_>>(),
        "fits": fits,
    })
}

/// `POST /accounts/new`: the one-time password is on the answer, and nowhere else.
async fn create(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let wanted = match Wanted::read(&form.fields, &staff.app.jurisdiction) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&staff, &form.fields, &errors).await,
    };
    let (secret, hash) = one_time_password(&staff).await?;
    let app = staff.app.clone();
    let made = staff.write_and_show(move |connection, viewer| {
        only_administrators(viewer)?;
        administer::create(connection, &app, viewer, &wanted, hash)
    });
    match made.await {
        Ok((viewer, account)) => show_once(&staff, &viewer, &account, &secret),
        Err(Error::Invalid(errors)) => again(&staff, &form.fields, &errors).await,
        Err(Error::Database(error)) if error.is_unique_violation() => {
            let taken = FieldError::new("login", "accounts-login-taken");
            again(&staff, &form.fields, &[taken]).await
        }
        Err(error) => Err(error),
    }
}

async fn again(staff: &Staff, fields: &Fields, errors: &[FieldError]) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, viewer| only_administrators(viewer)).await?;
    let page = form(staff, fields, errors);
    staff.show_with(StatusCode::UNPROCESSABLE_ENTITY, &viewer, "accounts/new", page)
}

/// A new password and its hash, for an administrator. Hashing is slow on purpose and stays out of
/// the writer.
async fn one_time_password(staff: &Staff) -> Result<(String, String)> {
    let cost = staff.app.config.passwords;
    let make = move |_: &mut Connection, viewer: &Viewer| {
        only_administrators(viewer)?;
        let secret = password::random();
        let hash = password::hash(&secret, cost)?;
        Ok((secret, hash))
    };
    Ok(staff.read(make).await?.1)
}

fn show_once(
    staff: &Staff,
    viewer: &Viewer,
    account: &Account,
    secret: &str,
) -> Result<HttpResponse> {
    let bureau = staff.full_name(&account.bureau);
    let page = json!({ "account": account, "bureau": bureau, "password": secret });
    staff.show(viewer, "accounts/created", page)
}

/// `POST /accounts/{login}/password`: a new one-time password.
async fn reset_password(staff: Staff, login: Path<String>) -> Result<HttpResponse> {
    let (secret, hash) = one_time_password(&staff).await?;
    let app = staff.app.clone();
    let (viewer, account) = staff
        .write_and_show(move |connection, viewer| {
            only_administrators(viewer)?;
            administer::reset_password(connection, &app, viewer, &login, &hash)
        })
        .await?;
    show_once(&staff, &viewer, &account, &secret)
}

/// `POST /accounts/{login}/mail`: how they are reached by mail.
async fn set_mail(staff: Staff, login: Path<String>, form: Submission) -> Result<HttpResponse> {
    let contact = match Contact::read(&form.fields) {
        Ok(contact) => contact,
        Err(errors) => {
            return show::show_with(&staff, login.into_inner(), &form.fields, &errors).await;
        }
    };
    let (app, of) = (staff.app.clone(), login.clone());
    staff
        .write(move |connection, viewer| {
            administer::set_contact(connection, &app, viewer, &of, &contact)
        })
        .await?;
    Ok(see_other(&format!("/accounts/{login}")))
}

/// `POST /accounts/{login}/closure`.
async fn close(staff: Staff, login: Path<String>) -> Result<HttpResponse> {
    act(staff, login, administer::close).await
}

/// `POST /accounts/{login}/reopening`.
async fn reopen(staff: Staff, login: Path<String>) -> Result<HttpResponse> {
    act(staff, login, administer::reopen).await
}

/// `POST /accounts/{login}/sessions`: ends them all.
async fn end_sessions(staff: Staff, login: Path<String>) -> Result<HttpResponse> {
    act(staff, login, administer::end_sessions).await
}

type Act = fn(&mut Connection, &App, &Viewer, &str) -> Result<()>;

async fn act(staff: Staff, login: Path<String>, act: Act) -> Result<HttpResponse> {
    let (app, login) = (staff.app.clone(), login.into_inner());
    let account = staff
        .write(move |connection, viewer| {
            only_administrators(viewer)?;
            act(connection, &app, viewer, &login)?;
            administer::find(connection, &login)
        })
        .await?;
    Ok(see_other(&format!("/accounts/{}", account.login)))
}
