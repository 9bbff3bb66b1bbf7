//! Where a report stands: what is happening, who has it, what comes next and by when; the answer
//! and everything told for the reporter alone (`I4`, `C4`).

use serde_json::{Value, json};

use super::{matter::Matter, pages::place_name, track::KEPT};
use crate::{
    app::App,
    cases::{Case, State, reviews, told},
    db::Connection,
    error::{Error, Result},
    letters::Letter,
    reports::{
        Number, Report, follow,
        report::{Attachment, Supplement},
    },
    timeline::{self, Audience, Event},
    web::{Fields, Visit, visit::FormState},
};

/// A report and the matter behind it, as far as the reader may see them.
pub struct Standing {
    /// The report.
    pub report: Report,
    /// Whether the code was given.
    pub full: bool,
    /// The first matter that goes on by itself; the others are those it was split into.
    matter: Matter,
    others: Vec<Matter>,
    events: Vec<Event>,
    supplements: Vec<Supplement>,
    pictures: Vec<Attachment>,
    letters: Vec<Letter>,
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
    let mut matters = Vec::new();
    for case in cases.into_iter().filter(|case| !merged(case)) {
        matters.push(Matter::read(connection, app, &report, case, full)?);
    }
    let mut others = matters.into_iter();
    let matter = others.next().ok_or(Error::NotFound)?;
    let (supplements, pictures) = match full {
        true => (
            Supplement::of_reports(connection, &[report.id])?,
            Attachment::of_subjects(connection, Report::NOUN, &[report.id])?,
        ),
        false => (Vec::new(), Vec::new()),
    };
    let others = others.collect();
    let letters = match full {
        true => Letter::of_report(connection, report.id)?,
        false => Vec::new(),
    };
    Ok(Standing { report, full, matter, others, events, supplements, pictures, letters })
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
    // Nor that another asked for a review.
    let mut shown = Vec::new();
    for event in events {
        if reviews::asker(connection, &event)?.is_none_or(|asker| asker == report.id) {
            shown.push(event);
        }
    }
    let mut events = shown;
    if full {
        // What concerns this reporter alone: ratings, decisions.
        events.extend(timeline::read(connection, report.subject(), audience)?);
        events.sort_by_key(|event| event.id);
    }
    Ok(events)
}

impl Standing {
    fn all(&self) -> impl Iterator<Item = &Matter> {
        std::iter::once(&self.matter).chain(&self.others)
    }

    /// Whether facts can be added, and the report withdrawn.
    fn is_open(&self) -> bool {
        let is_open = self.all().any(|matter| matter.case.ended_at.is_none());
        self.report.withdrawn_at.is_none() && is_open
    }

    /// The matter that a form of the page is about: the one it names, else the first.
    fn meant(&self, fields: &Fields) -> &Matter {
        let named = fields.text("matter");
        self.others.iter().find(|other| other.case.number == named).unwrap_or(&self.matter)
    }

    /// How the ids of the fields about a matter begin, so that each is on the page once.
    fn prefix(&self, matter: &Matter) -> String {
        let place = self.others.iter().position(|other| other.case.id == matter.case.id);
        place.map_or_else(String::new, |place| format!("matter{}-", place + 2))
    }

    /// The forms about one matter: their fields hold what was typed there, else what was given
    /// before.
    fn forms(&self, visit: &Visit, matter: &Matter, fields: &Fields, state: &FormState) -> Value {
        let is_meant = self.meant(fields).case.id == matter.case.id;
        let afterwards = matter.afterwards.as_ref();
        let typed = |name: &str| {
            let given = fields.given(name).filter(|_| is_meant).map(str::to_owned);
            given.or_else(|| afterwards?.prefilled(name)).unwrap_or_default()
        };
        let form: Value = KEPT.map(|name| (name, typed(name))).into_iter().collect();
        json!({
            "afterwards": afterwards.map(|it| it.page(visit, &self.report.number)),
            "form": form,
            "error": is_meant.then_some(&state.error),
            "unfold": is_meant && !state.errors.is_empty(),
            "prefix": self.prefix(matter),
        })
    }

    /// What a matter that was split off this report is about; one that it joined is in the words of
    /// others and says nothing (`S1`).
    fn about(&self, matter: &Matter) -> Option<Value> {
        let case = &matter.case;
        let rest = case.number.strip_prefix(self.report.number.as_str())?;
        let is_own = self.full && rest.starts_with('-');
        is_own.then(|| json!({ "plant": case.plant, "place": case.place }))
    }

    /// The errors in order, each at its field of the form that was sent.
    fn errors(&self, fields: &Fields, state: &FormState) -> Vec<Value> {
        let prefix = self.prefix(self.meant(fields));
        let error = |error: &Value| {
            let field = error["field"].as_str().unwrap_or_default();
            json!({ "field": format!("{prefix}{field}"), "message": error["message"] })
        };
        state.errors.iter().map(error).collect()
    }

    /// What the page shows, with a form of it as it was typed and what is wrong there.
    pub fn page(&self, visit: &Visit, fields: &Fields, sent: &FormState) -> Result<Value> {
        let (report, matter) = (&self.report, &self.matter);
        let withdrawn = report.withdrawn_at.is_some();
        let (state, now, next) = match withdrawn {
            true => (State::Withdrawn, State::Withdrawn.name().to_owned(), None),
            false => (matter.state()?, matter.now()?, matter.next(visit)?),
        };
        let others = self.others.iter().map(|other| -> Result<Value> {
            let mut page = other.page(visit, &self.events)?;
            page["forms"] = self.forms(visit, other, fields, sent);
            page["about"] = json!(self.about(other));
            Ok(page)
        });
        let forms = self.forms(visit, matter, fields, sent);
        let acts = self.full && self.is_open();
        let is_reviewed = self.all().any(|it| it.case.state == State::Reviewing.name());
        let action = |name: &str| format!("/track/{}/{name}", report.number);
        Ok(json!({
            "number": report.number,
            "state": state.name(),
            "now": visit.text(&format!("track-now-{now}")),
            "matter": (!self.others.is_empty()).then_some(&matter.case.number),
            "received": report.day,
            "owner": visit.full_name(&matter.case.bureau),
            "full": self.full,
            "next": next,
            "answers": matter.answers(visit, &self.events)?,
            "promises": matter.promises(&visit.app),
            "published": matter.published(),
            "matters": self.others.len() + 1,
            "others": others.collect::<Result<Vec<_>>>()?,
            "letters": self.letters(),
            "listings": self.listings(),
            "events": self.events(visit),
            "report": self.full.then(|| self.told(visit)),
            "afterwards": forms["afterwards"],
            "form": forms["form"],
            "error": forms["error"],
            "unfold": forms["unfold"],
            "errors": self.errors(fields, sent),
            "facts_action": acts.then(|| action("supplements")),
            // What is withdrawn while it is reviewed is the request for the review (T4).
            "withdrawal_action": (acts && !is_reviewed).then(|| action("withdrawal")),
            "code_action": (self.full && report.code_read_out).then(|| action("code")),
        }))
    }

    /// The numbered letters to this reporter, the newest first.
    fn letters(&self) -> Vec<Value> {
        let letter = |it: &Letter| {
            let href = format!("/track/{}/letters/{}", self.report.number, it.id);
            json!({ "href": href, "title": it.title, "number": it.number, "on": it.issued_on })
        };
        self.letters.iter().rev().map(letter).collect()
    }

    /// The supervised cases that the report is behind, as its timeline tells: each has a public page.
    fn listings(&self) -> Vec<Value> {
        let told = self.events.iter().filter(|event| event.act == "supervised");
        let listing = |event: &Event| {
            let number = event.detail()["into"].as_str()?.to_owned();
            Some(json!({ "href": format!("/supervisions/{number}"), "number": number }))
        };
        let mut listings: Vec<Value> = told.filter_map(listing).collect();
        listings.dedup();
        listings
    }

    fn events(&self, visit: &Visit) -> Vec<Value> {
        let own = self.events.iter().any(|event| event.act == "receive");
        let joined = (!own)
            .then(|| json!({ "title": visit.text("track-joined"), "at": self.report.received_at }));
        let told = self.events.iter().map(|event| {
            let title = told::title(&visit.app, visit.language, event);
            // Why more time is needed is for the reporter to know (T2).
            let detail = event.detail();
            let reason = detail["reason"].as_str().filter(|_| event.act == "extend");
            json!({ "title": title, "at": event.at, "by": self.number_of(event), "text": reason })
        });
        let mut all: Vec<Value> = told.collect();
        if let Some(joined) = joined {
            let later = |event: &Event| event.at > self.report.received_at;
            let place = self.events.iter().position(later).unwrap_or(all.len());
            all.insert(place, joined);
        }
        all
    }

    /// Which of several matters an entry is about.
    fn number_of(&self, event: &Event) -> Option<&str> {
        if self.others.is_empty() {
            return None;
        }
        let found = self.all().find(|matter| matter.case.id == event.subject_id);
        found.map(|matter| matter.case.number.as_str())
    }

    /// What the reporter told us; of who they are only how they wished to be known.
    fn told(&self, visit: &Visit) -> Value {
        let report = &self.report;
        let say = |noun: &str, name: &str| visit.text(&format!("{noun}-{name}"));
        let kinds: Vec<String> =
            report.kinds.split_whitespace().map(|it| say("kind", it)).collect();
        let point = report.lat.zip(report.lon);
        let pictures = self.pictures.iter().map(|picture| {
            let href = format!("/pictures/{}", picture.id);
            json!({ "href": href, "name": picture.name, "width": picture.width, "height": picture.height })
        });
        json!({
            "text": report.text,
            "categories": kinds.join(&visit.text("common-map-separator")),
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
