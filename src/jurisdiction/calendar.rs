//! The working days: weekends, holidays, and weekends worked to make up for them (`T5`).

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::error::{JurisdictionError, Reason};
use super::folder::Folder;
use super::names::Names;

/// Why a day is not worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, with its name.
    Holiday(Names),
}

/// The working calendar; it knows only the years that it has rows for.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    marked: HashMap<NaiveDate, Marked>,
    years: BTreeSet<i32>,
}

#[derive(Clone, Debug)]
enum Marked {
    Holiday(Names),
    MakeUp,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Holiday,
    MakeupWorkday,
}

#[derive(Deserialize)]
struct Row {
    date: NaiveDate,
    #[serde(rename = "type")]
    kind: Kind,
    festival_zh: String,
    festival_en: String,
}

impl Calendar {
    pub(super) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        const FILE: &str = "calendar.csv";
        let mut calendar = Self::default();
        for (line, row) in folder.rows::<Row>(FILE)? {
            let marked = match row.kind {
                Kind::Holiday => Marked::Holiday(Names::new(row.festival_zh, row.festival_en)),
                Kind::MakeupWorkday => Marked::MakeUp,
            };
            calendar.years.insert(row.date.year());
            if calendar.marked.insert(row.date, marked).is_some() {
                let reason = Reason::Twice(row.date.to_string());
                return Err(JurisdictionError::at(FILE, line, reason));
            }
        }
        Ok(calendar)
    }

    /// Whether the year's holidays are known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

    /// Whether a day is worked; nothing where the year is unknown.
    pub fn is_working_day(&self, date: NaiveDate) -> Option<bool> {
        self.knows(date.year()).then(|| self.day_off(date).is_none())
    }

    /// Why a day is not worked, by weekends alone where the year is unknown: ask [`Self::knows`] beside it.
    pub fn day_off(&self, date: NaiveDate) -> Option<DayOff> {
        match self.marked.get(&date) {
            Some(Marked::Holiday(names)) => Some(DayOff::Holiday(names.clone())),
            Some(Marked::MakeUp) => None,
            None => {
                let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
                weekend.then_some(DayOff::Weekend)
            }
        }
    }
}
