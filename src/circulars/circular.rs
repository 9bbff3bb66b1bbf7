//! A circular as stored: who finds it, how people stand to it, and its draft.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{
    access,
    answer::Answer,
    asked::Asked,
    draft,
    lifecycle::{Standing, State},
    table::{self, Table},
    topic::{self, Topic},
};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    db::{Connection, schema::circulars},
    error::{Error, Result},
    message::Message,
    timeline::Subject,
};

/// The noun of circulars in timelines.
pub const NOUN: &str = "circular";
/// How many are listed.
const LISTED: i64 = 100;

/// One as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = circulars)]
#[allow(missing_docs)]
pub struct Circular {
    pub id: i64,
    pub topic: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub counted_until: NaiveDateTime,
    pub title: String,
    pub text: String,
    pub due_on: NaiveDate,
    pub state: String,
    pub city: String,
    pub drafted_by: i64,
    pub edited_by: i64,
    pub edited_at: NaiveDateTime,
    pub issued_by: Option<i64>,
    pub issued_at: Option<NaiveDateTime>,
    pub year: Option<i32>,
    pub place: Option<i64>,
    pub version: i64,
}

impl Circular {
    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: NOUN, id: self.id }
    }

    /// Where it stands.
    pub fn state(&self) -> Result<State> {
        State::of(&self.state).ok_or_else(|| Error::Internal(format!("state {}", self.state)))
    }

    /// Whether it is with the bureaus.
    pub fn is_issued(&self) -> bool {
        self.state == State::Issued.name()
    }

    /// What it is about.
    pub fn topic(&self) -> Result<&'static Topic> {
        topic::find(&self.topic).ok_or_else(|| Error::Internal(format!("topic {}", self.topic)))
    }

    /// Its number in words, once it has one.
    pub fn number(&self, app: &App) -> Option<Message> {
        let (year, place) = self.year.zip(self.place)?;
        let mark = app.jurisdiction.bureau(&self.city).map_or("", |city| &city.letter_mark);
        let message = Message::new("circulars-number").with("mark", mark);
        Some(message.with("year", year).with("place", place))
    }

    /// How a viewer stands to it, whose bureau's answer is `answer`.
    pub fn standing<'a>(&'a self, answer: Option<&'a Answer>) -> Result<Standing<'a>> {
        Ok(Standing {
            state: self.state()?,
            city: &self.city,
            drafter: self.drafted_by,
            editor: self.edited_by,
            reply: answer.and_then(Answer::reply),
        })
    }

    /// Those that `viewer` may see, the newest first.
    pub fn list(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Self>> {
        access::has_list(viewer)?;
        Ok(circulars::table
            .filter(access::visible(viewer))
            .filter(circulars::state.ne(State::Discarded.name()))
            .order(circulars::id.desc())
            .limit(LISTED)
            .select(Self::as_select())
            .load(connection)?)
    }

    /// The one of that row, if `viewer` may know of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also when it exists and is not for this viewer.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        Ok(circulars::table
            .filter(circulars::id.eq(id))
            .filter(access::visible(viewer))
            .select(Self::as_select())
            .first(connection)?)
    }

    /// Drafts one: the figures are taken now, the text is made of them. Returns its row.
    pub fn make(connection: &mut Connection, app: &App, by: &Viewer, asked: &Asked) -> Result<i64> {
        let city = app.jurisdiction.profile().dispatcher.clone();
        if by.role != Role::Supervisor || by.bureau != city {
            return Err(Error::Forbidden);
        }
        let now = app.clock.now();
        let id = diesel::insert_into(circulars::table)
            .values((
                circulars::topic.eq(asked.topic.name),
                circulars::from_on.eq(asked.days.0),
                circulars::until_on.eq(asked.days.1),
                circulars::counted_until.eq(table::counted_until(connection, app)?),
                circulars::title.eq(""),
                circulars::text.eq(""),
                circulars::due_on.eq(asked.due_on),
                circulars::city.eq(&city),
                circulars::drafted_by.eq(by.account),
                circulars::edited_by.eq(by.account),
                circulars::edited_at.eq(now),
            ))
            .returning(circulars::id)
            .get_result(connection)?;
        Answer::address(connection, id, &asked.bureaus)?;
        let table = Table::take(connection, app, id, asked.topic, asked.days)?;
        let (title, text) = draft::drafted(app, &table, asked.days, asked.due_on, &asked.bureaus);
        diesel::update(circulars::table.find(id))
            .set((circulars::title.eq(&title), circulars::text.eq(text)))
            .execute(connection)?;
        let made = Self::open(connection, by, id)?;
        made.record(connection, app, by, "draft", json!({ "title": title }))?;
        Ok(id)
    }
}
