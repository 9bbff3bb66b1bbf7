//! What public and staff pages show alike, as templates want it.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::{
    app::App,
    error::Result,
    i18n::Language,
    jurisdiction::BureauKind,
    message::Message,
    supervisions::{
        Supervision,
        list::{Filter, Row},
        overdue::due,
        progress,
        records::{Records, Requirement},
        supervision::Relatives,
    },
    web::form,
};

/// Words and names for one reader.
pub struct Shown<'a> {
    /// The long-lived parts.
    pub app: &'a App,
    /// The reader's language.
    pub language: Language,
}

impl Shown<'_> {
    /// A message without arguments.
    pub fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    /// A message.
    pub fn say(&self, message: &Message) -> String {
        self.app.pages.messages.say(self.language, message)
    }

    /// A date.
    pub fn date(&self, date: NaiveDate) -> String {
        self.app.pages.messages.date(self.language, date)
    }

    /// The county that a bureau serves; the zone and the city's units by their own name.
    pub fn area(&self, bureau: &str) -> String {
        let jurisdiction = &self.app.jurisdiction;
        let Some(found) = jurisdiction.bureau(bureau) else { return bureau.to_owned() };
        let county = found.county.as_deref().filter(|_| found.kind == BureauKind::County);
        let county = county.and_then(|county| jurisdiction.county(county));
        match (county, self.language) {
            (Some(county), language) => county.names.in_language(language.tag()).to_owned(),
            (None, Language::Chinese) if !found.short.is_empty() => found.short.clone(),
            (None, language) => found.names.in_language(language.tag()).to_owned(),
        }
    }

    /// Several counties in one.
    pub fn areas(&self, bureaus: &[String]) -> String {
        let names: Vec<String> = bureaus.iter().map(|bureau| self.area(bureau)).collect();
        names.join(self.separator())
    }

    fn separator(&self) -> &str {
        self.app.jurisdiction.profile().separator.in_language(self.language.tag())
    }

    /// A card of a list; `base` is where the cases' pages are.
    pub fn card(&self, row: &Row, base: &str) -> Value {
        let case = &row.case;
        let plants: Vec<&str> = case.plants().collect();
        json!({
            "number": case.number,
            "href": format!("{base}/{}", case.number),
            "title": case.title,
            "plants": plants.join(self.separator()),
            "county": self.areas(&row.bureaus),
            "state": case.state,
            "overdue": row.due.is_overdue(),
            "escalated": case.escalated_on.is_some(),
            "status": row.due.status,
            "days": row.due.days,
            "due": case.due_on,
            "lifted": case.lifted_on,
            "done": row.done,
            "total": row.total,
        })
    }

    /// Links that narrow a list to one state; what else is chosen stays.
    pub fn states(
        &self,
        states: &[&str],
        filter: &Filter,
        counts: &HashMap<String, i64>,
        path: &str,
        bureau: &str,
    ) -> Value {
        let all: i64 = counts.iter().filter(|(state, _)| is_state(state)).map(|(_, n)| n).sum();
        let mut links = vec![json!({
            "label": self.text("supervisions-filter-all"),
            "count": all,
            "href": link(path, &[(bureau, filter.bureau.as_deref())]),
            "current": filter.state.is_none(),
        })];
        links.extend(states.iter().map(|state| {
            json!({
                "label": self.text(&format!("supervisions-filter-{state}")),
                "count": counts.get(*state).copied().unwrap_or_default(),
                "href": link(path, &[("state", Some(state)), (bureau, filter.bureau.as_deref())]),
                "current": filter.state.as_deref() == Some(*state),
            })
        }));
        json!(links)
    }

    /// Links that narrow a list to one county.
    pub fn bureaus(
        &self,
        counts: &[(String, i64)],
        filter: &Filter,
        path: &str,
        name: &str,
    ) -> Value {
        let state = filter.state.as_deref();
        let mut links = vec![json!({
            "label": self.text("supervisions-filter-counties"),
            "plain": true,
            "href": link(path, &[("state", state)]),
            "current": filter.bureau.is_none(),
        })];
        links.extend(counts.iter().map(|(bureau, count)| {
            json!({
                "label": self.area(bureau),
                "count": count,
                "href": link(path, &[("state", state), (name, Some(bureau))]),
                "current": filter.bureau.as_ref() == Some(bureau),
            })
        }));
        json!(links)
    }

    /// The facts of one case, its requirements and its progress.
    pub fn case(
        &self,
        case: &Supervision,
        bureaus: &[String],
        records: &Records,
        relatives: &Relatives,
    ) -> Result<Value> {
        let today = self.app.clock.today();
        let due = due(case.state()?, case.due_on, today);
        let plants: Vec<Value> = case.plants().map(|name| json!({ "name": name })).collect();
        let grounds: Vec<String> =
            case.grounds().map(|it| self.text(&format!("supervisions-ground-{it}"))).collect();
        let tied = |(number, title): &(String, String)| json!({ "number": number, "title": title, "href": format!("/supervisions/{number}") });
        Ok(json!({
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "overdue": due.is_overdue(),
            "status": due.status,
            "days": due.days,
            "due": case.due_on,
            "listed": case.listed_on,
            "lifted": case.lifted_on,
            "escalated": case.escalated_on,
            "plants": plants,
            "county": self.areas(bureaus),
            "facts": case.facts,
            "grounds": grounds.join(self.separator()),
            "basis": case.basis,
            "responsible": case.responsible,
            "officer": case.officer,
            "relapse_of": relatives.before.as_ref().map(tied),
            "relapses": relatives.after.iter().map(tied).collect::<Vec<_>>(),
            "requirements": self.requirements(case, records),
            "done": records.done(),
            "total": records.requirements.len(),
            "notes": self.progress(case, records),
        }))
    }

    fn requirements(&self, case: &Supervision, records: &Records) -> Value {
        let photo = |(id, _, width, height): &&(i64, i64, i32, i32)| {
            let src = format!("/supervisions/{}/photos/{id}", case.number);
            json!({ "src": src, "width": width, "height": height })
        };
        let one = |requirement: &Requirement| {
            let given: Vec<_> = records.evidence_for(requirement).collect();
            let evidence: Vec<Value> = given
                .iter()
                .map(|it| {
                    let photos = records.photos.iter().filter(|photo| photo.1 == it.id);
                    json!({
                        "text": it.text,
                        "document": it.document,
                        "date": it.given_on,
                        "photos": photos.map(|it| photo(&it)).collect::<Vec<_>>(),
                    })
                })
                .collect();
            json!({ "text": requirement.text, "done": !given.is_empty(), "evidence": evidence })
        };
        json!(records.requirements.iter().map(one).collect::<Vec<_>>())
    }

    /// Month by month from the listing; nothing before it (`L7`).
    fn progress(&self, case: &Supervision, records: &Records) -> Value {
        let Some(listed_on) = case.listed_on else { return json!([]) };
        let until = case.lifted_on.unwrap_or_else(|| self.app.clock.today());
        let months = progress::months(listed_on, until, &records.notes, |note| note.noted_on);
        let span = |from, until| format!("{} – {}", self.date(from), self.date(until));
        let shown = months.iter().filter(|month| month.is_missing || !month.notes.is_empty());
        let month = |month: &progress::Month<'_, crate::supervisions::records::Note>| {
            let notes: Vec<Value> = month
                .notes
                .iter()
                .map(|note| json!({ "date": note.noted_on, "text": note.text }))
                .collect();
            let span = span(month.from, month.until);
            json!({ "month": span, "missing": month.is_missing, "notes": notes })
        };
        json!(shown.map(month).collect::<Vec<_>>())
    }
}

fn is_state(name: &str) -> bool {
    name.parse::<crate::supervisions::State>().is_ok()
}

/// A path with those parts of a query that are given.
fn link(path: &str, parts: &[(&str, Option<&str>)]) -> String {
    let given: Vec<(String, String)> = parts
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())))
        .collect();
    if given.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", form::encode(&given.into()))
}
