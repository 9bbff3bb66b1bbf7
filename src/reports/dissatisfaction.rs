//! 不满意件: somebody is not satisfied with an answer, and the city decides what comes of it (`C7`,
//! `T4`): the matter is handled again, the answer is explained, or the reporter is shown the way to
//! a review. One for each answer, however many are not satisfied with it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::{Report, jobs::TellReporter, rating::Rating};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::{Act, Case, access, due, facts::Facts, records::Proposal, statement::Statement, work},
    db::{
        Connection,
        schema::{case_reports, cases, dissatisfactions, events, ratings, reports},
    },
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    jobs,
    jurisdiction::BureauKind,
    message::Message,
    timeline::{self, Audience, Entry, Event},
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// What the city can decide.
pub const DECISIONS: [&str; 3] = ["rehandle", "explain", "review"];
/// Who decides.
const DECIDERS: [Role; 2] = [Role::Supervisor, Role::Province];
/// The most characters of what is said about a decision.
const LONG: usize = 8_000;

/// A row; while it is open, the city owes a decision by `due_on`.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = dissatisfactions)]
#[allow(missing_docs)]
pub struct Dissatisfaction {
    pub id: i64,
    pub case_id: i64,
    pub answer_id: i64,
    pub opened_on: NaiveDate,
    pub due_on: NaiveDate,
    pub decision: Option<String>,
    pub text: Option<String>,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
}

/// A decision with what the reporter is told of it.
#[derive(Clone, Debug)]
pub struct Decision {
    kind: &'static str,
    text: String,
}

impl Decision {
    /// Reads the form.
    pub fn parse(fields: &Fields) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let given = fields.text("decision");
        let kind = DECISIONS.iter().find(|known| **known == given).copied();
        if kind.is_none() {
            errors.push(FieldError::new("decision", "dissatisfactions-decision-missing"));
        }
        if fields.given("text").is_none() {
            errors.push(FieldError::new("text", "dissatisfactions-text-missing"));
        }
        let text = fields.optional("text", LONG, &mut errors);
        match kind {
            Some(kind) if errors.is_empty() => Ok(Self { kind, text }),
            _ => Err(errors),
        }
    }
}

/// Opens a decision when somebody is not satisfied with the answer, and settles it when nobody is
/// unsatisfied any more.
pub(super) fn follow(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    answer: i64,
    bad: bool,
) -> Result<()> {
    let open = Dissatisfaction::open(connection, answer)?;
    match (open, bad) {
        // A grievance has its own way: the review (T4).
        (None, true) if case.is_grievance() => Ok(()),
        (None, true) => start(connection, app, case, answer),
        (Some(open), false) => {
            let left = Rating::of_answers(connection, &[answer])?;
            if !left.iter().any(Rating::is_bad) {
                close(connection, app, &open, "settled", None)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn start(connection: &mut Connection, app: &App, case: &Case, answer: i64) -> Result<()> {
    let today = app.clock.today();
    let policy = PolicyId::RehandlingDecision;
    let due = due::reckoned(&app.jurisdiction, policy, case, today)?.due;
    let id: i64 = diesel::insert_into(dissatisfactions::table)
        .values((
            dissatisfactions::case_id.eq(case.id),
            dissatisfactions::answer_id.eq(answer),
            dissatisfactions::opened_on.eq(today),
            dissatisfactions::due_on.eq(due),
        ))
        .returning(dissatisfactions::id)
        .get_result(connection)?;
    let role = decider(app, case);
    let bureaus = app.jurisdiction.bureaus().iter();
    let mut above = bureaus.filter(|it| it.kind == BureauKind::Province).map(|it| it.code.as_str());
    let city = app.jurisdiction.profile().dispatcher.as_str();
    let bureau = if role == Role::Province { above.next_back().unwrap_or(city) } else { city };
    let alert = Alert {
        key: format!("dissatisfaction {id}"),
        to: To::Role { bureau: bureau.to_owned(), role },
        kind: "rating",
        message: Message::new("alerts-dissatisfaction").with("number", &case.number),
        link: format!("/dissatisfactions/{id}"),
    };
    alerts::raise(connection, app.clock.now(), &alert)?;
    Ok(())
}

/// Who decides about this matter: the city, or whoever is above it where the matter is against the
/// city (`R3`).
fn decider(app: &App, case: &Case) -> Role {
    let against_city = case.is_kept_from(&app.jurisdiction.profile().dispatcher);
    if against_city { Role::Province } else { Role::Supervisor }
}

/// Closes one that is still open.
fn close(
    connection: &mut Connection,
    app: &App,
    open: &Dissatisfaction,
    decision: &str,
    by: Option<(i64, &str)>,
) -> Result<()> {
    let target =
        dissatisfactions::table.find(open.id).filter(dissatisfactions::decided_at.is_null());
    let changed = diesel::update(target)
        .set((
            dissatisfactions::decision.eq(Some(decision)),
            dissatisfactions::text.eq(by.map(|(_, text)| text)),
            dissatisfactions::decided_by.eq(by.map(|(account, _)| account)),
            dissatisfactions::decided_at.eq(Some(app.clock.now())),
        ))
        .execute(connection)?;
    match changed {
        1 => Ok(()),
        _ => Err(Error::Conflict(Message::new("dissatisfactions-decided"))),
    }
}

impl Dissatisfaction {
    /// The one that waits for a decision on this answer.
    pub fn open(connection: &mut Connection, answer: i64) -> QueryResult<Option<Self>> {
        dissatisfactions::table
            .filter(dissatisfactions::answer_id.eq(answer))
            .filter(dissatisfactions::decided_at.is_null())
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// The newest about a matter.
    pub fn last_of_case(connection: &mut Connection, case: i64) -> QueryResult<Option<Self>> {
        dissatisfactions::table
            .filter(dissatisfactions::case_id.eq(case))
            .order(dissatisfactions::id.desc())
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// One with its matter, for the city's supervisor (`P5`), or the province where the matter is
    /// against the city (`R3`).
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody else, and [`Error::NotFound`] where it is the other's.
    pub fn read(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        id: i64,
    ) -> Result<(Self, Case)> {
        viewer.only(&DECIDERS)?;
        let (found, case): (Self, Case) = dissatisfactions::table
            .inner_join(cases::table.on(cases::id.eq(dissatisfactions::case_id)))
            .filter(dissatisfactions::id.eq(id))
            .select((Self::as_select(), Case::as_select()))
            .first(connection)?;
        let role = decider(app, &case);
        let theirs = viewer.role == role && !case.is_kept_from(&viewer.bureau);
        if theirs { Ok((found, case)) } else { Err(Error::NotFound) }
    }

    /// One page of those that are open, the most pressing first, or of those decided, newest first.
    pub fn list(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        open: bool,
        paging: Paging,
    ) -> Result<Vec<(Self, Case)>> {
        viewer.only(&DECIDERS)?;
        let against_city = format!("%{}%", app.jurisdiction.profile().dispatcher);
        let query = dissatisfactions::table
            .inner_join(cases::table.on(cases::id.eq(dissatisfactions::case_id)))
            .select((Self::as_select(), Case::as_select()))
            .filter(cases::hidden_from.not_like(access::hidden_pattern(viewer)))
            .offset(paging.offset())
            .limit(PER_PAGE + 1)
            .into_boxed();
        let query = match viewer.role {
            Role::Province => query.filter(cases::hidden_from.like(against_city)),
            _ => query.filter(cases::hidden_from.not_like(against_city)),
        };
        Ok(match open {
            true => query
                .filter(dissatisfactions::decided_at.is_null())
                .order((dissatisfactions::due_on, dissatisfactions::id))
                .load(connection)?,
            false => query
                .filter(dissatisfactions::decided_at.is_not_null())
                .order((dissatisfactions::decided_at.desc(), dissatisfactions::id))
                .load(connection)?,
        })
    }

    /// The reporters who are not satisfied with the answer, and what they said.
    pub fn complaints(&self, connection: &mut Connection) -> QueryResult<Vec<(Report, Rating)>> {
        ratings::table
            .inner_join(reports::table.on(reports::id.eq(ratings::report_id)))
            .filter(ratings::answer_id.eq(self.answer_id))
            .filter(ratings::cause.is_not_null())
            .order(ratings::id)
            .select((Report::as_select(), Rating::as_select()))
            .load(connection)
    }
}

/// The reports behind a matter whose reporters are told of an entry by a decision of their own that it
/// follows from.
pub fn decided_for(connection: &mut Connection, case: i64, event: i64) -> QueryResult<Vec<i64>> {
    let behind =
        case_reports::table.filter(case_reports::case_id.eq(case)).select(case_reports::report_id);
    let decisions: Vec<Event> = events::table
        .filter(events::subject.eq(Report::NOUN))
        .filter(events::subject_id.eq_any(behind))
        .filter(events::act.eq(told("rehandle")))
        .select(Event::as_select())
        .load(connection)?;
    let of_it = decisions.iter().filter(|it| it.detail()["follows"] == event);
    Ok(of_it.map(|it| it.subject_id).collect())
}

/// The decisions that can be carried out as the matter stands now: an answer in part has no review
/// (`T4`), and what is handled again anyway can only be explained.
pub fn possible(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
) -> Result<Vec<&'static str>> {
    let facts = Facts::of(connection, app, case)?;
    let offered = work::offered(app, work::By::Staff(viewer), case, &facts);
    let is_offered = |act: Act| offered.iter().any(|rule| rule.act == act);
    let all = DECISIONS.into_iter();
    Ok(all.filter(|decision| follows(decision).is_none_or(is_offered)).collect())
}

/// What a decision does to the matter; an explanation does nothing.
fn follows(decision: &str) -> Option<Act> {
    match decision {
        "rehandle" => Some(Act::Rehandle),
        "review" => Some(Act::DirectToReview),
        _ => None,
    }
}

/// Decides: does what follows, puts it on record, and tells every reporter who is not satisfied.
///
/// # Errors
/// [`Error::Conflict`] when it is decided already, or when the viewer had a hand in the answer
/// (`C2`: nobody judges their own).
pub fn decide(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
    decision: &Decision,
) -> Result<()> {
    let (_, case) = Dissatisfaction::read(connection, app, viewer, id)?;
    // Nobody else rates the answer meanwhile; whoever did is among those who are told.
    Case::hold(connection, case.id)?;
    let (open, case) = Dissatisfaction::read(connection, app, viewer, id)?;
    if open.decision.is_some() {
        return Err(Error::Conflict(Message::new("dissatisfactions-decided")));
    }
    let answer = Proposal::find(connection, open.answer_id)?;
    if answer.proposed_by == viewer.account || answer.decided_by == Some(viewer.account) {
        return Err(Error::Conflict(Message::new("dissatisfactions-own")));
    }
    close(connection, app, &open, decision.kind, Some((viewer.account, &decision.text)))?;
    let reason = decision.text.clone();
    let statement = match follows(decision.kind) {
        Some(Act::Rehandle) => Some(Statement::Rehandle { reason }),
        Some(_) => Some(Statement::DirectToReview { reason }),
        None => None,
    };
    // What follows is an entry that tells the others so; these are told with the decision.
    let mut follows = None;
    if let Some(statement) = statement {
        work::act(connection, app, work::By::Staff(viewer), &case, None, &statement)?;
        follows = Some(timeline::last(connection, case.subject())?.id);
    }
    for (report, _) in open.complaints(connection)? {
        let entry = Entry {
            subject: report.subject(),
            act: told(decision.kind),
            actor: viewer.actor(),
            audience: Audience::Reporter,
            detail: json!({ "case": case.number, "text": decision.text, "follows": follows }),
        };
        let event = timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
        jobs::enqueue(connection, &TellReporter { event }, app.clock.now())?;
    }
    Ok(())
}

/// The act as the report's timeline and its mail name it.
fn told(kind: &str) -> &'static str {
    match kind {
        "rehandle" => "decide_rehandle",
        "review" => "decide_review",
        _ => "decide_explain",
    }
}
