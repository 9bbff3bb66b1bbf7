//! The report by which a bureau returns what became of a petition (办理情况报告): drafted from the
//! matter, edited, approved by a second person, and then with the office above (`F3`, `C2`).

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use super::{oversight, track::Dossier};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    db::{Connection, schema::petition_returns},
    error::{Error, FieldError, Result, as_seen},
    message::Message,
    web::Fields,
};

/// The most characters of one of its parts.
const TEXT: usize = 8_000;
/// Its parts, in order: fields of the form, and ends of message keys.
pub const PARTS: [&str; 4] = ["facts", "findings", "measures", "accountability"];

/// A report as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = petition_returns)]
#[allow(missing_docs)]
pub struct Return {
    pub id: i64,
    pub petition_id: i64,
    pub proposal_id: i64,
    pub facts: String,
    pub findings: String,
    pub measures: String,
    pub accountability: String,
    pub state: String,
    pub note: String,
    pub version: i64,
    pub edited_by: i64,
    pub edited_at: NaiveDateTime,
    pub proposed_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub approved_at: Option<NaiveDateTime>,
}

/// What is done to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Kept as a draft.
    Save,
    /// Put before a second person.
    Propose,
    /// Approved and sent.
    Approve,
    /// Given back to whoever wrote it.
    SendBack,
}

impl Step {
    /// From a form's button.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "save" => Self::Save,
            "propose" => Self::Propose,
            "approve" => Self::Approve,
            "send_back" => Self::SendBack,
            _ => return None,
        })
    }
}

impl Return {
    /// Those of a petition, oldest first: one for each result.
    pub fn of_petition(connection: &mut Connection, petition: i64) -> QueryResult<Vec<Self>> {
        petition_returns::table
            .filter(petition_returns::petition_id.eq(petition))
            .order(petition_returns::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// Its parts, in order.
    pub fn parts(&self) -> [&str; 4] {
        [&self.facts, &self.findings, &self.measures, &self.accountability]
    }

    /// Whether it is with the office above.
    pub fn is_sent(&self) -> bool {
        self.state == "sent"
    }
}

impl Dossier {
    /// The report of the result that now stands, if one was begun.
    pub fn current_return(&self) -> Option<&Return> {
        let result = self.answered()?;
        self.oversight.returns.iter().find(|it| it.proposal_id == result)
    }

    /// Whether `viewer` may approve what `report` says: a second person who leads (`C2`).
    pub fn may_approve(&self, viewer: &Viewer, report: &Return) -> bool {
        let leads = matches!(viewer.role, Role::Chief | Role::Supervisor);
        let wrote =
            viewer.account == report.edited_by || report.proposed_by == Some(viewer.account);
        self.leads(viewer) && leads && !wrote && report.state == "proposed"
    }
}

/// Does a step, as the page was seen at `version` (none for a report that is not begun).
pub fn step(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    dossier: &Dossier,
    step: Step,
    fields: &Fields,
) -> Result<()> {
    if !dossier.leads(by) {
        return Err(Error::Forbidden);
    }
    let result = dossier.answered();
    let result = result.ok_or_else(|| Error::Conflict(Message::new("petitions-return-early")))?;
    let seen = fields.given("version").and_then(|version| version.parse::<i64>().ok());
    let current = dossier.current_return();
    if current.map(|it| it.version) != seen {
        return Err(Error::changed());
    }
    match (step, current) {
        (Step::Save | Step::Propose, Some(report)) if report.state != "draft" => {
            Err(Error::Conflict(Message::new("petitions-return-waits")))
        }
        (Step::Save | Step::Propose, current) => {
            let parts = read(fields)?;
            let proposes = step == Step::Propose;
            write(connection, app, by, (dossier.petition.id, result), current, &parts, proposes)
        }
        (Step::Approve | Step::SendBack, Some(report)) if dossier.may_approve(by, report) => {
            decide(connection, app, by, report, step, fields)?;
            match step {
                Step::Approve => oversight::tell_of_return(connection, app, by, dossier),
                _ => Ok(()),
            }
        }
        (Step::Approve | Step::SendBack, _) => Err(Error::Forbidden),
    }
}

fn read(fields: &Fields) -> Result<[String; 4]> {
    let mut errors: Vec<FieldError> = Vec::new();
    let parts = PARTS.map(|part| {
        if fields.given(part).is_none() {
            errors.push(FieldError::new(part, "petitions-return-missing"));
        }
        fields.optional(part, TEXT, &mut errors)
    });
    if errors.is_empty() { Ok(parts) } else { Err(Error::Invalid(errors)) }
}

fn write(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    (petition, result): (i64, i64),
    current: Option<&Return>,
    [facts, findings, measures, accountability]: &[String; 4],
    proposes: bool,
) -> Result<()> {
    let values = (
        petition_returns::facts.eq(facts),
        petition_returns::findings.eq(findings),
        petition_returns::measures.eq(measures),
        petition_returns::accountability.eq(accountability),
        petition_returns::state.eq(if proposes { "proposed" } else { "draft" }),
        petition_returns::proposed_by.eq(proposes.then_some(by.account)),
        petition_returns::edited_by.eq(by.account),
        petition_returns::edited_at.eq(app.clock.now()),
    );
    let Some(current) = current else {
        let keys =
            (petition_returns::petition_id.eq(petition), petition_returns::proposal_id.eq(result));
        diesel::insert_into(petition_returns::table).values((keys, values)).execute(connection)?;
        return Ok(());
    };
    let version = petition_returns::version.eq(current.version + 1);
    let changed = diesel::update(seen(current)).set((values, version)).execute(connection)?;
    one(changed)
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<petition_returns::table, i64>,
    diesel::dsl::Eq<petition_returns::version, i64>,
>;

/// The row, unless somebody changed it since it was read.
fn seen(report: &Return) -> Seen {
    petition_returns::table.find(report.id).filter(petition_returns::version.eq(report.version))
}

fn one(changed: usize) -> Result<()> {
    as_seen(changed)
}

fn decide(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    report: &Return,
    step: Step,
    fields: &Fields,
) -> Result<()> {
    let version = petition_returns::version.eq(report.version + 1);
    let changed = if step == Step::Approve {
        let approved = (
            petition_returns::state.eq("sent"),
            petition_returns::approved_by.eq(Some(by.account)),
            petition_returns::approved_at.eq(Some(app.clock.now())),
        );
        diesel::update(seen(report)).set((approved, version)).execute(connection)?
    } else {
        let mut errors = Vec::new();
        let note = fields.required("note", TEXT, &mut errors);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let back = (petition_returns::state.eq("draft"), petition_returns::note.eq(note));
        diesel::update(seen(report)).set((back, version)).execute(connection)?
    };
    one(changed)
}
