//! What each kind of measure brings with it (`C5`): one table. Whether it holds until a day, how long
//! at most, and when somebody must go and look whether it is followed.

use chrono::NaiveDate;

use super::{Case, due, records::Measure};
use crate::{
    deadlines::PolicyId,
    error::{Error, Result},
    jurisdiction::Jurisdiction,
    message::Message,
};

/// When somebody must look at it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is done when it is taken.
    Never,
    /// So long after it was ordered.
    AfterOrder(PolicyId),
    /// So long after its last day.
    AfterTerm(PolicyId),
    /// On its last day; without one, so long after it was ordered.
    AtTerm(PolicyId),
}

/// What a measure does to its plant, which may run no longer (`C6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// 停产.
    Stopped,
    /// 取缔关闭, or without power.
    Closed,
}

/// A kind of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As stored, and the end of its message key (`measure-fine`).
    pub name: &'static str,
    /// A sum must be stated.
    pub asks_money: bool,
    /// A last day must be stated.
    pub asks_date: bool,
    /// It holds so long at most, and so long when nothing is stated.
    pub term: Option<PolicyId>,
    /// When to look.
    pub look: Look,
    /// A look that finds it followed ends it.
    pub ends_when_met: bool,
    /// After it was lifted, somebody looks once more.
    pub follow_up: Option<PolicyId>,
    /// What it does to the plant.
    pub stops: Option<Stop>,
}

/// A kind that nothing follows from.
const fn plain(name: &'static str) -> Kind {
    Kind {
        name,
        asks_money: false,
        asks_date: false,
        term: None,
        look: Look::Never,
        ends_when_met: false,
        follow_up: None,
        stops: None,
    }
}

/// 按日计罚: the sum is that of a day, and each look that finds nothing corrected adds days.
pub const DAILY_PENALTY: &str = "daily_penalty";

/// All kinds, in the order of a form.
const KINDS: [Kind; 13] = [
    Kind {
        look: Look::AfterOrder(PolicyId::MeasureCheck),
        ends_when_met: true,
        ..plain("order_to_correct")
    },
    Kind {
        asks_date: true,
        look: Look::AfterTerm(PolicyId::RectificationCheck),
        ends_when_met: true,
        ..plain("rectify_by_date")
    },
    plain("case_filed"),
    plain("case_closed"),
    Kind { asks_money: true, ..plain("fine") },
    Kind {
        asks_money: true,
        look: Look::AfterOrder(PolicyId::MeasureCheck),
        ends_when_met: true,
        ..plain(DAILY_PENALTY)
    },
    Kind {
        term: Some(PolicyId::Sealing),
        look: Look::AtTerm(PolicyId::Sealing),
        ..plain("sealing")
    },
    Kind {
        look: Look::AtTerm(PolicyId::MeasureCheck),
        follow_up: Some(PolicyId::FollowUp),
        stops: Some(Stop::Stopped),
        ..plain("suspension")
    },
    // A closure has revisits of its own (C6).
    Kind { stops: Some(Stop::Closed), ..plain("closure") },
    Kind { stops: Some(Stop::Closed), ..plain("power_cut") },
    plain("police"),
    plain("supervision"),
    plain("interview"),
];

/// Their names, in the order of a form.
pub const MEASURES: [&str; KINDS.len()] = {
    let mut names = [""; KINDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = KINDS[at].name;
        at += 1;
    }
    names
};

/// The kind of that name.
///
/// # Errors
/// A kind that this version does not know.
pub fn kind(name: &str) -> Result<Kind> {
    let known = KINDS.into_iter().find(|kind| kind.name == name);
    known.ok_or_else(|| Error::Internal(format!("measure {name}")))
}

impl Kind {
    /// Whether it goes on after it was taken, until somebody ends it.
    pub fn runs(&self) -> bool {
        self.look != Look::Never
    }

    /// Its last day: as stated, else as long as it may.
    ///
    /// # Errors
    /// An error at the field of the date when it is longer than it may be, or before it begins.
    pub fn until(
        &self,
        jurisdiction: &Jurisdiction,
        case: &Case,
        taken_on: NaiveDate,
        stated: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>> {
        if stated.is_some_and(|until| until < taken_on) {
            return Err(Error::field("measure_due_on", "field-measure_due_on-before"));
        }
        let Some(term) = self.term else { return Ok(stated) };
        let most = due::reckoned(jurisdiction, term, case, taken_on)?.due;
        match stated {
            Some(until) if until > most => {
                Err(Error::field("measure_due_on", "field-measure_due_on-long"))
            }
            stated => Ok(Some(stated.unwrap_or(most))),
        }
    }

    /// The day by which somebody must look at it first.
    pub fn first_look(
        &self,
        jurisdiction: &Jurisdiction,
        case: &Case,
        taken_on: NaiveDate,
        until: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>> {
        let by = |id, from| due::reckoned(jurisdiction, id, case, from).map(|it| Some(it.due));
        match (self.look, until) {
            (Look::Never, _) => Ok(None),
            (Look::AtTerm(_), Some(until)) => Ok(Some(until)),
            (Look::AfterTerm(id), until) => by(id, until.unwrap_or(taken_on)),
            (Look::AfterOrder(id) | Look::AtTerm(id), _) => by(id, taken_on),
        }
    }
}

/// How the last day of a measure was reckoned (`T8`).
pub fn until_steps(jurisdiction: &Jurisdiction, case: &Case, measure: &Measure) -> Vec<Message> {
    let Some(until) = measure.due_on else { return Vec::new() };
    let kind = kind(&measure.kind).ok();
    let term = kind.and_then(|kind| kind.term).map(|id| (id, measure.taken_on));
    due::steps_or_given(jurisdiction, case, until, term)
}

/// How the day on which somebody must look at a measure was reckoned (`T8`), `seen` being the day of
/// the last look.
pub fn look_steps(
    jurisdiction: &Jurisdiction,
    case: &Case,
    measure: &Measure,
    seen: Option<NaiveDate>,
) -> Vec<Message> {
    let Some(look_on) = measure.look_on else { return Vec::new() };
    if is_at_term(measure) {
        return vec![Message::new("deadlines-at-term")];
    }
    due::steps_or_given(jurisdiction, case, look_on, look_limit(measure, seen))
}

/// Whether it is looked at on its last day.
fn is_at_term(measure: &Measure) -> bool {
    let at_term = kind(&measure.kind).is_ok_and(|kind| matches!(kind.look, Look::AtTerm(_)));
    let is_then = measure.due_on.is_some() && measure.due_on == measure.look_on;
    at_term && is_then && measure.ended_on.is_none()
}

/// The limit by which the day to look at a measure is reckoned, and the day on which it began, `seen` being
/// the day of the last look; nothing for a last day that has no limit.
pub fn look_limit(measure: &Measure, seen: Option<NaiveDate>) -> Option<(PolicyId, NaiveDate)> {
    let kind = kind(&measure.kind).ok()?;
    match (kind.look, measure.ended_on, seen) {
        (_, Some(ended), _) => kind.follow_up.map(|id| (id, ended)),
        _ if is_at_term(measure) => kind.term.map(|id| (id, measure.taken_on)),
        (_, None, Some(seen)) => Some((PolicyId::MeasureCheck, seen)),
        (Look::AfterTerm(id), ..) => Some((id, measure.due_on.unwrap_or(measure.taken_on))),
        (Look::AfterOrder(id) | Look::AtTerm(id), ..) => Some((id, measure.taken_on)),
        (Look::Never, ..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_line() {
        for (at, name) in MEASURES.into_iter().enumerate() {
            assert!(!name.is_empty() && !MEASURES[..at].contains(&name), "{name}");
            assert_eq!(kind(name).unwrap(), KINDS[at]);
        }
        assert!(kind("").is_err());
    }

    #[test]
    fn whatever_goes_on_comes_to_an_end() {
        for kind in KINDS.into_iter().filter(Kind::runs) {
            let ends = kind.ends_when_met || kind.follow_up.is_some() || kind.term.is_some();
            assert!(ends, "{}", kind.name);
        }
        assert!(!kind("fine").unwrap().runs());
        assert!(!kind("closure").unwrap().runs(), "a closure has revisits of its own (C6)");
    }
}
