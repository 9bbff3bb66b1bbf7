//! One matter behind a report, as its reporter sees it: what is happening, who has it, what comes
//! next and by when, what was answered and promised (`I4`, `C3`, `C4`, `T8`).

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::afterwards::{self, Afterwards};
use crate::{
    app::App,
    cases::{
        Case, Proposed, State, due,
        records::{Promise, Proposal},
        statement::declined,
    },
    db::Connection,
    deadlines::{
        PolicyId,
        deadline::{self, Deadline, FORWARDED},
    },
    error::Result,
    reports::Report,
    timeline::Event,
    web::Visit,
};

/// A matter behind a report; answers and promises only for whoever gave the code.
pub struct Matter {
    /// The matter.
    pub case: Case,
    /// What its reporter can say about the answer, once the code was given.
    pub afterwards: Option<Afterwards>,
    clock: Option<Deadline>,
    answers: Vec<Proposal>,
    promises: Vec<Promise>,
    is_partly: bool,
    /// Whether the reader is whoever the province forwarded: nobody else hears that somebody turned there
    /// (`S1`).
    is_forwarded: bool,
}

impl Matter {
    /// Reads what the reader of the report's page may see of `case`.
    pub fn read(
        connection: &mut Connection,
        app: &App,
        report: &Report,
        case: Case,
        full: bool,
    ) -> Result<Self> {
        let clocks = match case.ended_at {
            None => deadline::of_case(connection, case.id)?,
            Some(_) => Vec::new(),
        };
        let runs = |clock: &Deadline| {
            clock.stopped_on.is_none() && Some(&clock.policy) == case.due_kind.as_ref()
        };
        let clock = clocks.into_iter().filter(runs).min_by_key(|clock| (clock.due_on, clock.id));
        let state = case.state()?;
        let proposals = match full || state == State::Proposed {
            true => Proposal::of_case(connection, case.id)?,
            false => Vec::new(),
        };
        let is_partly = is_partly(state, &proposals);
        let mut answers = if full { proposals } else { Vec::new() };
        answers.retain(Proposal::is_approved);
        let promises = match answers.iter().any(|it| it.is(Proposed::Partial)) {
            true => Promise::binding(Promise::of_case(connection, case.id)?, &answers),
            false => Vec::new(),
        };
        let afterwards = match full {
            true => Some(afterwards::read(connection, app, report, &case)?),
            false => None,
        };
        let is_forwarded = full && report.channel == "province";
        Ok(Self { case, afterwards, clock, answers, promises, is_partly, is_forwarded })
    }

    /// The state as people outside the office know it: what is only proposed inside is not decided.
    pub fn state(&self) -> Result<State> {
        Ok(match self.case.state()? {
            State::Proposed if self.is_partly => State::PartlyConcluded,
            // Whoever was told that it is accepted does not wait to hear that (T1).
            State::Assigned if self.case.accepted_on.is_some() => State::Accepted,
            state => state.outside(),
        })
    }

    /// The end of the message key that says what is happening (`track-now-accepted`).
    pub fn now(&self) -> Result<String> {
        let state = self.state()?;
        // An open matter that was over says that it is handled again (C1).
        let again = self.case.reopened > 0 && !state.is_ended() && state != State::PartlyConcluded;
        Ok(if again { "again".to_owned() } else { state.name().to_owned() })
    }

    /// What comes next, by when, and how that date was reckoned (`T8`).
    pub fn next(&self, visit: &Visit) -> Result<Option<Value>> {
        let Some(clock) = &self.clock else { return Ok(None) };
        let today = visit.app.clock.today();
        let says = |message| visit.say(&message);
        let steps = due::steps(&visit.app.jurisdiction, &self.case, clock)?;
        let next = match clock.policy.as_str() {
            FORWARDED if !self.is_forwarded => PolicyId::Conclusion.name(),
            policy => policy,
        };
        Ok(Some(json!({
            "title": visit.text(&format!("track-next-{next}")),
            "by": clock.due_on,
            "status": urgency(clock, today),
            "days": (clock.due_on - today).num_days().abs(),
            "reckoned": steps.into_iter().map(says).collect::<Vec<_>>(),
        })))
    }

    /// The answers to the reporter, the newest first: each was approved; what the office found
    /// inside stays there (`C4`). One that was given before the matter was handled again says so.
    pub fn answers(&self, visit: &Visit, events: &[Event]) -> Result<Vec<Value>> {
        let state = self.case.state()?;
        let stands = state.is_answered() || self.is_partly;
        let last = self.answers.last().map(|it| it.id).filter(|_| stands);
        let says = |message| visit.say(&message);
        let answer = |it: &Proposal| -> Result<Value> {
            let why = it.reason.as_deref();
            Ok(json!({
                "title": visit.text(answer_title(it, last == Some(it.id))?),
                "text": it.answer,
                "why": why.map(|why| says(declined(why, it.points_to.as_deref()))),
                "bureau": visit.full_name(&self.answerer(it, events)),
                "date": it.decided_at.map(|at| visit.app.clock.day(at)),
            }))
        };
        self.answers.iter().rev().map(answer).collect()
    }

    /// The bureau that gave an answer: it may have passed the matter on since.
    fn answerer(&self, answer: &Proposal, events: &[Event]) -> String {
        let gave = |event: &&Event| event.detail()["proposal"].as_i64() == Some(answer.id);
        let mine = events.iter().filter(|event| event.subject_id == self.case.id);
        let given = mine.clone().find(gave).map(|event| event.actor.clone());
        given.unwrap_or_else(|| self.case.bureau.clone())
    }

    /// What was promised, by when, and what came of it (`C3`).
    pub fn promises(&self, app: &App) -> Vec<Value> {
        let today = app.clock.today();
        let promise = |it: &Promise| {
            json!({
                "text": it.text,
                "due": it.due_on,
                "done": it.done,
                "done_on": it.done_on,
                "late": it.done_at.is_none() && it.due_on < today,
            })
        };
        self.promises.iter().map(promise).collect()
    }

    /// The checked text, once it is public (`S2`).
    pub fn published(&self) -> Option<&String> {
        self.case.published_at.and(self.case.public_text.as_ref())
    }

    /// The matter beside others of the same report.
    pub fn page(&self, visit: &Visit, events: &[Event]) -> Result<Value> {
        Ok(json!({
            "number": self.case.number,
            "state": self.state()?.name(),
            "now": visit.text(&format!("track-now-{}", self.now()?)),
            "owner": visit.full_name(&self.case.bureau),
            "next": self.next(visit)?,
            "answers": self.answers(visit, events)?,
            "promises": self.promises(&visit.app),
            "published": self.published(),
        }))
    }
}

/// Whether the last answer is one in part (`C3`) that was not sent back to be handled again (`C7`):
/// then the matter stood as accepted, now or before what is proposed.
fn is_partly(state: State, proposals: &[Proposal]) -> bool {
    let last = Proposal::last_approved(proposals);
    let open = proposals.iter().rev().find(|it| it.decided_by.is_none());
    let stood = match (state, open) {
        (State::Proposed, Some(open)) => open.from_state.as_str(),
        _ => state.name(),
    };
    last.is_some_and(|it| it.is(Proposed::Partial)) && stood != State::Accepted.name()
}

fn answer_title(answer: &Proposal, stands: bool) -> Result<&'static str> {
    Ok(match answer.kind()? {
        _ if !stands => "track-answer-earlier",
        Proposed::Conclusion => "track-answer",
        Proposed::Partial => "track-answer-partial",
        Proposed::Decline => "track-declined",
    })
}

/// How a due date looks: late, soon (two thirds of the time have passed, `T9`), or in good time.
fn urgency(clock: &Deadline, today: NaiveDate) -> &'static str {
    let (whole, passed) = (clock.due_on - clock.started_on, today - clock.started_on);
    if today > clock.due_on {
        "late"
    } else if passed.num_days() * 3 >= whole.num_days() * 2 {
        "soon"
    } else {
        "ok"
    }
}
