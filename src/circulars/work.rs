//! What is done with a circular: each act checked against the lifecycle, in the timeline.

use chrono::Datelike as _;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    Circular,
    answer::Answer,
    asked::{addressed, deadline},
    lifecycle::{self, Act, Standing, State},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, Mail, To},
    app::App,
    db::{Connection, counters, schema::circulars},
    error::{Error, Result, as_seen, valid},
    message::Message,
    timeline::Audience,
    web::Fields,
};

/// The most characters of a title, of a text, of an answer.
const TITLE: usize = 200;
const TEXT: usize = 20_000;
const ANSWER: usize = 8_000;

impl Circular {
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

    pub(super) fn record(
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
