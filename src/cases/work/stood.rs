//! What an entry of the timeline keeps of the matter itself: where it stood, where it went, and which
//! dates were running. Figures are reckoned from entries alone (`N1`), long after the matter went on.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::{Change, Work};
use crate::cases::State;

impl Work<'_> {
    /// What the act stated, and under `matter` how the matter stood.
    pub(super) fn told(&self, next: State, change: &Change) -> Value {
        let case = self.case;
        let bureau = change.bureau.as_ref().unwrap_or(&case.bureau);
        let verdict = change.verdict.as_ref().or(case.verdict.as_ref());
        let matter = json!({
            "bureau": case.bureau, "state": case.state, "verdict": verdict,
            "clocks": self.running().collect::<Map<_, _>>(),
            "to": { "bureau": bureau, "state": next.name() },
        });
        let mut detail = match &change.detail {
            Value::Object(stated) => stated.clone(),
            _ => Map::new(),
        };
        detail.insert("matter".to_owned(), matter);
        Value::Object(detail)
    }

    /// The last days of the clocks that ran before the act, by policy; the earliest of each.
    fn running(&self) -> impl Iterator<Item = (String, Value)> {
        let days = self.facts.clocks.iter().filter(|it| it.stopped_on.is_none());
        let mut days: Vec<(String, NaiveDate)> = days
            .filter(|it| it.due_at.is_none())
            .map(|it| (it.policy.clone(), it.due_on))
            .collect();
        days.sort();
        days.dedup_by(|later, earlier| later.0 == earlier.0);
        days.into_iter().map(|(policy, due)| (policy, json!(due)))
    }
}
