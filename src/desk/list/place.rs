//! A place in the order of the list: open matters by their date, then those that have ended, the last
//! first. With it the list goes on from a matter, however far down that is.

use std::{fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime};

/// How a time is written in addresses.
const TIME: &str = "%Y-%m-%dT%H:%M:%S%.6f";

/// The place of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the open ones: the date it is due, and its row.
    Open(NaiveDate, i64),
    /// Among the ended ones: when it ended, and its row.
    Ended(NaiveDateTime, i64),
}

impl Place {
    /// The place of a matter; an open one always has a date (`I10`).
    pub fn of(due_on: Option<NaiveDate>, ended_at: Option<NaiveDateTime>, id: i64) -> Option<Self> {
        match ended_at {
            Some(at) => Some(Self::Ended(at, id)),
            None => due_on.map(|due_on| Self::Open(due_on, id)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(due_on, id) => write!(f, "{due_on}_{id}"),
            Self::Ended(at, id) => write!(f, "{}_{id}", at.format(TIME)),
        }
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (when, id) = text.split_once('_').ok_or(())?;
        let id = id.parse().map_err(drop)?;
        if let Ok(due_on) = when.parse() {
            return Ok(Self::Open(due_on, id));
        }
        let at = NaiveDateTime::parse_from_str(when, TIME).map_err(drop)?;
        Ok(Self::Ended(at, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_nonsense_is_not() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 8).unwrap_or_default();
        let at = day.and_hms_micro_opt(9, 5, 0, 120).unwrap_or_default();
        for place in [Place::Open(day, 7), Place::Ended(at, 8)] {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for nonsense in ["", "_", "2026-12-08", "2026-13-08_7", "2026-12-08T09_7", "a_b"] {
            assert_eq!(nonsense.parse::<Place>(), Err(()), "{nonsense}");
        }
    }
}
