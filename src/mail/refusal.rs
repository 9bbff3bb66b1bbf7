//! Who wants no mail but what the law asks: kept as a keyed index of the address (`S1`).

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Connection,
        schema::{mail_refusals, mails},
    },
    error::{Error, Result},
    vault::Vault,
};

/// What an unsubscribe token is signed for, so that no other token of ours can be one.
const PURPOSE: &str = "unsubscribe";

/// The token in the unsubscribe link of message `mail`. It stays good as long as the message does.
pub fn unsubscribe_token(vault: &Vault, mail: i64) -> String {
    vault.sign(&format!("{PURPOSE}.{mail}"))
}

/// The index under which an address is known; letter case does not matter in practice.
pub(super) fn index_of(vault: &Vault, address: &str) -> String {
    vault.blind_index(&format!("mail {}", address.to_lowercase()))
}

/// Whether the owner of the address asked for no more of it.
pub(super) fn is_refused(connection: &mut Connection, index: &str) -> QueryResult<bool> {
    let known = mail_refusals::table.find(index).select(mail_refusals::refused_at);
    Ok(known.first::<NaiveDateTime>(connection).optional()?.is_some())
}

/// The wish of whoever holds a token: known by it alone, so that no log-in is asked.
pub struct Refusal(String);

impl Refusal {
    /// Whose token it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a token that is not ours, or whose message or address is gone.
    pub fn of_token(connection: &mut Connection, vault: &Vault, token: &str) -> Result<Self> {
        let text =
            vault.verify(token).and_then(|text| text.strip_prefix(PURPOSE)?.strip_prefix('.'));
        let mail: i64 = text.and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
        let (key, sealed): (String, Vec<u8>) = mails::table
            .find(mail)
            .select((mails::dedup_key, mails::recipient))
            .first(connection)?;
        if sealed.is_empty() {
            return Err(Error::NotFound);
        }
        let address = vault.unseal(&key, &sealed)?;
        Ok(Self(index_of(vault, &String::from_utf8_lossy(&address))))
    }

    /// Whether no more is sent.
    pub fn stands(&self, connection: &mut Connection) -> QueryResult<bool> {
        is_refused(connection, &self.0)
    }

    /// No more is sent from now on; twice changes nothing.
    pub fn begin(&self, connection: &mut Connection, now: NaiveDateTime) -> QueryResult<()> {
        if self.stands(connection)? {
            return Ok(());
        }
        diesel::insert_into(mail_refusals::table)
            .values((mail_refusals::address_index.eq(&self.0), mail_refusals::refused_at.eq(now)))
            .execute(connection)
            .map(drop)
    }

    /// Mail is sent again.
    pub fn end(&self, connection: &mut Connection) -> QueryResult<()> {
        diesel::delete(mail_refusals::table.find(&self.0)).execute(connection).map(drop)
    }
}
