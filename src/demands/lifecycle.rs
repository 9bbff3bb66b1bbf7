//! What may be done about a demand, by whom, in which state: one table (`P5`, `C2`). Pure.

use crate::accounts::{Role, Viewer};

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
    /// The state in which it is done; `none` where there is no demand.
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
pub const TABLE: [Rule; 5] = [
    rule("none", Act::Demand, "open", Who::Supervisor),
    rule("open", Act::Report, "reported", Who::Bureau),
    rule("open", Act::End, "ended", Who::Supervisor),
    rule("reported", Act::End, "ended", Who::SupervisorNotReporter),
    rule("reported", Act::Again, "open", Who::SupervisorNotReporter),
];

/// How somebody stands to a demand.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its state.
    pub state: &'a str,
    /// The city's own bureau.
    pub city: &'a str,
    /// The bureau that has the matter.
    pub bureau: &'a str,
    /// Who made the report that waits for a word of the city.
    pub reporter: Option<i64>,
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

    fn viewer(account: i64, role: Role, bureau: &str) -> Viewer {
        Viewer {
            account,
            login: String::new(),
            name: String::new(),
            role,
            bureau: bureau.to_owned(),
            must_change: false,
            unread: None,
        }
    }

    #[test]
    fn the_city_demands_the_bureau_reports_the_city_decides() {
        let at = |state| Standing { state, city: "c", bureau: "a", reporter: Some(9) };
        let city = viewer(1, Role::Supervisor, "c");
        for role in Role::ALL {
            let is_bureau = matches!(role, Role::Officer | Role::Chief);
            let county = viewer(2, role, "a");
            assert_eq!(may(&county, Act::Report, &at("open")), is_bureau, "{role}");
            assert!(!may(&county, Act::Report, &at("reported")), "{role}");
            assert!(!may(&viewer(3, role, "b"), Act::Report, &at("open")), "{role}");
            for act in [Act::Demand, Act::End, Act::Again] {
                assert!(!could(&county, act, &at("open")), "{role} {act:?}");
            }
        }
        assert!(may(&city, Act::Demand, &at("none")) && !may(&city, Act::Demand, &at("open")));
        assert!(may(&city, Act::Again, &at("reported")) && !may(&city, Act::Again, &at("open")));
        assert!(may(&city, Act::End, &at("open")) && may(&city, Act::End, &at("reported")));
        assert!(!may(&viewer(9, Role::Supervisor, "c"), Act::End, &at("reported")), "C2");
        for act in [Act::Report, Act::End, Act::Again] {
            assert!(!may(&city, act, &at("ended")), "{act:?}");
        }
    }
}
