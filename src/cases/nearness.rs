//! How near its date a matter is: the list narrows by it, the tallies count by it.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::access::Condition;
use crate::db::schema::cases;

/// So many days past the date a matter of a county goes up to the city (`super::warnings::level`).
const ESCALATED: Days = Days::new(7);
/// How far ahead "due soon" looks.
const SOON: Days = Days::new(7);

/// How near the date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Within a week, today included.
    Soon,
    /// The date is past.
    Late,
    /// So long past that it went up to the city (`T9`).
    Escalated,
}

impl Due {
    /// All of them, the most pressing last.
    pub const ALL: [Self; 3] = [Self::Soon, Self::Late, Self::Escalated];

    /// As in addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Escalated => "escalated",
        }
    }

    /// The first day on which such a matter falls due, and the first on which it does not.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let ever = NaiveDate::default();
        match self {
            Self::Soon => (today, today + SOON),
            Self::Late => (ever, today),
            Self::Escalated => (ever, today + Days::new(1) - ESCALATED),
        }
    }

    /// The matters that are so near.
    pub fn condition(self, today: NaiveDate) -> Condition {
        let (from, until) = self.days(today);
        Box::new(cases::due_on.ge(from).and(cases::due_on.lt(until)).assume_not_null())
    }
}

impl FromStr for Due {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|due| due.name() == text).ok_or(())
    }
}
