//! The page of one petition: where it is, by when, what was found and done, and what was said.

use serde_json::{Value, json};

use super::{
    direct::{self, Refused},
    matter, oversight,
};
use crate::{
    accounts::{Role, Viewer, web::Staff},
    cases::{Proposed, due, measure::until_steps, records::Measure, statement::declined, told},
    deadlines::deadline::{Deadline, FORWARDED},
    demands::demand,
    message::Message,
    pages::in_wan,
    petitions::{access, timeline::is_seen, track::Dossier, whole::Other},
    timeline::Event,
};

/// What the page shows of a petition.
pub(super) fn page(
    staff: &Staff,
    viewer: &Viewer,
    dossier: &Dossier,
    refused: Option<&Refused>,
) -> Value {
    let (case, petition) = (&dossier.case, &dossier.petition);
    let answered = dossier.facts.state.is_answered()
        || dossier.facts.approved().is_some_and(|it| it.is(Proposed::Partial));
    let approved = dossier.facts.approved().filter(|_| answered);
    let events = dossier.events.iter().rev().filter(|event| is_seen(event));
    let clocks = dossier.facts.clocks.iter().map(|clock| described(staff, dossier, clock));
    let finding = dossier.findings.last();
    json!({
        "number": petition.number, "matter": matter(staff, case, &dossier.report, staff.app.clock.today()),
        "batch": dossier.batch.number, "received": dossier.batch.received_on,
        "sent": petition.sent_on, "medium": format!("petitions-medium-{}", petition.medium),
        "priority": petition.priority, "report_back": petition.report_back,
        "text": dossier.report.text, "case": case.number,
        "case_href": access::has_desk(viewer).then(|| format!("/cases/{}", case.number)),
        "demand": demand::may_demand(&staff.app, viewer, case)
            .then(|| format!("/demands/new?case={}", case.number)),
        "owner": staff.full_name(&case.bureau),
        "address": dossier.report.address,
        "kinds": dossier.report.kinds.split_whitespace().map(|kind| format!("kind-{kind}")).collect::<Vec<_>>(),
        "route": case.reason(),
        "finding": finding.map(|it| json!({ "verdict": it.verdict, "text": it.text, "at": it.at })),
        "measures": dossier.measures.iter().map(|it| measure(staff, dossier, it)).collect::<Vec<_>>(),
        "declined": approved.and_then(|it| Some(declined(it.reason.as_ref()?, it.points_to.as_deref())))
            .map(|reason| staff.say(&reason)),
        "answer": approved.map(|it| &it.answer).filter(|text| !text.is_empty()),
        "public_text": case.public_text.as_ref().filter(|_| case.published_at.is_some()),
        "public_href": case.published_at.map(|_| format!("/results/{}", case.number)),
        "earlier": earlier(dossier, approved.map(|it| it.id)),
        "promises": dossier.facts.promises,
        "oversight": oversight::described(staff, viewer, dossier, None),
        "acts": direct::forms(staff, dossier, refused),
        "errors": refused.map(direct::errors),
        "left_over": refused.and_then(|refused| direct::left_over(staff, dossier, refused)),
        "others": others(staff, viewer, dossier),
        "clocks": clocks.collect::<Vec<_>>(),
        "events": events.map(|event| entry(staff, dossier, event)).collect::<Vec<_>>(),
    })
}

/// A measure; of a daily penalty what a day costs and what the days have come to (`C5`).
fn measure(staff: &Staff, dossier: &Dossier, measure: &Measure) -> Value {
    let until = until_steps(&staff.app.jurisdiction, &dossier.case, measure);
    let charged = dossier.charges.get(&measure.id).map(|(days, fen)| {
        let money = Message::new("desk-wan").with("amount", in_wan(*fen));
        json!({ "days": days, "money": staff.say(&money) })
    });
    json!({
        "key": format!("measure-{}", measure.kind), "on": measure.taken_on, "text": measure.text,
        "document": measure.document, "due": measure.due_on,
        "steps": staff.say_all(&until),
        "money": measure.money().map(|money| staff.say(&money)), "charged": charged,
    })
}

/// The answers that no longer stand, because the matter was handled again.
fn earlier(dossier: &Dossier, stands: Option<i64>) -> Vec<Value> {
    let approved = dossier.facts.proposals.iter().filter(|it| it.is_approved());
    let earlier = approved.filter(|it| Some(it.id) != stands && !it.answer.is_empty());
    earlier.map(|it| json!({ "text": it.answer, "at": it.decided_at })).collect()
}

/// Further matters from the same petition: each has its own bureau and state. A bureau opens its own.
fn others(staff: &Staff, viewer: &Viewer, dossier: &Dossier) -> Vec<Value> {
    let is_bureau = matches!(viewer.role, Role::Officer | Role::Chief);
    let other = |other: &Other| {
        let bureau = staff.full_name(&other.bureau);
        let opens = !is_bureau || other.bureau == viewer.bureau;
        let href = format!("/petitions/{}?matter={}", dossier.petition.number, other.number);
        json!({
            "number": other.number, "state": other.state, "bureau": bureau,
            "href": opens.then_some(href),
        })
    };
    dossier.others.iter().map(other).collect()
}

/// A clock with how its date was reckoned (`T8`); the province's own is not reckoned (`T7`).
fn described(staff: &Staff, dossier: &Dossier, clock: &Deadline) -> Value {
    let jurisdiction = &staff.app.jurisdiction;
    let steps = match (clock.policy == FORWARDED, clock.due_at) {
        (true, _) => vec![Message::new("petitions-date-given")],
        (_, Some(_)) => due::steps_of_hours(jurisdiction, &staff.app.clock, &dossier.case, clock),
        _ => due::steps(jurisdiction, &dossier.case, clock).unwrap_or_default(),
    };
    let holds = dossier.case.ended_at.is_none()
        && dossier.case.due_kind.as_deref() == Some(clock.policy.as_str())
        && dossier.case.due_on == Some(clock.due_on);
    json!({
        "key": format!("policy-{}", clock.policy), "due": clock.due_on,
        "stopped": clock.stopped_on, "holds": holds && clock.stopped_on.is_none(),
        "in_time": clock.stopped_on.map(|on| on <= clock.due_on), "at": clock.due_at,
        "steps": staff.say_all(&steps),
    })
}

/// A line of the timeline, in words.
fn entry(staff: &Staff, dossier: &Dossier, event: &Event) -> Value {
    let title = told::title(&staff.app, staff.language, event);
    let by = match event.actor.as_str() {
        actor @ ("reporter" | "system") => staff.text(&format!("actor-{actor}")),
        code => staff.full_name(code).to_owned(),
    };
    let detail = event.detail();
    let direction = detail["direction"].as_i64();
    let words = dossier.directions.iter().find(|it| Some(it.id) == direction);
    let words = words.filter(|_| matches!(event.act.as_str(), "chase" | "rehandle"));
    let reason = detail["reason"].as_str().filter(|_| event.act == "extend");
    let text = words.map(|it| it.text.as_str()).or(reason);
    json!({ "title": title, "at": event.at, "by": by, "text": text })
}
