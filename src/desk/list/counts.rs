//! The counts beside the filters, from what is kept of all matters (`cases::tallies`).

use chrono::NaiveDate;

use super::{Filter, Holder};
use crate::{
    accounts::Viewer,
    cases::{Due, State, tallies},
    db::Connection,
    error::Result,
};

/// How many matters a viewer may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// By state, in the order of a matter's life.
    pub states: Vec<(State, i64)>,
    /// Open ones by bureau.
    pub bureaus: Vec<(String, i64)>,
    /// Open ones by how near their date is.
    pub due: [(Due, i64); Due::ALL.len()],
}

impl Counts {
    /// Reads them.
    pub fn read(connection: &mut Connection, viewer: &Viewer, today: NaiveDate) -> Result<Self> {
        let tallies = tallies::of_viewer(connection, viewer, today)?;
        let of_state = |state: State| {
            let sum =
                tallies.iter().filter(|tally| tally.state == state).map(|tally| tally.all).sum();
            Some((state, sum)).filter(|(_, sum)| *sum > 0)
        };
        let states = State::ALL.into_iter().filter_map(of_state).collect();
        let due = Due::ALL.map(|due| (due, tallies.iter().map(|tally| tally.near(due)).sum()));
        let mut bureaus: Vec<(String, i64)> = Vec::new();
        for tally in tallies.into_iter().filter(|tally| !tally.state.is_ended()) {
            match bureaus.last_mut() {
                Some((last, sum)) if *last == tally.bureau => *sum += tally.all,
                _ => bureaus.push((tally.bureau, tally.all)),
            }
        }
        Ok(Self { states, bureaus, due })
    }

    /// How many there are of a state of the matter's life.
    fn sum(&self, wanted: impl Fn(State) -> bool) -> i64 {
        self.states.iter().filter(|(state, _)| wanted(*state)).map(|(_, count)| count).sum()
    }

    /// All open ones.
    pub fn open(&self) -> i64 {
        self.sum(|state| !state.is_ended())
    }

    /// All that have ended.
    pub fn ended(&self) -> i64 {
        self.sum(State::is_ended)
    }

    /// How many matters `filter` has, when one count tells it.
    pub fn of(&self, filter: &Filter) -> Option<i64> {
        if !filter.words.is_empty() || filter.holder != Holder::Anybody {
            return None;
        }
        let bureau = |code: &String| self.bureaus.iter().find(|(known, _)| known == code);
        match (&filter.bureau, filter.state, filter.due, filter.ended) {
            (None, None, None, false) => Some(self.open()),
            (None, None, None, true) => Some(self.ended()),
            (None, None, Some(due), false) => self.due.iter().find(|it| it.0 == due).map(|it| it.1),
            (None, Some(state), None, _) => Some(self.sum(|it| it == state)),
            (Some(code), None, None, false) => Some(bureau(code).map_or(0, |(_, count)| *count)),
            _ => None,
        }
    }
}
