//! After the answer, on the page of a report (`C7`): rating it, changing that, and what comes of it.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use serde_json::{Value, json};

use super::{review, track};
use crate::{
    app::App,
    cases::{Case, due, records::Proposal},
    db::Connection,
    deadlines::PolicyId,
    error::Result,
    message::Message,
    reports::{
        Rating, Report,
        dissatisfaction::Dissatisfaction,
        rating::{self, CAUSES, Given, MARKS, NewRating, SOLVED},
    },
    web::{Submission, Visit},
};

/// What a reporter can say about the answer, and what has come of what they said.
pub struct Afterwards {
    answer: Option<Proposal>,
    rating: Option<Rating>,
    decision: Option<Dissatisfaction>,
    /// How the day of a decision that is waited for was reckoned (`T8`).
    steps: Vec<Message>,
    may_change: bool,
    until: Option<chrono::NaiveDate>,
    /// For how many days a rating can be changed.
    days: u16,
    track: String,
    review: review::Standing,
}

/// Reads it for a reporter who gave the code.
pub fn read(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    case: &Case,
) -> Result<Afterwards> {
    let answer = rating::answer(connection, case)?;
    let rating = match &answer {
        Some(answer) => Rating::of(connection, report.id, answer.id)?,
        None => None,
    };
    let until = rating.as_ref().map(|rating| rating.changes_until(app, case)).transpose()?;
    let open = report.withdrawn_at.is_none();
    // What others think of the answer is not this reporter's business.
    let decision = match rated_bad(connection, report, case)? {
        true => Dissatisfaction::last_of_case(connection, case.id)?,
        false => None,
    };
    let waits = decision.as_ref().filter(|it| it.decided_at.is_none());
    let limit = PolicyId::RehandlingDecision;
    let steps = waits.map(|it| due::steps_of(&app.jurisdiction, limit, case, it.opened_on, None));
    Ok(Afterwards {
        decision,
        steps: steps.transpose()?.unwrap_or_default(),
        may_change: open && until.is_none_or(|last| app.clock.today() <= last),
        answer,
        rating,
        until,
        track: case.track.clone(),
        review: review::read(connection, app, report, case)?,
        days: due::policy(&app.jurisdiction, PolicyId::RatingChange, case)?.limit.count,
    })
}

/// Whether this reporter was not satisfied with the answer that was last decided upon.
fn rated_bad(connection: &mut Connection, report: &Report, case: &Case) -> Result<bool> {
    let Some(last) = Dissatisfaction::last_of_case(connection, case.id)? else { return Ok(false) };
    let rating = Rating::of(connection, report.id, last.answer_id)?;
    Ok(rating.is_some_and(|rating| rating.is_bad()))
}

impl Afterwards {
    /// What `track/rating` shows: `action`, the choices, what was given, and what comes next.
    pub fn page(&self, visit: &Visit, number: &str) -> Value {
        let form = self.answer.as_ref().filter(|_| self.may_change).map(|answer| {
            json!({
                "action": format!("/track/{number}/rating"),
                "answer": answer.id,
                "choices": choices(visit),
                "days": self.days,
                "next": self.next(),
            })
        });
        json!({
            "review": self.review.page(visit, number),
            "form": form,
            "given": self.rating,
            "until": self.until.filter(|_| self.may_change),
            "decision": self.decision.as_ref().map(|it| json!({
                "kind": it.decision.as_deref().unwrap_or("open"),
                "due": it.due_on,
                "steps": visit.say_all(&self.steps),
                "text": it.text,
                "at": it.decided_at,
            })),
        })
    }

    /// The end of the message key that says what else is possible (`T4`).
    fn next(&self) -> String {
        match self.review.round() {
            Some(round) => format!("{}-{}", self.track, round.name()),
            None => self.track.clone(),
        }
    }

    /// What the form of the rating holds before anything is typed: what was given.
    pub fn prefilled(&self, name: &str) -> Option<String> {
        let rating = self.rating.as_ref()?;
        match name {
            "intake" => Some(rating.intake.clone()),
            "handling" => Some(rating.handling.clone()),
            "solved" => rating.solved.clone(),
            "cause" => rating.cause.clone(),
            "words" => Some(rating.words.clone()),
            _ => None,
        }
    }
}

/// The choices of the form: marks, whether it is solved, causes.
pub fn choices(visit: &Visit) -> Value {
    let named = |noun: &str, names: &[&str]| -> Value {
        let item =
            |name: &&str| json!({ "value": name, "label": visit.text(&format!("{noun}-{name}")) });
        names.iter().map(item).collect()
    };
    json!({
        "marks": named("mark", &MARKS),
        "solved": named("solved", &SOLVED),
        "causes": named("cause", &CAUSES),
    })
}

/// `POST /track/{number}/rating`: once, or changed while there is time.
pub async fn rate(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let parsed = NewRating::parse(&form.fields);
    let answer = form.fields.text("answer").parse().unwrap_or_default();
    let checked = parsed.as_ref().map(drop).map_err(Clone::clone);
    let app = visit.app.clone();
    let change = move |connection: &mut Connection, report: &Report| match &parsed {
        Ok(new) => rating::give(connection, &app, report, answer, new, Given::Web),
        Err(_) => Ok(()),
    };
    track::act(&visit, &request, &typed, &form.fields, checked, "rated", change).await
}
