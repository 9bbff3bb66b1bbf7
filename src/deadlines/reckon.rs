//! Reckons a due date (`T5`): pure and total.
//!
//! The day of the event is not counted. A last day that is not worked moves to the next working day. Only a
//! limit in working days uses the calendar throughout. A year that the calendar does not know is reckoned by
//! weekends alone and is named in [`Reckoning::unknown_years`], as a warning to the administrator.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

use super::policy::{Limit, Unit};
use crate::jurisdiction::{Calendar, DayOff};

/// A due date and how it was reckoned (`T8`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reckoning {
    /// The last day.
    pub due: NaiveDate,
    /// The day of the event, which is not counted.
    pub start: NaiveDate,
    /// The limit.
    pub limit: Limit,
    /// Days that were not counted or moved over.
    pub skipped: Vec<Skipped>,
    /// The last day by the limit alone, where it was not worked and moved.
    pub moved_from: Option<NaiveDate>,
    /// Years that were needed and whose holidays are not known.
    pub unknown_years: Vec<i32>,
}

/// A day that was not counted or moved over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The day.
    pub date: NaiveDate,
    /// Why it is not worked.
    pub why: DayOff,
}

/// When somebody is warned of a due date (`T9`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Two thirds of the time are over.
    TwoThirds,
    /// Three days are left.
    ThreeDays,
    /// It is the last day.
    LastDay,
    /// It is so many weeks late; this goes to the level above.
    WeeksLate(u32),
}

/// Reckons when a limit that began on a day ends.
pub fn reckon(start: NaiveDate, limit: &Limit, calendar: &Calendar) -> Reckoning {
    let mut walk = Walk { calendar, skipped: Vec::new(), unknown_years: Vec::new() };
    let last = match limit.unit {
        Unit::Calendar => later(start, u64::from(limit.count)),
        Unit::Month => {
            start.checked_add_months(Months::new(u32::from(limit.count))).unwrap_or(NaiveDate::MAX)
        }
        Unit::Working => walk.count(start, limit.count),
    };
    let due = walk.next_working(last);
    let moved_from = (due != last).then_some(last);
    let Walk { skipped, unknown_years, .. } = walk;
    Reckoning { due, start, limit: *limit, skipped, moved_from, unknown_years }
}

struct Walk<'a> {
    calendar: &'a Calendar,
    skipped: Vec<Skipped>,
    unknown_years: Vec<i32>,
}

impl Walk<'_> {
    /// The day on which so many working days after the start are over.
    fn count(&mut self, start: NaiveDate, days: u16) -> NaiveDate {
        let mut day = start;
        for _ in 0..days {
            day = self.next_working(later(day, 1));
        }
        day
    }

    /// That day, or the first working day after it.
    fn next_working(&mut self, from: NaiveDate) -> NaiveDate {
        let mut day = from;
        while let Some(why) = self.day_off(day) {
            let next = later(day, 1);
            if next == day {
                break;
            }
            self.skipped.push(Skipped { date: day, why });
            day = next;
        }
        day
    }

    fn day_off(&mut self, day: NaiveDate) -> Option<DayOff> {
        let year = day.year();
        if !self.calendar.knows(year) && !self.unknown_years.contains(&year) {
            self.unknown_years.push(year);
        }
        self.calendar.day_off(day)
    }
}

/// So many days later, and never past the last date there is.
fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

impl Reckoning {
    /// Days left on a day; negative when it is late.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        days_left(self.due, today)
    }

    /// The day on which two thirds of the time are over.
    pub fn two_thirds(&self) -> NaiveDate {
        two_thirds(self.start, self.due)
    }

    /// Three days before the last, but not before the start.
    pub fn three_days_before(&self) -> NaiveDate {
        three_days_before(self.start, self.due)
    }

    /// The warning that is given on a day.
    pub fn warning(&self, today: NaiveDate) -> Option<Warning> {
        warning(self.start, self.due, today)
    }
}

/// Days left on a day; negative when it is late.
pub fn days_left(due: NaiveDate, today: NaiveDate) -> i64 {
    due.signed_duration_since(today).num_days()
}

/// The day on which two thirds of the time are over, rounded up to a whole day.
pub fn two_thirds(start: NaiveDate, due: NaiveDate) -> NaiveDate {
    let whole = u64::try_from(days_left(due, start)).unwrap_or(0);
    later(start, (whole * 2).div_ceil(3))
}

/// Three days before the last, but not before the start.
pub fn three_days_before(start: NaiveDate, due: NaiveDate) -> NaiveDate {
    due.checked_sub_days(Days::new(3)).map_or(start, |day| day.max(start))
}

/// The warning that is given on a day (`T9`); the more urgent where two fall together.
pub fn warning(start: NaiveDate, due: NaiveDate, today: NaiveDate) -> Option<Warning> {
    match days_left(due, today) {
        0 => Some(Warning::LastDay),
        3 => Some(Warning::ThreeDays),
        left if left < 0 && left % 7 == 0 => u32::try_from(-left / 7).ok().map(Warning::WeeksLate),
        left if left > 0 && today == two_thirds(start, due) => Some(Warning::TwoThirds),
        _ => None,
    }
}
