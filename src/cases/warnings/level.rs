//! Which level a warning goes to: one table (`T9`, `T7`, `R3`). Pure.

use crate::{
    accounts::Role,
    alerts::To,
    cases::{Case, State},
    deadlines::reckon::{HourWarning, Warning},
    jurisdiction::{BureauKind, Jurisdiction},
};

/// How far up a warning goes; each level includes those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Those who have to act, the chief of a bureau among them.
    Handlers,
    /// The level above them.
    Above,
    /// The one above that, as far as it has to do with the matter.
    Higher,
}

impl Level {
    /// The level of a step (`T9`): before and on the day those who have to act, then one level up
    /// a week.
    pub const fn of(warning: Warning) -> Self {
        match warning {
            Warning::WeeksLate(2..) => Self::Higher,
            Warning::WeeksLate(1) => Self::Above,
            _ => Self::Handlers,
        }
    }

    /// The level of a step of an urgent matter (`T6`): one level up an hour, to the province at last
    /// (`I6`).
    pub const fn of_urgent(warning: HourWarning) -> Self {
        match warning {
            HourWarning::TwoThirds => Self::Handlers,
            HourWarning::HoursLate(0) => Self::Above,
            HourWarning::HoursLate(_) => Self::Higher,
        }
    }

    /// As the timeline keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handlers => "handlers",
            Self::Above => "above",
            Self::Higher => "higher",
        }
    }
}

/// Whose a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// Of those who handle the matter.
    Handlers,
    /// Of the unit that decides: a review (`T4`), or what comes of a dissatisfied rating (`C7`).
    Decider(&'a str),
    /// Of the department or bureau that was asked for a part (`R7`).
    Asked(&'a str),
}

/// The unit that decides what comes of a dissatisfied rating (`C7`): the city, or whoever is above it
/// where the matter is about the city (`R3`).
pub fn decider<'a>(jurisdiction: &'a Jurisdiction, case: &Case) -> &'a str {
    let city = jurisdiction.profile().dispatcher.as_str();
    let above = parent(jurisdiction, city).filter(|_| case.is_kept_from(city));
    above.unwrap_or(city)
}

/// Those who are told about a date in `case` at `level`; never those whom the matter is about (`R3`).
/// `upward`: the province has to do with it, as it forwarded it (`T7`) or as it is urgent (`I6`).
pub fn told(
    jurisdiction: &Jurisdiction,
    case: &Case,
    level: Level,
    owner: Owner<'_>,
    upward: bool,
) -> Vec<To> {
    let city = jurisdiction.profile().dispatcher.as_str();
    let (unit, handlers) = match owner {
        Owner::Handlers => (case.bureau.as_str(), handling(case, city)),
        Owner::Decider(unit) => (unit, vec![(unit, watching(unit, city))]),
        Owner::Asked(unit) => (unit, asked(jurisdiction, unit)),
    };
    let above = above(jurisdiction, unit).into_iter();
    let above = above.filter(|it| !case.is_kept_from(it.0) && !handlers.contains(it));
    let up = match level {
        Level::Handlers => 0,
        Level::Above => 1,
        // The province is told of what a county does only where it has to do with it (P6).
        Level::Higher => 1 + usize::from(upward || watches_itself(jurisdiction, unit)),
    };
    let own = handlers.iter().copied().filter(|it| !case.is_kept_from(it.0));
    let all = own.chain(above.take(up));
    all.map(|(bureau, role)| To::Role { bureau: bureau.to_owned(), role }).collect()
}

/// Those who have to act: the bureau, and at the city whoever decides there.
fn handling<'a>(case: &'a Case, city: &'a str) -> Vec<(&'a str, Role)> {
    let bureau = case.bureau.as_str();
    if bureau != city {
        return vec![(bureau, Role::Chief), (bureau, Role::Officer)];
    }
    match case.state.parse() {
        Ok(State::Dispatching | State::Returned) => vec![(city, Role::Dispatcher)],
        // What the dispatcher proposed waits for the supervisor (C2).
        Ok(State::Declining | State::Proposed) => {
            vec![(city, Role::Supervisor), (city, Role::Dispatcher)]
        }
        // What was declined here and is handled again has to be handed on.
        Ok(State::Assigned) => {
            vec![(city, Role::Chief), (city, Role::Officer), (city, Role::Dispatcher)]
        }
        _ => vec![(city, Role::Chief), (city, Role::Officer)],
    }
}

/// Those who answer for what was asked of this department or bureau.
fn asked<'a>(jurisdiction: &Jurisdiction, unit: &'a str) -> Vec<(&'a str, Role)> {
    match jurisdiction.bureau(unit).map(|bureau| bureau.kind) {
        Some(BureauKind::Department) => vec![(unit, Role::Department)],
        _ => vec![(unit, Role::Chief), (unit, Role::Officer)],
    }
}

/// The levels above those who act at `unit`, the nearest first. The city has its supervisor (`P5`)
/// and the province its own, who are asked before anybody outside the house.
fn above<'a>(jurisdiction: &'a Jurisdiction, unit: &'a str) -> Vec<(&'a str, Role)> {
    let city = jurisdiction.profile().dispatcher.as_str();
    let mut levels: Vec<(&str, Role)> = Vec::new();
    let mut next = match watches_itself(jurisdiction, unit) {
        true => Some(unit),
        false => parent(jurisdiction, unit),
    };
    // A folder in which two are above each other has no end.
    while let Some(code) = next.filter(|code| !levels.iter().any(|(known, _)| known == code)) {
        levels.push((code, watching(code, city)));
        next = parent(jurisdiction, code);
    }
    levels
}

fn parent<'a>(jurisdiction: &'a Jurisdiction, code: &str) -> Option<&'a str> {
    jurisdiction.bureau(code)?.parent.as_deref()
}

/// Whether a unit has somebody of its own above those who act: the city, and who is above it.
fn watches_itself(jurisdiction: &Jurisdiction, unit: &str) -> bool {
    unit == jurisdiction.profile().dispatcher || parent(jurisdiction, unit).is_none()
}

/// Who watches over the dates of others there.
fn watching(unit: &str, city: &str) -> Role {
    if unit == city { Role::Supervisor } else { Role::Province }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_up_one_level_a_week() {
        let level = |weeks| Level::of(Warning::WeeksLate(weeks));
        assert_eq!(Level::of(Warning::LastDay), Level::Handlers);
        assert_eq!([level(1), level(2), level(9)], [Level::Above, Level::Higher, Level::Higher]);
        let hours = |hours| Level::of_urgent(HourWarning::HoursLate(hours));
        assert_eq!([hours(0), hours(1), hours(24)], [Level::Above, Level::Higher, Level::Higher]);
    }
}
