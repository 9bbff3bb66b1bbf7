//! What people do in one hour: reports first, then the office and its reporters.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use minsheng::cases::State;
use rand::RngExt as _;

use super::{
    Outcome,
    book::Matter,
    deeds::{self, Order},
    filing::{self, Plan},
    lives::{self, BUREAUS, Deed},
    queue::{HOURS, Planned},
    year::Year,
};

/// How many people act at once.
const AT_ONCE: usize = 4;
/// For so many matters one report joins a matter that is known.
const JOINING: usize = 12;

/// Does `work` for each, some at once, and keeps their order.
fn at_once<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let share = |first: usize| {
            let (items, work) = (&items, &work);
            move || -> Vec<(usize, R)> {
                let mine = (first..items.len()).step_by(AT_ONCE);
                mine.map(|at| (at, work(&items[at]))).collect()
            }
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(share(first))).collect();
        threads.into_iter().filter_map(|it| it.join().ok()).flatten().collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

impl Year {
    /// Those reports that come in this hour.
    pub(super) fn reports_come_in(
        &mut self,
        day: u64,
        today: NaiveDate,
        hour: usize,
    ) -> Outcome<()> {
        let slots = self.settings.days * HOURS.len() as u64;
        let slot = day * HOURS.len() as u64 + hour as u64;
        let share = |slot: u64| (self.settings.matters as u64 * slot / slots) as usize;
        let mut plans: Vec<Plan> = (share(slot)..share(slot + 1))
            .map(|index| filing::plan(self.settings.seed, index, None, today))
            .collect();
        let joining = plans.iter().filter(|_| self.chance.random_range(0..JOINING) == 0).count();
        for number in 0..joining {
            let index = self.settings.matters + self.book.reports.len() + number;
            if let Some(at) = self.somewhere() {
                let target = Some((at, &self.book.matters[at]));
                plans.push(filing::plan(self.settings.seed, index, target, today));
            }
        }
        let (app, people) = (&self.app, &self.people);
        let filed = at_once(&plans, |plan| filing::perform(app, people, plan));
        let now = self.app.clock.now();
        for (plan, filed) in plans.iter().zip(filed) {
            match filed {
                Ok(filed) => {
                    let (matter, report) = self.book.filed(plan, &filed, now);
                    if plan.joins.is_none() {
                        self.plan_next(matter, today, hour);
                    }
                    self.plan_reporter(matter, report, today);
                }
                Err(error) => self.book.fault(format!("{today}: a report was refused: {error}")),
            }
        }
        Ok(())
    }

    /// An open matter that somebody may join.
    fn somewhere(&mut self) -> Option<usize> {
        let bureau = BUREAUS[self.chance.random_range(0..BUREAUS.len())];
        let recent = self.book.recent.get(bureau)?;
        let at = recent[self.chance.random_range(0..recent.len())];
        let matter = &self.book.matters[at];
        (matter.is_open() && matter.state != State::Reviewing).then_some(at)
    }

    fn plan_reporter(&mut self, matter: usize, report: usize, today: NaiveDate) {
        let turn = 0;
        let mut later = |share: f64, most: u64, deed: Deed| {
            if self.chance.random_bool(share) {
                let day = today + Days::new(self.chance.random_range(1..=most));
                let hour = self.chance.random_range(0..HOURS.len());
                self.queue.plan(day, hour, Planned { matter, turn, deed });
            }
        };
        later(0.04, 60, Deed::Withdraw(report));
        later(0.02, 20, Deed::Refuse(report));
    }

    /// Plans what the office does next to a matter.
    fn plan_next(&mut self, at: usize, today: NaiveDate, hour: usize) {
        let matter = &mut self.book.matters[at];
        let Some((days, deed)) = lives::next(matter) else { return };
        let next = (matter.chance % HOURS.len() as u64) as usize;
        let mut day = today + Days::new(days);
        if days == 0 && next <= hour {
            day = day + Days::new(1);
        }
        let (day, turn) = (self.book.calendar.worked(day), matter.turn);
        self.queue.plan(day, next, Planned { matter: at, turn, deed });
    }

    /// What was planned for this hour is done, as far as it still fits.
    pub(super) fn people_act(&mut self, today: NaiveDate, hour: usize) -> Outcome<()> {
        let (mut busy, mut wide, mut narrow) = (BTreeSet::new(), Vec::new(), Vec::new());
        for planned in self.queue.take(today, hour) {
            if planned.deed.is_wide() {
                wide.push(planned);
            } else if !busy.insert(planned.matter) {
                self.queue.plan(today + Days::new(1), hour, planned);
            } else if let Some(order) = self.order(planned, today, hour) {
                narrow.push((planned, order));
            }
        }
        let (app, people) = (&self.app, &self.people);
        let done = at_once(&narrow, |(_, order)| deeds::perform(app, people, order));
        for ((planned, order), done) in narrow.iter().zip(done) {
            self.was_done(*planned, order, done, today, hour);
        }
        for planned in wide {
            if let Some(order) = self.order(planned, today, hour) {
                let done = deeds::perform(&self.app, &self.people, &order);
                self.was_done(planned, &order, done, today, hour);
            }
        }
        Ok(())
    }

    /// What is to be done, if the plan still holds; where it does not fit, another is made.
    fn order(&mut self, planned: Planned, today: NaiveDate, hour: usize) -> Option<Order> {
        let Planned { matter: at, turn, deed } = planned;
        let beside = deed.is_beside();
        if !beside && self.book.matters[at].turn != turn {
            return None;
        }
        let other = match deed {
            Deed::Merge => self.partner(at).map(|it| self.book.matters[it].number.clone()),
            Deed::Split(_) | Deed::AskReview => {
                self.book.asker(at).map(|it| self.book.reports[it].number.clone())
            }
            Deed::Withdraw(report) | Deed::Refuse(report) | Deed::Rate { report, .. } => {
                Some(self.book.reports[report].number.clone())
            }
            _ => Some(String::new()),
        };
        let fits = self.book.fits(at, deed, today);
        match other.filter(|_| fits) {
            Some(other) => {
                let matter = &self.book.matters[at];
                Some(Order {
                    deed,
                    number: matter.number.clone(),
                    bureau: matter.bureau.clone(),
                    other,
                    second: matter.is_second_round(),
                })
            }
            None => {
                if !beside {
                    self.plan_next(at, today, hour);
                }
                None
            }
        }
    }

    /// An open matter of the same bureau that another can be merged into.
    fn partner(&mut self, at: usize) -> Option<usize> {
        let Matter { bureau, accepted, .. } = &self.book.matters[at];
        let recent = self.book.recent.get(bureau)?;
        let first = self.chance.random_range(0..recent.len());
        let fits = |other: &&usize| {
            let matter = &self.book.matters[**other];
            let open = matter.is_open() && matter.state != State::Reviewing;
            let open = open && !(*accepted && matter.state == State::Declining);
            **other != at && open && matter.bureau == *bureau
        };
        recent.iter().cycle().skip(first).take(recent.len()).find(fits).copied()
    }

    fn was_done(
        &mut self,
        planned: Planned,
        order: &Order,
        done: Result<deeds::Done, minsheng::error::Error>,
        today: NaiveDate,
        hour: usize,
    ) {
        let (at, deed, now) = (planned.matter, planned.deed, self.app.clock.now());
        let done = match done {
            Ok(done) => done,
            Err(error) => {
                let matter = &self.book.matters[at];
                let what =
                    format!("{order:?} was refused: {error:?} ({})", matter.story.join("; "));
                self.book.fault(format!("{today}: {what}"));
                return;
            }
        };
        self.figures.acts += 1;
        self.book.count(deed.name());
        self.book.happen(at, deed, now);
        if deed == Deed::Merge
            && let Some(into) = self.book.by_number(&order.other)
        {
            self.book.merge(at, into, now);
        }
        if let (Deed::Split(bureau), Some(done)) = (deed, done) {
            let report = self.book.post.report(&order.other);
            let split = self.book.split(at, report, done, bureau, now);
            self.plan_next(split, today, hour);
        }
        for at in std::mem::take(&mut self.book.moved) {
            self.plan_next(at, today, hour);
        }
        for at in std::mem::take(&mut self.book.answered) {
            self.plan_ratings(at, today);
        }
        if matches!(deed, Deed::Rate { bad: true, .. }) {
            self.plan_decision(at, today);
        }
    }

    /// Some rate the answer.
    fn plan_ratings(&mut self, matter: usize, today: NaiveDate) {
        for report in self.book.behind(matter) {
            if self.chance.random_bool(0.12) {
                let bad = self.chance.random_bool(0.25);
                let day = today + Days::new(self.chance.random_range(1..=12));
                let hour = self.chance.random_range(0..HOURS.len());
                let deed = Deed::Rate { report, bad };
                self.queue.plan(day, hour, Planned { matter, turn: 0, deed });
            }
        }
    }

    /// The city decides what comes of a bad rating.
    fn plan_decision(&mut self, matter: usize, today: NaiveDate) {
        let deed = match self.chance.random_range(0..100) {
            0..35 => Deed::DecideRehandling,
            35..50 => Deed::DirectToReview,
            _ => Deed::Explain,
        };
        let day = today + Days::new(self.chance.random_range(1..=15));
        let day = self.book.calendar.worked(day);
        let hour = self.chance.random_range(0..HOURS.len());
        self.queue.plan(day, hour, Planned { matter, turn: 0, deed });
    }
}
