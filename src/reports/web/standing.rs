//! Where a report stands: what is happening, who has it, what comes next and by when; the answer
//! and everything told for the reporter alone (`I4`, `C4`).

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    afterwards::{self, Afterwards},
    bureau_name,
    pages::place_name,
    text,
};
use crate::{
    app::App,
    cases::{Case, State, due, records::Proposal, told},
    db::Connection,
    deadlines::deadline::{self, Deadline},
    error::{Error, Result},
    reports::{
        Number, Report, follow,
        report::{Attachment, Supplement},
    },
    timeline::{self, Audience, Event},
    web::{Fields, Visit},
};

/// A report and the matter behind it, as far as the reader may see them.
pub struct Standing {
    /// The report.
    pub report: Report,
    /// Whether the code was given.
    pub full: bool,
    case: Case,
    events: Vec<Event>,
    clock: Option<Deadline>,
    decided: Option<Proposal>,
    supplements: Vec<Supplement>,
    pictures: Vec<Attachment>,
    afterwards: Option<Afterwards>,
}

/// Reads the report of that number; all of it when `token` opens it.
pub fn read(
    connection: &mut Connection,
    app: &App,
    number: &Number,
    token: Option<&str>,
) -> Result<Standing> {
    let opened = match token {
        Some(token) => follow::by_token(connection, &app.vault, token, app.clock.now())?,
        None => None,
    };
    let opened = opened.filter(|report| report.number == number.as_str());
    let full = opened.is_some();
    let report = match opened {
        Some(report) => report,
        None => Report::by_number(connection, number.as_str())?,
    };
    let cases = report.cases(connection)?;
    let events = events(connection, &report, &cases, full)?;
    // A merged matter goes on in the one it was merged into.
    let merged = |case: &Case| case.state == State::Merged.name();
    let case = cases.into_iter().find(|case| !merged(case)).ok_or(Error::NotFound)?;
    let clock = deadline::of_case(connection, case.id)?
        .into_iter()
        .find(|clock| clock.stopped_on.is_none() && Some(&clock.policy) == case.due_kind.as_ref());
    let state = case.state()?;
    let shown = full && (state.is_answered() || state == State::Reviewing);
    let (supplements, pictures) = match full {
        true => (
            Supplement::of_reports(connection, &[report.id])?,
            Attachment::of_subjects(connection, Report::NOUN, &[report.id])?,
        ),
        false => (Vec::new(), Vec::new()),
    };
    let decided = if shown { Proposal::approved(connection, case.id)? } else { None };
    let afterwards =
        if full { Some(afterwards::read(connection, app, &report, &case)?) } else { None };
    Ok(Standing { report, full, case, events, clock, decided, supplements, pictures, afterwards })
}

/// The timeline of the matters behind a report, as far as its reader may see it.
fn events(
    connection: &mut Connection,
    report: &Report,
    cases: &[Case],
    full: bool,
) -> Result<Vec<Event>> {
    let ids: Vec<i64> = cases.iter().map(|case| case.id).collect();
    let audience = if full { Audience::Reporter } else { Audience::Public };
    let mut events = timeline::read_all(connection, Case::NOUN, &ids, audience)?;
    // That others reported the same before is not this report's own story.
    let is_own = |case: &&Case| case.number == report.number;
    let own: Vec<i64> = cases.iter().filter(is_own).map(|case| case.id).collect();
    events.retain(|event| event.act != "receive" || own.contains(&event.subject_id));
    if full {
        // What concerns this reporter alone: ratings, decisions.
        events.extend(timeline::read(connection, report.subject(), audience)?);
        events.sort_by_key(|event| event.id);
    }
    Ok(events)
}

impl Standing {
    /// Whether facts can be added, and the report withdrawn.
    fn is_open(&self) -> bool {
        self.report.withdrawn_at.is_none() && self.case.ended_at.is_none()
    }

    /// The state as people outside the office know it: what is only proposed inside is not decided.
    fn state(&self) -> Result<&'static str> {
        if self.report.withdrawn_at.is_some() {
            return Ok(State::Withdrawn.name());
        }
        Ok(match self.case.state()? {
            State::Returned => State::Dispatching.name(),
            State::Declining => State::Assigned.name(),
            State::Proposed => State::Accepted.name(),
            state => state.name(),
        })
    }

    /// What a field of the page's forms holds: what was typed, else what was given before.
    pub fn typed(&self, name: &str, fields: &Fields) -> String {
        let given = fields.given(name).map(str::to_owned);
        let before = || self.afterwards.as_ref()?.prefilled(name);
        given.or_else(before).unwrap_or_default()
    }

    /// What the page shows.
    pub fn page(&self, visit: &Visit) -> Result<Value> {
        let (report, case) = (&self.report, &self.case);
        let state = self.state()?;
        let acts = self.full && self.is_open();
        let action = |name: &str| format!("/track/{}/{name}", report.number);
        Ok(json!({
            "number": report.number,
            "state": state,
            "now": text(visit, &format!("track-now-{state}")),
            "received": report.day,
            "owner": bureau_name(visit, &case.bureau),
            "full": self.full,
            "next": self.next(visit)?,
            "answer": self.answer(visit, "conclusion"),
            "declined": self.answer(visit, "decline"),
            "published": case.published_at.and(case.public_text.as_ref()),
            "events": self.events(visit),
            "report": self.full.then(|| self.told(visit)),
            "afterwards": self.afterwards.as_ref().map(|it| it.page(visit, &report.number)),
            "facts_action": acts.then(|| action("supplements")),
            // What is withdrawn while it is reviewed is the request for the review (T4).
            "withdrawal_action": (acts && state != State::Reviewing.name()).then(|| action("withdrawal")),
            "code_action": (self.full && report.code_read_out).then(|| action("code")),
        }))
    }

    /// What comes next, by when, and how that date was reckoned (`T8`).
    fn next(&self, visit: &Visit) -> Result<Option<Value>> {
        let (Some(clock), true) = (&self.clock, self.is_open()) else { return Ok(None) };
        let today = visit.app.clock.today();
        let says = |message| visit.app.pages.messages.say(visit.language, &message);
        // The province's own date is not reckoned (T7).
        let steps = due::steps(&visit.app.jurisdiction, &self.case, clock)?;
        let reckoned: Vec<String> = steps.into_iter().map(says).collect();
        Ok(Some(json!({
            "title": text(visit, &format!("track-next-{}", clock.policy)),
            "by": clock.due_on,
            "status": urgency(clock, today),
            "days": (clock.due_on - today).num_days().abs(),
            "reckoned": reckoned,
        })))
    }

    /// The answer to the reporter, once it was approved; what the office found inside stays there.
    fn answer(&self, visit: &Visit, kind: &str) -> Option<Value> {
        let decided = self.decided.as_ref().filter(|decided| decided.kind == kind)?;
        let reason = decided.reason.as_deref();
        Some(json!({
            "text": decided.answer,
            "why": reason.map(|reason| text(visit, &format!("decline_reason-{reason}"))),
            "bureau": bureau_name(visit, &self.case.bureau),
            "date": decided.decided_at.map(|at| visit.app.clock.day(at)),
        }))
    }

    fn events(&self, visit: &Visit) -> Vec<Value> {
        let own = self.events.iter().any(|event| event.act == "receive");
        let joined = (!own).then(
            || json!({ "title": text(visit, "track-joined"), "at": self.report.received_at }),
        );
        let told = self.events.iter().map(|event| {
            json!({ "title": told::title(&visit.app, visit.language, event), "at": event.at })
        });
        joined.into_iter().chain(told).collect()
    }

    /// What the reporter told us; of who they are only how they wished to be known.
    fn told(&self, visit: &Visit) -> Value {
        let report = &self.report;
        let say = |noun: &str, name: &str| text(visit, &format!("{noun}-{name}"));
        let kinds: Vec<String> =
            report.kinds.split_whitespace().map(|it| say("kind", it)).collect();
        let point = report.lat.zip(report.lon);
        let pictures = self.pictures.iter().map(|picture| {
            let href = format!("/pictures/{}", picture.id);
            json!({ "href": href, "name": picture.name, "width": picture.width, "height": picture.height })
        });
        json!({
            "text": report.text,
            "categories": kinds.join(&text(visit, "common-map-separator")),
            "unit": report.plant,
            "industry": report.industry.as_deref().map(|name| say("industry", name)),
            "address": report.address,
            "county": report.county.as_deref().map(|code| place_name(visit, code)),
            "point": point.map(|(lat, lon)| format!("{lat:.5}, {lon:.5}")),
            "identity": say("reporter", &report.reporter_kind),
            "head_count": (report.head_count > 1).then_some(report.head_count),
            "urgent": report.urgent,
            "photos": pictures.collect::<Vec<_>>(),
            "supplements": self.supplements,
        })
    }
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
