//! What can be done with a notice, by whom: one pure table.

use std::str::FromStr;

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written; not public.
    Draft,
    /// 已发布.
    Published,
    /// Still public; somebody proposes to take it back.
    Withdrawing,
    /// 已撤回: number, title and reason are public.
    Withdrawn,
    /// 已更正: another notice has taken its place.
    Corrected,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Published, Self::Withdrawing, Self::Withdrawn, Self::Corrected];

    /// As stored, and the end of its message key (`notices-state-draft`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawing => "withdrawing",
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
        }
    }

    /// Whether its text is public.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Published | Self::Withdrawing)
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.name() == name).ok_or(())
    }
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Write in it.
    Save,
    /// Drop a draft.
    Discard,
    /// Publish it, with its number.
    Publish,
    /// Propose to take it back, with the reason.
    ProposeWithdrawal,
    /// Take it back.
    Withdraw,
    /// Leave it public after all.
    Keep,
    /// Draft what shall take its place.
    Correct,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Save,
        Self::Discard,
        Self::Publish,
        Self::ProposeWithdrawal,
        Self::Withdraw,
        Self::Keep,
        Self::Correct,
    ];

    /// The value of its button, and the end of message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Discard => "discard",
            Self::Publish => "publish",
            Self::ProposeWithdrawal => "propose_withdrawal",
            Self::Withdraw => "withdraw",
            Self::Keep => "keep",
            Self::Correct => "correct",
        }
    }
}

impl FromStr for Act {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|act| act.name() == name).ok_or(())
    }
}

/// Who may do an act; all are of the office whose notice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody who writes notices.
    Writer,
    /// A head who neither drafted it nor wrote in it last (`C2`).
    HeadNotWriter,
    /// A head who did not propose to take it back (`C2`).
    HeadNotProposer,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state in which it can be done.
    pub state: State,
    /// The act.
    pub act: Act,
    /// The state that it leads to.
    pub next: State,
    /// Who may.
    pub who: Who,
}

const fn rule(state: State, act: Act, next: State, who: Who) -> Rule {
    Rule { state, act, next, who }
}

/// The table. Of a draft that is dropped nothing is left.
pub const TABLE: [Rule; 7] = [
    rule(State::Draft, Act::Save, State::Draft, Who::Writer),
    rule(State::Draft, Act::Discard, State::Draft, Who::Writer),
    rule(State::Draft, Act::Publish, State::Published, Who::HeadNotWriter),
    rule(State::Published, Act::Correct, State::Published, Who::Writer),
    rule(State::Published, Act::ProposeWithdrawal, State::Withdrawing, Who::Writer),
    rule(State::Withdrawing, Act::Withdraw, State::Withdrawn, Who::HeadNotProposer),
    rule(State::Withdrawing, Act::Keep, State::Published, Who::HeadNotProposer),
];

/// The line of that state and act, if there is one.
pub fn find(state: State, act: Act) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.state == state && rule.act == act)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_public_or_ceases_to_be_by_one_person() {
        for rule in TABLE {
            let changes = rule.state.is_shown() != rule.next.is_shown();
            assert!(!changes || rule.who != Who::Writer, "{rule:?}");
        }
        for ended in [State::Withdrawn, State::Corrected] {
            assert!(TABLE.iter().all(|rule| rule.state != ended));
        }
    }

    #[test]
    fn names_come_back() {
        assert!(State::ALL.iter().all(|it| it.name().parse() == Ok(*it)));
        assert!(Act::ALL.iter().all(|it| it.name().parse() == Ok(*it)));
    }
}
