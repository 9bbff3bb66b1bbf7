//! The wording of each kind of letter in each language: the shipped one, or what an administrator made
//! of it. Versions are kept; the newest holds.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{
    Kind,
    template::{Fault, Template},
};
use crate::{
    db::{self, Connection, schema::letter_templates},
    error::{Error, Result},
    i18n::{Language, Messages},
    message::Message,
};

/// Stands for the newest version, whichever that is; no version has this number.
pub const NEWEST: i32 = -2;

/// A version of a wording as stored; without a text it is the shipped one again.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = letter_templates)]
#[allow(missing_docs)]
pub struct Version {
    pub version: i32,
    pub text: Option<String>,
    pub account_id: i64,
    pub at: NaiveDateTime,
}

/// The wording that comes with the portal.
pub fn shipped(messages: &Messages, kind: Kind, language: Language) -> String {
    let names = kind.required().iter().chain(kind.optional());
    let message = names
        .fold(Message::new(format!("letters-wording-{}", kind.name())), |it, name| {
            it.with(name, format!("{{{name}}}"))
        });
    messages.say(language, &message)
}

/// All versions, the newest first.
pub fn versions(
    connection: &mut Connection,
    kind: Kind,
    language: Language,
) -> QueryResult<Vec<Version>> {
    letter_templates::table
        .filter(letter_templates::kind.eq(kind.name()))
        .filter(letter_templates::language.eq(language.tag()))
        .order(letter_templates::version.desc())
        .select(Version::as_select())
        .load(connection)
}

/// The wording that holds, with its version; 0 is the shipped one.
pub fn current(
    connection: &mut Connection,
    messages: &Messages,
    kind: Kind,
    language: Language,
) -> QueryResult<(i32, String)> {
    let newest = letter_templates::table
        .filter(letter_templates::kind.eq(kind.name()))
        .filter(letter_templates::language.eq(language.tag()))
        .order(letter_templates::version.desc())
        .select(Version::as_select())
        .first(connection)
        .optional()?;
    let version = newest.as_ref().map_or(0, |it| it.version);
    let text = newest.and_then(|it| it.text);
    Ok((version, text.unwrap_or_else(|| shipped(messages, kind, language))))
}

/// Keeps a new version, which the administrator made of version `seen`.
///
/// # Errors
/// [`Error::Conflict`] when somebody else made one meanwhile.
pub fn keep(
    connection: &mut Connection,
    (kind, language): (Kind, Language),
    seen: i32,
    text: Option<&str>,
    (by, now): (i64, NaiveDateTime),
) -> Result<()> {
    let newest = versions(connection, kind, language)?.first().map_or(0, |it| it.version);
    if newest != seen {
        return Err(Error::Conflict(Message::new("letters-template-changed")));
    }
    let kept = diesel::insert_into(letter_templates::table)
        .values((
            letter_templates::kind.eq(kind.name()),
            letter_templates::language.eq(language.tag()),
            letter_templates::version.eq(newest + 1),
            letter_templates::text.eq(text),
            letter_templates::account_id.eq(by),
            letter_templates::at.eq(now),
        ))
        .execute(connection);
    match kept.map_err(db::Error::from) {
        // Another node kept one at the same moment.
        Err(error) if error.is_lost_race() => {
            Err(Error::Conflict(Message::new("letters-template-changed")))
        }
        kept => Ok(kept.map(drop)?),
    }
}

/// The wording that holds, ready to be filled in, with its version. One that cannot be read, such as one
/// kept before a placeholder went, keeps no letter from its reader: the shipped one takes its place.
///
/// # Errors
/// [`Error::Internal`] when the shipped one is wrong.
pub fn ready(
    connection: &mut Connection,
    messages: &Messages,
    kind: Kind,
    language: Language,
) -> Result<(i32, Template)> {
    let (version, text) = current(connection, messages, kind, language)?;
    let said = |faults: Vec<Fault>| format!("template of {kind:?}: {faults:?}");
    match Template::parse(kind, &text).map_err(said) {
        Ok(template) => Ok((version, template)),
        Err(faults) => {
            tracing::error!(version, %language, faults, "a wording of letters cannot be read");
            let shipped = Template::parse(kind, &shipped(messages, kind, language));
            Ok((0, shipped.map_err(said).map_err(Error::Internal)?))
        }
    }
}
