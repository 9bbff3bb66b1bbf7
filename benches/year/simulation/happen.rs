//! What a deed makes of a matter by the office's rules: its state, owner, limits, and who is told.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use minsheng::cases::State;

use super::{
    book::{Answer, Book, CITY, PROMISE},
    days,
    lives::Deed,
    post::Letter,
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
            // Whoever was told that it is accepted is not told the contrary (T1).
            Deed::ProposeDecline => !self.took_accepted(at),
            Deed::Return => {
                let last = self.calendar.working_after(matter.assigned, 5);
                matter.returns < 2 && today <= last
            }
            // Nobody would keep there what was promised here (C3).
            Deed::Merge => !matter.owes(PROMISE),
            // Another date may have come along, or left, since it was planned (I8).
            Deed::AskTime => matter.can_have_time(today),
            Deed::GiveTime | Deed::RefuseTime => matter.to_extend().next().is_some(),
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
                let is_first = self.matters[at].state == State::Dispatching;
                self.give(at, bureau, today);
                let matter = &mut self.matters[at];
                matter.stop("forwarding");
                if matter.urgent {
                    matter.hurry(now, is_first);
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
            Deed::ProposeDecline => self.propose(at, "decline", State::Declining),
            Deed::ProposeConclusion => self.propose(at, "conclusion", State::Proposed),
            Deed::ProposePartial => {
                self.matters[at].progress.partial = true;
                self.matters[at].promised = Some(today + Days::new(30));
                self.propose(at, "partial", State::Proposed);
            }
            // A return stops no clock, nor does a proposal not to accept it (R6).
            Deed::Return => {
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
                let first = self.matters[at].to_ask_for(today).map(|clock| clock.started);
                self.matters[at].progress.time_for = first;
                self.matters[at].progress.time_waits = Some(30);
            }
            Deed::GiveTime => self.give_time(at, told),
            Deed::RefuseTime => {
                let progress = &mut self.matters[at].progress;
                (progress.time_waits, progress.time_for) = (None, None);
            }
            Deed::Refer => {
                self.matters[at].progress.referred = true;
                self.matters[at].progress.part_waits = true;
            }
            Deed::Reply => self.matters[at].progress.part_waits = false,
            Deed::Split(_) => self.matters[at].progress.split = true,
            Deed::Fulfil => {
                self.matters[at].progress.promise_waits = false;
                self.matters[at].do_duty(PROMISE);
            }
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
                    // Whoever is told what was decided is told no more.
                    let told = self.matters[at].answer.as_ref().map(|it| it.unsatisfied.clone());
                    if let (Some(event), Some(told)) = (self.post.events.last_mut(), told) {
                        event.except = told;
                    }
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
                self.part(at);
                self.resume(at);
                self.tell(at, Letter::Unmerged, now);
            }
            Deed::Withdraw(report) => self.withdraw(report),
            Deed::Refuse(report) => self.reports[report].refuses = true,
            Deed::Rate { report, bad } => {
                let grievance = self.matters[at].grievance;
                if bad && !grievance {
                    self.dispute(at, today);
                }
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
}
