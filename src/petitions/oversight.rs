//! What the office above says to a petition beside the acts of its matter (`F3`): it asks, and it
//! accepts the result. What the bureau answers, and whom it held to account.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Petition, returns::Return, track::Dossier};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::Case,
    db::{
        Connection,
        schema::{accountabilities, petition_acceptances, petition_questions},
    },
    error::{Error, FieldError, Result},
    message::Message,
    timeline::{self, Audience, Entry},
    web::Fields,
};

/// The most characters of a question, an answer or a note.
const TEXT: usize = 2_000;
/// The most characters of a line.
const LINE: usize = 100;
/// Kinds of accountability (问责), the ends of message keys.
pub const KINDS: [&str; 8] = [
    "talk",
    "criticism",
    "interview",
    "admonition",
    "organisational",
    "party",
    "administrative",
    "judicial",
];

/// A question of the office above and its answer.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = petition_questions)]
#[allow(missing_docs)]
pub struct Question {
    pub id: i64,
    pub petition_id: i64,
    pub text: String,
    pub asked_by: i64,
    pub asked_at: NaiveDateTime,
    pub answer: Option<String>,
    pub answered_by: Option<i64>,
    pub answered_at: Option<NaiveDateTime>,
}

/// That a result was accepted.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = petition_acceptances)]
#[allow(missing_docs)]
pub struct Acceptance {
    pub id: i64,
    pub petition_id: i64,
    pub proposal_id: i64,
    pub note: String,
    pub accepted_by: i64,
    pub at: NaiveDateTime,
}

/// That somebody was held to account: by unit and post, never by name (`S1`).
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = accountabilities)]
#[allow(missing_docs)]
pub struct Accountability {
    pub id: i64,
    pub case_id: i64,
    pub unit: String,
    pub post: String,
    pub kind: String,
    pub taken_on: NaiveDate,
    pub by_account: i64,
    pub at: NaiveDateTime,
}

/// All of it, for one petition.
#[derive(Clone, Debug, Default)]
pub struct Oversight {
    /// Questions, oldest first.
    pub questions: Vec<Question>,
    /// Acceptances, oldest first.
    pub acceptances: Vec<Acceptance>,
    /// Who was held to account.
    pub accountabilities: Vec<Accountability>,
    /// Return reports, oldest first.
    pub returns: Vec<Return>,
}

impl Accountability {
    /// Those of several matters, oldest first.
    pub fn of_cases(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<Self>> {
        accountabilities::table
            .filter(accountabilities::case_id.eq_any(cases))
            .order(accountabilities::id)
            .select(Self::as_select())
            .load(connection)
    }
}

impl Oversight {
    /// Of a petition and the matter behind it.
    pub fn of(connection: &mut Connection, petition: &Petition, case: &Case) -> QueryResult<Self> {
        Ok(Self {
            questions: petition_questions::table
                .filter(petition_questions::petition_id.eq(petition.id))
                .order(petition_questions::id)
                .select(Question::as_select())
                .load(connection)?,
            acceptances: petition_acceptances::table
                .filter(petition_acceptances::petition_id.eq(petition.id))
                .order(petition_acceptances::id)
                .select(Acceptance::as_select())
                .load(connection)?,
            accountabilities: Accountability::of_cases(connection, &[case.id])?,
            returns: Return::of_petition(connection, petition.id)?,
        })
    }
}

impl Dossier {
    /// The acceptance of the result that now stands.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        let result = self.result()?;
        self.oversight.acceptances.iter().find(|it| it.proposal_id == result)
    }

    /// Whether `viewer` is of the bureau that has the matter and works on it.
    pub fn is_theirs(&self, viewer: &Viewer) -> bool {
        let works = matches!(
            viewer.role,
            Role::Officer | Role::Chief | Role::Dispatcher | Role::Supervisor
        );
        works && viewer.bureau == self.case.bureau
    }

    /// Whether `viewer` asks and accepts.
    pub fn is_upstream(&self, viewer: &Viewer) -> bool {
        viewer.role == Role::Province
    }
}

/// The office above the city: it is told of answers and reports.
pub(super) fn upstream(app: &App) -> String {
    let dispatcher = &app.jurisdiction.profile().dispatcher;
    let parent = app.jurisdiction.bureau(dispatcher).and_then(|bureau| bureau.parent.clone());
    parent.unwrap_or_else(|| dispatcher.clone())
}

fn to_upstream(app: &App) -> To {
    To::Role { bureau: upstream(app), role: Role::Province }
}

/// Enters an act in the matter's timeline and tells those whom it concerns.
pub(super) fn record(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    (act, detail): (&'static str, Value),
    to: Vec<To>,
) -> Result<()> {
    let entry = Entry {
        subject: dossier.case.subject(),
        act,
        actor: by.actor(),
        audience: Audience::Staff,
        detail,
    };
    let event = timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    let number = &dossier.petition.number;
    for (place, to) in to.into_iter().enumerate() {
        let alert = Alert {
            key: format!("petition {number} {act} {event} {place}"),
            to,
            kind: "case",
            message: Message::new(format!("alerts-petition-{act}")).with("number", number),
            link: format!("/petitions/{number}"),
        };
        alerts::raise(connection, app.clock.now(), &alert)?;
    }
    Ok(())
}

fn text(fields: &Fields, name: &str) -> Result<String> {
    let mut errors = Vec::new();
    let text = fields.required(name, TEXT, &mut errors);
    if errors.is_empty() { Ok(text) } else { Err(Error::Invalid(errors)) }
}

/// A question, to be answered by the bureau that has the matter.
pub fn ask(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_upstream(by) {
        return Err(Error::Forbidden);
    }
    let text = text(fields, "question")?;
    let id: i64 = diesel::insert_into(petition_questions::table)
        .values((
            petition_questions::petition_id.eq(dossier.petition.id),
            petition_questions::text.eq(text),
            petition_questions::asked_by.eq(by.account),
            petition_questions::asked_at.eq(app.clock.now()),
        ))
        .returning(petition_questions::id)
        .get_result(connection)?;
    let to = vec![To::Bureau(dossier.case.bureau.clone())];
    record(connection, app, by, dossier, ("ask", json!({ "question": id })), to)
}

/// The answer; one that is given stands.
pub fn answer(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_theirs(by) {
        return Err(Error::Forbidden);
    }
    let id: i64 = fields.text("asked").parse().map_err(|_| Error::NotFound)?;
    if !dossier.oversight.questions.iter().any(|question| question.id == id) {
        return Err(Error::NotFound);
    }
    let text = text(fields, "reply_text")?;
    let open = petition_questions::table.find(id).filter(petition_questions::answer.is_null());
    let answered = diesel::update(open)
        .set((
            petition_questions::answer.eq(Some(text)),
            petition_questions::answered_by.eq(Some(by.account)),
            petition_questions::answered_at.eq(Some(app.clock.now())),
        ))
        .execute(connection)?;
    if answered == 0 {
        return Err(Error::Conflict(Message::new("petitions-answered-already")));
    }
    let detail = json!({ "question": id });
    record(connection, app, by, dossier, ("answer_question", detail), vec![to_upstream(app)])
}

/// Accepts the result that stands; twice is once.
pub fn accept(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_upstream(by) {
        return Err(Error::Forbidden);
    }
    // Nobody has it handled again at the same moment.
    dossier.hold(connection)?;
    let result = dossier.result();
    let result = result.ok_or_else(|| Error::Conflict(Message::new("petitions-accept-early")))?;
    if dossier.acceptance().is_some() {
        return Ok(());
    }
    let mut errors = Vec::new();
    let note = fields.optional("accept_note", TEXT, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    diesel::insert_into(petition_acceptances::table)
        .values((
            petition_acceptances::petition_id.eq(dossier.petition.id),
            petition_acceptances::proposal_id.eq(result),
            petition_acceptances::note.eq(note),
            petition_acceptances::accepted_by.eq(by.account),
            petition_acceptances::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    let to = dossier.bureaus().into_iter().map(To::Bureau).collect();
    record(connection, app, by, dossier, ("accept_result", Value::Null), to)
}

/// Puts on record that somebody was held to account.
pub fn hold_to_account(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    fields: &Fields,
) -> Result<()> {
    if !dossier.is_theirs(by) {
        return Err(Error::Forbidden);
    }
    let today = app.clock.today();
    let mut errors = Vec::new();
    let unit = fields.required("account_unit", LINE, &mut errors);
    let post = fields.required("account_post", LINE, &mut errors);
    let kind = KINDS.into_iter().find(|kind| *kind == fields.text("account_kind"));
    if kind.is_none() {
        errors.push(FieldError::new("account_kind", "field-account_kind-missing"));
    }
    let on = fields.past_day("account_on", today, &mut errors);
    let (Some(kind), Some(on), true) = (kind, on, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    diesel::insert_into(accountabilities::table)
        .values((
            accountabilities::case_id.eq(dossier.case.id),
            accountabilities::unit.eq(unit),
            accountabilities::post.eq(post),
            accountabilities::kind.eq(kind),
            accountabilities::taken_on.eq(on),
            accountabilities::by_account.eq(by.account),
            accountabilities::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    record(connection, app, by, dossier, ("hold_to_account", Value::Null), Vec::new())
}

/// Tells the office above that a report was returned.
pub(super) fn tell_of_return(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
) -> Result<()> {
    let to = vec![to_upstream(app)];
    record(connection, app, by, dossier, ("return_report", Value::Null), to)
}
