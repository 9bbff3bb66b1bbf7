//! What a reporter thinks of an answer (`C7`): intake and handling apart, once for each answer, and
//! to be changed for some days. Who rated what is the city's to know, never the bureau's (`S1`): it
//! stands in the timeline of the report, not in that of the matter.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::{Report, dissatisfaction, jobs::AfterRating};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{Case, State, due, records::Proposal},
    db::{
        Connection,
        schema::{cases, proposals, ratings},
    },
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    jobs,
    message::Message,
    timeline::{self, Actor, Audience, Entry},
    web::Fields,
};

/// 满意, 基本满意, 不满意.
pub const MARKS: [&str; 3] = ["satisfied", "fairly", "not"];
/// Whether what was reported is put right, as its reporter sees it.
pub const SOLVED: [&str; 3] = ["yes", "partly", "no"];
/// Why somebody is not satisfied.
pub const CAUSES: [&str; 6] = ["slow", "not_on_site", "not_true", "came_back", "attitude", "other"];
/// The most characters of a reporter's own words.
const WORDS: usize = 1_000;
/// The mark that asks for a cause and opens a decision.
const BAD: &str = MARKS[2];

/// A rating as it stands now; its earlier forms are in the report's timeline.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = ratings)]
#[allow(missing_docs)]
pub struct Rating {
    pub id: i64,
    pub report_id: i64,
    pub case_id: i64,
    pub answer_id: i64,
    pub intake: String,
    pub handling: String,
    pub solved: Option<String>,
    pub cause: Option<String>,
    pub words: String,
    pub channel: String,
    pub by_account: Option<i64>,
    pub day: NaiveDate,
    pub at: NaiveDateTime,
}

/// A rating as it was given, whole and consistent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRating {
    intake: &'static str,
    handling: &'static str,
    solved: Option<&'static str>,
    cause: Option<&'static str>,
    words: String,
}

/// How a rating reached us.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// By the reporter, with number and code.
    Web,
    /// Told on the telephone and entered by a clerk.
    Telephone(&'a Viewer),
    /// Told when the city called back.
    CallBack(&'a Viewer),
}

impl Given<'_> {
    const fn channel(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Telephone(_) => "telephone",
            Self::CallBack(_) => "callback",
        }
    }

    fn account(self) -> Option<i64> {
        match self {
            Self::Web => None,
            Self::Telephone(viewer) | Self::CallBack(viewer) => Some(viewer.account),
        }
    }

    fn actor(self) -> Actor {
        match self {
            Self::Web => Actor::reporter(),
            Self::Telephone(viewer) | Self::CallBack(viewer) => viewer.actor(),
        }
    }
}

impl NewRating {
    /// Reads the form; whoever is not satisfied names a cause, and says in words what is not in the
    /// list of causes.
    pub fn parse(fields: &Fields) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut mark = |name: &str| {
            let mark = known(fields, name, &MARKS);
            if mark.is_none() {
                errors.push(FieldError::new(name, &format!("rating-{name}-missing")));
            }
            mark.unwrap_or(MARKS[0])
        };
        let (intake, handling) = (mark("intake"), mark("handling"));
        let bad = [intake, handling].contains(&BAD);
        let cause = known(fields, "cause", &CAUSES).filter(|_| bad);
        if bad && cause.is_none() {
            errors.push(FieldError::new("cause", "rating-cause-missing"));
        }
        let words = fields.optional("words", WORDS, &mut errors);
        if cause == Some("other") && words.is_empty() {
            errors.push(FieldError::new("words", "rating-words-missing"));
        }
        let solved = known(fields, "solved", &SOLVED);
        match errors.is_empty() {
            true => Ok(Self { intake, handling, solved, cause, words }),
            false => Err(errors),
        }
    }

    fn is_bad(&self) -> bool {
        self.cause.is_some()
    }

    fn is_same(&self, rating: &Rating) -> bool {
        self.intake == rating.intake
            && self.handling == rating.handling
            && self.solved == rating.solved.as_deref()
            && self.cause == rating.cause.as_deref()
            && self.words == rating.words
    }
}

/// The one of `names` that a field holds.
fn known(fields: &Fields, name: &str, names: &[&'static str]) -> Option<&'static str> {
    let given = fields.text(name);
    names.iter().find(|known| **known == given).copied()
}

impl Rating {
    /// The rating of one answer by one reporter.
    pub fn of(connection: &mut Connection, report: i64, answer: i64) -> QueryResult<Option<Self>> {
        ratings::table
            .filter(ratings::report_id.eq(report))
            .filter(ratings::answer_id.eq(answer))
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// All ratings of several answers, oldest first.
    pub fn of_answers(connection: &mut Connection, answers: &[i64]) -> QueryResult<Vec<Self>> {
        ratings::table
            .filter(ratings::answer_id.eq_any(answers))
            .order(ratings::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// Whether somebody is not satisfied, with intake or with handling.
    pub fn is_bad(&self) -> bool {
        self.cause.is_some()
    }

    /// The last day on which its reporter may change it.
    pub fn changes_until(&self, app: &App, case: &Case) -> Result<NaiveDate> {
        let id = PolicyId::RatingChange;
        Ok(due::reckoned(&app.jurisdiction, id, case, self.day)?.due)
    }
}

/// The answer that holds in a matter now and can be rated: concluded, in part or whole, or declined.
pub fn answer(connection: &mut Connection, case: &Case) -> Result<Option<Proposal>> {
    let state = case.state()?;
    let answered = state.is_answered() || state == State::PartlyConcluded;
    Ok(if answered { Proposal::approved(connection, case.id)? } else { None })
}

/// The matter of an answer, while that answer is the one that holds.
pub fn answered_case(connection: &mut Connection, answer_id: i64) -> Result<Case> {
    let case: Case = proposals::table
        .inner_join(cases::table.on(cases::id.eq(proposals::case_id)))
        .filter(proposals::id.eq(answer_id))
        .select(Case::as_select())
        .first(connection)?;
    match answer(connection, &case)? {
        Some(holds) if holds.id == answer_id => Ok(case),
        _ => Err(Error::Conflict(Message::new("rating-other-answer"))),
    }
}

/// Puts a rating on record, or changes it; the same twice is one.
///
/// # Errors
/// [`Error::Conflict`] when there is no such answer any more, the report was withdrawn, or the time
/// to change a rating is over: that a call-back changes one is no matter of time.
pub fn give(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    answer_id: i64,
    new: &NewRating,
    given: Given<'_>,
) -> Result<()> {
    let case = answered_case(connection, answer_id)?;
    // From here on nobody else rates the answer, or decides about it; what was done since counts.
    Case::hold(connection, case.id)?;
    let case = answered_case(connection, answer_id)?;
    if report.withdrawn_at.is_some() {
        return Err(Error::Conflict(Message::new("rating-withdrawn")));
    }
    if !report.cases(connection)?.iter().any(|behind| behind.id == case.id) {
        return Err(Error::NotFound);
    }
    let before = Rating::of(connection, report.id, answer_id)?;
    match &before {
        Some(rating) if new.is_same(rating) => return Ok(()),
        Some(rating) => {
            let late = app.clock.today() > rating.changes_until(app, &case)?;
            if late && !matches!(given, Given::CallBack(_)) {
                return Err(Error::Conflict(Message::new("rating-late")));
            }
            change(connection, app, rating.id, new, given)?;
        }
        None => insert(connection, app, report, (case.id, answer_id), new, given)?,
    }
    enter(connection, app, report, (&case, before.as_ref()), new, given)?;
    dissatisfaction::follow(connection, app, &case, answer_id, new.is_bad())?;
    if new.is_bad() && !matches!(given, Given::CallBack(_)) {
        let job = AfterRating { report: report.id, answer: answer_id };
        jobs::enqueue(connection, &job, app.clock.now())?;
    }
    Ok(())
}

fn insert(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    (case, answer): (i64, i64),
    new: &NewRating,
    given: Given<'_>,
) -> QueryResult<()> {
    diesel::insert_into(ratings::table)
        .values((
            ratings::report_id.eq(report.id),
            ratings::case_id.eq(case),
            ratings::answer_id.eq(answer),
            ratings::intake.eq(new.intake),
            ratings::handling.eq(new.handling),
            ratings::solved.eq(new.solved),
            ratings::cause.eq(new.cause),
            ratings::words.eq(&new.words),
            ratings::channel.eq(given.channel()),
            ratings::by_account.eq(given.account()),
            ratings::day.eq(app.clock.today()),
            ratings::at.eq(app.clock.now()),
        ))
        .execute(connection)
        .map(drop)
}

fn change(
    connection: &mut Connection,
    app: &App,
    rating: i64,
    new: &NewRating,
    given: Given<'_>,
) -> QueryResult<()> {
    diesel::update(ratings::table.find(rating))
        .set((
            ratings::intake.eq(new.intake),
            ratings::handling.eq(new.handling),
            ratings::solved.eq(new.solved),
            ratings::cause.eq(new.cause),
            ratings::words.eq(&new.words),
            ratings::channel.eq(given.channel()),
            ratings::by_account.eq(given.account()),
            ratings::at.eq(app.clock.now()),
        ))
        .execute(connection)
        .map(drop)
}

/// In the timeline of the report, which the bureau does not see.
fn enter(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    (case, before): (&Case, Option<&Rating>),
    new: &NewRating,
    given: Given<'_>,
) -> Result<()> {
    // What is changed counts no longer in the figures (N1).
    let before = before.map(|it| json!({ "handling": it.handling, "solved": it.solved }));
    let entry = Entry {
        subject: report.subject(),
        act: "rate",
        actor: given.actor(),
        audience: Audience::Reporter,
        detail: json!({
            "intake": new.intake, "handling": new.handling, "solved": new.solved,
            "cause": new.cause, "words": new.words, "channel": given.channel(),
            "case": case.id, "before": before, "matter": { "bureau": case.bureau },
        }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}
