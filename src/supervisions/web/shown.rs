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
        progress, proposal,
        records::Records,
        supervision::Relatives,
    },
    web::form,
};

/// A case as somebody sees it.
pub struct Seen<'a> {
    /// The case.
    pub case: &'a Supervision,
    /// What is on record.
    pub records: &'a Records,
    /// For the office: also what nobody has looked at yet (`S2`).
    pub office: bool,
}

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
        let tag = self.language.tag();
        county
            .map_or_else(|| found.short_in(tag), |county| county.names.in_language(tag))
            .to_owned()
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
            "missing": row.missing,
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
        let ground = ("ground", filter.ground.as_deref());
        let all: i64 = counts.iter().filter(|(state, _)| is_state(state)).map(|(_, n)| n).sum();
        let mut links = vec![json!({
            "label": self.text("supervisions-filter-all"),
            "count": all,
            "href": link(path, &[(bureau, filter.bureau.as_deref()), ground]),
            "current": filter.state.is_none(),
        })];
        links.extend(states.iter().map(|state| {
            json!({
                "label": self.text(&format!("supervisions-filter-{state}")),
                "count": counts.get(*state).copied().unwrap_or_default(),
                "href": link(path, &[
                    ("state", Some(state)), (bureau, filter.bureau.as_deref()), ground,
                ]),
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
        let ground = ("ground", filter.ground.as_deref());
        let mut links = vec![json!({
            "label": self.text("supervisions-filter-counties"),
            "plain": true,
            "href": link(path, &[("state", state), ground]),
            "current": filter.bureau.is_none(),
        })];
        links.extend(counts.iter().map(|(bureau, count)| {
            json!({
                "label": self.area(bureau),
                "count": count,
                "href": link(path, &[("state", state), (name, Some(bureau)), ground]),
                "current": filter.bureau.as_ref() == Some(bureau),
            })
        }));
        json!(links)
    }

    /// Links that narrow a list to one ground.
    pub fn grounds(&self, used: &[&str], filter: &Filter, path: &str, bureau: &str) -> Value {
        let kept = [("state", filter.state.as_deref()), (bureau, filter.bureau.as_deref())];
        let one = |ground: Option<&str>, label: String| {
            let [state, bureau] = kept;
            json!({
                "label": label,
                "plain": true,
                "href": link(path, &[state, bureau, ("ground", ground)]),
                "current": filter.ground.as_deref() == ground,
            })
        };
        let mut links = vec![one(None, self.text("supervisions-filter-grounds"))];
        let label = |ground: &str| self.text(&format!("supervisions-ground-{ground}"));
        links.extend(used.iter().map(|ground| one(Some(ground), label(ground))));
        json!(links)
    }

    /// How a date was reckoned, in words; of one that is over nothing.
    pub fn steps(&self, steps: Option<Vec<Message>>) -> Option<Vec<String>> {
        steps.map(|steps| self.app.pages.messages.say_all(self.language, &steps))
    }

    /// The facts of one case, its requirements and its progress.
    pub fn case(
        &self,
        seen: &Seen<'_>,
        bureaus: &[String],
        relatives: &Relatives,
    ) -> Result<Value> {
        let Seen { case, records, .. } = seen;
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
            "due_steps": self.steps(case.is_living().then(|| proposal::due_steps(self.app, case))),
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
            "responsible_name": case.responsible_name.as_ref().filter(|_| seen.office),
            "officer_name": case.officer_name.as_ref().filter(|_| seen.office),
            "relapse_of": relatives.before.as_ref().map(tied),
            "relapses": relatives.after.iter().map(tied).collect::<Vec<_>>(),
            "requirements": self.requirements(seen),
            "before": self.pictures(seen, "before"),
            "after": self.pictures(seen, "after"),
            "done": records.done(),
            "total": records.requirements.len(),
            "notes": self.progress(case, records),
        }))
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
