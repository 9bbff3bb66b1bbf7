//! The lifecycle of a matter, as one table: state × act → state, with who may do it, what must be
//! stated, and which clocks it moves (`C1`, `C2`, `R6`, `T1`–`T3`).
//!
//! Pages ask it which acts to offer, `work` asks it before anything changes, `ARCHITECTURE.md`
//! prints it, and property tests walk it at random. Pure: no database, no clock.

mod printed;
mod who;

use super::{Act, State};
use crate::deadlines::PolicyId;

pub use printed::printed;
pub use who::{Doer, Standing, Who};

/// Where an act leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this state.
    To(State),
    /// Nowhere: it adds a record.
    Stay,
    /// To where it stood before the proposal that is decided.
    Back,
    /// To what was proposed: concluded, concluded in part, or declined.
    Proposal,
    /// Into the bureau's work: accepted, or concluded in part where it was before (`C3`).
    Work,
    /// To where it stood before it was merged or withdrawn.
    Before,
    /// To what the review decided: concluded as before, handled again, or final (`T4`).
    Reviewed,
}

/// A clock that an act moves, by its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Starts on the day of the act.
    Starts(PolicyId),
    /// Starts, unless it did before or the matter is handled again by a date of its own.
    StartsOnce(PolicyId),
    /// Stops.
    Stops(PolicyId),
    /// Stops all that run, when the matter ends by it.
    StopsAll,
    /// Stops all that run until the matter goes on.
    PausesAll,
    /// Those that were paused run again, with their old dates.
    ResumesAll,
    /// Takes the place of all that run, when the matter goes on after the act.
    Replaces(PolicyId),
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Where the matter stands.
    pub state: State,
    /// What is done.
    pub act: Act,
    /// Where it leads.
    pub next: Next,
    /// Who may.
    pub who: Who,
    /// The fields that must be filled in.
    pub states: &'static [&'static str],
    /// The clocks it moves.
    pub effects: &'static [Effect],
}

/// Builds a line.
const fn rule(
    state: State,
    act: Act,
    next: Next,
    who: Who,
    states: &'static [&'static str],
) -> Rule {
    Rule { state, act, next, who, states, effects: &[] }
}

impl Rule {
    /// The same line with the clocks it moves.
    const fn moving(mut self, effects: &'static [Effect]) -> Self {
        self.effects = effects;
        self
    }
}

use {
    Act::*,
    Next::{Back, Before, Proposal, Reviewed, Stay, To, Work},
    State::*,
    Who::*,
};

const ACCEPTING: &[Effect] =
    &[Effect::Stops(PolicyId::Acceptance), Effect::StartsOnce(PolicyId::Conclusion)];
const PAUSING: &[Effect] = &[Effect::PausesAll];
const RESUMING: &[Effect] = &[Effect::ResumesAll];
const AGAIN: &[Effect] = &[Effect::Starts(PolicyId::Rehandling)];
const ENDING: &[Effect] = &[Effect::StopsAll];
const REVIEWED: &[Effect] = &[Effect::StopsAll, Effect::Replaces(PolicyId::Rehandling)];

/// The lifecycle. `Approve` and `SendBack` decide what the open proposal proposes.
#[rustfmt::skip]
pub const TABLE: &[Rule] = &[
    rule(Dispatching, Assign,            To(Assigned),  Dispatcher,    &["bureau", "reason"]).moving(&[Effect::Stops(PolicyId::Forwarding)]),
    rule(Dispatching, ProposeDecline,    To(Declining), Dispatcher,    &["reason", "explanation"]),
    rule(Dispatching, Split,             Stay,          HandlerOrCity, &["bureau", "summary", "reason"]),
    rule(Dispatching, Chase,             Stay,          Overseer,      &["chase"]),
    rule(Dispatching, Merge,             To(Merged),    Dispatcher,    &["into"]).moving(PAUSING),
    rule(Dispatching, Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Assigned,    Accept,            Work,          Handler,       &["track"]).moving(ACCEPTING),
    rule(Assigned,    ProposeDecline,    To(Declining), Handler,       &["reason", "explanation"]),
    rule(Assigned,    Return,            To(Returned),  Handler,       &["reason"]),
    rule(Assigned,    Transfer,          To(Assigned),  Dispatcher,    &["bureau", "reason"]),
    rule(Assigned,    Assist,            Stay,          HandlerOrCity, &["assistant", "request"]),
    rule(Assigned,    Reply,             Stay,          Asked,         &["reply"]),
    rule(Assigned,    TakeBack,          Stay,          HandlerOrCity, &["part", "reason"]),
    rule(Assigned,    Split,             Stay,          HandlerOrCity, &["bureau", "summary", "reason"]),
    rule(Assigned,    Chase,             Stay,          Overseer,      &["chase"]),
    rule(Assigned,    Merge,             To(Merged),    HandlerOrCity, &["into"]).moving(PAUSING),
    rule(Assigned,    Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Returned,    Assign,            To(Assigned),  Dispatcher,    &["bureau", "reason"]),
    rule(Returned,    ProposeDecline,    To(Declining), Dispatcher,    &["reason", "explanation"]),
    rule(Returned,    Reply,             Stay,          Asked,         &["reply"]),
    rule(Returned,    TakeBack,          Stay,          HandlerOrCity, &["part", "reason"]),
    rule(Returned,    Split,             Stay,          HandlerOrCity, &["bureau", "summary", "reason"]),
    rule(Returned,    Chase,             Stay,          Overseer,      &["chase"]),
    rule(Returned,    Merge,             To(Merged),    Dispatcher,    &["into"]).moving(PAUSING),
    rule(Returned,    Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Declining,   Approve,           Proposal,      SecondPerson,  &[]).moving(ENDING),
    rule(Declining,   SendBack,          Back,          SecondPerson,  &["note"]),
    rule(Declining,   Chase,             Stay,          Overseer,      &["chase"]),
    rule(Declining,   Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Accepted,    Inspect,           Stay,          Investigator,  &["inspected_on", "officers", "findings"]),
    rule(Accepted,    Find,              Stay,          Handler,       &["verdict", "finding"]),
    rule(Accepted,    Measure,           Stay,          Investigator,  &["kind", "taken_on", "detail"]),
    rule(Accepted,    Reply,             Stay,          Asked,         &["reply"]),
    rule(Accepted,    ProposeConclusion, To(Proposed),  Handler,       &["internal_text", "public_text", "answer"]),
    rule(Accepted,    ProposePartial,    To(Proposed),  Handler,       &["internal_text", "public_text", "answer", "promise1", "promise1_due"]),
    rule(Accepted,    Refer,             Stay,          Handler,       &["department", "request"]),
    rule(Accepted,    Assist,            Stay,          HandlerOrCity, &["assistant", "request"]),
    rule(Accepted,    TakeBack,          Stay,          HandlerOrCity, &["part", "reason"]),
    rule(Accepted,    Transfer,          To(Assigned),  Dispatcher,    &["bureau", "reason"]),
    rule(Accepted,    ProposeExtension,  Stay,          Handler,       &["days", "extension_reason"]),
    rule(Accepted,    Extend,            Stay,          HeadNotAsker,  &[]),
    rule(Accepted,    RefuseExtension,   Stay,          HeadNotAsker,  &["extension_refusal"]),
    rule(Accepted,    Split,             Stay,          HandlerOrCity, &["bureau", "summary", "reason"]),
    rule(Accepted,    Chase,             Stay,          Overseer,      &["chase"]),
    rule(Accepted,    Fulfil,            Stay,          Handler,       &["promise", "done", "done_on"]),
    rule(Accepted,    Merge,             To(Merged),    HandlerOrCity, &["into"]).moving(PAUSING),
    rule(Accepted,    Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(PartlyConcluded, Fulfil,            Stay,          Handler,       &["promise", "done", "done_on"]),
    rule(PartlyConcluded, Inspect,           Stay,          Investigator,  &["inspected_on", "officers", "findings"]),
    rule(PartlyConcluded, Find,              Stay,          Handler,       &["verdict", "finding"]),
    rule(PartlyConcluded, Measure,           Stay,          Investigator,  &["kind", "taken_on", "detail"]),
    rule(PartlyConcluded, Reply,             Stay,          Asked,         &["reply"]),
    rule(PartlyConcluded, ProposeConclusion, To(Proposed),  Handler,       &["internal_text", "public_text", "answer"]),
    rule(PartlyConcluded, Publish,           Stay,          Publisher,     &["public_text"]),
    rule(PartlyConcluded, ProposePartial,    To(Proposed),  Handler,       &["internal_text", "public_text", "answer", "promise1", "promise1_due"]),
    rule(PartlyConcluded, Refer,             Stay,          Handler,       &["department", "request"]),
    rule(PartlyConcluded, Assist,            Stay,          HandlerOrCity, &["assistant", "request"]),
    rule(PartlyConcluded, TakeBack,          Stay,          HandlerOrCity, &["part", "reason"]),
    rule(PartlyConcluded, Transfer,          To(Assigned),  Dispatcher,    &["bureau", "reason"]),
    rule(PartlyConcluded, ProposeExtension,  Stay,          Handler,       &["days", "extension_reason"]),
    rule(PartlyConcluded, Extend,            Stay,          HeadNotAsker,  &[]),
    rule(PartlyConcluded, RefuseExtension,   Stay,          HeadNotAsker,  &["extension_refusal"]),
    rule(PartlyConcluded, Split,             Stay,          HandlerOrCity, &["bureau", "summary", "reason"]),
    rule(PartlyConcluded, Chase,             Stay,          Overseer,      &["chase"]),
    rule(PartlyConcluded, Rehandle,          To(Accepted),  Rehandler,     &["reason"]).moving(AGAIN),
    rule(PartlyConcluded, Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Proposed,    Approve,           Proposal,      SecondPerson,  &[]).moving(ENDING),
    rule(Proposed,    SendBack,          Back,          SecondPerson,  &["note"]),
    rule(Proposed,    Reply,             Stay,          Asked,         &["reply"]),
    rule(Proposed,    Chase,             Stay,          Overseer,      &["chase"]),
    rule(Proposed,    Withdraw,          To(Withdrawn), Reporter,      &[]).moving(PAUSING),

    rule(Concluded,   Publish,           Stay,          Publisher,     &["public_text"]),
    rule(Concluded,   Reply,             Stay,          Asked,         &["reply"]),
    rule(Concluded,   Rehandle,          To(Accepted),  Rehandler,     &["reason"]).moving(AGAIN),
    rule(Concluded,   Reopen,            To(Accepted),  Reopener,      &["reason"]).moving(AGAIN),
    rule(Concluded,   AskReexamination,  To(Reviewing), Petitioner,    &["asked_via", "asked_on", "review_grounds"]).moving(&[Effect::Starts(PolicyId::Reexamination)]),
    rule(Concluded,   AskReview,         To(Reviewing), Petitioner,    &["asked_via", "asked_on", "review_grounds"]).moving(&[Effect::Starts(PolicyId::Review)]),
    rule(Concluded,   DirectToReview,    Stay,          Rehandler,     &["reason"]),

    rule(Reviewing,   ProposeDecision,   Stay,          Reviewer,      &["outcome", "review_decision"]),
    rule(Reviewing,   ApproveDecision,   Reviewed,      SecondReviewer, &[]).moving(REVIEWED),
    rule(Reviewing,   SendBackDecision,  Stay,          SecondReviewer, &["note"]),
    rule(Reviewing,   Hear,              Stay,          Reviewer,      &["hearing_from", "hearing_until"]),
    rule(Reviewing,   WithdrawReview,    To(Concluded), Petitioner,    &[]).moving(ENDING),
    rule(Reviewing,   Chase,             Stay,          Overseer,      &["chase"]),

    rule(Final,       Publish,           Stay,          Publisher,     &["public_text"]),

    rule(Declined,    Rehandle,          To(Assigned),  Rehandler,     &["reason"]).moving(AGAIN),
    rule(Declined,    Reopen,            To(Assigned),  Reopener,      &["reason"]).moving(AGAIN),

    rule(Withdrawn,   Reopen,            Before,        Reopener,      &["reason"]).moving(RESUMING),

    rule(Merged,      Unmerge,           Before,        Separator,     &["reason"]).moving(RESUMING),
];

/// The line for `act` in `state`; nothing when the act is out of order there.
pub fn find(state: State, act: Act) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.state == state && rule.act == act)
}

/// The acts that `doer` may do now, in the order of the table.
pub fn offered(doer: Doer<'_>, matter: &Standing<'_>) -> Vec<&'static Rule> {
    let may = |rule: &&Rule| rule.state == matter.state && rule.who.includes(doer, matter);
    TABLE.iter().filter(may).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_and_act_has_one_line() {
        for (index, rule) in TABLE.iter().enumerate() {
            let again = TABLE[index + 1..]
                .iter()
                .any(|other| (other.state, other.act) == (rule.state, rule.act));
            assert!(!again, "{} {}", rule.state, rule.act);
        }
    }

    #[test]
    fn every_matter_can_move_and_every_ended_one_only_by_being_handled_again() {
        for state in State::ALL {
            let leaving = TABLE.iter().filter(|rule| rule.state == state && rule.next != Stay);
            let acts: Vec<Act> = leaving.map(|rule| rule.act).collect();
            assert_eq!(acts.is_empty(), state == Final, "{state}");
            let again = |act: &Act| {
                matches!(act, Rehandle | Reopen | Unmerge | AskReexamination | AskReview)
            };
            assert_eq!(state.is_ended(), acts.iter().all(again), "{state}");
        }
    }

    #[test]
    fn whatever_ends_or_reopens_a_matter_moves_its_clocks() {
        for rule in TABLE {
            let ends = matches!(rule.next, To(state) if state.is_ended())
                || matches!(rule.next, Proposal | Reviewed);
            let opens = rule.state.is_ended() && rule.next != Stay;
            let may = matches!(rule.act, Assign | Accept | Rehandle);
            assert_eq!(
                ends || opens || may && !rule.effects.is_empty(),
                !rule.effects.is_empty(),
                "{} {}",
                rule.state,
                rule.act
            );
        }
    }

    #[test]
    fn every_open_matter_can_be_chased_and_withdrawn() {
        for state in State::ALL.into_iter().filter(|state| !state.is_ended()) {
            // What a reporter withdraws while it is reviewed is the request for the review.
            let withdraw = if state == Reviewing { WithdrawReview } else { Withdraw };
            assert!(find(state, Chase).is_some() && find(state, withdraw).is_some(), "{state}");
        }
    }
}
