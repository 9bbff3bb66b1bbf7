//! Which level a warning goes to: one table (`T9`, `T7`, `R3`). Pure.

use crate::{
    accounts::Role,
    alerts::To,
    cases::{Case, State},
    deadlines::reckon::{HourWarning, Warning},
    jurisdiction::Jurisdiction,
};

/// How far up a warning goes; each level includes those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Those who handle the matter.
    Handlers,
    /// As late: the chief of their bureau answers for it.
    Chief,
    /// The city supervisor (`P5`).
    City,
    /// The province (`P6`).
    Province,
}

impl Level {
    /// The level of a step: before and on the day those who handle it, then one level up a week,
    /// the province for what it forwarded (`T7`).
    pub const fn of(warning: Warning, forwarded: bool) -> Self {
        match warning {
            Warning::TwoThirds | Warning::ThreeDays | Warning::LastDay => Self::Handlers,
            Warning::WeeksLate(0 | 1) => Self::Chief,
            Warning::WeeksLate(2) => Self::City,
            Warning::WeeksLate(_) if forwarded => Self::Province,
            Warning::WeeksLate(_) => Self::City,
        }
    }

    /// The level of a step of an urgent matter (`T6`): one level up an hour, to the province at last
    /// (`I6`).
    pub const fn of_urgent(warning: HourWarning) -> Self {
        match warning {
            HourWarning::TwoThirds => Self::Handlers,
            HourWarning::HoursLate(0) => Self::Chief,
            HourWarning::HoursLate(1) => Self::City,
            HourWarning::HoursLate(_) => Self::Province,
        }
    }
}

/// Those who are told about `case` at `level`; never those whom it is about (`R3`).
pub fn told(jurisdiction: &Jurisdiction, case: &Case, level: Level) -> Vec<To> {
    let city = &jurisdiction.profile().dispatcher;
    let above = jurisdiction.bureau(city).and_then(|bureau| bureau.parent.as_ref());
    let waits_for_dispatcher =
        matches!(case.state.parse(), Ok(State::Dispatching | State::Returned));
    let mut roles: Vec<(&String, Role)> = Vec::new();
    if case.bureau == *city && waits_for_dispatcher {
        roles.push((city, Role::Dispatcher));
    } else {
        roles.extend([(&case.bureau, Role::Chief), (&case.bureau, Role::Officer)]);
    }
    // The supervisor is the city's own second person.
    if level >= Level::City || level == Level::Chief && case.bureau == *city {
        roles.push((city, Role::Supervisor));
    }
    let about_city = level >= Level::City && case.is_kept_from(city);
    if let Some(above) = above.filter(|_| level == Level::Province || about_city) {
        roles.push((above, Role::Province));
    }
    roles
        .into_iter()
        .filter(|(bureau, _)| !case.is_kept_from(bureau))
        .map(|(bureau, role)| To::Role { bureau: bureau.clone(), role })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_up_one_level_a_week() {
        let level = |weeks, forwarded| Level::of(Warning::WeeksLate(weeks), forwarded);
        assert_eq!(Level::of(Warning::LastDay, true), Level::Handlers);
        assert_eq!([level(1, false), level(2, false)], [Level::Chief, Level::City]);
        assert_eq!([level(3, false), level(9, false)], [Level::City, Level::City]);
        assert_eq!([level(2, true), level(3, true)], [Level::City, Level::Province]);
        assert_eq!(Level::of_urgent(HourWarning::HoursLate(24)), Level::Province);
    }
}
