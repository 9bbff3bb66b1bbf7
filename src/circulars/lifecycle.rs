//! What may be done with a circular, by whom, in which state: one table (`C2`, `P5`). Pure.

use crate::accounts::{Role, Viewer};

/// Where a circular stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Written, seen by the city alone.
    Draft,
    /// With the bureaus.
    Issued,
    /// Never issued.
    Discarded,
    /// Issued, and taken back.
    Withdrawn,
}

/// Where a bureau stands with a circular that goes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It has not said yet that it has it.
    Waiting,
    /// It has it, and owes an answer.
    Received,
    /// It answered.
    Answered,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Changes the text, the date or the bureaus.
    Edit,
    /// Drops the draft.
    Discard,
    /// Approves, numbers and issues it.
    Approve,
    /// Takes it back.
    Withdraw,
    /// A bureau says that it has it 签收.
    Receive,
    /// A bureau says what it does 整改报告.
    Answer,
    /// Gives an answer back that says too little 退回.
    GiveBack,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Supervisors of the city.
    Supervisor,
    /// A supervisor or a chief of the city who neither drafted it nor wrote in it last (`C2`).
    SecondPerson,
    /// Officers and chiefs of a bureau that it goes to.
    Bureau,
    /// The chief of such a bureau: the answer is the bureau's.
    BureauChief,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// In which state.
    pub state: State,
    /// What.
    pub act: Act,
    /// The state that it leads to; none where it stays.
    pub next: Option<State>,
    /// By whom.
    pub who: Who,
    /// How a bureau stands before and after, where the act is about its answer.
    pub reply: Option<(Reply, Reply)>,
}

const fn rule(state: State, act: Act, next: Option<State>, who: Who) -> Rule {
    Rule { state, act, next, who, reply: None }
}

const fn reply(act: Act, who: Who, from: Reply, next: Reply) -> Rule {
    Rule { state: State::Issued, act, next: None, who, reply: Some((from, next)) }
}

/// The table.
pub const TABLE: [Rule; 7] = [
    rule(State::Draft, Act::Edit, None, Who::Supervisor),
    rule(State::Draft, Act::Discard, Some(State::Discarded), Who::Supervisor),
    rule(State::Draft, Act::Approve, Some(State::Issued), Who::SecondPerson),
    rule(State::Issued, Act::Withdraw, Some(State::Withdrawn), Who::Supervisor),
    reply(Act::Receive, Who::Bureau, Reply::Waiting, Reply::Received),
    reply(Act::Answer, Who::BureauChief, Reply::Received, Reply::Answered),
    reply(Act::GiveBack, Who::Supervisor, Reply::Answered, Reply::Received),
];

/// How somebody stands to a circular.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its state.
    pub state: State,
    /// The office that issues it.
    pub city: &'a str,
    /// Who drafted it.
    pub drafter: i64,
    /// Who wrote in it last.
    pub editor: i64,
    /// Where the bureau stands whose answer it is about: the viewer's own, if it goes there, or the one
    /// whose answer is given back.
    pub reply: Option<Reply>,
}

impl State {
    /// All.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Issued, Self::Discarded, Self::Withdrawn];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issued => "issued",
            Self::Discarded => "discarded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl Reply {
    /// All.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Received, Self::Answered];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Received => "received",
            Self::Answered => "answered",
        }
    }

    /// The one of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.name() == name)
    }
}

impl Act {
    /// All.
    pub const ALL: [Self; 7] = [
        Self::Edit,
        Self::Discard,
        Self::Approve,
        Self::Withdraw,
        Self::Receive,
        Self::Answer,
        Self::GiveBack,
    ];

    /// In the timeline, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Discard => "discard",
            Self::Approve => "approve",
            Self::Withdraw => "withdraw",
            Self::Receive => "receive",
            Self::Answer => "answer",
            Self::GiveBack => "give_back",
        }
    }

    /// In its address.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Edit => "text",
            Self::Discard => "discarding",
            Self::Approve => "approval",
            Self::Withdraw => "withdrawal",
            Self::Receive => "receipt",
            Self::Answer => "answer",
            Self::GiveBack => "giving_back",
        }
    }

    /// The act of that address.
    pub fn of_resource(resource: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.resource() == resource)
    }
}

impl Who {
    /// Whether `viewer` is one of them.
    pub fn includes(self, viewer: &Viewer, at: &Standing<'_>) -> bool {
        let of_city = viewer.bureau == at.city;
        let supervisor = viewer.role == Role::Supervisor && of_city;
        match self {
            Self::Supervisor => supervisor,
            Self::SecondPerson => {
                let head = supervisor || viewer.role == Role::Chief && of_city;
                head && viewer.account != at.drafter && viewer.account != at.editor
            }
            Self::Bureau => {
                at.reply.is_some() && matches!(viewer.role, Role::Officer | Role::Chief)
            }
            Self::BureauChief => at.reply.is_some() && viewer.role == Role::Chief,
        }
    }
}

/// The rule for an act in a state, if there is one.
pub fn find(at: &Standing<'_>, act: Act) -> Option<&'static Rule> {
    let fits = |rule: &&Rule| {
        let replies = rule.reply.is_none_or(|(from, _)| at.reply == Some(from));
        rule.act == act && rule.state == at.state && replies
    };
    TABLE.iter().find(fits)
}

/// Whether `viewer` may do that now.
pub fn may(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    find(at, act).is_some_and(|rule| rule.who.includes(viewer, at))
}

/// Whether `viewer` may do that in some state: who never may is refused otherwise than who comes late.
pub fn could(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    TABLE.iter().any(|rule| rule.act == act && rule.who.includes(viewer, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        assert!(State::ALL.iter().all(|it| State::of(it.name()) == Some(*it)));
        assert!(Reply::ALL.iter().all(|it| Reply::of(it.name()) == Some(*it)));
    }

    #[test]
    fn nobody_approves_what_they_wrote() {
        let at = Standing { state: State::Draft, city: "c", drafter: 1, editor: 2, reply: None };
        let may =
            |account, role, bureau| may(&Viewer::of(account, role, bureau), Act::Approve, &at);
        assert!(!may(1, Role::Supervisor, "c") && !may(2, Role::Supervisor, "c"));
        assert!(may(3, Role::Supervisor, "c") && may(3, Role::Chief, "c"));
        for role in Role::ALL {
            assert!(!may(3, role, "other"), "{role}");
        }
        assert!(!may(3, Role::Dispatcher, "c") && !may(3, Role::Province, "c"));
    }

    #[test]
    fn a_bureau_receives_before_it_answers_and_each_once() {
        let chief = Viewer::of(5, Role::Chief, "a");
        let at = |reply| Standing { state: State::Issued, city: "c", drafter: 1, editor: 1, reply };
        for (reply, receives, answers) in [
            (None, false, false),
            (Some(Reply::Waiting), true, false),
            (Some(Reply::Received), false, true),
            (Some(Reply::Answered), false, false),
        ] {
            assert_eq!(may(&chief, Act::Receive, &at(reply)), receives, "{reply:?}");
            assert_eq!(may(&chief, Act::Answer, &at(reply)), answers, "{reply:?}");
        }
        assert!(!may(&Viewer::of(6, Role::Officer, "a"), Act::Answer, &at(Some(Reply::Received))));
        let city = Viewer::of(7, Role::Supervisor, "c");
        assert!(may(&city, Act::GiveBack, &at(Some(Reply::Answered))));
        assert!(!may(&city, Act::GiveBack, &at(Some(Reply::Received))));
        assert!(!may(&chief, Act::GiveBack, &at(Some(Reply::Answered))));
        let withdrawn = Standing { state: State::Withdrawn, ..at(Some(Reply::Waiting)) };
        assert!(Act::ALL.iter().all(|act| !may(&chief, *act, &withdrawn)));
    }
}
