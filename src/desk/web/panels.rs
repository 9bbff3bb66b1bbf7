//! Panels of a matter's page: who else works on it, what was promised, more time, matters beside it.

use serde_json::{Value, json};

use super::case_page::Teller;
use crate::{
    accounts::Role,
    cases::{
        Act, case, due, lifecycle,
        records::{Measure, Part},
    },
    demands::{Demand, State, demand},
    desk::dossier::Related,
    letters::Letter,
    measures::running,
};

/// What departments and assisting bureaus were asked, with their answers (`R7`). Whoever is asked
/// sees their own part, and nothing that others were asked.
pub(super) fn parts(teller: &Teller<'_>) -> Vec<Value> {
    let (dossier, staff) = (teller.dossier, teller.staff);
    let today = staff.app.clock.today();
    let mine = |part: &&Part| dossier.sight.casework || part.department == dossier.viewer.bureau;
    let part = |part: &Part| {
        json!({
            "bureau": staff.short_name(&part.department),
            "request": part.request,
            "at": part.at,
            "due": part.due_on,
            "late": part.is_late(today),
            "open": part.is_open(),
            "reply": part.reply,
            "replied_at": part.replied_at,
            "taken_back_at": part.taken_back_at,
            "taken_back": part.taken_back_reason,
        })
    };
    dossier.facts.parts.iter().filter(mine).map(part).collect()
}

/// What the city demands about it, the newest first (`P5`); nothing for those who do not see that.
pub(super) fn demands(teller: &Teller<'_>) -> Vec<Value> {
    let today = teller.staff.app.clock.today();
    let seen = teller.dossier.demands.iter().filter(|_| teller.dossier.sight.casework);
    seen.map(|it: &Demand| {
        let due = it.is(State::Open).then_some(it.due_on);
        let chip = due::chip(it.started_on, due, None, today);
        json!({
            "href": format!("/demands/{}", it.id), "text": it.demand, "at": it.at,
            "state": format!("demands-state-{}", it.state), "open": it.is(State::Open),
            "due": it.due_on, "status": chip.status, "days": chip.days,
        })
    })
    .collect()
}

/// Where something is demanded, for those who may, while nothing is.
pub(super) fn may_demand(teller: &Teller<'_>) -> Option<String> {
    let (dossier, app) = (teller.dossier, &teller.staff.app);
    let is_open = dossier.demands.iter().any(|it| !it.is(State::Ended));
    let may = !is_open && demand::may_demand(app, &dossier.viewer, &dossier.case);
    may.then(|| format!("/demands/new?case={}", dossier.case.number))
}

/// What was promised, and what came of it (`C3`).
pub(super) fn promises(teller: &Teller<'_>) -> Vec<Value> {
    let today = teller.staff.app.clock.today();
    let seen = teller.dossier.facts.promises.iter().filter(|_| teller.dossier.sight.casework);
    seen.map(|promise| {
        json!({
            "text": promise.text,
            "due": promise.due_on,
            "late": promise.done_at.is_none() && promise.due_on < today,
            "done": promise.done,
            "done_on": promise.done_on,
        })
    })
    .collect()
}

/// More time that was asked for, and whether it was given (`T2`).
pub(super) fn extensions(teller: &Teller<'_>) -> Vec<Value> {
    let seen = teller.dossier.facts.extensions.iter().filter(|_| teller.dossier.sight.casework);
    seen.map(|extension| {
        let outcome = match extension.approved {
            None => "waiting",
            Some(true) => "given",
            Some(false) => "refused",
        };
        json!({
            "days": extension.days,
            "reason": extension.reason,
            "at": extension.proposed_at,
            "outcome": teller.text(&format!("extension-{outcome}")),
            "waiting": extension.approved.is_none(),
            "note": extension.note,
        })
    })
    .collect()
}

/// What was seen of a measure since, for those who see its page (`C5`).
pub(super) fn looks(teller: &Teller<'_>, measure: &Measure) -> Vec<Value> {
    let dossier = teller.dossier;
    let sees = running::is_seen_by(&dossier.viewer, &dossier.case);
    let checks = dossier.checks.iter().filter(|it| sees && it.measure_id == measure.id);
    let separator = teller.text("desk-list-separator");
    checks
        .map(|it| {
            json!({
                "on": it.checked_on,
                "officers": it.officers.replace('\n', &separator),
                "met": it.met,
                "findings": it.findings,
            })
        })
        .collect()
}

/// Revisits of a closed plant that follow from the matter (`C6`).
pub(super) fn revisits(teller: &Teller<'_>) -> Vec<Value> {
    let seen = teller.dossier.revisits.iter().filter(|_| teller.dossier.sight.casework);
    let separator = teller.text("desk-list-separator");
    seen.map(|it| {
        json!({
            "href": format!("/revisits/{}", it.id),
            "round": teller.text(&format!("policy-{}", it.policy)),
            "due": it.due_on,
            "done": it.done_on,
            "running": it.running,
            "officers": it.officers.as_ref().map(|it| it.replace('\n', &separator)),
            "findings": it.findings,
        })
    })
    .collect()
}

/// Matters with a report in common; a link only to those that the viewer may open, and of the others
/// nothing that was told there (`S1`).
pub(super) fn related(teller: &Teller<'_>) -> Vec<Value> {
    let (dossier, staff) = (teller.dossier, teller.staff);
    let seen = dossier.related.iter().filter(|_| dossier.sight.casework);
    seen.map(|it: &Related| {
        let how = if it.merged_into == Some(dossier.case.id) {
            "merged_here"
        } else if dossier.case.merged_into == Some(it.id) {
            "goes_on"
        } else {
            "same_report"
        };
        let href = related_href(teller, it);
        let title = case::title(&it.plant, &it.summary);
        json!({
            "number": it.number,
            "title": href.is_some().then_some(title),
            "href": href,
            "state": it.state,
            "owner": staff.short_name(&it.bureau),
            "how": teller.text(&format!("related-{how}")),
        })
    })
    .collect()
}

fn related_href(teller: &Teller<'_>, it: &Related) -> Option<String> {
    let viewer = &teller.dossier.viewer;
    let sees_all = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
    (sees_all || it.bureau == viewer.bureau).then(|| format!("/cases/{}", it.number))
}

/// The matter that it goes on in, which may be with another bureau (`I8`).
pub(super) fn merged_into(teller: &Teller<'_>) -> Option<Value> {
    let target = teller.dossier.case.merged_into?;
    let found = teller.dossier.related.iter().find(|it| it.id == target)?;
    let owner = teller.staff.short_name(&found.bureau);
    Some(json!({ "number": found.number, "href": related_href(teller, found), "owner": owner }))
}

/// The bureau that made a record, where it is not the one that leads (`R7`).
pub(super) fn other_bureau(teller: &Teller<'_>, bureau: Option<&str>) -> Option<String> {
    let other = bureau.filter(|code| *code != teller.dossier.case.bureau)?;
    Some(teller.staff.short_name(other).to_owned())
}

/// The reviews of the answer to a grievance (`T4`). The grounds are the reporter's own words: for the
/// unit that reviews and for the city, not for the bureau that answered (`S1`).
pub(super) fn reviews(teller: &Teller<'_>) -> Vec<Value> {
    let (dossier, staff) = (teller.dossier, teller.staff);
    let viewer = &dossier.viewer;
    let seen = dossier.facts.reviews.all.iter().filter(|_| dossier.sight.casework);
    seen.map(|it| {
        let is_city = matches!(viewer.role, Role::Dispatcher | Role::Supervisor);
        let grounds = (is_city || viewer.bureau == it.unit).then_some(&it.grounds);
        let mut clocks = dossier.facts.clocks.iter().rev();
        let clock = clocks.find(|clock| clock.policy == it.round && clock.due_on == it.due_on);
        json!({
            "round": it.round,
            "unit": staff.short_name(&it.unit),
            "via": teller.text(&format!("channel-{}", it.channel)),
            "asked": it.asked_on,
            "due": it.due_on,
            "steps": clock.map(|clock| teller.steps(clock)),
            "hearing_days": (it.hearing_days > 0).then_some(it.hearing_days),
            "grounds": grounds,
            "outcome": it.outcome,
            "text": it.decision,
            "decided": it.decided_on,
        })
    })
    .collect()
}

/// The draft of a decision, for the unit that reviews alone.
pub(super) fn draft(teller: &Teller<'_>) -> Option<Value> {
    let reviews = &teller.dossier.facts.reviews;
    let unit = reviews.open().map(|review| review.unit.as_str())?;
    let draft = reviews.drafts.last().filter(|_| unit == teller.dossier.viewer.bureau)?;
    Some(json!({
        "outcome": teller.text(&format!("outcome-{}", draft.outcome)),
        "text": draft.decision,
        "waiting": draft.decided_by.is_none(),
        "note": draft.note,
        "marks": draft.decided_by.is_none().then(|| teller.marks(&draft.decision)),
    }))
}

/// Matters about the same plant that were finally answered, while a new report of the same facts can
/// be declined with that (`I9`, `T4`).
pub(super) fn finals(teller: &Teller<'_>) -> Vec<Value> {
    let (dossier, act) = (teller.dossier, Act::ProposeDecline);
    let mut rules = lifecycle::TABLE.iter();
    let can = rules.any(|rule| rule.act == act && rule.state == dossier.facts.state)
        && dossier.facts.allow(&teller.staff.app, &dossier.case, act).is_ok();
    let shown = dossier.finals.iter().filter(|_| can);
    shown.map(|number| json!({ "number": number })).collect()
}

/// The numbered letters to the reporters behind the matter.
pub(super) fn letters(teller: &Teller<'_>) -> Vec<Value> {
    let letter = |it: &Letter| {
        let href = format!("/letters/{}", it.id);
        json!({ "href": href, "title": it.title, "number": it.number, "on": it.issued_on })
    };
    teller.dossier.letters.iter().map(letter).collect()
}
