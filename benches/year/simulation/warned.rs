//! Which warnings must be told now, and to whom; compared with what the portal told (`T9`, `T6`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use minsheng::cases::State;

use super::{
    book::{Book, CITY, Clock, DECISION, Matter, PROMISE, PROVINCE},
    days,
};

/// An alert: number of the matter, limit (none where it tells that a matter is urgent), bureau and
/// role of those it is for.
pub type Alert = (String, Option<&'static str>, String, &'static str);

/// A warning: matter, limit, day of its begin, last day, kind and number of the step.
pub type Warning = (i64, String, NaiveDate, NaiveDate, String, i32);

/// What was told, and what is expected.
#[derive(Default)]
pub struct Warned {
    pub warnings: u64,
    pub alerts: u64,
    /// Alerts that must have been raised since the last comparison, with how often.
    pub expected: BTreeMap<Alert, i64>,
    /// The last rows that were compared.
    pub last_warning: i64,
    pub last_duty: i64,
    pub last_alert: i64,
    pub faults: Vec<String>,
    /// Addresses of staff by bureau and role.
    pub addresses: BTreeMap<(String, &'static str), Vec<String>>,
}

type Reader = (String, &'static str);

/// A step that has come: the matter, its clock, and how many levels up it goes.
pub type Due = (usize, Place, usize);

/// Where a clock is among those of its matter.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Clock(usize),
    Duty(usize),
}

/// Who has to act on a matter, and who is above them, the nearest first. The province is told of what
/// a county does only where it has to do with it: `upward`.
fn levels(matter: &Matter, upward: bool) -> (BTreeSet<Reader>, Vec<Reader>) {
    let own = |role| (matter.bureau.clone(), role);
    let city = |role| (CITY.to_owned(), role);
    let province = (PROVINCE.to_owned(), "province");
    let is_city = matter.bureau == CITY;
    let (acting, above) = match matter.state {
        // Who decides is told; there is nobody above the province.
        State::Reviewing if matter.is_second_round() => (vec![province], vec![]),
        State::Reviewing => (vec![city("supervisor")], vec![province]),
        // Who has proposed it cannot decide it, and there is nobody else at the city.
        State::Declining | State::Proposed if is_city => {
            (vec![city("supervisor"), city("dispatcher")], vec![province])
        }
        State::Dispatching | State::Returned => {
            (vec![city("dispatcher")], vec![city("supervisor"), province])
        }
        State::Assigned if is_city => {
            let acting = vec![own("chief"), own("officer"), city("dispatcher")];
            (acting, vec![city("supervisor"), province])
        }
        _ if is_city || upward => {
            (vec![own("chief"), own("officer")], vec![city("supervisor"), province])
        }
        _ => (vec![own("chief"), own("officer")], vec![city("supervisor")]),
    };
    (acting.into_iter().collect(), above)
}

/// Who is told of a step that goes so many levels up.
fn told(matter: &Matter, policy: &str, up: usize, upward: bool) -> BTreeSet<Reader> {
    let (mut all, above) = match policy {
        // The city decides, and the province is above it.
        DECISION => {
            let (city, province) = (CITY.to_owned(), PROVINCE.to_owned());
            (BTreeSet::from([(city, "supervisor")]), vec![(province, "province")])
        }
        _ => levels(matter, upward),
    };
    all.extend(above.into_iter().take(up));
    all
}

impl Book {
    /// The steps that have come and were not told, of all clocks that run.
    pub fn due_now(&self, now: NaiveDateTime) -> BTreeMap<Warning, Due> {
        let mut all = BTreeMap::new();
        for at in &self.open {
            for (place, clock) in self.matters[*at].clocks.iter().enumerate() {
                self.take_due(&mut all, (*at, Place::Clock(place)), clock, now);
            }
            self.take_duties(&mut all, *at, PROMISE, now);
        }
        for at in &self.disputed {
            self.take_duties(&mut all, *at, DECISION, now);
        }
        all
    }

    fn take_duties(
        &self,
        all: &mut BTreeMap<Warning, Due>,
        at: usize,
        policy: &str,
        now: NaiveDateTime,
    ) {
        let duties = self.matters[at].duties.iter().enumerate();
        for (place, duty) in duties.filter(|(_, duty)| duty.policy == policy) {
            self.take_due(all, (at, Place::Duty(place)), duty, now);
        }
    }

    fn take_due(
        &self,
        all: &mut BTreeMap<Warning, Due>,
        (at, place): (usize, Place),
        clock: &Clock,
        now: NaiveDateTime,
    ) {
        let come = match clock.hours {
            Some((begin, end)) => days::step_of_hours(begin, end, now),
            None => days::step(clock.started, clock.due, days::day(now)),
        };
        let Some((kind, step)) = come.filter(|_| clock.runs) else { return };
        let up = match clock.hours {
            Some(_) => days::up_of_hours(step),
            None => days::up(&kind, step),
        };
        if clock.last_told(&(clock.due, kind.clone(), step)) {
            return;
        }
        // What is owed beside a matter has no row that says when it began.
        let begun = match place {
            Place::Clock(_) => clock.started,
            Place::Duty(_) => clock.due,
        };
        let key = (self.matters[at].id, clock.policy.to_owned(), begun, clock.due, kind, step);
        all.insert(key, (at, place, up));
    }

    /// Notes that a step was told at that time, and whom it must have reached.
    pub fn note_told(&mut self, key: &Warning, (matter, place, up): Due, now: NaiveDateTime) {
        let (_, _, _, due, kind, step) = key.clone();
        self.warned.warnings += 1;
        let clock = match place {
            Place::Clock(place) => &mut self.matters[matter].clocks[place],
            Place::Duty(place) => &mut self.matters[matter].duties[place],
        };
        clock.told.push((due, kind, step));
        let (policy, at_once) = (clock.policy, clock.hours.is_some());
        let upward = at_once || self.matters[matter].province;
        for to in told(&self.matters[matter], policy, up, upward) {
            self.alert(matter, Some(policy), to, at_once, now);
        }
    }

    /// An urgent matter is told to those who have it, those on duty, and upward (`I6`); once for each
    /// bureau that has it.
    pub fn raise_urgent(&mut self, matter: usize, now: NaiveDateTime) {
        let mut all = told(&self.matters[matter], "", 0, true);
        all.insert((CITY.to_owned(), "supervisor"));
        all.insert((CITY.to_owned(), "dispatcher"));
        all.insert((PROVINCE.to_owned(), "province"));
        for (bureau, role) in all {
            let mark = format!("urgent at {} to {bureau} {role}", self.matters[matter].bureau);
            if self.matters[matter].story.contains(&mark) {
                continue;
            }
            self.matters[matter].story.push(mark);
            self.alert(matter, None, (bureau, role), true, now);
        }
    }

    fn alert(
        &mut self,
        matter: usize,
        policy: Option<&'static str>,
        (bureau, role): (String, &'static str),
        at_once: bool,
        now: NaiveDateTime,
    ) {
        let number = self.matters[matter].number.clone();
        let readers = self.warned.addresses.get(&(bureau.clone(), role)).cloned();
        for to in readers.unwrap_or_default() {
            match at_once {
                true => self.post.want_urgent(&to, &number),
                false => self.post.want_in_digest(&to, now),
            }
        }
        self.warned.alerts += 1;
        *self.warned.expected.entry((number, policy, bureau, role)).or_default() += 1;
    }
}
