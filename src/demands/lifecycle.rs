//! What may be done about a demand, by whom, in which state: one table (`P5`, `C2`). Pure.

use crate::accounts::{Role, Viewer};

/// Where a demand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The bureau owes a report.
    Open,
    /// What the bureau reported waits for a word of the city.
    Reported,
    /// The city is satisfied, or no longer asks for it.
    Ended,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The city demands.
    Demand,
    /// The bureau reports what it did.
    Report,
    /// The city is satisfied, or no longer asks for it.
    End,
    /// The city demands again.
    Again,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The city supervisor.
    Supervisor,
    /// Officers and chiefs of the bureau that has the matter.
    Bureau,
    /// The city supervisor who did not report (`C2`).
    SupervisorNotReporter,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The state in which it is done; none where there is no demand yet.
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

use State::{Ended, Open, Reported};

/// The table.
pub const TABLE: [Rule; 5] = [
    rule(None, Act::Demand, Open, Who::Supervisor),
    rule(Some(Open), Act::Report, Reported, Who::Bureau),
    rule(Some(Open), Act::End, Ended, Who::Supervisor),
    rule(Some(Reported), Act::End, Ended, Who::SupervisorNotReporter),
    rule(Some(Reported), Act::Again, Open, Who::SupervisorNotReporter),
];

/// How somebody stands to a demand.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its state; none where there is no demand yet.
    pub state: Option<State>,
    /// The city's own bureau.
    pub city: &'a str,
    /// The bureau that has the matter.
    pub bureau: &'a str,
    /// Who made the report that waits for a word of the city.
    pub reporter: Option<i64>,
}

impl State {
    /// All.
    pub const ALL: [Self; 3] = [Self::Open, Self::Reported, Self::Ended];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Ended => "ended",
        }
    }

    /// The state of that name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl Act {
    /// Those upon a demand that there is.
    pub const UPON: [Self; 3] = [Self::Report, Self::End, Self::Again];

    /// In the timeline of the matter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Report => "report_on_demand",
            Self::End => "end_demand",
            Self::Again => "demand_again",
        }
    }

    /// In the address of its form, and the end of its message keys.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Report => "report",
            Self::End => "ending",
            Self::Again => "again",
        }
    }

    /// The act of that address.
    pub fn of_resource(resource: &str) -> Option<Self> {
        Self::UPON.into_iter().find(|act| act.resource() == resource)
    }
}

impl Who {
    fn includes(self, viewer: &Viewer, at: &Standing<'_>) -> bool {
        let supervisor = viewer.role == Role::Supervisor && viewer.bureau == at.city;
        match self {
            Self::Supervisor => supervisor,
            Self::SupervisorNotReporter => supervisor && at.reporter != Some(viewer.account),
            Self::Bureau => {
                matches!(viewer.role, Role::Officer | Role::Chief) && viewer.bureau == at.bureau
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
    fn names_come_back() {
        assert!(State::ALL.iter().all(|it| State::of(it.name()) == Some(*it)));
    }

    #[test]
    fn the_city_demands_the_bureau_reports_the_city_decides() {
        let at = |state| Standing { state: Some(state), city: "c", bureau: "a", reporter: Some(9) };
        let city = Viewer::of(1, Role::Supervisor, "c");
        for role in Role::ALL {
            let is_bureau = matches!(role, Role::Officer | Role::Chief);
            let county = Viewer::of(2, role, "a");
            assert_eq!(may(&county, Act::Report, &at(Open)), is_bureau, "{role}");
            assert!(!may(&county, Act::Report, &at(Reported)), "{role}");
            assert!(!may(&Viewer::of(3, role, "b"), Act::Report, &at(Open)), "{role}");
            for act in [Act::Demand, Act::End, Act::Again] {
                assert!(!could(&county, act, &at(Open)), "{role} {act:?}");
            }
        }
        let nothing = Standing { state: None, ..at(Open) };
        assert!(may(&city, Act::Demand, &nothing) && !may(&city, Act::Demand, &at(Open)));
        assert!(may(&city, Act::Again, &at(Reported)) && !may(&city, Act::Again, &at(Open)));
        assert!(may(&city, Act::End, &at(Open)) && may(&city, Act::End, &at(Reported)));
        assert!(!may(&Viewer::of(9, Role::Supervisor, "c"), Act::End, &at(Reported)), "C2");
        for act in [Act::Report, Act::End, Act::Again] {
            assert!(!may(&city, act, &at(Ended)), "{act:?}");
        }
    }
}
