//! What is published of petitions (`F4`): the table of a batch, of a day or of another office, and
//! the day's bulletin. Each is made from the data, checked by a person, and published by another
//! (`S2`, `C2`). What is against a bureau is in none of them (`R3`).

pub mod bulletin;
pub mod kept;
pub mod print;
mod source;
pub mod table;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::access::{self, Senders};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::publication::{Mark, pointed_out},
    db::{Connection, schema::petition_publications},
    error::{Error, Result},
    message::Message,
    timeline::{self, Audience, Entry, Event, Subject},
};

pub use source::Source;
pub use table::{Line, Table};

/// Who makes, checks and publishes them.
pub const PUBLISHERS: [Role; 3] = [Role::Supervisor, Role::Dispatcher, Role::Province];
/// The noun of publications in timelines.
const NOUN: &str = "publication";
/// How many are listed in public.
const LISTED: i64 = 60;

/// A table or a bulletin as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = petition_publications)]
#[allow(missing_docs)]
pub struct Publication {
    pub id: i64,
    pub kind: String,
    pub batch_id: Option<i64>,
    pub day: Option<NaiveDate>,
    pub title: String,
    pub content: String,
    pub version: i64,
    pub bureau: String,
    pub edited_by: i64,
    pub edited_at: NaiveDateTime,
    pub published_by: Option<i64>,
    pub published_at: Option<NaiveDateTime>,
    pub withdrawn_by: Option<i64>,
    pub withdrawn_at: Option<NaiveDateTime>,
    pub office: Option<String>,
}

/// Enters an act in the publication's timeline, for the office.
fn enter(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    id: i64,
    (act, detail): (&'static str, Value),
) -> Result<()> {
    let entry = Entry {
        subject: Subject { noun: NOUN, id },
        act,
        actor: by.actor(),
        audience: Audience::Staff,
        detail,
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}

fn as_json(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|error| Error::Internal(error.to_string()))
}

impl Publication {
    fn content<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.content).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Its table; an empty one for a bulletin.
    pub fn table(&self) -> Result<Table> {
        if self.kind == "table" { self.content() } else { Ok(Table::default()) }
    }

    /// The text of a bulletin.
    pub fn text(&self) -> Result<String> {
        if self.kind == "bulletin" { self.content() } else { Ok(String::new()) }
    }

    /// What was done with it, oldest first.
    pub fn events(&self, connection: &mut Connection) -> QueryResult<Vec<Event>> {
        timeline::read(connection, Subject { noun: NOUN, id: self.id }, Audience::Staff)
    }

    /// Whether the public sees it.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some() && self.withdrawn_at.is_none()
    }

    /// What could point to a person (`S2`): of each line, or of the text as line 0.
    pub fn marks(&self) -> Result<Vec<(usize, Vec<Mark>)>> {
        let of_text = pointed_out(&format!("{}\n{}", self.title, self.text()?));
        let lines = self.table()?.lines.into_iter().enumerate();
        let of_lines = lines.map(|(at, line)| (at + 1, pointed_out(&line.told())));
        let all = std::iter::once((0, of_text)).chain(of_lines);
        Ok(all.filter(|(_, marks)| !marks.is_empty()).collect())
    }

    /// Makes a draft and returns its row; of what `office` sent alone, where one is named.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a batch or an office that there is not.
    pub fn make(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        source: &Source,
        office: Option<&str>,
    ) -> Result<i64> {
        by.only(&PUBLISHERS)?;
        let office = office.filter(|_| !matches!(source, Source::Other(_)));
        let known = access::offices(connection, by)?;
        if office.is_some_and(|office| !known.iter().any(|it| it == office)) {
            return Err(Error::field(source.office_field(), "petitions-table-no-office"));
        }
        let senders = Senders::of(connection, by, office)?;
        let (kind, batch, day, title, content) = source.drafted(connection, app, &senders)?;
        let title = match office {
            None => title,
            Some(office) => {
                let message = Message::new("petitions-table-of-office").with("title", title);
                let names = app.jurisdiction.bureau(office).map(|it| it.names.zh.clone());
                let named = message.with("office", names.unwrap_or_else(|| office.to_owned()));
                table::say(app, &named).chars().take(table::MOST_TITLE).collect()
            }
        };
        let id = diesel::insert_into(petition_publications::table)
            .values((
                petition_publications::kind.eq(kind),
                petition_publications::batch_id.eq(batch),
                petition_publications::day.eq(day),
                petition_publications::title.eq(&title),
                petition_publications::content.eq(content),
                petition_publications::bureau.eq(&by.bureau),
                petition_publications::edited_by.eq(by.account),
                petition_publications::edited_at.eq(app.clock.now()),
                petition_publications::office.eq(office),
            ))
            .returning(petition_publications::id)
            .get_result(connection)?;
        let detail = json!({ "kind": kind, "title": title, "office": office });
        enter(connection, app, by, id, ("make", detail))?;
        Ok(id)
    }

    /// The one of that row, of the viewer's own office.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        viewer.only(&PUBLISHERS)?;
        Ok(petition_publications::table
            .find(id)
            .filter(petition_publications::bureau.eq(&viewer.bureau))
            .select(Self::as_select())
            .first(connection)?)
    }

    /// Those of the viewer's office, the newest first.
    pub fn list(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Self>> {
        viewer.only(&PUBLISHERS)?;
        Ok(petition_publications::table
            .filter(petition_publications::bureau.eq(&viewer.bureau))
            .order(petition_publications::id.desc())
            .limit(LISTED)
            .select(Self::as_select())
            .load(connection)?)
    }

    /// Those that the public sees, the newest first.
    pub fn public(connection: &mut Connection, kind: &str) -> QueryResult<Vec<Self>> {
        petition_publications::table
            .filter(petition_publications::kind.eq(kind))
            .filter(petition_publications::published_at.is_not_null())
            .filter(petition_publications::withdrawn_at.is_null())
            .order((petition_publications::published_at.desc(), petition_publications::id.desc()))
            .limit(LISTED)
            .select(Self::as_select())
            .load(connection)
    }

    /// The one of that kind and row, if the public sees it.
    pub fn find_public(connection: &mut Connection, kind: &str, id: i64) -> Result<Self> {
        Ok(petition_publications::table
            .find(id)
            .filter(petition_publications::kind.eq(kind))
            .filter(petition_publications::published_at.is_not_null())
            .filter(petition_publications::withdrawn_at.is_null())
            .select(Self::as_select())
            .first(connection)?)
    }

    fn update(
        &self,
        connection: &mut Connection,
        change: impl FnOnce(&mut Connection, Seen) -> QueryResult<usize>,
    ) -> Result<()> {
        let seen = petition_publications::table
            .find(self.id)
            .filter(petition_publications::version.eq(self.version));
        match change(connection, seen)? {
            1 => Ok(()),
            _ => Err(Error::changed()),
        }
    }

    /// Changes a draft; what is public is not changed but withdrawn.
    pub fn edit(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        title: &str,
        content: &impl Serialize,
    ) -> Result<()> {
        if self.published_at.is_some() {
            return Err(Error::Conflict(Message::new("petitions-publication-public")));
        }
        let content = as_json(content)?;
        self.update(connection, |connection, seen| {
            diesel::update(seen)
                .set((
                    petition_publications::title.eq(title),
                    petition_publications::content.eq(content),
                    petition_publications::edited_by.eq(by.account),
                    petition_publications::edited_at.eq(app.clock.now()),
                    petition_publications::version.eq(self.version + 1),
                ))
                .execute(connection)
        })?;
        enter(connection, app, by, self.id, ("edit", json!({ "version": self.version + 1 })))
    }

    /// Makes it public: by another person than the one who wrote in it last (`C2`). The files of a table
    /// are made now, and stay as they are.
    pub fn publish(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        if self.published_at.is_some() {
            return Ok(());
        }
        if self.edited_by == by.account {
            return Err(Error::Conflict(Message::new("petitions-publication-own")));
        }
        self.update(connection, |connection, seen| {
            diesel::update(seen)
                .set((
                    petition_publications::published_by.eq(Some(by.account)),
                    petition_publications::published_at.eq(Some(app.clock.now())),
                    petition_publications::version.eq(self.version + 1),
                ))
                .execute(connection)
        })?;
        if self.kind == "table" {
            kept::keep(connection, self.id, &kept::made(app, self)?)?;
        }
        let lines = self.table()?.lines.len();
        let detail = json!({ "title": self.title, "version": self.version, "lines": lines });
        enter(connection, app, by, self.id, ("publish", detail))
    }

    /// Takes it out of the public's sight; the row stays.
    pub fn withdraw(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        if !self.is_public() {
            return Ok(());
        }
        self.update(connection, |connection, seen| {
            diesel::update(seen)
                .set((
                    petition_publications::withdrawn_by.eq(Some(by.account)),
                    petition_publications::withdrawn_at.eq(Some(app.clock.now())),
                    petition_publications::version.eq(self.version + 1),
                ))
                .execute(connection)
        })?;
        enter(connection, app, by, self.id, ("withdraw", json!({ "title": self.title })))
    }

    /// Drops a draft; its timeline tells that there was one.
    pub fn discard(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        if self.published_at.is_some() {
            return Err(Error::Conflict(Message::new("petitions-publication-public")));
        }
        self.update(connection, |connection, seen| diesel::delete(seen).execute(connection))?;
        enter(connection, app, by, self.id, ("discard", json!({ "title": self.title })))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<petition_publications::table, i64>,
    diesel::dsl::Eq<petition_publications::version, i64>,
>;
