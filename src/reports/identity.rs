//! Who the reporter is: sealed apart from the matter; every reading has a reason and is on record
//! (`S1`).

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Report;
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::Case,
    db::{
        Connection,
        schema::{identities, identity_readings, reports},
    },
    error::{Error, Result},
    i18n::Language,
    timeline::{self, Audience, Entry},
    vault::Vault,
};

/// What would identify the reporter.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Telephone number, digits only.
    #[serde(default)]
    pub phone: String,
    /// Mail address.
    #[serde(default)]
    pub mail: String,
    /// Postal address.
    #[serde(default)]
    pub address: String,
    /// Representatives of a joint petition, at most five (`I7`).
    #[serde(default)]
    pub representatives: Vec<String>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// A telephone number as typed, in digits: a mobile or a landline of mainland China, with or
/// without country code, strokes and spaces. Nothing when it cannot be one.
pub fn phone(text: &str) -> Option<String> {
    let digits: String =
        text.chars().filter_map(super::number::plain).filter(char::is_ascii_digit).collect();
    let has_letters =
        text.chars().filter_map(super::number::plain).any(|c| c.is_ascii_alphabetic());
    let digits = digits.strip_prefix("0086").unwrap_or(&digits);
    let digits = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(digits);
    let is_phone = match digits.as_bytes() {
        [b'1', b'3'..=b'9', rest @ ..] => rest.len() == 9,
        [b'0', rest @ ..] => (9..=11).contains(&rest.len()),
        local => (7..=8).contains(&local.len()),
    };
    (is_phone && !has_letters).then(|| digits.to_owned())
}

/// The row an identity is bound to.
fn context(report: i64) -> String {
    format!("identity of report {report}")
}

impl Identity {
    /// Whether there is anything to seal.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Seals it for `report`.
    pub fn store(
        &self,
        connection: &mut Connection,
        vault: &Vault,
        report: i64,
        now: NaiveDateTime,
    ) -> Result<()> {
        let plain = serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))?;
        let index = (!self.phone.is_empty()).then(|| vault.blind_index(&self.phone));
        diesel::insert_into(identities::table)
            .values((
                identities::report_id.eq(report),
                identities::sealed.eq(vault.seal(&context(report), &plain)?),
                identities::phone_index.eq(index),
                identities::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }

    /// Opens what is sealed for `report`: for the portal's own mail. People read through [`read`].
    pub(super) fn unseal(
        connection: &mut Connection,
        vault: &Vault,
        report: i64,
    ) -> Result<Option<Self>> {
        let sealed: Option<Vec<u8>> = identities::table
            .find(report)
            .select(identities::sealed)
            .first(connection)
            .optional()?;
        sealed.map(|sealed| Self::opened(vault, report, &sealed)).transpose()
    }

    fn opened(vault: &Vault, report: i64, sealed: &[u8]) -> Result<Self> {
        let plain = vault.unseal(&context(report), sealed)?;
        serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Whether `text` holds a part of it, however it is spaced.
    fn is_in(&self, text: &str) -> bool {
        let close = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
        };
        let text = close(text);
        let one = [&self.name, &self.phone, &self.mail, &self.address];
        let mut parts = one.into_iter().chain(&self.representatives).map(|part| close(part));
        parts.any(|part| part.chars().count() > 1 && text.contains(&part))
    }
}

/// Whether `viewer` may read who reported, of a report of this kind behind `case` (`S1`).
///
/// A named reporter must be told the outcome, so the bureau that handles the matter may; a
/// confidential one is known to the city's dispatcher and supervisor alone.
pub fn may_read(viewer: &Viewer, case: &Case, reporter_kind: &str) -> bool {
    let is_city = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
    let is_handler =
        matches!(viewer.role, Role::Officer | Role::Chief) && viewer.bureau == case.bureau;
    match reporter_kind {
        "named" => is_city || is_handler,
        "confidential" => is_city,
        _ => false,
    }
}

/// Reads who reported, for a stated reason, and puts the reading on record.
pub fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    report: i64,
    reason: &str,
) -> Result<Option<Identity>> {
    let kind: String =
        reports::table.find(report).select(reports::reporter_kind).first(connection)?;
    if !may_read(viewer, case, &kind) {
        return Err(Error::Forbidden);
    }
    unseal_on_record(connection, app, viewer, case, report, reason)
}

/// Reads whom to call back and at which number, and nothing else, for somebody whom
/// `callbacks::caller` lets call: outside the bureau that handled the matter, for this one call
/// (`C7`). An anonymous reporter is never called.
pub fn read_to_call(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    report: i64,
    reason: &str,
) -> Result<Option<Identity>> {
    let kind: String =
        reports::table.find(report).select(reports::reporter_kind).first(connection)?;
    if kind == "anonymous" || viewer.bureau == case.bureau {
        return Err(Error::Forbidden);
    }
    let read = unseal_on_record(connection, app, viewer, case, report, reason)?;
    Ok(read.map(|Identity { name, phone, .. }| Identity { name, phone, ..Identity::default() }))
}

/// Whether this is the number that the reporter left: told without unsealing it.
pub fn has_phone(
    connection: &mut Connection,
    vault: &Vault,
    report: i64,
    phone: &str,
) -> QueryResult<bool> {
    let same = identities::table
        .filter(identities::report_id.eq(report))
        .filter(identities::phone_index.eq(vault.blind_index(phone)));
    Ok(same.select(identities::report_id).first::<i64>(connection).optional()?.is_some())
}

/// Whether `text` holds something of the reporters behind the matter: a name, a number, an address. Only
/// yes or no is told. It is compared for those alone who may read who it is, since others could find out
/// by guessing; and a yes, which tells them something, is on record like a reading (`S1`).
pub fn is_in_text(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    text: &str,
) -> Result<bool> {
    let mut behind = Report::of_case(connection, case.id)?;
    behind.retain(|report| may_read(viewer, case, &report.reporter_kind));
    let ids: Vec<i64> = behind.iter().map(|report| report.id).collect();
    let sealed: Vec<(i64, Vec<u8>)> = identities::table
        .filter(identities::report_id.eq_any(ids))
        .order(identities::report_id)
        .select((identities::report_id, identities::sealed))
        .load(connection)?;
    let reason = app.pages.messages.text(Language::Chinese, "readings-compared").into_owned();
    let mut found = false;
    for (report, sealed) in &sealed {
        if Identity::opened(&app.vault, *report, sealed)?.is_in(text) {
            put_on_record(connection, app, viewer, case, *report, &reason)?;
            found = true;
        }
    }
    Ok(found)
}

/// Every reading goes on record before anything is unsealed.
fn unseal_on_record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    report: i64,
    reason: &str,
) -> Result<Option<Identity>> {
    put_on_record(connection, app, viewer, case, report, reason)?;
    Identity::unseal(connection, &app.vault, report)
}

fn put_on_record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    report: i64,
    reason: &str,
) -> Result<()> {
    let now = app.clock.now();
    diesel::insert_into(identity_readings::table)
        .values((
            identity_readings::report_id.eq(report),
            identity_readings::account_id.eq(viewer.account),
            identity_readings::reason.eq(reason),
            identity_readings::at.eq(now),
        ))
        .execute(connection)?;
    let entry = Entry {
        subject: case.subject(),
        act: "read_identity",
        actor: viewer.actor(),
        audience: Audience::Staff,
        detail: json!({ "reason": reason }),
    };
    timeline::record(connection, &app.vault, now, &entry)?;
    Ok(())
}

/// Reports that the same telephone number made before, newest first.
pub fn earlier_calls(
    connection: &mut Connection,
    vault: &Vault,
    phone: &str,
    most: i64,
) -> QueryResult<Vec<i64>> {
    identities::table
        .filter(identities::phone_index.eq(vault.blind_index(phone)))
        .order(identities::report_id.desc())
        .limit(most)
        .select(identities::report_id)
        .load(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_read_as_people_say_them() {
        for typed in ["13800138000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００"]
        {
            assert_eq!(phone(typed).as_deref(), Some("13800138000"), "{typed}");
        }
        assert_eq!(phone("0359-2021234").as_deref(), Some("03592021234"));
        assert_eq!(phone("2021234").as_deref(), Some("2021234"));
        for wrong in ["", "12345", "23800138000", "1380013800", "call me", "13800138000x"] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }
}
