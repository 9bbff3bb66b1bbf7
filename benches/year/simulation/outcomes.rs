//! The outcomes of deeds, one by one: what moves, which limits begin and end, who hears of it.

use std::collections::BTreeSet;

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
        // What came along runs beside its own.
        let own = |it: &&Clock| it.origin.is_none();
        let had = matter.clocks.iter().filter(own).any(|clock| {
            clock.policy == "conclusion" || clock.policy == "rehandling" && clock.runs
        });
        if !had {
            matter.start("conclusion", today, due);
        }
        let first = !std::mem::replace(&mut matter.accepted, true);
        if first {
            matter.accepted_on = Some(today);
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
        let places: Vec<usize> = self.matters[at].to_extend().collect();
        let asked = self.matters[at].progress.time_for.take();
        for place in places {
            let clock = &mut self.matters[at].clocks[place];
            clock.due = self.calendar.after(clock.due, days as u64);
            clock.extended = true;
            clock.given |= Some(clock.started) == asked;
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
            owed: false,
            except: Vec::new(),
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
            let report = Some(report);
            let event = Event {
                matter: at,
                letter,
                at: now,
                report,
                answer: None,
                owed: true,
                except: Vec::new(),
            };
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
        // Only whoever asked is told that it was received (S1).
        let report = self.asker(at);
        self.move_to(at, State::Reviewing);
        self.tell(at, letter, now);
        if let Some(event) = self.post.events.last_mut() {
            event.report = report;
        }
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
        self.carry_all(at, into);
        if self.matters[at].urgent && !self.matters[into].urgent {
            self.matters[into].urgent = true;
            self.raise_urgent(into, now);
        }
        // Owed to those who wait to hear whether it is accepted, and where it brings an answer in part.
        let settled = |it: &Answer| !it.whole && it.at + TimeDelta::seconds(10) <= now;
        let answered = self.matters[into].answer.as_ref().is_some_and(settled);
        let owed = !self.matters[at].accepted || answered;
        let matter = &mut self.matters[at];
        matter.before = matter.state;
        matter.pause_all();
        matter.merged_into = Some(into);
        matter.story.push(format!("into {into}"));
        self.matters[into].merged_here.push(at);
        self.move_to(at, State::Merged);
        self.tell(at, Letter::Merged, now);
        if let Some(event) = self.post.events.last_mut() {
            event.owed = owed;
        }
    }

    /// What people were told by which day stays so: the answer (`T2`), and whether it is accepted, for
    /// those who wait to hear that (`T1`); and what is owed by the hour (`T6`).
    fn carry_all(&mut self, at: usize, into: usize) {
        self.carry(at, into, &["conclusion", "rehandling"]);
        self.carry(at, into, &["urgent_answer"]);
        self.carry(at, into, &["urgent_site"]);
        if !self.matters[into].accepted {
            self.carry(at, into, &["acceptance"]);
        }
    }

    /// The earlier one holds.
    fn carry(&mut self, at: usize, into: usize, policies: &[&str]) {
        let of = |it: &&Clock| policies.contains(&it.policy);
        let goes_on = |it: &&Clock| it.runs || it.paused;
        let clocks = self.matters[at].clocks.iter().filter(of).filter(goes_on);
        let ends = |it: &Clock| (it.due, it.hours.map(|(_, at)| at));
        let Some(first) = clocks.min_by_key(|it| ends(it)).cloned() else { return };
        let target = &mut self.matters[into];
        let mut known = target.clocks.iter().filter(of).filter(goes_on);
        if !known.any(|it| ends(it) <= ends(&first)) {
            target.bring(&first, Some(first.origin.unwrap_or(at)));
        }
    }

    /// It goes on by itself again; the dates that came along leave with it, and those that gave way to
    /// them hold again.
    pub(super) fn part(&mut self, at: usize) {
        let leaving = self.with_merged(at);
        self.stay_accepted(at);
        let mut next = self.matters[at].merged_into.take();
        if let Some(into) = next {
            self.matters[into].merged_here.retain(|it| *it != at);
        }
        while let Some(joined) = next {
            let gone = |it: &&mut Clock| it.origin.is_some_and(|it| leaving.contains(&it));
            for clock in self.matters[joined].clocks.iter_mut().filter(gone) {
                (clock.runs, clock.paused) = (false, false);
            }
            let own = |it: &Clock| it.policy.starts_with("urgent") && it.origin.is_none();
            let stays = &self.matters[joined].merged_here;
            self.matters[joined].urgent = self.matters[joined].clocks.iter().any(own)
                || stays.iter().any(|it| self.matters[*it].urgent);
            let rests = matches!(self.matters[joined].state, State::Merged | State::Withdrawn);
            if self.matters[joined].is_open() || rests {
                let mut stays = self.matters[joined].merged_here.clone();
                stays.sort_by_key(|it| self.matters[*it].id);
                for staying in stays {
                    self.carry_all(staying, joined);
                }
            }
            if rests {
                self.matters[joined].pause_all();
            }
            next = self.matters[joined].merged_into;
        }
    }

    /// A matter, and those that go on in it.
    fn with_merged(&self, at: usize) -> Vec<usize> {
        let merged = self.matters[at].merged_here.iter().flat_map(|it| self.with_merged(*it));
        [at].into_iter().chain(merged).collect()
    }

    /// The reports whose reporters were told that they are accepted before their matter went on in that
    /// one.
    pub(super) fn told_before(&self, at: usize) -> BTreeSet<usize> {
        let merged = self.matters[at].merged_here.iter();
        let told = merged.flat_map(|it| match self.matters[*it].accepted {
            true => self.behind(*it),
            false => self.told_before(*it),
        });
        told.collect()
    }

    /// What was accepted with another matter stays accepted, with that one's date.
    fn stay_accepted(&mut self, at: usize) {
        if self.matters[at].accepted {
            return;
        }
        let (mut chain, mut next) = (Vec::new(), self.matters[at].merged_into);
        while let Some(joined) = next {
            chain.push(joined);
            next = self.matters[joined].merged_into;
        }
        let accepted = chain.iter().filter_map(|it| Some((self.matters[*it].accepted_on?, *it)));
        let Some((on, first)) = accepted.min_by_key(|(on, _)| *on) else { return };
        let answer = |it: &&Clock| {
            ["conclusion", "rehandling"].contains(&it.policy) && (it.runs || it.paused)
        };
        let clocks = |it: &usize| self.matters[*it].clocks.iter().filter(answer);
        let clock = chain.iter().find_map(|it| clocks(it).min_by_key(|it| it.due).cloned());
        let due = self.calendar.after(on, 60);
        let grievance = self.matters[first].grievance;
        let matter = &mut self.matters[at];
        (matter.accepted, matter.accepted_on, matter.grievance) = (true, Some(on), grievance);
        let waits = matter.clocks.iter_mut().filter(|it| it.policy == "acceptance");
        waits.for_each(|clock| clock.paused = false);
        match clock {
            Some(clock) => matter.bring(&clock, None),
            None => matter.start("conclusion", on, due),
        }
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
