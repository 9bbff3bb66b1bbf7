//! Re-examination 复查 and second review 复核 of the answer to a grievance (`T4`): what is on record,
//! which round is open to the reporter, until when, and who decides.

use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{Act, Case, Proposed, due, records::Proposal};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    db::{
        Connection,
        schema::{cases, review_drafts, review_hearings, reviews},
    },
    deadlines::{PolicyId, Unit},
    error::{Error, Result, stored},
    jurisdiction::Jurisdiction,
    message::Message,
    timeline::Event,
    web::paging::{PER_PAGE, Paging},
};

/// What a review can come to: 维持, 变更, 撤销并重新办理.
pub const OUTCOMES: [&str; 3] = ["upheld", "changed", "revoked"];
/// How a request comes that a clerk enters.
pub const WAYS: [&str; 3] = ["letter", "visit", "telephone"];
/// The text of the jurisdiction that names who is above the province.
const BEYOND: &str = "beyond_province";

/// The two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// 复查.
    Reexamination,
    /// 复核: the last.
    Review,
}

impl Round {
    /// Both, in their order.
    pub const ALL: [Self; 2] = [Self::Reexamination, Self::Review];

    /// As stored, and the end of message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reexamination => "reexamination",
            Self::Review => "review",
        }
    }

    /// The limit for asking.
    pub const fn window(self) -> PolicyId {
        match self {
            Self::Reexamination => PolicyId::ReexaminationRequest,
            Self::Review => PolicyId::ReviewRequest,
        }
    }

    /// The limit for deciding.
    pub const fn limit(self) -> PolicyId {
        match self {
            Self::Reexamination => PolicyId::Reexamination,
            Self::Review => PolicyId::Review,
        }
    }
}

impl FromStr for Round {
    type Err = ();

    fn from_str(name: &str) -> std::result::Result<Self, ()> {
        Self::ALL.into_iter().find(|round| round.name() == name).ok_or(())
    }
}

/// The review that waits for its decision keeps the date of its clock, of `policy`, when that moves (`T5`).
pub fn move_to(
    connection: &mut Connection,
    case: i64,
    policy: &str,
    to: NaiveDate,
) -> QueryResult<()> {
    for round in Round::ALL.into_iter().filter(|round| round.limit().name() == policy) {
        let waiting = reviews::table
            .filter(reviews::case_id.eq(case))
            .filter(reviews::round.eq(round.name()))
            .filter(reviews::outcome.is_null());
        diesel::update(waiting).set(reviews::due_on.eq(to)).execute(connection)?;
    }
    Ok(())
}

/// A review as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = reviews)]
#[allow(missing_docs)]
pub struct Review {
    pub id: i64,
    pub case_id: i64,
    pub answer_id: i64,
    pub report_id: i64,
    pub round: String,
    pub channel: String,
    pub grounds: String,
    pub asked_on: NaiveDate,
    pub asked_by: Option<i64>,
    pub at: NaiveDateTime,
    pub unit: String,
    pub due_on: NaiveDate,
    pub hearing_days: i32,
    pub outcome: Option<String>,
    pub decision: Option<String>,
    pub decided_on: Option<NaiveDate>,
}

impl Review {
    /// Which round it is.
    ///
    /// # Errors
    /// A round that this version does not know.
    pub fn round(&self) -> Result<Round> {
        stored("round", &self.round)
    }
}

/// What somebody of the reviewing unit proposed, and what the second person said (`C2`).
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = review_drafts)]
#[allow(missing_docs)]
pub struct Draft {
    pub id: i64,
    pub review_id: i64,
    pub outcome: String,
    pub decision: String,
    pub proposed_by: i64,
    pub proposed_at: NaiveDateTime,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
    pub approved: Option<bool>,
    pub note: Option<String>,
}

/// A hearing 听证; its days do not count (`T4`).
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = review_hearings)]
#[allow(missing_docs)]
pub struct Hearing {
    pub id: i64,
    pub review_id: i64,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub note: String,
    pub by_account: i64,
    pub at: NaiveDateTime,
}

/// The reviews of a matter, oldest first, and what belongs to the last of them.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    /// All of them.
    pub all: Vec<Review>,
    /// What was proposed in the last.
    pub drafts: Vec<Draft>,
    /// The hearings of the last.
    pub hearings: Vec<Hearing>,
}

impl Reviews {
    /// Reads them; a report of a violation has none.
    pub fn of_case(connection: &mut Connection, case: &Case) -> QueryResult<Self> {
        if !case.is_grievance() {
            return Ok(Self::default());
        }
        let all: Vec<Review> = reviews::table
            .filter(reviews::case_id.eq(case.id))
            .order(reviews::id)
            .select(Review::as_select())
            .load(connection)?;
        let Some(last) = all.last().map(|review| review.id) else { return Ok(Self::default()) };
        Ok(Self {
            drafts: review_drafts::table
                .filter(review_drafts::review_id.eq(last))
                .order(review_drafts::id)
                .select(Draft::as_select())
                .load(connection)?,
            hearings: review_hearings::table
                .filter(review_hearings::review_id.eq(last))
                .order(review_hearings::id)
                .select(Hearing::as_select())
                .load(connection)?,
            all,
        })
    }

    /// The review that is under way.
    pub fn open(&self) -> Option<&Review> {
        self.all.last().filter(|review| review.outcome.is_none())
    }

    /// The draft that waits for the second person.
    pub fn draft(&self) -> Option<&Draft> {
        self.open()?;
        self.drafts.last().filter(|draft| draft.decided_by.is_none())
    }

    /// The last round of this answer that came to a decision.
    fn decided(&self, answer: &Proposal) -> Option<&Review> {
        let mut of_answer = self.all.iter().rev().filter(|it| it.answer_id == answer.id);
        of_answer.find(|it| it.outcome.as_deref() != Some("withdrawn"))
    }

    /// What the reporter can ask for now, of the answer that holds.
    ///
    /// # Errors
    /// [`Error::Conflict`] says why there is nothing to ask for, and what else is possible.
    pub fn open_to_reporter(
        &self,
        app: &App,
        case: &Case,
        answer: Option<&Proposal>,
    ) -> Result<Offer> {
        let jurisdiction = &app.jurisdiction;
        let refused = |key: &str| Err(Error::Conflict(Message::new(key)));
        if !case.is_grievance() {
            return refused("review-violation");
        }
        let whole = answer.filter(|it| it.is(Proposed::Conclusion));
        let answered = whole.and_then(|it| it.decided_at);
        let (Some(answer), Some(at)) = (answer, answered) else {
            return refused("review-not-answered");
        };
        let answered_on = app.clock.day(at);
        let (round, since, below) = match self.decided(answer) {
            None => {
                let since = case.review_from.filter(|day| *day > answered_on);
                (Round::Reexamination, since.unwrap_or(answered_on), case.bureau.as_str())
            }
            Some(last) => match (last.round()?, last.decided_on) {
                (Round::Review, _) => return refused("review-final"),
                (Round::Reexamination, None) => return refused("review-under-way"),
                (Round::Reexamination, Some(decided)) => {
                    (Round::Review, decided, last.unit.as_str())
                }
            },
        };
        let unit = unit_above(jurisdiction, case, below).ok_or_else(|| beyond(jurisdiction))?;
        let until = due::reckoned(jurisdiction, round.window(), case, since)?.due;
        Ok(Offer { round, unit, since, until })
    }
}

/// A review that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which round.
    pub round: Round,
    /// Code of the unit that would decide: one level up.
    pub unit: String,
    /// The day of the answer, or of the decision before.
    pub since: NaiveDate,
    /// The last day on which it can be asked for.
    pub until: NaiveDate,
}

/// The unit one level up that the matter is not about (`R3`); nothing beyond the province.
fn unit_above(jurisdiction: &Jurisdiction, case: &Case, below: &str) -> Option<String> {
    let mut above = jurisdiction.bureau(below)?.parent.as_deref()?;
    while case.is_kept_from(above) {
        above = jurisdiction.bureau(above)?.parent.as_deref()?;
    }
    Some(above.to_owned())
}

/// Names the office above the province, as the jurisdiction's folder has it.
fn beyond(jurisdiction: &Jurisdiction) -> Error {
    let names = jurisdiction.profile().texts.get(BEYOND);
    let (zh, en) = names.map_or(("", ""), |names| (names.zh.as_str(), names.en.as_str()));
    let message = Message::new("review-beyond").with("office", zh).with("office_en", en);
    Error::Conflict(message)
}

/// Code of the unit that reviews a matter now.
pub fn unit(connection: &mut Connection, case: i64) -> QueryResult<Option<String>> {
    reviews::table
        .filter(reviews::case_id.eq(case))
        .filter(reviews::outcome.is_null())
        .order(reviews::id.desc())
        .select(reviews::unit)
        .first(connection)
        .optional()
}

/// The report whose reporter asked for the review that an entry is about, or took it back: nobody else is told
/// so (`S1`). Nothing for other entries; what was decided is told to all.
pub fn asker(connection: &mut Connection, event: &Event) -> QueryResult<Option<i64>> {
    let asked = [Act::AskReexamination, Act::AskReview, Act::WithdrawReview];
    if event.subject != Case::NOUN || !asked.iter().any(|act| event.act == act.name()) {
        return Ok(None);
    }
    let Some(review) = event.detail()["review"].as_i64() else { return Ok(None) };
    reviews::table.find(review).select(reviews::report_id).first(connection).optional()
}

/// Whether the viewer's unit reviews the matter, or did: it sees it then, although another bureau
/// handles it.
pub fn is_reviewer(connection: &mut Connection, viewer: &Viewer, case: &Case) -> QueryResult<bool> {
    Ok(may_review(viewer.role) && units(connection, case)?.contains(&viewer.bureau))
}

/// Whether people of that role see what their unit reviews; the city sees it anyway.
pub fn may_review(role: Role) -> bool {
    matches!(role, Role::Province | Role::Officer | Role::Chief)
}

/// The units that review the matter, or did.
pub fn units(connection: &mut Connection, case: &Case) -> QueryResult<Vec<String>> {
    if !case.is_grievance() {
        return Ok(Vec::new());
    }
    let of_case = reviews::table.filter(reviews::case_id.eq(case.id));
    of_case.select(reviews::unit).distinct().load(connection)
}

/// One page of the reviews that the viewer's unit has to decide, the most pressing first, or that
/// are over, newest first.
pub fn list(
    connection: &mut Connection,
    viewer: &Viewer,
    open: bool,
    paging: Paging,
) -> Result<Vec<(Review, Case)>> {
    viewer.only(&[Role::Supervisor, Role::Province, Role::Officer, Role::Chief])?;
    let query = reviews::table
        .inner_join(cases::table.on(cases::id.eq(reviews::case_id)))
        .filter(reviews::unit.eq(viewer.bureau.clone()))
        .filter(cases::hidden_from.not_like(format!("%{}%", viewer.bureau)))
        .select((Review::as_select(), Case::as_select()))
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .into_boxed();
    Ok(match open {
        true => query
            .filter(reviews::outcome.is_null())
            .order((reviews::due_on, reviews::id))
            .load(connection)?,
        false => query
            .filter(reviews::outcome.is_not_null())
            .order((reviews::decided_on.desc(), reviews::id.desc()))
            .load(connection)?,
    })
}

/// The text of the decision that an entry of the timeline is about.
pub fn decision(connection: &mut Connection, review: i64) -> QueryResult<Option<String>> {
    let text = reviews::table.find(review).select(reviews::decision);
    Ok(text.first::<Option<String>>(connection).optional()?.flatten())
}

/// The last day, its hearing included, as it is reckoned anew (`T8`).
pub(super) fn heard(app: &App, due_on: NaiveDate, days: i32) -> NaiveDate {
    due::extended(app.jurisdiction.calendar(), Unit::Calendar, due_on, days).due
}
