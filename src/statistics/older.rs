//! Entries of the timeline that were made before figures were kept do not say how their matter stood.
//! It follows from the entries before them, and from records that no longer change.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    reckon::{CASE, SUPERVISION},
    told::Office,
    visits,
};
use crate::{
    cases::{
        past::Stood,
        records::{Inspection, Measure},
        site_visit::{self, STATED},
    },
    db::{
        Connection,
        schema::{case_enterprises, cases, deadlines, enterprises, ratings, supervisions},
    },
    deadlines::Deadline,
    error::Result,
    supervisions::Supervision,
    timeline::{self, Audience, Event},
};

/// What the entries of a matter lack; others are not counted, or say all.
const LACKING: [&str; 23] = [
    "join",
    "withdraw_one",
    "accept",
    "decline",
    "conclude",
    "conclude_part",
    "withdraw",
    "merge",
    "unmerge",
    "rehandle",
    "reopen",
    "own_motion",
    "return",
    "extend",
    "chase",
    "inspect",
    "measure",
    "assign",
    "transfer",
    "ask_reexamination",
    "ask_review",
    "withdraw_review",
    "reexamined",
];

/// What entries lack, by their row.
#[derive(Default)]
pub struct Facts(HashMap<i64, Map<String, Value>>);

impl Facts {
    /// Looks it up for those that lack something; asks nothing when none does.
    pub fn of<'a>(
        connection: &mut Connection,
        office: &Office,
        events: impl Iterator<Item = &'a Event>,
    ) -> Result<Self> {
        let mut lacking: HashMap<&str, BTreeSet<i64>> = HashMap::new();
        let mut visits: Vec<&Event> = Vec::new();
        for event in events.filter(|event| lacks(event)) {
            if site_visit::is_stated_by(&event.subject, &event.act) {
                visits.push(event);
            } else {
                lacking.entry(event.subject.as_str()).or_default().insert(event.subject_id);
            }
        }
        let mut found = Self::default();
        for (event, visit) in visits::of_entries(connection, &visits)? {
            found.put(event, json!({ STATED: visit }));
        }
        for (noun, ids) in lacking {
            let ids: Vec<i64> = ids.into_iter().collect();
            match noun {
                CASE => found.add_cases(connection, office, &ids)?,
                SUPERVISION => found.add_supervisions(connection, &ids)?,
                _ => found.add_ratings(connection, &ids)?,
            }
        }
        Ok(found)
    }

    /// What an entry stated, with what it lacks.
    pub fn completed(&self, event: &Event) -> Value {
        let detail = event.detail();
        let Some(more) = self.0.get(&event.id).filter(|_| lacks(event)) else { return detail };
        let mut all = match detail {
            Value::Object(stated) => stated,
            _ => Map::new(),
        };
        for (name, value) in more {
            all.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Value::Object(all)
    }

    fn put(&mut self, event: i64, more: Value) {
        if let Value::Object(more) = more {
            self.0.insert(event, more);
        }
    }

    fn add_cases(
        &mut self,
        connection: &mut Connection,
        office: &Office,
        ids: &[i64],
    ) -> Result<()> {
        let events = timeline::read_all(connection, CASE, ids, Audience::Staff)?;
        let clocks: Vec<Deadline> = deadlines::table
            .filter(deadlines::case_id.eq_any(ids))
            .filter(deadlines::due_at.is_null())
            .select(Deadline::as_select())
            .load(connection)?;
        let records = Records {
            inspections: Inspection::of_cases(connection, ids)?,
            measures: Measure::of_cases(connection, ids)?,
            plants: case_enterprises::table
                .inner_join(
                    enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)),
                )
                .filter(case_enterprises::case_id.eq_any(ids))
                .select((case_enterprises::case_id, enterprises::root))
                .load(connection)?,
        };
        let mut stood: HashMap<i64, Stood> = HashMap::new();
        let mut before: HashMap<i64, Stood> = HashMap::new();
        for event in &events {
            let case = event.subject_id;
            let was = stood.get(&case).cloned().unwrap_or_default();
            let is = was.after(event, &office.jurisdiction.profile().dispatcher, &before);
            let day = office.clock.day(event.at);
            let mine = clocks.iter().filter(|clock| clock.case_id == case);
            let mut more = json!({ "matter": {
                "bureau": was.bureau, "state": was.state, "verdict": was.verdict,
                "clocks": ran(mine, day), "to": { "bureau": is.bureau, "state": is.state },
            } });
            records.complete(event, &mut more);
            self.put(event.id, more);
            before.insert(event.id, was);
            stood.insert(case, is);
        }
        Ok(())
    }

    fn add_supervisions(&mut self, connection: &mut Connection, ids: &[i64]) -> Result<()> {
        let listings: Vec<Supervision> = supervisions::table
            .filter(supervisions::id.eq_any(ids))
            .select(Supervision::as_select())
            .load(connection)?;
        let events = timeline::read_all(connection, SUPERVISION, ids, Audience::Staff)?;
        for listing in listings {
            // Few are listed in a year.
            let bureaus = listing.bureaus(connection)?;
            let its = |event: &&Event| event.subject_id == listing.id && states_plants(&event.act);
            for event in events.iter().filter(its) {
                self.put(event.id, json!({ "plants": listing.plant_count, "bureaus": bureaus }));
            }
        }
        Ok(())
    }

    fn add_ratings(&mut self, connection: &mut Connection, ids: &[i64]) -> Result<()> {
        let rated: Vec<(i64, i64, String)> = ratings::table
            .inner_join(cases::table.on(cases::id.eq(ratings::case_id)))
            .filter(ratings::report_id.eq_any(ids))
            .order(ratings::id)
            .select((ratings::report_id, cases::id, cases::bureau))
            .load(connection)?;
        let mut last: HashMap<i64, Value> = HashMap::new();
        for event in timeline::read_all(connection, "report", ids, Audience::Staff)? {
            if event.act != "rate" {
                continue;
            }
            let case = rated.iter().rev().find(|(report, ..)| *report == event.subject_id);
            let before = last.insert(event.subject_id, event.detail());
            if let Some((_, case, bureau)) = case {
                let matter = json!({ "bureau": bureau });
                self.put(event.id, json!({ "case": case, "before": before, "matter": matter }));
            }
        }
        Ok(())
    }
}

/// Whether an entry of a supervised case states its plants and bureaus.
fn states_plants(act: &str) -> bool {
    matches!(act, "list" | "lift")
}

fn lacks(event: &Event) -> bool {
    let missing = |name: &str| event.detail().get(name).is_none();
    match (event.subject.as_str(), event.act.as_str()) {
        (CASE, act) => (LACKING.contains(&act) || act == "reviewed") && missing("matter"),
        ("report", "rate") => missing("case"),
        (SUPERVISION, act) if states_plants(act) => missing("bureaus"),
        (noun, act) if site_visit::is_stated_by(noun, act) => missing(STATED),
        _ => false,
    }
}

/// The last days of the clocks that ran on `day`, by policy.
fn ran<'a>(clocks: impl Iterator<Item = &'a Deadline>, day: NaiveDate) -> Map<String, Value> {
    let runs = |it: &&Deadline| it.started_on <= day && it.stopped_on.is_none_or(|on| on >= day);
    clocks.filter(runs).map(|it| (it.policy.clone(), json!(it.due_on))).collect()
}

struct Records {
    inspections: Vec<Inspection>,
    measures: Vec<Measure>,
    plants: Vec<(i64, i64)>,
}

impl Records {
    fn complete(&self, event: &Event, more: &mut Value) {
        let case = event.subject_id;
        let plants: Vec<i64> =
            self.plants.iter().filter(|(of, _)| *of == case).map(|(_, plant)| *plant).collect();
        match event.act.as_str() {
            "inspect" => {
                let found = |it: &&Inspection| it.case_id == case && it.at == event.at;
                let officers = self.inspections.iter().find(found).map(|it| it.officer_count);
                more["officers"] = json!(officers);
                more["plants"] = json!(plants);
            }
            "measure" => {
                let kind = event.detail()["kind"].as_str().unwrap_or_default().to_owned();
                let found =
                    |it: &&Measure| it.case_id == case && it.at == event.at && it.kind == kind;
                let fen = self.measures.iter().find(found).and_then(|it| it.amount_fen);
                more["amount_fen"] = json!(fen);
                more["plants"] = json!(plants);
            }
            _ => {}
        }
    }
}
