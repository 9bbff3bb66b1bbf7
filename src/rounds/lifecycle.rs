//! What may be done in a round, by whom, in which state: one table (`C2`, `P5`). Pure.

use crate::accounts::{Role, Viewer};

/// Where a round, an item or a problem of it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A round with something in it that is not settled.
    Running,
    /// A round in which all is settled.
    Settled,
    /// A round that has its report.
    Closed,
    /// An item of which nobody has said what they found.
    Drawn,
    /// An item with a finding, or of a closed round.
    Found,
    /// A problem that the county has to answer.
    Open,
    /// A problem whose answer waits for a word of the city.
    Answered,
    /// A problem whose answer the city accepts.
    Accepted,
    /// A problem that goes on beyond the round.
    Carried,
}

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
    /// The state of what it is done to: the round, the item or the problem; none before there is a round.
    pub state: Option<State>,
    /// What.
    pub act: Act,
    /// The state that it leads to.
    pub next: State,
    /// By whom.
    pub who: Who,
}

const fn rule(state: Option<State>, act: Act, next: State, who: Who) -> Rule {
    Rule { state, act, next, who }
}

use State::{Accepted, Answered, Carried, Closed, Drawn, Found, Open, Running, Settled};

/// The table.
pub const TABLE: [Rule; 8] = [
    rule(None, Act::Open, Running, Who::Supervisor),
    rule(Some(Drawn), Act::Record, Found, Who::Inspector),
    rule(Some(Open), Act::Answer, Answered, Who::County),
    rule(Some(Answered), Act::Accept, Accepted, Who::CityHeadNotAnswerer),
    rule(Some(Answered), Act::GiveBack, Open, Who::CityHeadNotAnswerer),
    rule(Some(Answered), Act::CarryOver, Carried, Who::CityHeadNotAnswerer),
    rule(Some(Open), Act::CarryOver, Carried, Who::CityHeadNotAnswerer),
    rule(Some(Settled), Act::Close, Closed, Who::Supervisor),
];

/// How somebody stands to what it is done to.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its state; none before there is a round.
    pub state: Option<State>,
    /// The office that inspects.
    pub city: &'a str,
    /// The bureau that is inspected.
    pub bureau: &'a str,
    /// Who answered the problem.
    pub answerer: Option<i64>,
}

impl State {
    /// Those of a problem, which alone are stored.
    const OF_PROBLEM: [Self; 4] = [Self::Open, Self::Answered, Self::Accepted, Self::Carried];

    /// As stored of a problem, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Settled => "settled",
            Self::Closed => "closed",
            Self::Drawn => "drawn",
            Self::Found => "found",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Accepted => "accepted",
            Self::Carried => "carried",
        }
    }

    /// The state of a problem of that name.
    pub fn of_problem(name: &str) -> Option<Self> {
        Self::OF_PROBLEM.into_iter().find(|state| state.name() == name)
    }
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
pub fn find(state: Option<State>, act: Act) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.state == state && rule.act == act)
}

/// Whether `viewer` may do that now.
pub fn may(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    find(at.state, act).is_some_and(|rule| rule.who.includes(viewer, at))
}

/// Whether `viewer` may do that in some state.
pub fn could(viewer: &Viewer, act: Act, at: &Standing<'_>) -> bool {
    TABLE.iter().any(|rule| rule.act == act && rule.who.includes(viewer, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_problems_come_back() {
        assert!(State::OF_PROBLEM.iter().all(|it| State::of_problem(it.name()) == Some(*it)));
    }

    #[test]
    fn the_county_answers_and_the_city_decides() {
        for (state, answers, accepts, carries) in [
            (Open, true, false, true),
            (Answered, false, true, true),
            (Accepted, false, false, false),
            (Carried, false, false, false),
        ] {
            let at = Standing { state: Some(state), city: "c", bureau: "a", answerer: Some(9) };
            let county = Viewer::of(1, Role::Officer, "a");
            assert_eq!(may(&county, Act::Answer, &at), answers, "{state:?}");
            assert!(!may(&county, Act::Accept, &at) && !may(&county, Act::CarryOver, &at));
            let head = Viewer::of(2, Role::Chief, "c");
            assert_eq!(may(&head, Act::Accept, &at), accepts, "{state:?}");
            assert_eq!(may(&head, Act::CarryOver, &at), carries, "{state:?}");
            assert!(!may(&head, Act::Answer, &at));
            assert!(!may(&Viewer::of(9, Role::Supervisor, "c"), Act::Accept, &at), "C2");
            for role in Role::ALL {
                assert!(!may(&Viewer::of(3, role, "b"), Act::Answer, &at), "{role}");
            }
        }
    }
}
