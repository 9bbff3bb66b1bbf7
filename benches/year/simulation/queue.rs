//! What is planned, by day and hour.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::lives::Deed;

/// The hours at which people act.
pub const HOURS: [u32; 4] = [9, 11, 14, 16];

/// A deed that is planned for a matter, at the turn at which it was planned.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    pub matter: usize,
    pub turn: u32,
    pub deed: Deed,
}

/// What is planned for each day and place among [`HOURS`].
#[derive(Default)]
pub struct Queue(BTreeMap<(NaiveDate, usize), Vec<Planned>>);

impl Queue {
    pub fn plan(&mut self, day: NaiveDate, hour: usize, planned: Planned) {
        self.0.entry((day, hour)).or_default().push(planned);
    }

    pub fn take(&mut self, day: NaiveDate, hour: usize) -> Vec<Planned> {
        self.0.remove(&(day, hour)).unwrap_or_default()
    }
}
