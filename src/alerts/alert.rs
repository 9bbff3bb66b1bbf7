//! An alert, raised exactly once.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Nullable, Text, Timestamp},
};

use super::jobs::{MailAlert, MailDigest};
use crate::{
    accounts::Role,
    db::Connection,
    error::{Error, Result},
    jobs,
    message::Message,
};

/// Whom an alert is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Everybody of that role in a bureau.
    Role {
        /// Code of the bureau.
        bureau: String,
        /// The role.
        role: Role,
    },
    /// One member of staff.
    Account(i64),
    /// Everybody in the bureau of that code.
    Bureau(String),
}

/// Something that staff should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What it tells of and to whom; a second alert of the same key is not raised.
    pub key: String,
    /// Whom it is for. Whoever raises it sees to it that they may know (`R3`, `S1`).
    pub to: To,
    /// What kind of thing it is: the end of the message key `alerts-kind-…`.
    pub kind: &'static str,
    /// What is said; never what would identify a reporter (`S1`).
    pub message: Message,
    /// The page where something can be done about it: a path of ours.
    pub link: String,
}

/// Whether it also goes out by mail, to those who left an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mail {
    /// In the portal only.
    None,
    /// With the others of its day, in one message a person.
    Digest,
    /// At once (`I6`).
    Now,
}

impl Mail {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Digest => "digest",
            Self::Now => "now",
        }
    }
}

/// Raises an alert in the caller's transaction; `false` when its key was raised before.
pub fn raise(connection: &mut Connection, now: NaiveDateTime, alert: &Alert) -> Result<bool> {
    Ok(insert(connection, now, alert, Mail::None)?.is_some())
}

/// [`raise`], with mail to those whom it is for and who left an address.
pub fn raise_with(
    connection: &mut Connection,
    now: NaiveDateTime,
    alert: &Alert,
    mail: Mail,
) -> Result<bool> {
    let Some(id) = insert(connection, now, alert, mail)? else { return Ok(false) };
    match mail {
        Mail::None => {}
        Mail::Now => drop(jobs::enqueue(connection, &MailAlert { alert: id }, now)?),
        Mail::Digest => {
            let digest = MailDigest::of(now);
            jobs::enqueue(connection, &digest, digest.run_at())?;
        }
    }
    Ok(true)
}

#[derive(QueryableByName)]
struct Raised {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The row, unless the key is known: the unique key decides, also between nodes.
fn insert(
    connection: &mut Connection,
    now: NaiveDateTime,
    alert: &Alert,
    mail: Mail,
) -> Result<Option<i64>> {
    let message = serde_json::to_string(&alert.message)
        .map_err(|error| Error::Internal(error.to_string()))?;
    let (bureau, role, account) = match &alert.to {
        To::Role { bureau, role } => (Some(bureau), Some(role.name()), None),
        To::Bureau(bureau) => (Some(bureau), None, None),
        To::Account(account) => (None, None, Some(account)),
    };
    let raised: Option<Raised> = sql_query(
        "INSERT INTO alerts (key, bureau, role, account, kind, message, link, mail, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING RETURNING id",
    )
    .bind::<Text, _>(&alert.key)
    .bind::<Nullable<Text>, _>(bureau)
    .bind::<Nullable<Text>, _>(role)
    .bind::<Nullable<BigInt>, _>(account)
    .bind::<Text, _>(alert.kind)
    .bind::<Text, _>(message)
    .bind::<Text, _>(&alert.link)
    .bind::<Text, _>(mail.name())
    .bind::<Timestamp, _>(now)
    .get_result(connection)
    .optional()?;
    Ok(raised.map(|raised| raised.id))
}
