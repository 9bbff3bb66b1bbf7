//! An account of a member of staff.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use super::Role;
use crate::{
    db::{Connection, schema::accounts},
    i18n::Language,
};

/// An account, without its password.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = accounts)]
pub struct Account {
    /// Row.
    pub id: i64,
    /// The name to log in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Role, as stored; see [`Account::role`].
    pub role: String,
    /// Code of the bureau.
    pub bureau: String,
    /// Whether the password was given by somebody else and must be changed.
    pub must_change: bool,
    /// When it was made, in UTC.
    pub created_at: NaiveDateTime,
    /// Since when it is closed.
    pub disabled_at: Option<NaiveDateTime>,
    /// Where alerts are sent, too (`T9`).
    pub mail: Option<String>,
    /// The language of that mail, as stored; see [`Account::language`].
    pub language: String,
}

/// What a new account needs.
pub struct NewAccount<'a> {
    /// The name to log in with.
    pub login: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Code of the bureau.
    pub bureau: &'a str,
    /// [`super::password::hash`] of the password.
    pub password_hash: String,
    /// Whether the password must be changed at first use.
    pub must_change: bool,
}

impl Account {
    /// The role; an account whose role is unknown to this version may do nothing.
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }

    /// The language in which mail to them is written.
    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or_default()
    }

    /// Stores a new account and returns its row.
    pub fn create(
        connection: &mut Connection,
        now: NaiveDateTime,
        new: &NewAccount<'_>,
    ) -> QueryResult<i64> {
        diesel::insert_into(accounts::table)
            .values((
                accounts::login.eq(new.login),
                accounts::name.eq(new.name),
                accounts::role.eq(new.role.name()),
                accounts::bureau.eq(new.bureau),
                accounts::password_hash.eq(&new.password_hash),
                accounts::must_change.eq(new.must_change),
                accounts::created_at.eq(now),
            ))
            .returning(accounts::id)
            .get_result(connection)
    }

    /// The account of that login with its password hash, unless it is closed.
    pub fn by_login(
        connection: &mut Connection,
        login: &str,
    ) -> QueryResult<Option<(Self, String)>> {
        accounts::table
            .filter(accounts::login.eq(login))
            .filter(accounts::disabled_at.is_null())
            .select((Self::as_select(), accounts::password_hash))
            .first(connection)
            .optional()
    }

    /// One account.
    pub fn find(connection: &mut Connection, id: i64) -> QueryResult<Self> {
        accounts::table.find(id).select(Self::as_select()).first(connection)
    }

    /// All accounts, by bureau and role.
    pub fn list(connection: &mut Connection) -> QueryResult<Vec<Self>> {
        let order = (accounts::bureau, accounts::role, accounts::login);
        accounts::table.order(order).select(Self::as_select()).load(connection)
    }

    /// Whether there is none yet: the portal was never started.
    pub fn none_exists(connection: &mut Connection) -> QueryResult<bool> {
        let first = accounts::table.select(accounts::id).first::<i64>(connection).optional()?;
        Ok(first.is_none())
    }

    /// Sets a new password.
    pub fn set_password(
        connection: &mut Connection,
        id: i64,
        password_hash: &str,
        must_change: bool,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set((accounts::password_hash.eq(password_hash), accounts::must_change.eq(must_change)))
            .execute(connection)
            .map(drop)
    }

    /// Sets where alerts are sent, or that none are.
    pub fn set_mail(connection: &mut Connection, id: i64, mail: Option<&str>) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set(accounts::mail.eq(mail))
            .execute(connection)
            .map(drop)
    }

    /// Sets in which language mail to them is written.
    pub fn set_language(
        connection: &mut Connection,
        id: i64,
        language: Language,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set(accounts::language.eq(language.tag()))
            .execute(connection)
            .map(drop)
    }

    /// Closes or reopens the account.
    pub fn set_disabled(
        connection: &mut Connection,
        id: i64,
        at: Option<NaiveDateTime>,
    ) -> QueryResult<()> {
        diesel::update(accounts::table.find(id))
            .set(accounts::disabled_at.eq(at))
            .execute(connection)
            .map(drop)
    }
}
