//! 常用语: texts that are written again and again, a person's own and the bureau's.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::{Role, Viewer},
    db::{Connection, schema::phrases},
    error::{Error, Result},
    web::Fields,
};

/// What a text can leave open; each is filled in from the matter. The end of a message key.
pub const PLACEHOLDERS: [&str; 7] =
    ["number", "plant", "place", "date", "due", "bureau", "officer"];
/// The most texts that a person, or a bureau, keeps.
const MOST: i64 = 100;
/// The most characters of a title and of a text.
const TITLE: usize = 60;
const TEXT: usize = 4_000;

/// A text to be used again.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = phrases)]
pub struct Phrase {
    /// Row.
    pub id: i64,
    /// Whose it is; nobody's when it is the bureau's.
    pub account_id: Option<i64>,
    /// What it is called.
    pub title: String,
    /// The text, with `{placeholders}`.
    pub text: String,
}

/// A text as typed.
pub struct NewPhrase {
    title: String,
    text: String,
    of_bureau: bool,
}

/// Whether `viewer` keeps the bureau's texts: its chief, and for the city the supervisor.
pub fn manages(viewer: &Viewer) -> bool {
    matches!(viewer.role, Role::Chief | Role::Supervisor)
}

/// The viewer's own texts and the bureau's, by title.
pub fn of_viewer(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Phrase>> {
    phrases::table
        .filter(phrases::bureau.eq(&viewer.bureau))
        .filter(phrases::account_id.is_null().or(phrases::account_id.eq(viewer.account)))
        .order((phrases::title, phrases::id))
        .limit(2 * MOST)
        .select(Phrase::as_select())
        .load(connection)
}

impl NewPhrase {
    /// From the form: `title`, `phrase`, and `of_bureau` when it is for all.
    pub fn parse(fields: &Fields) -> Result<Self> {
        let mut errors = Vec::new();
        let title = fields.required("title", TITLE, &mut errors);
        let text = fields.required("phrase", TEXT, &mut errors);
        match errors.is_empty() {
            true => Ok(Self { title, text, of_bureau: fields.ticked("of_bureau") }),
            false => Err(Error::Invalid(errors)),
        }
    }

    /// Stores a new text.
    pub fn create(
        &self,
        connection: &mut Connection,
        viewer: &Viewer,
        now: NaiveDateTime,
    ) -> Result<()> {
        let owner = self.owner(viewer)?;
        let kept = phrases::table.filter(phrases::bureau.eq(&viewer.bureau)).into_boxed();
        let kept: i64 = match owner {
            Some(account) => kept.filter(phrases::account_id.eq(account)),
            None => kept.filter(phrases::account_id.is_null()),
        }
        .count()
        .get_result(connection)?;
        if kept >= MOST {
            return Err(Error::field("title", "phrase-too-many"));
        }
        diesel::insert_into(phrases::table)
            .values((
                phrases::bureau.eq(&viewer.bureau),
                phrases::account_id.eq(owner),
                phrases::title.eq(&self.title),
                phrases::text.eq(&self.text),
                phrases::changed_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }

    /// Changes a text that the viewer may change.
    pub fn change(
        &self,
        connection: &mut Connection,
        viewer: &Viewer,
        id: i64,
        now: NaiveDateTime,
    ) -> Result<()> {
        open(connection, viewer, id)?;
        diesel::update(phrases::table.find(id))
            .set((
                phrases::account_id.eq(self.owner(viewer)?),
                phrases::title.eq(&self.title),
                phrases::text.eq(&self.text),
                phrases::changed_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }

    fn owner(&self, viewer: &Viewer) -> Result<Option<i64>> {
        match self.of_bureau {
            true if manages(viewer) => Ok(None),
            true => Err(Error::Forbidden),
            false => Ok(Some(viewer.account)),
        }
    }
}

/// Takes away a text that the viewer may change.
pub fn remove(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<()> {
    open(connection, viewer, id)?;
    diesel::delete(phrases::table.find(id)).execute(connection)?;
    Ok(())
}

/// The text of that row, if it is the viewer's to change.
pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Phrase> {
    let phrase: Phrase = phrases::table
        .find(id)
        .filter(phrases::bureau.eq(&viewer.bureau))
        .select(Phrase::as_select())
        .first(connection)?;
    match phrase.account_id {
        Some(account) if account == viewer.account => Ok(phrase),
        None if manages(viewer) => Ok(phrase),
        None => Err(Error::Forbidden),
        Some(_) => Err(Error::NotFound),
    }
}

/// `text` with its placeholders filled in; what is not one of them stays as it is.
pub fn filled(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once('}').map(|(name, _)| name);
        let value = name.and_then(|name| values.iter().find(|(known, _)| *known == name));
        match value {
            Some((name, value)) => {
                out.push_str(value);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_nothing_else_is_touched() {
        let values = [("plant", "{number}".to_owned()), ("number", "7".to_owned())];
        assert_eq!(filled("{plant}: {number}, {other} {", &values), "{number}: 7, {other} {");
        assert_eq!(filled("{{number}}", &values), "{7}");
        assert_eq!(filled("", &values), "");
    }
}
