//! What a deed makes of a matter by the office's rules: its state, owner, limits, and who is told.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use minsheng::cases::State;

use super::{
    book::{Answer, Book, CITY, Matter, Progress},
    days,
    lives::Deed,
    post::{Event, Letter},
};

impl Book {
    /// Whether a deed that was planned still fits what has become of the matter.
    pub fn fits(&self, at: usize, deed: Deed, today: NaiveDate) -> bool {
        let matter = &self.matters[at];
        match deed {
            Deed::Withdraw(report) => {
                let open = self.open_of(report);
                let reviewed = |at: &usize| self.matters[*at].state == State::Reviewing;
                !self.reports[report].withdrawn && !open.is_empty() && !open.iter().any(reviewed)
            }
            Deed::Rate { report, .. } => {
                let rated = |it: &Answer| it.rated.contains(&report);
                let behind = self.behind(at).contains(&report);
                let answered = matter.answer.as_ref().is_some_and(|answer| !rated(answer));
                behind && answered && matter.shows_answer() && !self.reports[report].withdrawn
            }
            Deed::Explain => matter.waits_for_decision() && matter.shows_answer(),
            Deed::DecideRehandling => {
                let over = matches!(matter.state, State::Concluded | State::Declined);
                matter.waits_for_decision() && over
            }
            Deed::DirectToReview => {
                matter.waits_for_decision() && matter.state == State::Concluded && !matter.grievance
            }
            Deed::Return => {
                let last = self.calendar.working_after(matter.assigned, 5);
                matter.returns < 2 && today <= last
            }
            Deed::AskReview => {
                let since = matter.answer.as_ref().map(|answer| answer.since);
                self.asker(at).is_some() && since.is_some_and(|it| (today - it).num_days() < 30)
            }
            Deed::Refuse(report) => {
                let reporter = &self.reports[report];
                reporter.mail.is_some() && !reporter.refuses
            }
            _ => true,
        }
    }

    /// A reporter who stands behind a matter and has not withdrawn.
    pub fn asker(&self, at: usize) -> Option<usize> {
        self.behind(at).into_iter().find(|report| !self.reports[*report].withdrawn)
    }

    /// It was done.
    pub fn happen(&mut self, at: usize, deed: Deed, now: NaiveDateTime) {
        let today = days::day(now);
        // What leaves the house of an act that can be taken back waits ten seconds.
        let told = now + TimeDelta::seconds(10);
        if deed.turns() {
            self.turn(at);
        }
        self.matters[at].story.push(format!("{today} {deed:?}"));
        match deed {
            Deed::Assign(bureau) | Deed::Transfer(bureau) => {
                self.give(at, bureau, today);
                let matter = &mut self.matters[at];
                matter.stop("forwarding");
                if matter.urgent {
                    self.matters[at].hurry(now);
                    self.raise_urgent(at, now);
                }
                let wait = if self.matters[at].urgent { now } else { told };
                self.tell(at, Letter::Given, wait.max(told));
            }
            Deed::Accept { grievance } => self.accept(at, grievance, today, told),
            Deed::AcceptAndUndo | Deed::SendBackDraft | Deed::Chase | Deed::Find => {
                let matter = &mut self.matters[at];
                matter.progress.drafted &= deed != Deed::SendBackDraft;
                matter.progress.chased |= deed == Deed::Chase;
                matter.progress.found |= deed == Deed::Find;
            }
            Deed::ProposeDecline => {
                self.hurried(at, &["urgent_answer", "urgent_site"]);
                self.propose(at, "decline", State::Declining);
            }
            Deed::ProposeConclusion => self.propose(at, "conclusion", State::Proposed),
            Deed::ProposePartial => {
                self.matters[at].progress.partial = true;
                self.propose(at, "partial", State::Proposed);
            }
            Deed::Return => {
                self.hurried(at, &["urgent_answer", "urgent_site"]);
                self.matters[at].returns += 1;
                self.matters[at].bureau = CITY.to_owned();
                self.move_to(at, State::Returned);
            }
            Deed::Inspect => {
                self.hurried(at, &["urgent_answer", "urgent_site"]);
                self.matters[at].progress.inspected = true;
            }
            Deed::Measure { .. } => self.matters[at].progress.measured = true,
            Deed::AskTime => {
                self.matters[at].progress.asked_time = true;
                self.matters[at].progress.time_waits = Some(30);
            }
            Deed::GiveTime => self.give_time(at, told),
            Deed::RefuseTime => self.matters[at].progress.time_waits = None,
            Deed::Refer => {
                self.matters[at].progress.referred = true;
                self.matters[at].progress.part_waits = true;
            }
            Deed::Reply => self.matters[at].progress.part_waits = false,
            Deed::Split(_) => self.matters[at].progress.split = true,
            Deed::Fulfil => self.matters[at].progress.promise_waits = false,
            Deed::Approve => self.approve(at, now, told),
            Deed::SendBack => {
                let from = self.matters[at].proposed_from;
                // What was promised binds only once it is approved.
                self.move_to(at, from);
            }
            Deed::Publish => self.matters[at].progress.published = true,
            Deed::Rehandle | Deed::DecideRehandling => {
                self.again(at, today, now);
                if deed == Deed::DecideRehandling {
                    self.decided(at, Letter::DecidedRehandling, now);
                }
            }
            Deed::Reopen if self.matters[at].state == State::Withdrawn => self.resume(at),
            Deed::Reopen => self.again(at, today, now),
            Deed::Explain => self.decided(at, Letter::DecidedExplanation, now),
            Deed::DirectToReview => {
                self.matters[at].grievance = true;
                if let Some(answer) = &mut self.matters[at].answer {
                    answer.since = today;
                }
                self.decided(at, Letter::DecidedReview, now);
            }
            Deed::AskReview => self.ask_review(at, today, now),
            Deed::WithdrawReview => {
                if let Some(answer) = &mut self.matters[at].answer {
                    // Whoever took it back does not ask again.
                    answer.reviews = 2;
                }
                self.matters[at].stop_all();
                self.matters[at].progress.drafted = false;
                self.move_to(at, State::Concluded);
            }
            Deed::Draft { revoked } => {
                self.matters[at].progress.drafted = true;
                self.matters[at].proposal = if revoked { "revoked" } else { "upheld" };
            }
            Deed::ApproveDraft => self.review_ends(at, today, now),
            Deed::Unmerge => {
                if let Some(into) = self.matters[at].merged_into.take() {
                    self.matters[into].merged_here.retain(|it| *it != at);
                }
                self.resume(at);
                self.tell(at, Letter::Unmerged, now);
            }
            Deed::Withdraw(report) => self.withdraw(report),
            Deed::Refuse(report) => self.reports[report].refuses = true,
            Deed::Rate { report, bad } => {
                let grievance = self.matters[at].grievance;
                if let Some(answer) = &mut self.matters[at].answer {
                    answer.rated.insert(report);
                    // A grievance has its own way: the review.
                    if bad && !grievance {
                        answer.unsatisfied.push(report);
                        answer.decided = false;
                    }
                }
            }
            // By `merge`, which knows the other one.
            Deed::Merge => {}
        }
    }

    fn turn(&mut self, at: usize) {
        self.matters[at].turn += 1;
        self.moved.push(at);
    }

    fn hurried(&mut self, at: usize, policies: &[&str]) {
        if self.matters[at].urgent {
            policies.iter().for_each(|policy| self.matters[at].stop(policy));
        }
    }

    fn give(&mut self, at: usize, bureau: &str, today: NaiveDate) {
        self.matters[at].bureau = bureau.to_owned();
        self.matters[at].assigned = today;
        self.move_to(at, State::Assigned);
    }

    fn accept(&mut self, at: usize, grievance: bool, today: NaiveDate, told: NaiveDateTime) {
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

    fn propose(&mut self, at: usize, what: &'static str, state: State) {
        let matter = &mut self.matters[at];
        matter.proposal = what;
        matter.proposed_from = matter.state;
        self.move_to(at, state);
    }

    fn give_time(&mut self, at: usize, told: NaiveDateTime) {
        let Some(days) = self.matters[at].progress.time_waits.take() else { return };
        let clocks = &mut self.matters[at].clocks;
        if let Some(clock) = clocks.iter_mut().find(|it| it.runs && it.policy == "conclusion") {
            clock.due = self.calendar.after(clock.due, days as u64);
            clock.extended = true;
        }
        self.tell(at, Letter::Extended, told);
    }

    fn approve(&mut self, at: usize, now: NaiveDateTime, told: NaiveDateTime) {
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
    fn again(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
        let due = self.calendar.after(today, 30);
        let matter = &mut self.matters[at];
        matter.start("rehandling", today, due);
        let next = if matter.state == State::Declined { State::Assigned } else { State::Accepted };
        matter.progress = Progress { found: matter.progress.found, ..Progress::default() };
        self.move_to(at, next);
        self.tell(at, Letter::Again, now);
    }

    fn resume(&mut self, at: usize) {
        let before = self.matters[at].before;
        self.matters[at].resume_all();
        self.move_to(at, before);
    }

    /// What was decided on a bad rating is told to those who gave one.
    fn decided(&mut self, at: usize, letter: Letter, now: NaiveDateTime) {
        let Some(answer) = &mut self.matters[at].answer else { return };
        answer.decided = true;
        for report in answer.unsatisfied.clone() {
            let event = Event { matter: at, letter, at: now, report: Some(report), answer: None };
            self.post.events.push(event);
        }
    }

    fn ask_review(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
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

    fn review_ends(&mut self, at: usize, today: NaiveDate, now: NaiveDateTime) {
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

    /// One matter goes on in another.
    pub fn merge(&mut self, at: usize, into: usize, now: NaiveDateTime) {
        let matter = &mut self.matters[at];
        matter.before = matter.state;
        matter.pause_all();
        matter.merged_into = Some(into);
        matter.story.push(format!("into {into}"));
        self.matters[into].merged_here.push(at);
        self.move_to(at, State::Merged);
        self.tell(at, Letter::Merged, now);
    }

    /// A matter behind which nobody stands any more ends with the last report.
    fn withdraw(&mut self, report: usize) {
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

    fn waits_for_decision(&self) -> bool {
        let waits = |answer: &Answer| !answer.unsatisfied.is_empty() && !answer.decided;
        self.answer.as_ref().is_some_and(waits)
    }

    /// The second review, of the answer that holds.
    pub fn is_second_round(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.reviews > 0)
    }
}
