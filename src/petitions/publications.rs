//! What is published of petitions (`F4`): the table of a batch, of a day or of another office, and
//! the day's bulletin. Each is made from the data, checked by a person, and published by another
//! (`S2`, `C2`). What is against a bureau is in none of them (`R3`).

pub mod bulletin;
pub mod print;
pub mod table;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::Batch;
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::publication::{Mark, pointed_out},
    db::{
        Connection,
        schema::{petition_batches, petition_publications},
    },
    error::{Error, Result},
    message::Message,
};

pub use table::{Line, Table};

/// Who makes, checks and publishes them.
pub const PUBLISHERS: [Role; 3] = [Role::Supervisor, Role::Dispatcher, Role::Province];
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
}

/// What it is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// The table of a batch, by its number.
    Batch(String),
    /// The table of what was received on a day.
    Day(NaiveDate),
    /// The table of another office, as it stands in a file.
    Other(Table),
    /// The bulletin of a day.
    Bulletin(NaiveDate),
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

    /// Makes a draft and returns its row.
    pub fn make(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        source: &Source,
    ) -> Result<i64> {
        by.only(&PUBLISHERS)?;
        let (kind, batch, day, title, content) = match source {
            Source::Batch(number) => {
                let batch: Batch = petition_batches::table
                    .filter(petition_batches::number.eq(number))
                    .select(Batch::as_select())
                    .first(connection)
                    .optional()?
                    .ok_or_else(|| Error::field("of_batch", "petitions-table-no-batch"))?;
                let table = table::of_batch(connection, app, batch.id)?;
                let title = table::title(number);
                ("table", Some(batch.id), None, table::say(app, &title), as_json(&table)?)
            }
            Source::Day(day) => {
                let table = table::of_day(connection, app, *day)?;
                let title = Message::new("petitions-table-title-day");
                let title = title.with("day", table::date(app, *day));
                ("table", None, Some(*day), table::say(app, &title), as_json(&table)?)
            }
            Source::Other(table) => {
                let fallback = table::say(app, &Message::new("petitions-table-title"));
                let title = Some(table.title.clone()).filter(|title| !title.is_empty());
                ("table", None, None, title.unwrap_or(fallback), as_json(table)?)
            }
            Source::Bulletin(day) => {
                let (title, text) = bulletin::drafted(connection, app, *day, None)?;
                ("bulletin", None, Some(*day), title, as_json(&text)?)
            }
        };
        let id = diesel::insert_into(petition_publications::table)
            .values((
                petition_publications::kind.eq(kind),
                petition_publications::batch_id.eq(batch),
                petition_publications::day.eq(day),
                petition_publications::title.eq(title),
                petition_publications::content.eq(content),
                petition_publications::bureau.eq(&by.bureau),
                petition_publications::edited_by.eq(by.account),
                petition_publications::edited_at.eq(app.clock.now()),
            ))
            .returning(petition_publications::id)
            .get_result(connection)?;
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
        })
    }

    /// Makes it public: by another person than the one who wrote in it last (`C2`).
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
        })
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
        })
    }

    /// Drops a draft.
    pub fn discard(&self, connection: &mut Connection) -> Result<()> {
        if self.published_at.is_some() {
            return Err(Error::Conflict(Message::new("petitions-publication-public")));
        }
        self.update(connection, |connection, seen| diesel::delete(seen).execute(connection))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<petition_publications::table, i64>,
    diesel::dsl::Eq<petition_publications::version, i64>,
>;
