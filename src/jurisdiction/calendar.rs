//! The working days: weekends, holidays, and weekends worked to make up for them (`T5`).
//!
//! The folder's calendar is the base; a year that an administrator imported ([`stored`]) replaces
//! the folder's, and every node notices it without being started anew.

mod file;
pub mod stored;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::error::{JurisdictionError, Reason};
use super::folder::Folder;
use super::names::Names;

pub use file::{Fault, Faulty, read as read_years};

/// Why a day is not worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum DayOff {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, with its name.
    Holiday(Names),
}

/// What is particular about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Not worked.
    Holiday,
    /// A day of a weekend that is worked.
    MakeupWorkday,
}

/// A day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedDay {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: Kind,
    /// The holiday that it belongs to.
    pub festival: Names,
}

/// The marked days of whole years.
pub type Years = BTreeMap<i32, Vec<MarkedDay>>;

/// The working calendar; it knows only the years that it has rows for.
#[derive(Debug, Default)]
pub struct Calendar {
    /// The folder's.
    base: Arc<Days>,
    now: RwLock<Arc<Days>>,
    /// How many imports it has taken in.
    imports: AtomicI64,
}

#[derive(Clone, Debug, Default)]
struct Days {
    marked: HashMap<NaiveDate, Marked>,
    years: BTreeSet<i32>,
}

#[derive(Clone, Debug, PartialEq)]
enum Marked {
    Holiday(Names),
    MakeUp,
}

impl Days {
    /// The same days with whole years replaced.
    fn with(&self, years: &Years) -> Self {
        let mut days = self.clone();
        days.marked.retain(|date, _| !years.contains_key(&date.year()));
        for day in years.values().flatten() {
            days.marked.insert(day.date, Marked::of(day));
        }
        days.years.extend(years.keys());
        days
    }
}

impl Marked {
    fn of(day: &MarkedDay) -> Self {
        match day.kind {
            Kind::Holiday => Self::Holiday(day.festival.clone()),
            Kind::MakeupWorkday => Self::MakeUp,
        }
    }
}

impl Clone for Calendar {
    /// The calendar as it is now; what is imported later changes only the original.
    fn clone(&self) -> Self {
        Self {
            base: self.base.clone(),
            now: RwLock::new(self.days()),
            imports: AtomicI64::new(self.imports.load(Ordering::Acquire)),
        }
    }
}

impl From<Days> for Calendar {
    fn from(days: Days) -> Self {
        let days = Arc::new(days);
        Self { base: days.clone(), now: RwLock::new(days), imports: AtomicI64::new(0) }
    }
}

impl Calendar {
    pub(super) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        Self::check(folder).map_err(|mistakes| {
            let broken = || JurisdictionError::new(FILE, Reason::Missing);
            mistakes.into_iter().next().unwrap_or_else(broken)
        })
    }

    /// Reads the folder's calendar, or names every mistake in it.
    pub(super) fn check(folder: &Folder<'_>) -> Result<Self, Vec<JurisdictionError>> {
        let text = folder.text(FILE).map_err(|error| vec![error])?;
        let refuse =
            |Faulty { line, fault }| JurisdictionError::at(FILE, line, Reason::Calendar(fault));
        let years = file::read(&text)
            .map_err(|faults| faults.into_iter().map(refuse).collect::<Vec<_>>())?;
        Ok(Days::default().with(&years).into())
    }

    fn days(&self) -> Arc<Days> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The folder's, whatever was imported.
    pub fn shipped(&self) -> Self {
        (*self.base).clone().into()
    }

    /// The calendar as it would be with whole years replaced.
    pub fn with(&self, years: &Years) -> Self {
        self.days().with(years).into()
    }

    /// Whether it already says all that `years` say, and nothing else of those years.
    pub fn agrees(&self, years: &Years) -> bool {
        let (days, wanted) = (self.days(), Days::default().with(years));
        let of_years = |date: &NaiveDate| years.contains_key(&date.year());
        let have = days.marked.iter().filter(|(date, _)| of_years(date)).count();
        have == wanted.marked.len()
            && wanted.marked.iter().all(|(date, marked)| days.marked.get(date) == Some(marked))
            && years.keys().all(|year| days.years.contains(year))
    }

    /// Takes in what was imported: the folder's calendar with these years in place of its own.
    fn take_in(&self, years: &Years, imports: i64) {
        let days = Arc::new(self.base.with(years));
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = days;
        self.imports.store(imports, Ordering::Release);
    }

    /// Whether the year's holidays are known.
    pub fn knows(&self, year: i32) -> bool {
        self.days().years.contains(&year)
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.days().years.clone().into_iter()
    }

    /// How many days of a year are off beside ordinary weekends, and how many weekend days are
    /// worked.
    pub fn counts(&self, year: i32) -> (usize, usize) {
        let days = self.days();
        let of_year = days.marked.iter().filter(|(date, _)| date.year() == year);
        let (off, worked): (Vec<_>, Vec<_>) =
            of_year.partition(|(_, marked)| matches!(marked, Marked::Holiday(_)));
        (off.len(), worked.len())
    }

    /// Whether a day is worked; nothing where the year is unknown.
    pub fn is_working_day(&self, date: NaiveDate) -> Option<bool> {
        self.knows(date.year()).then(|| self.day_off(date).is_none())
    }

    /// Why a day is not worked, by weekends alone where the year is unknown: ask [`Self::knows`] beside it.
    pub fn day_off(&self, date: NaiveDate) -> Option<DayOff> {
        match self.days().marked.get(&date) {
            Some(Marked::Holiday(names)) => Some(DayOff::Holiday(names.clone())),
            Some(Marked::MakeUp) => None,
            None => {
                let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
                weekend.then_some(DayOff::Weekend)
            }
        }
    }
}

/// The file in a jurisdiction's folder.
const FILE: &str = "calendar.csv";
