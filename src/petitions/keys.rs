//! Keys by which programs of the office above send petitions (`F1`): made and revoked by the
//! administrator, shown once, kept as keyed hashes. A key acts as one account of that office.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use crate::{
    accounts::{Account, Role, Viewer, administer, session},
    app::App,
    db::{
        Connection,
        schema::{accounts, petition_keys},
    },
    error::{Error, Result},
    web::Fields,
};

/// What every key begins with, so that one that leaked is recognized.
const PREFIX: &str = "minsheng_";
/// The most characters of a key's name.
const MOST_NAME: usize = 60;

/// A key as it is listed; its secret is nowhere.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Listed {
    pub id: i64,
    pub name: String,
    pub login: String,
    pub bureau: String,
    pub made_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
}

fn hashed(app: &App, key: &str) -> String {
    app.vault.code_hash(&format!("petition key {key}"))
}

/// Makes a key and returns it: this once.
pub fn make(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    fields: &Fields,
) -> Result<String> {
    by.only(&[Role::Administrator])?;
    let mut errors = Vec::new();
    let name = fields.required("key_name", MOST_NAME, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let account = administer::find(connection, fields.text("account")).ok();
    let fits =
        |account: &Account| account.role() == Some(Role::Province) && account.disabled_at.is_none();
    let account =
        account.filter(fits).ok_or_else(|| Error::field("account", "petitions-key-account"))?;
    let key = format!("{PREFIX}{}", session::new_token());
    diesel::insert_into(petition_keys::table)
        .values((
            petition_keys::account_id.eq(account.id),
            petition_keys::name.eq(&name),
            petition_keys::hash.eq(hashed(app, &key)),
            petition_keys::made_by.eq(by.account),
            petition_keys::made_at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    administer::record(connection, app, by, account.id, "make_key", json!({ "name": name }))?;
    Ok(key)
}

/// Ends a key; one that has ended stays so.
pub fn revoke(connection: &mut Connection, app: &App, by: &Viewer, id: i64) -> Result<()> {
    by.only(&[Role::Administrator])?;
    let key = petition_keys::table.find(id);
    let (account, name, revoked): (i64, String, Option<NaiveDateTime>) = key
        .select((petition_keys::account_id, petition_keys::name, petition_keys::revoked_at))
        .first(connection)?;
    if revoked.is_some() {
        return Ok(());
    }
    diesel::update(petition_keys::table.find(id))
        .set((
            petition_keys::revoked_at.eq(Some(app.clock.now())),
            petition_keys::revoked_by.eq(Some(by.account)),
        ))
        .execute(connection)?;
    administer::record(connection, app, by, account, "revoke_key", json!({ "name": name }))
}

/// All keys, those that hold first.
pub fn list(connection: &mut Connection, by: &Viewer) -> Result<Vec<Listed>> {
    by.only(&[Role::Administrator])?;
    let rows: Vec<Listed> = petition_keys::table
        .inner_join(accounts::table.on(accounts::id.eq(petition_keys::account_id)))
        .order(petition_keys::id.desc())
        .select((
            petition_keys::id,
            petition_keys::name,
            accounts::login,
            accounts::bureau,
            petition_keys::made_at,
            petition_keys::revoked_at,
        ))
        .load(connection)?;
    let (held, ended): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|key| key.revoked_at.is_none());
    Ok(held.into_iter().chain(ended).collect())
}

/// Accounts of offices above that a key can act as.
pub fn accounts(connection: &mut Connection) -> QueryResult<Vec<Account>> {
    accounts::table
        .filter(accounts::role.eq(Role::Province.name()))
        .filter(accounts::disabled_at.is_null())
        .order(accounts::login)
        .select(Account::as_select())
        .load(connection)
}

/// Whom a key acts as, while key and account stand, and the key's row.
///
/// # Errors
/// [`Error::LoginNeeded`] for any other key.
pub fn viewer(connection: &mut Connection, app: &App, key: &str) -> Result<(i64, Viewer)> {
    let found: Option<(i64, Account)> = petition_keys::table
        .inner_join(accounts::table.on(accounts::id.eq(petition_keys::account_id)))
        .filter(petition_keys::hash.eq(hashed(app, key)))
        .filter(petition_keys::revoked_at.is_null())
        .filter(accounts::disabled_at.is_null())
        .select((petition_keys::id, Account::as_select()))
        .first(connection)
        .optional()?;
    let viewer = found.and_then(|(id, account)| Some((id, Viewer::of_account(account)?)));
    viewer.filter(|(_, viewer)| viewer.role == Role::Province).ok_or(Error::LoginNeeded)
}
