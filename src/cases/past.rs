//! How a matter stood at a moment that is past: what its timeline says up to then, whatever was done
//! since (`N3`, `S4`).

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

use super::{Case, State};
use crate::{
    db::{Connection, schema::events},
    timeline::Event,
};

/// So many matters are read at a time.
const AT_ONCE: usize = 1_000;

/// How a matter stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stood {
    /// Who had it.
    pub bureau: String,
    /// Its state, as stored.
    pub state: String,
    /// What was found.
    pub verdict: Option<String>,
    /// The number of the matter that it was merged into.
    pub into: Option<String>,
}

impl Stood {
    /// How it stands after `event`; `before` is how it stood before each entry. Entries that were made
    /// before figures were kept do not say how they left the matter: it follows from their act.
    #[must_use]
    pub fn after(&self, event: &Event, city: &str, before: &HashMap<i64, Self>) -> Self {
        let (detail, mut stood) = (event.detail(), self.clone());
        let stated = |path: &str| detail.pointer(path).and_then(Value::as_str).map(str::to_owned);
        if event.act == "merge" {
            stood.into = stated("/into");
        }
        // An entry that says it is believed.
        if let (Some(bureau), Some(state)) =
            (stated("/matter/to/bureau"), stated("/matter/to/state"))
        {
            return Self { bureau, state, verdict: stated("/matter/verdict"), ..stood };
        }
        let state = match event.act.as_str() {
            "receive" | "rehandle" | "reopen" | "own_motion" | "unmerge" | "ask_reexamination"
            | "ask_review" => State::Accepted.name(),
            "conclude" | "withdraw_review" => State::Concluded.name(),
            "conclude_part" => State::PartlyConcluded.name(),
            "decline" => State::Declined.name(),
            "withdraw" => State::Withdrawn.name(),
            "merge" => State::Merged.name(),
            "reexamined" | "reviewed" if stated("/outcome").as_deref() == Some("revoked") => {
                State::Accepted.name()
            }
            "reexamined" | "reviewed" => State::Concluded.name(),
            "undo" => {
                let undone = detail["event"].as_i64().and_then(|id| before.get(&id));
                return undone.cloned().unwrap_or(stood);
            }
            _ => self.state.as_str(),
        };
        state.clone_into(&mut stood.state);
        match event.act.as_str() {
            "receive" | "assign" | "transfer" => {
                stood.bureau = stated("/bureau").unwrap_or_default()
            }
            "return" => city.clone_into(&mut stood.bureau),
            "find" => stood.verdict = stated("/verdict"),
            _ => {}
        }
        stood
    }
}

/// How the matters of those rows stood before the moment `end`; those that were opened later are left
/// out.
pub fn before(
    connection: &mut Connection,
    city: &str,
    ids: &[i64],
    end: NaiveDateTime,
) -> QueryResult<HashMap<i64, Stood>> {
    let mut stood: HashMap<i64, Stood> = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let told: Vec<Event> = events::table
            .filter(events::subject.eq(Case::NOUN))
            .filter(events::subject_id.eq_any(ids))
            .filter(events::at.lt(end))
            .order(events::id)
            .select(Event::as_select())
            .load(connection)?;
        let mut before: HashMap<i64, Stood> = HashMap::new();
        for event in &told {
            let was = stood.remove(&event.subject_id).unwrap_or_default();
            stood.insert(event.subject_id, was.after(event, city, &before));
            before.insert(event.id, was);
        }
    }
    Ok(stood)
}
