//! What the office above says to a petition beside the acts of its matter (`F3`): it asks, and it
//! accepts the result. What the bureau answers, and whom it held to account.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Petition,
    accountability::{self, Accountability},
    returns::Return,
    track::Dossier,
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::Case,
    db::{
        Connection,
        schema::{petition_acceptances, petition_questions},
    },
    error::{Error, Result},
    message::Message,
    timeline::{self, Audience, Entry},
    web::Fields,
};

/// The most characters of a question, an answer or a note.
const TEXT: usize = 2_000;

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

/// All of it, for one petition.
#[derive(Clone, Debug, Default)]
pub struct Oversight {
    /// Questions, oldest first.
    pub questions: Vec<Question>,
    /// Acceptances, oldest first.
    pub acceptances: Vec<Acceptance>,
    /// Who was held to account: what holds.
    pub accountabilities: Vec<Accountability>,
    /// What was entered of that and holds no longer, oldest first.
    pub corrected: Vec<Accountability>,
    /// Return reports, oldest first.
    pub returns: Vec<Return>,
}

impl Oversight {
    /// Why an entry holds no longer, as whoever corrected it said.
    pub fn reason_against(&self, entry: &Accountability) -> Option<&str> {
        let mut later = self.accountabilities.iter().chain(&self.corrected);
        later.find(|it| it.corrects == Some(entry.id)).map(|it| it.reason.as_str())
    }

    /// Of a petition and the matter behind it.
    pub fn of(connection: &mut Connection, petition: &Petition, case: &Case) -> QueryResult<Self> {
        let ever = Accountability::ever_of_cases(connection, &[case.id])?;
        let accountabilities = accountability::holding(&ever);
        let holds = |it: &Accountability| accountabilities.iter().any(|other| other.id == it.id);
        let corrected = ever.into_iter().filter(|it| !holds(it)).collect();
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
            accountabilities,
            corrected,
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
