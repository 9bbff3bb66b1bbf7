//! The lifecycle of a matter, as one table: state × act → state, with who may do it, what must be
//! stated, and which clocks it moves (`C1`, `C2`, `R6`, `T1`–`T3`).
//!
//! Pages ask it which acts to offer, `work` asks it before anything changes, `ARCHITECTURE.md`
//! prints it, and property tests walk it at random. Pure: no database, no clock.

use super::{Act, State};
use crate::{accounts::Role, deadlines::PolicyId};

/// Where an act leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this state.
    To(State),
    /// Nowhere: it adds a record.
    Stay,
    /// To where it stood before the proposal that is decided.
    Back,
    /// To what was proposed: concluded or declined.
    Proposal,
}

/// Who may do an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The city dispatcher (`P4`).
    Dispatcher,
    /// An officer or the chief of the bureau that has the matter (`P3`); for a matter with the city
    /// dispatcher, that is the dispatcher.
    Handler,
    /// A chief of the bureau that has the matter, or for the city's own the supervisor (`P5`), who
    /// is not the one that proposed (`C2`).
    SecondPerson,
    /// A chief of the bureau that has the matter, or the city supervisor.
    Publisher,
    /// The department that was asked (`P7`).
    Department,
    /// The reporter, with number and code (`P1`).
    Reporter,
}

/// A clock that an act starts or stops, by its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Starts on the day of the act.
    Starts(PolicyId),
    /// Stops.
    Stops(PolicyId),
    /// Stops all that run.
    StopsAll,
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
    Next::{Back, Proposal, Stay, To},
    State::*,
    Who::*,
};

/// The lifecycle. `Approve` and `SendBack` decide what the open proposal proposes.
#[rustfmt::skip]
pub const TABLE: &[Rule] = &[
    rule(Dispatching, Assign,            To(Assigned),  Dispatcher,   &["bureau", "reason"]).moving(&[Effect::Stops(PolicyId::Forwarding)]),
    rule(Dispatching, ProposeDecline,    To(Declining), Dispatcher,   &["reason", "explanation"]),
    rule(Dispatching, Merge,             To(Merged),    Dispatcher,   &["into"]).moving(&[Effect::StopsAll]),
    rule(Dispatching, Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Assigned,    Accept,            To(Accepted),  Handler,      &[]).moving(&[Effect::Stops(PolicyId::Acceptance), Effect::Starts(PolicyId::Conclusion)]),
    rule(Assigned,    ProposeDecline,    To(Declining), Handler,      &["reason", "explanation"]),
    rule(Assigned,    Return,            To(Returned),  Handler,      &["reason"]),
    rule(Assigned,    Merge,             To(Merged),    Handler,      &["into"]).moving(&[Effect::StopsAll]),
    rule(Assigned,    Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Returned,    Assign,            To(Assigned),  Dispatcher,   &["bureau", "reason"]),
    rule(Returned,    ProposeDecline,    To(Declining), Dispatcher,   &["reason", "explanation"]),
    rule(Returned,    Merge,             To(Merged),    Dispatcher,   &["into"]).moving(&[Effect::StopsAll]),
    rule(Returned,    Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Declining,   Approve,           Proposal,      SecondPerson, &[]).moving(&[Effect::StopsAll]),
    rule(Declining,   SendBack,          Back,          SecondPerson, &["note"]),
    rule(Declining,   Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Accepted,    Inspect,           Stay,          Handler,      &["inspected_on", "officers", "findings"]),
    rule(Accepted,    Find,              Stay,          Handler,      &["verdict", "finding"]),
    rule(Accepted,    Measure,           Stay,          Handler,      &["kind", "taken_on", "detail"]),
    rule(Accepted,    Refer,             Stay,          Handler,      &["department", "request"]),
    rule(Accepted,    Reply,             Stay,          Department,   &["reply"]),
    rule(Accepted,    ProposeConclusion, To(Proposed),  Handler,      &["internal_text", "public_text", "answer"]),
    rule(Accepted,    Merge,             To(Merged),    Handler,      &["into"]).moving(&[Effect::StopsAll]),
    rule(Accepted,    Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Proposed,    Reply,             Stay,          Department,   &["reply"]),
    rule(Proposed,    Approve,           Proposal,      SecondPerson, &[]).moving(&[Effect::StopsAll]),
    rule(Proposed,    SendBack,          Back,          SecondPerson, &["note"]),
    rule(Proposed,    Withdraw,          To(Withdrawn), Reporter,     &[]).moving(&[Effect::StopsAll]),

    rule(Concluded,   Reply,             Stay,          Department,   &["reply"]),
    rule(Concluded,   Publish,           Stay,          Publisher,    &["public_text"]),
];

/// The line for `act` in `state`; nothing when the act is out of order there.
pub fn find(state: State, act: Act) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.state == state && rule.act == act)
}

/// What the table needs to know of a matter to say who may act on it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The state.
    pub state: State,
    /// Code of the bureau that has it.
    pub bureau: &'a str,
    /// Code of the bureau that dispatches: the city's.
    pub dispatcher: &'a str,
    /// Account of whoever made the proposal that waits for a decision.
    pub proposer: Option<i64>,
    /// Departments that were asked and have not replied.
    pub asked: &'a [String],
}

/// Who wants to act.
#[derive(Clone, Copy, Debug)]
pub enum Doer<'a> {
    /// A member of staff: account, role, bureau.
    Staff(i64, Role, &'a str),
    /// The reporter, who proved it with the code.
    Reporter,
}

impl Who {
    /// Whether `doer` is one of these for a matter that stands so.
    pub fn includes(self, doer: Doer<'_>, matter: &Standing<'_>) -> bool {
        let Doer::Staff(account, role, bureau) = doer else { return self == Self::Reporter };
        let is_owner = bureau == matter.bureau;
        let is_city = bureau == matter.dispatcher;
        match self {
            Self::Reporter => false,
            Self::Department => {
                role == Role::Department && matter.asked.iter().any(|asked| asked == bureau)
            }
            Self::Dispatcher => role == Role::Dispatcher && is_city,
            Self::Handler => is_owner && matches!(role, Role::Officer | Role::Chief),
            Self::SecondPerson => {
                let decides = if is_city { role == Role::Supervisor } else { role == Role::Chief };
                is_owner && decides && matter.proposer != Some(account)
            }
            Self::Publisher => {
                is_owner && role == Role::Chief || is_city && role == Role::Supervisor
            }
        }
    }
}

/// The acts that `doer` may do now, in the order of the table.
pub fn offered(doer: Doer<'_>, matter: &Standing<'_>) -> Vec<&'static Rule> {
    let may = |rule: &&Rule| rule.state == matter.state && rule.who.includes(doer, matter);
    TABLE.iter().filter(may).collect()
}

/// The table as Markdown, for `ARCHITECTURE.md`.
pub fn printed() -> String {
    let mut text = String::from(
        "| state | act | leads to | who | must state | clocks |\n|---|---|---|---|---|---|\n",
    );
    for rule in TABLE {
        let next = match rule.next {
            To(state) => state.name(),
            Stay => "(stays)",
            Back => "(back)",
            Proposal => "(as proposed)",
        };
        let clocks: Vec<String> = rule
            .effects
            .iter()
            .map(|effect| match effect {
                Effect::Starts(policy) => format!("starts {policy}"),
                Effect::Stops(policy) => format!("stops {policy}"),
                Effect::StopsAll => "stops all".to_owned(),
            })
            .collect();
        let line = [
            rule.state.name(),
            rule.act.name(),
            next,
            &format!("{:?}", rule.who),
            &rule.states.join(", "),
            &clocks.join(", "),
        ]
        .join(" | ");
        text.push_str(&format!("| {line} |\n"));
    }
    text
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
    fn every_open_matter_can_end_and_no_ended_one_opens() {
        for state in State::ALL {
            let ways: Vec<_> = TABLE.iter().filter(|rule| rule.state == state).collect();
            let leaves = ways.iter().any(|rule| rule.next != Next::Stay);
            assert_eq!(leaves, !state.is_ended(), "{state}");
        }
    }

    #[test]
    fn whoever_proposes_never_decides() {
        let matter = Standing {
            state: State::Proposed,
            bureau: "1",
            dispatcher: "0",
            proposer: Some(7),
            asked: &[],
        };
        assert!(!Who::SecondPerson.includes(Doer::Staff(7, Role::Chief, "1"), &matter));
        assert!(Who::SecondPerson.includes(Doer::Staff(8, Role::Chief, "1"), &matter));
        assert!(!Who::SecondPerson.includes(Doer::Staff(8, Role::Chief, "2"), &matter));
        assert!(!Who::SecondPerson.includes(Doer::Reporter, &matter));
    }
}
