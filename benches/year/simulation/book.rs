//! What must be so, kept beside the portal: each matter with its owner, clocks and reporters, as the
//! plan and the office's rules make them. Nothing of the portal is asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use minsheng::cases::State;

use super::{days::Calendar, post::Post, warned::Warned};

/// The city's own bureau.
pub const CITY: &str = "140800";
/// What is above it.
pub const PROVINCE: &str = "140000";

/// The promises of an answer in part (`C3`).
pub const PROMISE: &str = "promise";
/// The decision on a bad rating (`C7`).
pub const DECISION: &str = "rehandling_decision";

/// A limit that runs on a matter.
#[derive(Clone, Debug)]
pub struct Clock {
    pub policy: &'static str,
    pub started: NaiveDate,
    pub due: NaiveDate,
    /// Begin and end of a limit in hours (`T6`).
    pub hours: Option<(NaiveDateTime, NaiveDateTime)>,
    pub runs: bool,
    pub paused: bool,
    /// It ends later by an extension; and such a one was asked for it here.
    pub extended: bool,
    pub given: bool,
    /// The matter whose own it is, where it came along with that.
    pub origin: Option<usize>,
    /// The last step that was told, and for which last day.
    pub told: Vec<(NaiveDate, String, i32)>,
}

/// What a matter was answered, in whole or in part.
#[derive(Clone, Debug)]
pub struct Answer {
    pub at: NaiveDateTime,
    /// The day from which a review can be asked for.
    pub since: NaiveDate,
    pub whole: bool,
    /// Reports whose reporters rated it, and those that are not satisfied.
    pub rated: BTreeSet<usize>,
    pub unsatisfied: Vec<usize>,
    pub decided: bool,
    /// The rounds of review it went through.
    pub reviews: u8,
}

/// How far the bureau has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub inspected: bool,
    pub found: bool,
    pub measured: bool,
    pub asked_time: bool,
    pub time_waits: Option<i32>,
    /// When the limit began for which more time is asked.
    pub time_for: Option<NaiveDate>,
    pub referred: bool,
    pub part_waits: bool,
    pub partial: bool,
    pub promise_waits: bool,
    pub chased: bool,
    pub split: bool,
    pub drafted: bool,
    pub published: bool,
}

/// A matter.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Row and number, once the portal gave them.
    pub id: i64,
    pub number: String,
    pub state: State,
    pub bureau: String,
    pub province: bool,
    pub urgent: bool,
    pub grievance: bool,
    pub accepted: bool,
    /// When; with another matter, when that was.
    pub accepted_on: Option<NaiveDate>,
    pub returns: u8,
    pub assigned: NaiveDate,
    /// Where it stood before it was merged or withdrawn, or before what is proposed.
    pub before: State,
    pub proposed_from: State,
    pub proposal: &'static str,
    pub merged_into: Option<usize>,
    pub merged_here: Vec<usize>,
    pub own: Vec<usize>,
    pub clocks: Vec<Clock>,
    /// What is owed beside the matter's own limits: promises, decisions on bad ratings.
    pub duties: Vec<Clock>,
    /// By when what is proposed in part promises the rest.
    pub promised: Option<NaiveDate>,
    pub answer: Option<Answer>,
    pub progress: Progress,
    /// The seed of what is drawn next.
    pub chance: u64,
    /// What was done last; a deed that was planned before is out of date.
    pub turn: u32,
    pub story: Vec<String>,
}

/// A report with whoever made it.
#[derive(Clone, Debug)]
pub struct Reporter {
    pub number: String,
    pub mail: Option<String>,
    pub withdrawn: bool,
    /// Wants no more mail than the law asks.
    pub refuses: bool,
    /// Was told whether it is accepted (`T1`).
    pub told: bool,
    /// Its mail server refuses the address.
    pub gone: bool,
    pub matters: Vec<usize>,
}

/// All of it.
pub struct Book {
    pub calendar: Calendar,
    pub matters: Vec<Matter>,
    pub reports: Vec<Reporter>,
    pub open: BTreeSet<usize>,
    /// Matters of which somebody is not satisfied, until that is decided; most are over.
    pub disputed: BTreeSet<usize>,
    pub by_id: HashMap<i64, usize>,
    /// The newest matters of each bureau, for those that are merged.
    pub recent: BTreeMap<String, Vec<usize>>,
    pub post: Post,
    pub warned: Warned,
    pub acts: BTreeMap<&'static str, u64>,
    /// Matters of which has to be planned anew what is done next, and those just answered.
    pub moved: Vec<usize>,
    pub answered: Vec<usize>,
}

impl Clock {
    pub fn new(policy: &'static str, started: NaiveDate, due: NaiveDate) -> Self {
        Self {
            policy,
            started,
            due,
            hours: None,
            runs: true,
            paused: false,
            extended: false,
            given: false,
            origin: None,
            told: Vec::new(),
        }
    }

    pub fn last_told(&self, step: &(NaiveDate, String, i32)) -> bool {
        self.told.contains(step)
    }
}

impl Matter {
    pub fn is_open(&self) -> bool {
        !self.state.is_ended()
    }

    /// The first to end of the limits in days.
    pub fn due(&self) -> Option<NaiveDate> {
        let days = self.clocks.iter().filter(|clock| clock.runs && clock.hours.is_none());
        days.map(|clock| clock.due).min()
    }

    pub fn running(&self, policy: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.runs && clock.policy == policy)
    }

    /// Of those limits that run, the one that ends first.
    pub fn first(&self, policy: &str) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|it| it.runs && it.policy == policy);
        running.min_by_key(|clock| clock.due)
    }

    /// The limit for which more time is asked on that day: the first to end of those that are not over.
    pub fn to_ask_for(&self, on: NaiveDate) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|it| it.runs && it.policy == "conclusion");
        running.filter(|it| it.due >= on).min_by_key(|clock| clock.due)
    }

    /// Whether more time can be asked for on that day.
    pub fn can_have_time(&self, on: NaiveDate) -> bool {
        self.to_ask_for(on).is_some_and(|clock| !clock.extended && !clock.given)
    }

    /// Those that have more time when it is given: what it is asked for, and what came along or stays.
    pub fn to_extend(&self) -> impl Iterator<Item = usize> + '_ {
        let asked = self.progress.time_for;
        let runs = self.clocks.iter().enumerate();
        let runs = runs.filter(|(_, it)| it.runs && it.policy == "conclusion");
        let fits = move |it: &Clock| Some(it.started) == asked || !it.extended;
        runs.filter(move |(_, it)| fits(it)).map(|(place, _)| place)
    }

    /// Takes over a limit of another matter; one of the same day that is not over stays whose it is.
    pub fn bring(&mut self, clock: &Clock, origin: Option<usize>) {
        let Clock { policy, started, due, hours, extended, .. } = *clock;
        let known = self.clocks.iter_mut().find(|it| it.policy == policy && it.started == started);
        match known {
            Some(known) => {
                let goes_on = known.runs || known.paused;
                known.origin = if goes_on { known.origin } else { origin };
                (known.due, known.hours, known.extended) = (due, hours, extended);
                (known.runs, known.paused) = (true, false);
            }
            None => {
                let new = Clock::new(policy, started, due);
                self.clocks.push(Clock { hours, extended, origin, ..new });
            }
        }
    }

    /// Starts a limit; one of the same day is the same one.
    pub fn start(&mut self, policy: &'static str, started: NaiveDate, due: NaiveDate) {
        let new = Clock::new(policy, started, due);
        match self.clocks.iter_mut().find(|it| it.policy == policy && it.started == started) {
            Some(known) => *known = Clock { told: std::mem::take(&mut known.told), ..new },
            None => self.clocks.push(new),
        }
    }

    /// The newest duty of that kind is done.
    pub fn do_duty(&mut self, policy: &str) {
        let mut open = self.duties.iter_mut().rev().filter(|it| it.runs && it.policy == policy);
        if let Some(duty) = open.next() {
            duty.runs = false;
        }
    }

    /// Whether something of that kind is owed.
    pub fn owes(&self, policy: &str) -> bool {
        self.duties.iter().any(|it| it.runs && it.policy == policy)
    }

    fn start_hours(&mut self, policy: &'static str, now: NaiveDateTime, hours: i64) {
        let due = now + TimeDelta::hours(hours);
        self.stop(policy);
        self.start(policy, super::days::day(now), super::days::day(due));
        let started = super::days::day(now);
        let clock = self.clocks.iter_mut().find(|it| it.policy == policy && it.started == started);
        if let Some(clock) = clock {
            clock.hours = Some((now, due));
        }
    }

    /// An urgent matter is answered within 2 hours, and looked at within 24 (`T6`): both begin
    /// `anew`, or only what does not run (`R6`).
    pub fn hurry(&mut self, now: NaiveDateTime, anew: bool) {
        for (policy, hours) in [("urgent_answer", 2), ("urgent_site", 24)] {
            if anew || self.running(policy).is_none() {
                self.start_hours(policy, now, hours);
            }
        }
    }

    pub fn stop(&mut self, policy: &str) {
        let running = self.clocks.iter_mut().filter(|it| it.runs && it.policy == policy);
        running.for_each(|clock| clock.runs = false);
    }

    pub fn stop_all(&mut self) {
        self.clocks.iter_mut().for_each(|clock| clock.runs = false);
    }

    pub fn pause_all(&mut self) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.runs) {
            (clock.runs, clock.paused) = (false, true);
        }
    }

    pub fn resume_all(&mut self) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.paused) {
            (clock.runs, clock.paused) = (true, false);
        }
    }
}

impl Book {
    pub fn new() -> Self {
        Self {
            calendar: Calendar::read(),
            matters: Vec::new(),
            reports: Vec::new(),
            open: BTreeSet::new(),
            disputed: BTreeSet::new(),
            by_id: HashMap::new(),
            recent: BTreeMap::new(),
            post: Post::default(),
            warned: Warned::default(),
            acts: BTreeMap::new(),
            moved: Vec::new(),
            answered: Vec::new(),
        }
    }

    pub fn count(&mut self, what: &'static str) {
        *self.acts.entry(what).or_default() += 1;
    }

    /// The reports behind a matter: its own, and those of the matters that go on in it.
    pub fn behind(&self, matter: usize) -> BTreeSet<usize> {
        let mut behind: BTreeSet<usize> = self.matters[matter].own.iter().copied().collect();
        for merged in &self.matters[matter].merged_here {
            behind.extend(self.behind(*merged));
        }
        behind
    }

    /// The matter itself, or the one that it goes on in.
    pub fn goes_on_in(&self, mut at: usize) -> usize {
        while let Some(next) = self.matters[at].merged_into {
            at = next;
        }
        at
    }

    /// The open matters that a report stands behind.
    pub fn open_of(&self, report: usize) -> BTreeSet<usize> {
        let ends = self.reports[report].matters.iter().map(|own| self.goes_on_in(*own));
        ends.filter(|at| self.matters[*at].is_open()).collect()
    }

    /// The matter of that number, among those of the bureaus' newest.
    pub fn by_number(&self, number: &str) -> Option<usize> {
        let recent = self.recent.values().flatten();
        recent.copied().find(|at| self.matters[*at].number == number)
    }

    /// Takes a matter into the books.
    pub fn enter(&mut self, matter: Matter) -> usize {
        let at = self.matters.len();
        self.open.insert(at);
        self.by_id.insert(matter.id, at);
        let recent = self.recent.entry(matter.bureau.clone()).or_default();
        recent.push(at);
        if recent.len() > 60 {
            recent.remove(0);
        }
        for report in &matter.own {
            self.reports[*report].matters.push(at);
        }
        self.matters.push(matter);
        at
    }

    /// Moves a matter to another state, and notes whether it is open.
    pub fn move_to(&mut self, matter: usize, state: State) {
        self.matters[matter].state = state;
        match state.is_ended() {
            true => self.open.remove(&matter),
            false => self.open.insert(matter),
        };
    }
}
