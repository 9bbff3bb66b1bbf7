//! The page of a matter as its template takes it; what a role does not see is not in it.

use serde_json::{Value, json};

use super::{list_page::kinds, panels};
use crate::{
    accounts::Staff,
    cases::{
        Act, Proposed, due, measure, open, publication,
        records::{Measure, Proposal},
        statement::declined,
        told,
    },
    deadlines::Deadline,
    desk::{
        dossier::Dossier,
        forms::{self, Refused},
    },
    enterprises,
    measures::running,
    message::Message,
    reports::{identity, report::Attachment},
    timeline::Event,
};

/// Acts by which a matter comes to others, or is gone on with.
const MOVES: [Act; 5] = [Act::Assign, Act::Return, Act::Transfer, Act::Rehandle, Act::Reopen];

/// Puts a matter into words.
pub(super) struct Teller<'a> {
    pub(super) staff: &'a Staff,
    pub(super) dossier: &'a Dossier,
}

/// The context of `cases/show`.
pub fn page(
    staff: &Staff,
    dossier: &Dossier,
    refused: Option<&Refused>,
    done: Option<Act>,
) -> Value {
    let teller = Teller { staff, dossier };
    let case = &dossier.case;
    let notice = done.map(|act| {
        let text = teller.text(&format!("act-done-{act}"));
        json!({ "kind": "done", "text": text })
    });
    let mut errors = refused.map(|refused| refused.state.errors.clone()).unwrap_or_default();
    for error in &mut errors {
        // Fields of several forms share a name; the summary links to the one that was sent.
        if let (Some(refused), Some(field)) = (refused, error["field"].as_str())
            && field != "next-title"
        {
            error["field"] = format!("{}-{field}", refused.act).into();
        }
    }
    json!({
        "notice": notice,
        "number": case.number,
        "title": case.title(),
        "state": case.state,
        "urgent": case.urgent,
        "owner": staff.short_name(&case.bureau),
        "list": dossier.viewer.role.home(),
        "due": teller.due(),
        "hours": teller.hours(),
        "groups": forms::offered(&staff.app, staff.language, dossier, refused),
        "errors": errors,
        "events": teller.events(),
        "texts": teller.texts(),
        "decision": teller.decision(),
        "facts": teller.facts(),
        "route": { "reason": teller.route() },
        "measures": teller.measures(),
        "demands": panels::demands(&teller),
        "demand": panels::may_demand(&teller),
        "inspections": teller.inspections(),
        "revisits": panels::revisits(&teller),
        "parts": panels::parts(&teller),
        "promises": panels::promises(&teller),
        "extensions": panels::extensions(&teller),
        "reviews": panels::reviews(&teller),
        "draft": panels::draft(&teller),
        "finals": panels::finals(&teller),
        "related": panels::related(&teller),
        "letters": panels::letters(&teller),
        "transfers": teller.transfers(),
        "reporters": teller.reporters(),
        "shows_reporter": dossier.sight.reporter,
        "reports": teller.reports(),
        "photos": teller.photos(),
        "similar": teller.similar(),
        "plants": teller.plants(),
        "ties": enterprises::access::may_keep(&dossier.viewer)
            .is_ok()
            .then(|| format!("/enterprises/matters/{}", case.number)),
        "closed_plant": case.closed_plant,
        "people": (dossier.people > 1).then_some(dossier.people),
        "merged_into": panels::merged_into(&teller),
    })
}

/// The context of `desk/preview`.
pub fn preview(staff: &Staff, dossier: &Dossier) -> Value {
    let teller = Teller { staff, dossier };
    let case = &dossier.case;
    let (chip, due) = (teller.chip(), teller.due());
    let last = dossier.events.last();
    let last = last.map(|event| json!({ "title": teller.title(event), "at": event.at }));
    json!({ "case": {
        "number": case.number,
        "href": format!("/cases/{}", case.number),
        "title": case.title(),
        "state": case.state,
        "due": case.due_on,
        "steps": due.map(|due| due["steps"].clone()),
        "status": chip.status,
        "days": chip.days,
        "unit": case.plant,
        "county": teller.county(),
        "address": case.place,
        "category": kinds(staff, &case.kinds),
        "own": teller.own(),
        "text": dossier.sight.report.then(|| dossier.reports.first().map(|it| &it.text)),
        "last": last,
    } })
}

impl Teller<'_> {
    pub(super) fn text(&self, key: &str) -> String {
        self.staff.text(key)
    }

    pub(super) fn say(&self, message: &Message) -> String {
        self.staff.say(message)
    }

    fn said(&self, messages: &[Message]) -> Vec<String> {
        self.staff.say_all(messages)
    }

    fn county(&self) -> Option<&str> {
        let code = self.dossier.case.county.as_deref()?;
        let county = self.staff.app.jurisdiction.county(code)?;
        Some(county.names.in_language(self.staff.language.tag()))
    }

    fn chip(&self) -> due::Chip {
        let case = &self.dossier.case;
        let start = self.dossier.running().map_or(case.day, |deadline| deadline.started_on);
        due::chip(start, case.due_on, case.ended_on, self.staff.app.clock.today())
    }

    /// The next date, and how it was reckoned (`T8`).
    fn due(&self) -> Option<Value> {
        let running = self.dossier.running()?;
        let chip = self.chip();
        Some(json!({
            "label": self.text(&format!("policy-{}", running.policy)),
            "at": running.due_on,
            "status": chip.status,
            "days": chip.days,
            "steps": self.came_along(running).into_iter().chain(self.steps(running)).collect::<Vec<_>>(),
        }))
    }

    /// With which matter a date came that was told there (`I8`, `T8`).
    fn came_along(&self, clock: &Deadline) -> Option<String> {
        let brought = clock.came_with.filter(|_| self.dossier.sight.casework)?;
        let matter = self.dossier.related.iter().find(|it| it.id == brought)?;
        Some(self.say(&Message::new("desk-came-along").with("number", &matter.number)))
    }

    /// The clocks with hours of an urgent matter (`T6`).
    fn hours(&self) -> Vec<Value> {
        let app = &self.staff.app;
        let now = app.clock.now();
        let clocks = self.dossier.facts.clocks.iter().filter(|clock| clock.stopped_on.is_none());
        let clock = |clock: &Deadline| {
            let due_at = clock.due_at?;
            let label = self.text(&format!("policy-{}", clock.policy));
            let steps =
                due::steps_of_hours(&app.jurisdiction, &app.clock, &self.dossier.case, clock);
            let steps = self.said(&steps);
            Some(json!({ "label": label, "at": due_at, "late": due_at < now, "steps": steps }))
        };
        clocks.filter_map(clock).collect()
    }

    pub(super) fn steps(&self, running: &Deadline) -> Vec<String> {
        match due::steps(&self.staff.app.jurisdiction, &self.dossier.case, running) {
            Ok(steps) if !steps.is_empty() => self.said(&steps),
            _ => vec![self.text("desk-forwarded-date")],
        }
    }

    pub(super) fn events(&self) -> Vec<Value> {
        let visible = self
            .dossier
            .events
            .iter()
            .filter(|event| self.dossier.sight.casework || event.audience != "staff");
        visible.map(|event| self.event(event)).collect()
    }

    fn event(&self, event: &Event) -> Value {
        let who = event.actor_id.and_then(|id| self.dossier.names.get(&id));
        let by = match (who, event.actor.as_str()) {
            (Some(name), bureau) => format!("{} {name}", self.staff.short_name(bureau)),
            (None, actor @ ("reporter" | "system")) => self.text(&format!("actor-{actor}")),
            (None, bureau) => self.staff.short_name(bureau).to_owned(),
        };
        let detail = event.detail();
        let told = matches!(event.act.as_str(), "read_identity" | "extend");
        let reason = detail["reason"].as_str().filter(|_| told);
        let words = detail["direction"].as_i64().and_then(|id| self.direction(id));
        json!({
            "title": self.title(event),
            "at": event.at,
            "by": by,
            "text": reason.or(words),
            "internal": event.audience == "staff",
        })
    }

    /// What was written with an act that moves the matter from outside; for those who handle it.
    fn direction(&self, id: i64) -> Option<&str> {
        let known = self.dossier.directions.iter().filter(|_| self.dossier.sight.casework);
        known.clone().find(|it| it.id == id).map(|it| it.text.as_str())
    }

    /// An entry in words: the act with what it stated.
    pub(super) fn title(&self, event: &Event) -> String {
        let named = |code: &str| self.staff.short_name(code).to_owned();
        told::titled(&self.staff.app, self.staff.language, event, named)
    }

    fn texts(&self) -> Value {
        let dossier = self.dossier;
        let report = dossier.reports.first().filter(|_| dossier.sight.report);
        if !dossier.sight.casework {
            return json!({ "report": report.map(|report| &report.text), "own": self.own() });
        }
        let proposal = dossier.facts.proposals.iter().rev().find(|it| !it.is(Proposed::Decline));
        let found = dossier.findings.last().map(|finding| {
            format!("{} · {}", self.text(&format!("verdict-{}", finding.verdict)), finding.text)
        });
        json!({
            "report": report.map(|report| &report.text),
            "own": self.own(),
            "finding": found,
            "internal": proposal.map(|proposal| &proposal.internal_text),
            "public_result": dossier.case.public_text.as_ref().or(proposal.map(|it| &it.public_text)),
            "published": dossier.case.published_at,
            "answer": dossier.proposal().map(|proposal| &proposal.answer),
            "supplements": dossier.supplements,
        })
    }

    /// What the matter is about, where it is one of several from one report (`I9`).
    fn own(&self) -> Option<&str> {
        let report = self.dossier.reports.first().filter(|_| self.dossier.sight.report)?;
        let own = self.dossier.case.summary.as_str();
        (own != open::summary(&report.text)).then_some(own)
    }

    /// What in a text for the reporter may point to somebody: whoever approves it is told (`S2`).
    pub(super) fn marks(&self, text: &str) -> Option<String> {
        let messages = &self.staff.app.pages.messages;
        publication::said(messages, self.staff.language, "letters-marked", text)
    }

    /// What was proposed, and what the second person said of it (`C2`), until something newer happens.
    fn decision(&self) -> Option<Value> {
        let proposal = self.dossier.proposal().filter(|_| self.dossier.sight.casework)?;
        if !self.holds(proposal) {
            return None;
        }
        let outcome = match proposal.approved {
            None => "waiting",
            Some(true) => "approved",
            Some(false) => "sent_back",
        };
        let points_to = proposal.points_to.as_deref();
        let reason = proposal.reason.as_ref().map(|it| self.say(&declined(it, points_to)));
        Some(json!({
            "title": self.text(&format!("proposal-{}-{outcome}", proposal.kind)),
            "reason": reason,
            "note": proposal.note,
            "waiting": proposal.decided_by.is_none(),
            "marks": proposal.decided_by.is_none().then(|| self.marks(&proposal.answer)),
        }))
    }

    /// Whether the matter stands where the proposal, or what was said of it, has left it.
    fn holds(&self, proposal: &Proposal) -> bool {
        let facts = &self.dossier.facts;
        match proposal.approved {
            None => true,
            Some(true) => {
                let is_there = proposal.kind().is_ok_and(|kind| kind.leads_to() == facts.state);
                is_there && !facts.sent_back
            }
            Some(false) => proposal.from_state == facts.state.name() && !self.moved_since(),
        }
    }

    /// Whether it was moved after a proposal was sent back.
    fn moved_since(&self) -> bool {
        let events = self.dossier.events.iter().rev();
        let mut since = events.take_while(|event| event.act != Act::SendBack.name());
        since.any(|event| MOVES.iter().any(|act| event.act == act.name()))
    }

    fn facts(&self) -> Value {
        let case = &self.dossier.case;
        let industry = case.industry.as_ref().map(|it| self.text(&format!("industry-{it}")));
        let first = self.dossier.reports.first().filter(|_| self.dossier.sight.report);
        let point = first.and_then(|it| Some(format!("{:.5}, {:.5}", it.lat?, it.lon?)));
        json!({
            "unit": case.plant,
            "county": self.county(),
            "address": case.place,
            "point": point,
            "categories": kinds(self.staff, &case.kinds),
            "industry": industry,
            "channel": self.text(&format!("channel-{}", case.channel)),
            "received": case.opened_at,
            "track": self.text(&format!("matter-track-{}", case.track)),
            "reopened": (case.reopened > 0).then_some(case.reopened),
            "first_bureau": case.first_bureau.as_deref().map(|code| self.staff.short_name(code)),
        })
    }

    fn route(&self) -> Option<String> {
        self.dossier.case.reason().map(|reason| self.say(&reason))
    }

    fn inspections(&self) -> Vec<Value> {
        let seen = self.dossier.inspections.iter().filter(|_| self.dossier.sight.casework);
        let separator = self.text("desk-list-separator");
        seen.map(|it| {
            json!({
                "on": it.inspected_on,
                "officers": it.officers.replace('\n', &separator),
                "findings": it.findings,
                "by": panels::other_bureau(self, it.bureau.as_deref()),
                "photos": Attachment::shown(&self.dossier.site_pictures, it.id),
            })
        })
        .collect()
    }

    fn measures(&self) -> Vec<Value> {
        let seen = self.dossier.measures.iter().filter(|_| self.dossier.sight.casework);
        let (jurisdiction, case) = (&self.staff.app.jurisdiction, &self.dossier.case);
        seen.map(|measure| {
            let last = self.dossier.checks.iter().rev().find(|it| it.measure_id == measure.id);
            let last = last.map(|it| it.checked_on);
            let look = measure::look_steps(jurisdiction, case, measure, last);
            let money = measure.money().map(|money| self.say(&money));
            let detail = [Some(measure.text.clone()), money, Some(measure.document.clone())];
            let detail: Vec<String> =
                detail.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            json!({
                "title": self.text(&format!("measure-{}", measure.kind)),
                "href": self.measure_href(measure),
                "ended": measure.ended_on,
                "look": measure.look_on,
                "look_steps": self.said(&look),
                "date": measure.taken_on,
                "due": measure.due_on,
                "due_steps": self.said(&measure::until_steps(jurisdiction, case, measure)),
                "detail": detail.join(" · "),
                "by": panels::other_bureau(self, measure.bureau.as_deref()),
                "looks": panels::looks(self, measure),
            })
        })
        .collect()
    }

    /// The page of a measure that goes on, for those who look after such (`C5`).
    fn measure_href(&self, measure: &Measure) -> Option<String> {
        let (viewer, case) = (&self.dossier.viewer, &self.dossier.case);
        let runs = measure::kind(&measure.kind).is_ok_and(|kind| kind.runs());
        (runs && running::is_seen_by(viewer, case)).then(|| format!("/measures/{}", measure.id))
    }

    fn transfers(&self) -> Vec<Value> {
        let seen = self.dossier.transfers.iter().filter(|_| self.dossier.sight.casework);
        seen.map(|it| {
            let reason = serde_json::from_str::<Message>(&it.reason)
                .map_or_else(|_| it.reason.clone(), |message| self.say(&message));
            json!({
                "from": it.from_bureau.as_deref().map(|code| self.staff.short_name(code)),
                "to": self.staff.short_name(&it.to_bureau),
                "reason": reason,
                "at": it.at,
            })
        })
        .collect()
    }

    fn reporters(&self) -> Vec<Value> {
        let dossier = self.dossier;
        let seen = dossier.reports.iter().filter(|_| dossier.sight.reporter);
        seen.map(|report| {
            let reachable = dossier.reachable.contains(&report.id);
            let may_read = reachable
                && identity::may_read(&dossier.viewer, &dossier.case, &report.reporter_kind);
            json!({
                "report": report.number,
                "identity": self.text(&format!("reporter-{}", report.reporter_kind)),
                "contactable": reachable,
                "reading_action": may_read.then(|| format!("/cases/{}/identity", dossier.case.number)),
            })
        })
        .collect()
    }

    fn reports(&self) -> Vec<Value> {
        let reports = self.dossier.reports.iter().filter(|_| self.dossier.sight.report);
        reports
            .map(|report| {
                let added = self.dossier.supplements.iter().filter(|it| it.report_id == report.id);
                json!({
                    "number": report.number,
                    "received": report.received_at,
                    "channel": self.text(&format!("channel-{}", report.channel)),
                    "text": report.text,
                    "withdrawn": report.withdrawn_at,
                    "added": added.map(|it| json!({ "text": it.text, "at": it.at })).collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    fn photos(&self) -> Vec<Value> {
        let pictures = self.dossier.pictures.iter().filter(|_| self.dossier.sight.report);
        pictures
            .map(|it| {
                let href = format!("/pictures/{}", it.id);
                json!({ "href": href, "thumb": href, "label": it.name })
            })
            .collect()
    }

    fn similar(&self) -> Vec<Value> {
        let similar = self.dossier.similar.iter().filter(|_| self.dossier.sight.casework);
        similar
            .map(|(likeness, it)| {
                let why: Vec<String> =
                    likeness.why.iter().map(|why| self.say(&why.message())).collect();
                json!({
                    "number": it.number,
                    "href": format!("/cases/{}", it.number),
                    "title": it.summary,
                    "state": it.state,
                    "why": why.join(" · "),
                })
            })
            .collect()
    }

    /// The plants that it is about, in the register.
    fn plants(&self) -> Vec<Value> {
        let plants = self.dossier.plants.iter();
        plants
            .map(|plant| {
                json!({
                    "number": plant.number,
                    "href": format!("/enterprises/{}", plant.number),
                    "name": plant.name,
                    "state": plant.state,
                    "reports": plant.reports,
                })
            })
            .collect()
    }
}
