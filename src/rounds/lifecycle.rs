//! What may be done in a round, by whom, in which state: one table (`C2`, `P5`). Pure.

use crate::accounts::{Role, Viewer};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opens a round.
    Open,
    /// Records what was found about an item.
    Record,
    /// Answers a problem.
    Answer,
    /// Accepts the answer.
    Accept,
    /// Gives the problem back.
    GiveBack,
    /// Carries it over beyond the round.
    CarryOver,
    /// Closes the round.
    Close,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Supervisors of the city.
    Supervisor,
    /// Whoever inspects for the city: its supervisors, officers and chiefs.
    Inspector,
    /// Officers and chiefs of the bureau whose problem it is.
    County,
    /// A supervisor or a chief of the city who did not answer it (`C2`).
    CityHeadNotAnswerer,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The state of what it is done to: of the round, the item or the problem.
    pub state: &'static str,
    /// What.
    pub act: Act,
    /// The state that it leads to.
    pub to: &'static str,
    /// By whom.
    pub who: Who,
}

const fn rule(state: &'static str, act: Act, to: &'static str, who: Who) -> Rule {
    Rule { state, act, to, who }
}

/// The table.
pub const TABLE: [Rule; 8] = [
    rule("none", Act::Open, "open", Who::Supervisor),
    rule("drawn", Act::Record, "found", Who::Inspector),
    rule("open", Act::Answer, "answered", Who::County),
    rule("answered", Act::Accept, "accepted", Who::CityHeadNotAnswerer),
    rule("answered", Act::GiveBack, "open", Who::CityHeadNotAnswerer),
    rule("answered", Act::CarryOver, "carried", Who::CityHeadNotAnswerer),
    rule("open", Act::CarryOver, "carried", Who::CityHeadNotAnswerer),
    rule("settled", Act::Close, "closed", Who::Supervisor),
];

/// How somebody stands to what it is done to.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its state; of a round `settled` when everything in it is.
    pub state: &'a str,
    /// The office that inspects.
    pub city: &'a str,
    /// The bureau that is inspected.
    pub bureau: &'a str,
    /// Who answered the problem.
    pub answerer: Option<i64>,
}

impl Act {
    /// All.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Record,
        Self::Answer,
        Self::Accept,
        Self::GiveBack,
        Self::CarryOver,
        Self::Close,
    ];

    /// In the timeline, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Record => "record",
            Self::Answer => "answer",
            Self::Accept => "accept",
            Self::GiveBack => "give_back",
            Self::CarryOver => "carry_over",
            Self::Close => "close",
        }
    }

    /// In the address of a problem.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Open => "opening",
            Self::Record => "finding",
            Self::Answer => "answer",
            Self::Accept => "acceptance",
            Self::GiveBack => "return",
            Self::CarryOver => "carrying",
            Self::Close => "closing",
        }
    }

    /// The act upon a problem of that address.
    pub fn upon_problem(resource: &str) -> Option<Self> {
        let upon = [Self::Answer, Self::Accept, Self::GiveBack, Self::CarryOver];
        upon.into_iter().find(|act| act.resource() == resource)
    }
}

impl Who {
    /// Whether `viewer` is one of them.
    pub fn includes(self, viewer: &Viewer, at: &Standing<'_>) -> bool {
        let of_city = viewer.bureau == at.city;
        let supervisor = of_city && viewer.role == Role::Supervisor;
        let works = matches!(viewer.role, Role::Officer | Role::Chief);
        match self {
            Self::Supervisor => supervisor,
            Self::Inspector => supervisor || of_city && works,
            Self::County => works && viewer.bureau == at.bureau && !of_city,
            Self::CityHeadNotAnswerer => {
                let head = supervisor || of_city && viewer.role == Role::Chief;
                head && at.answerer != Some(viewer.account)
            }
        }
    }
}

/// The rule for an act in a state, if there is one.
pub fn rule_of(act: Act, state: &str) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.act == act && rule.state == state)
}

/// Whether `viewer` may do that now.
pub fn may(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    rule_of(act, at.state).is_some_and(|rule| rule.who.includes(viewer, at))
}

/// Whether `viewer` may do that in some state.
pub fn could(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    TABLE.iter().any(|rule| rule.act == act && rule.who.includes(viewer, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_answers_and_the_city_decides() {
        for (state, answers, accepts, carries) in [
            ("open", true, false, true),
            ("answered", false, true, true),
            ("accepted", false, false, false),
            ("carried", false, false, false),
        ] {
            let at = Standing { state, city: "c", bureau: "a", answerer: Some(9) };
            let county = Viewer::of(1, Role::Officer, "a");
            assert_eq!(may(&county, Act::Answer, &at), answers, "{state}");
            assert!(!may(&county, Act::Accept, &at) && !may(&county, Act::CarryOver, &at));
            let head = Viewer::of(2, Role::Chief, "c");
            assert_eq!(may(&head, Act::Accept, &at), accepts, "{state}");
            assert_eq!(may(&head, Act::CarryOver, &at), carries, "{state}");
            assert!(!may(&head, Act::Answer, &at));
            assert!(!may(&Viewer::of(9, Role::Supervisor, "c"), Act::Accept, &at), "C2");
            for role in Role::ALL {
                assert!(!may(&Viewer::of(3, role, "b"), Act::Answer, &at), "{role}");
            }
        }
    }
}
