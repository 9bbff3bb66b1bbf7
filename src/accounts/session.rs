//! Sessions: rows of hashed tokens that can be revoked.

use chrono::{Duration, NaiveDateTime};
use data_encoding::BASE64URL_NOPAD;
use diesel::prelude::*;
use serde::Serialize;

use super::Account;
use crate::db::{
    Connection,
    schema::{accounts, sessions},
};

/// A working day; after it one logs in again.
pub const LASTS: Duration = Duration::hours(12);

/// How long a browser keeps the token: after the end it still tells whose form comes in too late.
pub const KEPT: Duration = Duration::hours(36);

/// The secret a browser holds.
pub fn new_token() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}

/// What is stored of a token: it has 256 random bits, so a plain hash of it is enough.
fn hashed(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// Opens a session for `account`.
pub fn open(
    connection: &mut Connection,
    now: NaiveDateTime,
    account: i64,
    token: &str,
    user_agent: &str,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hashed(token)),
            sessions::account_id.eq(account),
            sessions::created_at.eq(now),
            sessions::expires_at.eq(now + LASTS),
            sessions::user_agent.eq(user_agent),
        ))
        .execute(connection)
        .map(drop)
}

/// The account behind a token, while session and account are good.
pub fn account(
    connection: &mut Connection,
    now: NaiveDateTime,
    token: &str,
) -> QueryResult<Option<Account>> {
    sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .filter(sessions::token_hash.eq(hashed(token)))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::disabled_at.is_null())
        .select(Account::as_select())
        .first(connection)
        .optional()
}

/// Whose session it is or was.
pub fn owner(connection: &mut Connection, token: &str) -> QueryResult<Option<i64>> {
    sessions::table
        .filter(sessions::token_hash.eq(hashed(token)))
        .select(sessions::account_id)
        .first(connection)
        .optional()
}

/// Ends one session.
pub fn revoke(connection: &mut Connection, now: NaiveDateTime, token: &str) -> QueryResult<()> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(hashed(token))))
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(connection)
        .map(drop)
}

/// Ends all sessions of an account: it was closed, or its password changed.
pub fn revoke_all(
    connection: &mut Connection,
    now: NaiveDateTime,
    account: i64,
) -> QueryResult<()> {
    let open = sessions::account_id.eq(account).and(sessions::revoked_at.is_null());
    diesel::update(sessions::table.filter(open))
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(connection)
        .map(drop)
}

/// An open session, without its token.
#[derive(Clone, Debug, Queryable, Serialize)]
pub struct OpenSession {
    /// Since when, in UTC.
    pub created_at: NaiveDateTime,
    /// Until when, in UTC.
    pub expires_at: NaiveDateTime,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// The open sessions of one account, the newest first.
pub fn open_of(
    connection: &mut Connection,
    now: NaiveDateTime,
    account: i64,
) -> QueryResult<Vec<OpenSession>> {
    sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order(sessions::id.desc())
        .select((sessions::created_at, sessions::expires_at, sessions::user_agent))
        .load(connection)
}

/// How many sessions of each account are open.
pub fn open_counts(
    connection: &mut Connection,
    now: NaiveDateTime,
) -> QueryResult<Vec<(i64, i64)>> {
    sessions::table
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .group_by(sessions::account_id)
        .select((sessions::account_id, diesel::dsl::count_star()))
        .load(connection)
}
