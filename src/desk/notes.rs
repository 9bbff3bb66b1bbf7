//! Notes of staff for staff beside a matter, with mentions. The text is kept apart from the
//! timeline, which only says that there is one (`S4`).

use chrono::{Duration, NaiveDateTime};
use diesel::{dsl::exists, prelude::*};
use serde_json::json;

use crate::cases::sight::Sight;
use crate::{
    accounts::Viewer,
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{Case, access},
    db::{Connection, schema::notes},
    error::{Error, FieldError, Result},
    message::Message,
    timeline::{self, Audience, Entry},
    web::Fields,
};

/// The most characters of a note.
const LONG: usize = 4_000;
/// For so long the same words again are the same note, sent twice.
const TWICE: Duration = Duration::minutes(1);

/// A note.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notes)]
pub struct Note {
    pub id: i64,
    pub bureau: String,
    pub account_id: i64,
    pub text: String,
    /// Codes of the bureaus that may read it.
    pub shown_to: String,
    /// Accounts that were mentioned.
    pub mentioned: String,
    pub at: NaiveDateTime,
}

impl Note {
    /// Accounts that were mentioned.
    pub fn mentions(&self) -> impl Iterator<Item = i64> {
        self.mentioned.split(' ').filter_map(|id| id.parse().ok())
    }

    /// The one place that decides who reads a note: of the bureaus it is shown to, whoever sees
    /// casework at all, and whoever was mentioned in person. Reporters and the public never do.
    fn may_read(&self, viewer: &Viewer, sight: Sight) -> bool {
        let invited = self.shown_to.split(' ').any(|code| code == viewer.bureau);
        invited && (sight.casework || self.mentions().any(|id| id == viewer.account))
    }
}

/// The notes on the matter that `viewer` may read, oldest first.
pub fn of_case(
    connection: &mut Connection,
    viewer: &Viewer,
    sight: Sight,
    case: i64,
) -> QueryResult<Vec<Note>> {
    let all: Vec<Note> = notes::table
        .filter(notes::case_id.eq(case))
        .order(notes::id)
        .select(Note::as_select())
        .load(connection)?;
    Ok(all.into_iter().filter(|note| note.may_read(viewer, sight)).collect())
}

/// Whether `viewer`, who may read `notes`, may add one: staff who work matters, and the invited.
pub fn may_write(sight: Sight, notes: &[Note]) -> bool {
    sight.casework || !notes.is_empty()
}

/// Writes a note from a form: `note`, and `mention` boxes beside the names in the text; returns the
/// people mentioned.
pub fn write(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    sight: Sight,
    case: &Case,
    fields: &Fields,
) -> Result<Vec<Viewer>> {
    let known = of_case(connection, viewer, sight, case.id)?;
    if !may_write(sight, &known) {
        return Err(Error::Forbidden);
    }
    let mut errors: Vec<FieldError> = Vec::new();
    let text = fields.required("staff_note", LONG, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    // Only people who may see the matter can be mentioned (R3, S1).
    let people = access::readers(connection, app, case)?;
    let ticked = fields.all("mention");
    let named = mentioned(&text, &people);
    let mentioned: Vec<Viewer> = people
        .into_iter()
        .filter(|it| ticked.contains(&it.login.as_str()) || named.contains(&it.account))
        .filter(|it| it.account != viewer.account)
        .collect();
    let mut shown_to = vec![viewer.bureau.clone()];
    let others = mentioned.iter().map(|it| it.bureau.clone());
    // Whoever was invited answers those who invited them.
    let inviters = known.iter().filter(|_| !sight.casework).map(|note| note.bureau.clone());
    shown_to.extend(others.chain(inviters));
    shown_to.sort();
    shown_to.dedup();
    let ids: Vec<String> = mentioned.iter().map(|it| it.account.to_string()).collect();
    let ids = ids.join(" ");
    if is_written(connection, app, viewer, case, (&text, &ids))? {
        return Ok(mentioned);
    }
    let id: i64 = diesel::insert_into(notes::table)
        .values((
            notes::case_id.eq(case.id),
            notes::bureau.eq(&viewer.bureau),
            notes::account_id.eq(viewer.account),
            notes::text.eq(&text),
            notes::shown_to.eq(shown_to.join(" ")),
            notes::mentioned.eq(&ids),
            notes::at.eq(app.clock.now()),
        ))
        .returning(notes::id)
        .get_result(connection)?;
    let entry = Entry {
        subject: case.subject(),
        act: "note",
        actor: viewer.actor(),
        audience: Audience::Staff,
        detail: json!({ "note": id }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    for person in &mentioned {
        remind(connection, app, viewer, case, id, person.account)?;
    }
    Ok(mentioned)
}

/// Whether the viewer has just written the same words for the same people.
fn is_written(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    (text, mentioned): (&str, &str),
) -> QueryResult<bool> {
    let same = notes::table
        .filter(notes::case_id.eq(case.id))
        .filter(notes::account_id.eq(viewer.account))
        .filter(notes::text.eq(text))
        .filter(notes::mentioned.eq(mentioned))
        .filter(notes::at.gt(app.clock.now() - TWICE));
    diesel::select(exists(same)).get_result(connection)
}

/// Tells somebody that they were mentioned, once for each note.
fn remind(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    case: &Case,
    note: i64,
    account: i64,
) -> Result<()> {
    let alert = Alert {
        key: format!("note {note} mentions {account}"),
        to: To::Account(account),
        kind: "mention",
        message: Message::new("note-mentions-you")
            .with("name", &by.name)
            .with("number", &case.number),
        link: format!("/cases/{}#note-{note}", case.number),
    };
    alerts::raise_with(connection, app.clock.now(), &alert, Mail::Digest).map(drop)
}

/// The accounts that `text` names after an `@`, by login or by name; of several that fit, the
/// longest.
fn mentioned(text: &str, people: &[Viewer]) -> Vec<i64> {
    let after = text.split('@').skip(1);
    let meant = after.filter_map(|rest| {
        let fits = people.iter().flat_map(|person| {
            [&person.login, &person.name]
                .into_iter()
                .filter(|name| !name.is_empty() && is_named(rest, name))
                .map(|name| (name.len(), person.account))
        });
        fits.max_by_key(|(length, _)| *length).map(|(_, account)| account)
    });
    meant.collect()
}

/// Whether `rest` begins with that name, and not with a longer word of Latin letters or digits.
fn is_named(rest: &str, name: &str) -> bool {
    rest.strip_prefix(name).is_some_and(|after| {
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let ends_in_word = name.chars().next_back().is_some_and(goes_on);
        !(ends_in_word && after.chars().next().is_some_and(goes_on))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Role;

    #[test]
    fn names_are_found_where_they_end() {
        let person = |account, login: &str, name: &str| Viewer {
            account,
            login: login.to_owned(),
            name: name.to_owned(),
            role: Role::Officer,
            bureau: "1".to_owned(),
            must_change: false,
            unread: None,
        };
        let people = [
            person(1, "officer", "张三"),
            person(2, "officer-2", "张三丰"),
            person(3, "li", "Li Si"),
        ];
        assert_eq!(mentioned("请@张三丰看一下，@officer也看", &people), [2, 1]);
        assert_eq!(mentioned("@officer-2 @张三请", &people), [2, 1]);
        assert_eq!(mentioned("@officer-22, li@example.com", &people), Vec::<i64>::new());
        assert_eq!(mentioned("@Li Si, please", &people), [3]);
    }
}
