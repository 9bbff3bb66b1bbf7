//! A circular as stored, and what is done with it: each act checked against the lifecycle, in its timeline.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    access,
    answer::Answer,
    draft,
    lifecycle::{self, Act, Standing, State},
    table::{self, Table},
    topic::{self, Topic},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{Connection, counters, schema::circulars},
    error::{Error, FieldError, Result, as_seen, valid},
    message::Message,
    timeline::{Audience, Subject},
    web::Fields,
};

/// The noun of circulars in timelines.
pub const NOUN: &str = "circular";
/// The most characters of a title, of a text, of an answer.
const TITLE: usize = 200;
const TEXT: usize = 20_000;
const ANSWER: usize = 8_000;
/// How many are listed.
const LISTED: i64 = 100;
/// No answer is asked for later than so many days ahead.
const AHEAD: i64 = 366;

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

/// What is asked for when one is drafted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it is about.
    pub topic: &'static Topic,
    /// The days whose figures it tells.
    pub days: (NaiveDate, NaiveDate),
    /// By when the bureaus answer.
    pub due_on: NaiveDate,
    /// Whom it goes to.
    pub bureaus: Vec<String>,
}

impl Asked {
    /// From the form.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(fields: &Fields, app: &App) -> Result<Self> {
        let mut errors = Vec::new();
        let topic = topic::find(fields.text("topic"));
        if topic.is_none() {
            errors.push(FieldError::new("topic", "circulars-topic-missing"));
        }
        let today = app.clock.today();
        let from = fields.day("from", &mut errors);
        let until = fields.past_day("until", today, &mut errors);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            errors.push(FieldError::new("from", "circulars-days-wrong"));
        }
        let due_on = deadline("due_on", fields, today, &mut errors);
        let bureaus = addressed(fields, app, &mut errors);
        match (topic, from, until, due_on) {
            (Some(topic), Some(from), Some(until), Some(due_on)) if errors.is_empty() => {
                Ok(Self { topic, days: (from, until), due_on, bureaus })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// The day of that field, by which something is asked for.
fn deadline(
    name: &str,
    fields: &Fields,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    let due_on = fields.day(name, errors)?;
    let ahead = (due_on - today).num_days();
    if !(0..=AHEAD).contains(&ahead) {
        let key = if ahead < 0 { "field-date-past" } else { "circulars-due-far" };
        errors.push(FieldError::new(name, key));
        return None;
    }
    Some(due_on)
}

/// The bureaus that were ticked, in the order of the jurisdiction.
fn addressed(fields: &Fields, app: &App, errors: &mut Vec<FieldError>) -> Vec<String> {
    let ticked = fields.all("bureau");
    let all = table::bureaus(app);
    let chosen: Vec<String> =
        all.iter().filter(|code| ticked.contains(&code.as_str())).cloned().collect();
    if chosen.is_empty() || ticked.iter().any(|code| !all.iter().any(|known| known == code)) {
        errors.push(FieldError::new("bureau", "circulars-bureau-missing"));
    }
    chosen
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

    /// Does `act`, with what the form says, to the circular as it was looked at.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever never may, [`Error::Conflict`] when it is too late or was changed.
    pub fn act(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        id: i64,
        act: Act,
        fields: &Fields,
    ) -> Result<()> {
        let found = Self::open(connection, by, id)?;
        let answers = Answer::of(connection, id)?;
        let whose = if act == Act::GiveBack { fields.text("bureau") } else { &by.bureau };
        let mine = answers.iter().find(|answer| answer.bureau == whose);
        let standing = found.standing(mine)?;
        if !lifecycle::may(by, act, &standing) {
            return Err(refused(by, act, &standing));
        }
        let seen = match act {
            Act::Receive | Act::Answer | Act::GiveBack => mine.map_or(-1, |answer| answer.version),
            _ => found.version,
        };
        fields.check_version(seen)?;
        let detail = match act {
            Act::Edit => found.edit(connection, app, by, fields)?,
            Act::Discard | Act::Withdraw => found.end(connection, act, &standing)?,
            Act::Approve => found.issue(connection, app, by, (fields, &answers))?,
            Act::Receive | Act::Answer => {
                let mine = mine.ok_or(Error::Forbidden)?;
                found.hear(connection, app, by, (act, mine), fields)?
            }
            Act::GiveBack => {
                found.give_back(connection, app, mine.ok_or(Error::NotFound)?, fields)?
            }
        };
        found.record(connection, app, by, act.name(), detail)
    }

    fn edit(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        fields: &Fields,
    ) -> Result<Value> {
        let mut errors = Vec::new();
        let title = fields.required("circular_title", TITLE, &mut errors);
        let text = fields.required("circular_text", TEXT, &mut errors);
        let due_on = deadline("due_on", fields, app.clock.today(), &mut errors);
        let bureaus = addressed(fields, app, &mut errors);
        let Some(due_on) = due_on.filter(|_| errors.is_empty()) else {
            return Err(Error::Invalid(errors));
        };
        let changed = diesel::update(self.seen())
            .set((
                circulars::title.eq(&title),
                circulars::text.eq(text),
                circulars::due_on.eq(due_on),
                circulars::edited_by.eq(by.account),
                circulars::edited_at.eq(app.clock.now()),
                circulars::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        Answer::address(connection, self.id, &bureaus)?;
        Ok(json!({ "title": title, "due": due_on }))
    }

    fn end(&self, connection: &mut Connection, act: Act, at: &Standing<'_>) -> Result<Value> {
        let to = lifecycle::find(at, act).and_then(|rule| rule.next).ok_or(Error::NotFound)?;
        let changed = diesel::update(self.seen())
            .set((circulars::state.eq(to.name()), circulars::version.eq(self.version + 1)))
            .execute(connection)?;
        as_seen(changed)?;
        Ok(json!({}))
    }

    /// Approves it and gives it its number, in the transaction that uses it, so that none is missing.
    fn issue(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (fields, answers): (&Fields, &[Answer]),
    ) -> Result<Value> {
        if !fields.ticked("checked") {
            return Err(Error::field("checked", "circulars-unchecked"));
        }
        if self.due_on < app.clock.today() {
            return Err(Error::Conflict(Message::new("circulars-due-passed")));
        }
        let year = app.clock.today().year();
        let place = counters::next(connection, &format!("circulars {} {year}", self.city))?;
        let now = app.clock.now();
        let changed = diesel::update(self.seen())
            .set((
                circulars::state.eq(State::Issued.name()),
                circulars::issued_by.eq(Some(by.account)),
                circulars::issued_at.eq(Some(now)),
                circulars::year.eq(Some(year)),
                circulars::place.eq(Some(place)),
                circulars::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        for answer in answers {
            let alert = Alert {
                key: format!("circular {} {}", self.id, answer.bureau),
                to: To::Role { bureau: answer.bureau.clone(), role: Role::Chief },
                kind: "circular",
                message: Message::new("circulars-alert-issued").with("title", &self.title),
                link: format!("/circulars/{}", self.id),
            };
            alerts::raise_with(connection, now, &alert, Mail::Digest)?;
        }
        Ok(json!({ "year": year, "place": place }))
    }

    /// A bureau receives or answers.
    fn hear(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (act, mine): (Act, &Answer),
        fields: &Fields,
    ) -> Result<Value> {
        let now = app.clock.now();
        if act == Act::Receive {
            mine.receive(connection, by.account, now)?;
            return Ok(json!({ "bureau": mine.bureau }));
        }
        let mut errors = Vec::new();
        let text = fields.required("rectification", ANSWER, &mut errors);
        valid(errors)?;
        mine.give(connection, by.account, now, &text)?;
        let alert = Alert {
            key: format!("circular answered {} {}", self.id, mine.bureau),
            to: To::Role { bureau: self.city.clone(), role: Role::Supervisor },
            kind: "circular",
            message: Message::new("circulars-alert-answered")
                .with("title", &self.title)
                .with("bureau", &mine.bureau),
            link: format!("/circulars/{}", self.id),
        };
        alerts::raise(connection, now, &alert)?;
        Ok(json!({ "bureau": mine.bureau }))
    }

    /// Gives an answer back; what it said stays in the timeline.
    fn give_back(
        &self,
        connection: &mut Connection,
        app: &App,
        answer: &Answer,
        fields: &Fields,
    ) -> Result<Value> {
        let mut errors = Vec::new();
        let missing = fields.required("shortcoming", ANSWER, &mut errors);
        let again_by = deadline("again_by", fields, app.clock.today(), &mut errors);
        let Some(again_by) = again_by.filter(|_| errors.is_empty()) else {
            return Err(Error::Invalid(errors));
        };
        answer.give_back(connection, &missing, again_by)?;
        let alert = Alert {
            key: format!("circular given back {} {} {}", self.id, answer.bureau, answer.version),
            to: To::Role { bureau: answer.bureau.clone(), role: Role::Chief },
            kind: "circular",
            message: Message::new("circulars-alert-given-back").with("title", &self.title),
            link: format!("/circulars/{}", self.id),
        };
        alerts::raise_with(connection, app.clock.now(), &alert, Mail::Digest)?;
        Ok(json!({ "bureau": answer.bureau, "answer": answer.answer, "missing": missing }))
    }

    fn record(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: &'static str,
        detail: Value,
    ) -> Result<()> {
        by.enter(connection, app, self.subject(), (act, Audience::Staff), detail)
    }

    fn seen(&self) -> Seen {
        circulars::table.find(self.id).filter(circulars::version.eq(self.version))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<circulars::table, i64>,
    diesel::dsl::Eq<circulars::version, i64>,
>;

/// Why somebody may not: it is never theirs, they wrote it themselves, or it is too late.
fn refused(by: &Viewer, act: Act, at: &Standing<'_>) -> Error {
    let is_writer = by.account == at.drafter || by.account == at.editor;
    match act {
        Act::Approve if is_writer && at.state == State::Draft => {
            Error::Conflict(Message::new("circulars-own"))
        }
        _ => Error::refusal(lifecycle::could(by, act, at), "circulars-late-act"),
    }
}
