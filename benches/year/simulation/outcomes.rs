//! The outcomes of deeds, one by one: what moves, which limits begin and end, who hears of it.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use minsheng::cases::State;

use super::{
    book::{Answer, Book, Clock, DECISION, Matter, PROMISE, Progress},
    days,
    post::{Event, Letter},
};

impl Book {
    pub(super) fn turn(&mut self, at: usize) {
        self.matters[at].turn += 1;
        self.moved.push(at);
    }

    pub(super) fn hurried(&mut self, at: usize, policies: &[&str]) {
        if self.matters[at].urgent {
            policies.iter().for_each(|policy| self.matters[at].stop(policy));
        }
    }

    pub(super) fn give(&mut self, at: usize, bureau: &str, today: NaiveDate) {
        self.matters[at].bureau = bureau.to_owned();
        self.matters[at].assigned = today;
        self.move_to(at, State::Assigned);
    }

    pub(super) fn accept(
        &mut self,
        at: usize,
        grievance: bool,
        today: NaiveDate,
        told: NaiveDateTime,
    ) {
        self.hurried(at, &["urgent_answer"]);
        let due = self.calendar.after(today, 60);
        let matter = &mut self.matters[at];
        matter.stop("acceptance");
        let had = matter.clocks.iter().any(|clock| clock.policy == "conclusion");
        if !had && matter.running("rehandling").is_none() {
            matter.start("conclusion", today, due);
        }
        let first = !std::mem::replace(&mut matter.accepted, true);
        if first {
            matter.grievance = grievance;
            self.tell(at, Letter::Accepted, told);
        }
        let part = self.matters[at].answer.as_ref().is_some_and(|answer| !answer.whole);
        self.move_to(at, if part { State::PartlyConcluded } else { State::Accepted });
    }

    pub(super) fn propose(&mut self, at: usize, what: &'static str, state: State) {
        let matter = &mut self.matters[at];
        matter.proposal = what;
        matter.proposed_from = matter.state;
        self.move_to(at, state);
    }

    pub(super) fn give_time(&mut self, at: usize, told: NaiveDateTime) {
        let Some(days) = self.matters[at].progress.time_waits.take() else { return };
        let clocks = &mut self.matters[at].clocks;
        if let Some(clock) = clocks.iter_mut().find(|it| it.runs && it.policy == "conclusion") {
            clock.due = self.calendar.after(clock.due, days as u64);
            clock.extended = true;
        }
        self.tell(at, Letter::Extended, told);
    }

    pub(super) fn approve(&mut self, at: usize, now: NaiveDateTime, told: NaiveDateTime) {
        let what = self.matters[at].proposal;
        let (state, letter) = match what {
            "conclusion" => (State::Concluded, Letter::Concluded),
            "partial" => (State::PartlyConcluded, Letter::Part),
            _ => (State::Declined, Letter::Declined),
        };
        let matter = &mut self.matters[at];
        matter.answer = Some(Answer {
            at: now,
            since: days::day(now),
            whole: what != "partial",
            rated: Default::default(),
            unsatisfied: Vec::new(),
            decided: false,
            reviews: 0,
        });
        matter.progress.promise_waits = what == "partial";
        // It binds, and its time runs, from the approval.
        if let Some(due) = matter.promised.take().filter(|_| what == "partial") {
            matter.duties.push(Clock::new(PROMISE, days::day(now), due));
        }
        matter.progress.published = false;
        if state.is_ended() {
            matter.stop_all();
        }
        self.move_to(at, state);
        self.answered.push(at);
        self.tell(at, letter, told);
        self.post.events.push(Event {
            matter: at,
            letter: Letter::Rate,
            at: now + TimeDelta::days(1),
            report: None,
            answer: Some(now),
        });
    }

    /// Handled again, by a date of its own.
    pub(super) fn again(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
        let due = self.calendar.after(today, 30);
        let matter = &mut self.matters[at];
        matter.start("rehandling", today, due);
        let next = if matter.state == State::Declined { State::Assigned } else { State::Accepted };
        matter.progress = Progress { found: matter.progress.found, ..Progress::default() };
        self.move_to(at, next);
        self.tell(at, Letter::Again, now);
    }

    pub(super) fn resume(&mut self, at: usize) {
        let before = self.matters[at].before;
        self.matters[at].resume_all();
        self.move_to(at, before);
    }

    /// What was decided on a bad rating is told to those who gave one.
    pub(super) fn decided(&mut self, at: usize, letter: Letter, now: NaiveDateTime) {
        let Some(answer) = &mut self.matters[at].answer else { return };
        answer.decided = true;
        let unsatisfied = answer.unsatisfied.clone();
        self.matters[at].do_duty(DECISION);
        if !self.matters[at].owes(DECISION) {
            self.disputed.remove(&at);
        }
        for report in unsatisfied {
            let event = Event { matter: at, letter, at: now, report: Some(report), answer: None };
            self.post.events.push(event);
        }
    }

    pub(super) fn ask_review(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
        let due = self.calendar.after(today, 30);
        let matter = &mut self.matters[at];
        let second = matter.is_second_round();
        let (policy, letter) = match second {
            true => ("review", Letter::AskedReview),
            false => ("reexamination", Letter::AskedReexamination),
        };
        matter.start(policy, today, due);
        self.move_to(at, State::Reviewing);
        self.tell(at, letter, now);
    }

    pub(super) fn review_ends(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
        let due = self.calendar.after(today, 30);
        let matter = &mut self.matters[at];
        let second = matter.is_second_round();
        matter.progress.drafted = false;
        matter.stop_all();
        let state = match (matter.proposal, second) {
            ("revoked", _) => State::Accepted,
            (_, false) => State::Concluded,
            (_, true) => State::Final,
        };
        if let Some(answer) = &mut matter.answer {
            answer.reviews += 1;
            answer.since = today;
        }
        if state == State::Accepted {
            matter.start("rehandling", today, due);
            matter.progress = Progress { found: true, ..Progress::default() };
        }
        self.move_to(at, state);
        self.tell(at, if second { Letter::Reviewed } else { Letter::Reexamined }, now);
    }

    /// Somebody is not satisfied: the city has ten working days to decide what comes of it.
    pub(super) fn dispute(&mut self, at: usize, today: NaiveDate) {
        if self.matters[at].waits_for_decision() {
            return;
        }
        let due = self.calendar.working_after(today, 10);
        self.matters[at].duties.push(Clock::new(DECISION, today, due));
        self.disputed.insert(at);
    }

    /// One matter goes on in another.
    pub fn merge(&mut self, at: usize, into: usize, now: NaiveDateTime) {
        if !self.matters[into].accepted {
            self.carry(at, into);
        }
        let matter = &mut self.matters[at];
        matter.before = matter.state;
        matter.pause_all();
        matter.merged_into = Some(into);
        matter.story.push(format!("into {into}"));
        self.matters[into].merged_here.push(at);
        self.move_to(at, State::Merged);
        self.tell(at, Letter::Merged, now);
    }

    /// Whoever waits to hear whether it is accepted waits no longer there (`T1`).
    fn carry(&mut self, at: usize, into: usize) {
        let waits = |it: &&Clock| it.runs && it.policy == "acceptance";
        let first = self.matters[at].clocks.iter().filter(waits).min_by_key(|it| it.due).cloned();
        let target = &mut self.matters[into];
        let known = target.clocks.iter().filter(waits).map(|it| it.due).min();
        if let Some(clock) = first.filter(|it| known.is_none_or(|known| it.due < known)) {
            target.start("acceptance", clock.started, clock.due);
        }
    }

    /// It goes on by itself again; the dates that came along leave with it.
    pub(super) fn part(&mut self, at: usize) {
        let mut next = self.matters[at].merged_into.take();
        if let Some(into) = next {
            self.matters[into].merged_here.retain(|it| *it != at);
        }
        while let Some(joined) = next {
            let days = self.days(joined);
            let gone = |it: &&mut Clock| it.policy == "acceptance" && !days.contains(&it.started);
            for clock in self.matters[joined].clocks.iter_mut().filter(gone) {
                (clock.runs, clock.paused) = (false, false);
            }
            next = self.matters[joined].merged_into;
        }
    }

    /// The days on which a matter, and those that go on in it, were opened.
    fn days(&self, at: usize) -> Vec<NaiveDate> {
        let matter = &self.matters[at];
        let own = matter.clocks.first().map(|it| it.started);
        let merged = matter.merged_here.iter().flat_map(|it| self.days(*it));
        own.into_iter().chain(merged).collect()
    }

    /// Whether a matter that was accepted goes on in that one.
    pub(super) fn took_accepted(&self, at: usize) -> bool {
        let took = |it: &usize| self.matters[*it].accepted || self.took_accepted(*it);
        self.matters[at].merged_here.iter().any(took)
    }

    /// A matter behind which nobody stands any more ends with the last report.
    pub(super) fn withdraw(&mut self, report: usize) {
        let open = self.open_of(report);
        self.reports[report].withdrawn = true;
        for at in open {
            if self.behind(at).iter().all(|it| self.reports[*it].withdrawn) {
                let matter = &mut self.matters[at];
                matter.before = matter.state;
                matter.pause_all();
                matter.story.push("withdrawn".to_owned());
                self.turn(at);
                self.move_to(at, State::Withdrawn);
            }
        }
    }
}

impl Matter {
    /// Whether people are shown an answer, and may rate it.
    pub fn shows_answer(&self) -> bool {
        let part = self.state == State::PartlyConcluded;
        matches!(self.state, State::Concluded | State::Declined | State::Final) || part
    }

    pub(super) fn waits_for_decision(&self) -> bool {
        let waits = |answer: &Answer| !answer.unsatisfied.is_empty() && !answer.decided;
        self.answer.as_ref().is_some_and(waits)
    }

    /// The second review, of the answer that holds.
    pub fn is_second_round(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.reviews > 0)
    }
}
