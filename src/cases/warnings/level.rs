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

/// Those who are told about `case` at `level`, `reviewer` being the unit that reviews it now (`T4`);
/// never those whom it is about (`R3`).
pub fn told(
    jurisdiction: &Jurisdiction,
    case: &Case,
    level: Level,
    reviewer: Option<&str>,
) -> Vec<To> {
    let city = jurisdiction.profile().dispatcher.as_str();
    let parent = |code: &str| jurisdiction.bureau(code)?.parent.as_deref();
    let above = parent(city);
    let mut roles = match reviewer {
        Some(unit) => reviewing(unit, parent(unit), level),
        None => handling(case, city),
    };
    // The supervisor is the city's own second person.
    let is_late = level >= Level::City || level == Level::Chief && case.bureau == city;
    if is_late && reviewer.is_none() {
        roles.push((city, Role::Supervisor));
    }
    let about_city = level >= Level::City && case.is_kept_from(city);
    if let Some(above) = above.filter(|_| level == Level::Province || about_city) {
        roles.push((above, Role::Province));
    }
    let mut told: Vec<To> = Vec::new();
    for (bureau, role) in roles.into_iter().filter(|(bureau, _)| !case.is_kept_from(bureau)) {
        let to = To::Role { bureau: bureau.to_owned(), role };
        if !told.contains(&to) {
            told.push(to);
        }
    }
    told
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

/// Those who were told that a review was asked for, as the county that answered cannot decide it; and
/// when it is late, whoever is above them.
fn reviewing<'a>(unit: &'a str, above: Option<&'a str>, level: Level) -> Vec<(&'a str, Role)> {
    let Some(above) = above else { return vec![(unit, Role::Province)] };
    let mut roles = vec![(unit, Role::Supervisor)];
    if level >= Level::Chief {
        roles.push((above, Role::Province));
    }
    roles
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
