//! On the page of a report: on which track its matter is, the reviews of the answer to a grievance,
//! and asking for one (`T4`).

use actix_web::{HttpRequest, HttpResponse, web::Path};
use serde_json::{Value, json};

use super::track;
use crate::{
    app::App,
    cases::{
        Case, State, due,
        records::Proposal,
        reviews::{Offer, Review, Reviews, Round},
        statement::{Petition, Statement},
        work,
    },
    db::Connection,
    error::{Error, Result},
    message::Message,
    reports::Report,
    web::{Submission, Visit},
};

/// The most characters of the grounds.
const LONG: usize = 5_000;

/// Where the matter of a report stands with reviews.
pub struct Standing {
    track: Option<String>,
    reviews: Vec<Review>,
    offer: Option<Offer>,
    /// Why a grievance that was answered cannot be reviewed any more.
    refused: Option<Message>,
    may_withdraw: bool,
    /// In how many days the review that can be asked for is decided.
    days: Option<u16>,
    /// How the last day on which it can be asked for was reckoned (`T8`).
    window: Vec<Message>,
}

/// Reads it for a reporter who gave the code.
pub fn read(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    case: &Case,
) -> Result<Standing> {
    let reviews = Reviews::of_case(connection, case)?;
    let open = report.withdrawn_at.is_none();
    let may_withdraw = open && reviews.open().is_some_and(|it| it.report_id == report.id);
    let (mut offer, mut refused) = (None, None);
    if open && case.is_grievance() && case.state()? == State::Concluded {
        let answer = Proposal::approved(connection, case.id)?;
        match reviews.open_to_reporter(app, case, answer.as_ref()) {
            Ok(found) if app.clock.today() <= found.until => offer = Some(found),
            Ok(late) => refused = Some(too_late(&late)),
            Err(Error::Conflict(message)) => refused = Some(message),
            Err(error) => return Err(error),
        }
    }
    // What is final has no way on (T4).
    let has_way = case.accepted_on.is_some() && case.state()? != State::Final;
    let track = has_way.then(|| case.track.clone());
    let limit = offer.as_ref().map(|offer| offer.round.limit());
    let limit = limit.map(|id| due::policy(&app.jurisdiction, id, case)).transpose()?;
    let days = limit.map(|policy| policy.limit.count);
    let window = match &offer {
        Some(offer) => {
            due::steps_of(&app.jurisdiction, offer.round.window(), case, offer.since, None)?
        }
        None => Vec::new(),
    };
    Ok(Standing { track, reviews: reviews.all, offer, refused, may_withdraw, days, window })
}

fn too_late(offer: &Offer) -> Message {
    Message::new(format!("review-late-{}", offer.round.name())).with("until", offer.until)
}

impl Standing {
    /// The round that can be asked for now.
    pub fn round(&self) -> Option<Round> {
        self.offer.as_ref().map(|offer| offer.round)
    }

    /// What `track/review` shows.
    pub fn page(&self, visit: &Visit, number: &str) -> Value {
        let offer = self.offer.as_ref().map(|offer| {
            json!({
                "round": offer.round.name(),
                "unit": visit.full_name(&offer.unit),
                "until": offer.until,
                "steps": visit.say_all(&self.window),
                "days": self.days,
                "action": format!("/track/{number}/review"),
            })
        });
        let review = |it: &Review| {
            json!({
                "round": it.round,
                "unit": visit.full_name(&it.unit),
                "asked": it.asked_on,
                "due": it.due_on,
                "outcome": it.outcome,
                "text": it.decision,
                "decided": it.decided_on,
            })
        };
        let withdrawal = format!("/track/{number}/review-withdrawal");
        json!({
            "track": self.track.as_ref().map(|track| json!({
                "name": visit.text(&format!("matter-track-{track}")),
                "note": visit.text(&format!("track-track-{track}")),
            })),
            "reviews": self.reviews.iter().map(review).collect::<Vec<_>>(),
            "ask": offer,
            "refused": self.refused.as_ref().map(|why| visit.say(why)),
            "withdrawal": self.may_withdraw.then_some(withdrawal),
        })
    }
}

/// `POST /track/{number}/review`: the round that is open; one that is not is refused with the reason
/// and what else is possible.
pub async fn ask(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let mut errors = Vec::new();
    let grounds = form.fields.required("review_grounds", LONG, &mut errors);
    let checked = if errors.is_empty() { Ok(()) } else { Err(errors) };
    let (app, named) = (visit.app.clone(), named(&form));
    let change = move |connection: &mut Connection, report: &Report| {
        let case = living(connection, report, named.as_deref())?;
        let answer = Proposal::approved(connection, case.id)?;
        let reviews = Reviews::of_case(connection, &case)?;
        // A second click finds it asked.
        let own = |it: &&Review| it.report_id == report.id && it.grounds == grounds;
        if reviews.open().filter(own).is_some() {
            return Ok(());
        }
        let offer = reviews.open_to_reporter(&app, &case, answer.as_ref())?;
        let petition = Petition {
            report: Some(report.number.clone()),
            via: "web".to_owned(),
            asked_on: app.clock.today(),
            grounds,
        };
        let statement = match offer.round {
            Round::Reexamination => Statement::AskReexamination(petition),
            Round::Review => Statement::AskReview(petition),
        };
        work::act(connection, &app, work::By::Reporter, &case, None, &statement).map(drop)
    };
    track::act(&visit, &request, &typed, &form.fields, checked, "review_asked", change).await
}

/// `POST /track/{number}/review-withdrawal`: by the one who asked.
pub async fn withdraw(
    visit: Visit,
    request: HttpRequest,
    typed: Path<String>,
    form: Submission,
) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let (app, named) = (visit.app.clone(), named(&form));
    let change = move |connection: &mut Connection, report: &Report| {
        let case = living(connection, report, named.as_deref())?;
        let reviews = Reviews::of_case(connection, &case)?;
        let own = reviews.open().filter(|it| it.report_id == report.id);
        if own.is_none() {
            return Err(Error::Conflict(Message::new("review-none")));
        }
        let by = work::By::Reporter;
        work::act(connection, &app, by, &case, None, &Statement::WithdrawReview).map(drop)
    };
    track::act(&visit, &request, &typed, &form.fields, Ok(()), "review_withdrawn", change).await
}

/// The number of the matter that a form is about, where several answer the report.
fn named(form: &Submission) -> Option<String> {
    form.fields.given("matter").map(str::to_owned)
}

/// The matter of that number, if it answers the report, or the first that does: a merged one goes
/// on in another.
fn living(connection: &mut Connection, report: &Report, named: Option<&str>) -> Result<Case> {
    let cases = report.cases(connection)?;
    let merged = |case: &Case| case.state == State::Merged.name();
    let mut living = cases.into_iter().filter(|case| !merged(case));
    let found = living.find(|case| named.is_none_or(|number| case.number == number));
    found.ok_or(Error::NotFound)
}
