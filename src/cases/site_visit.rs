//! Visits on site beside the inspections and re-checks of a matter (`N1`): what counts as one, and how its
//! entry in a timeline states it. Pure.
//!
//! A revisit of a closed plant (`C6`), a verification before a listing is lifted (`L4`), a plant found in
//! a sweep (`N4`) and an item of a round that is looked at on site are inspections by officers, of plants.
//! A second officer who verifies on the same day joins the visit of the first; another problem of a plant
//! found on the same day is no other visit; whether matters were handled in time a round sees from papers.

use serde::Serialize;

/// The entries that state one: noun and act.
pub const ENTRIES: [(&str, &str); 4] = [
    ("enterprise", "revisit"),
    ("supervision", "verify"),
    ("campaign", "find"),
    ("round", "record"),
];
/// Under which name they do; null where officers went nowhere, or it is counted already.
pub const STATED: &str = "visit";

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteVisit {
    /// What it opens to: the noun, a matter, a listing or a plant, and its row.
    about: (&'static str, i64),
    /// In whose area it was.
    bureau: String,
    /// How many officers went out.
    officers: usize,
    /// The plants that were looked at, as far as the register knows them.
    plants: Vec<i64>,
    /// How many plants were looked at, where it is more.
    visited: usize,
    /// Whether it is the visit that another officer has stated.
    joins: bool,
}

/// Whether an entry of that noun and act states a visit.
pub fn is_stated_by(noun: &str, act: &str) -> bool {
    ENTRIES.contains(&(noun, act))
}

impl SiteVisit {
    /// So many officers, for what `about` says, in the area of `bureau`: to one plant.
    pub fn new(about: (&'static str, i64), bureau: &str, officers: usize) -> Self {
        let bureau = bureau.to_owned();
        Self { about, bureau, officers, plants: Vec::new(), visited: 1, joins: false }
    }

    /// To those plants.
    pub fn of(self, plants: Vec<i64>) -> Self {
        Self { visited: plants.len().max(1), plants, ..self }
    }

    /// To so many plants, of which the register may not know all.
    pub fn to_plants(self, many: usize) -> Self {
        Self { visited: self.visited.max(many), ..self }
    }

    /// Together with officers who have stated it.
    pub fn joining(self, joins: bool) -> Self {
        Self { joins, ..self }
    }
}
