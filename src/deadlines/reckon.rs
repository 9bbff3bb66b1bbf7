//! Reckons a due date (`T5`): pure and total.
//!
//! The day of the event is not counted. A last day that is not worked moves to the next working day. Only a
//! limit in working days uses the calendar throughout. A year that the calendar does not know is reckoned by
//! weekends alone and is named in [`Reckoning::unknown_years`], as a warning to the administrator.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
///
/// A limit in hours or minutes runs by day and by night and moves over nothing: see [`after_hours`] for its end;
/// its last day is the one on which it ends when it began at midnight.
pub fn reckon(start: NaiveDate, limit: &Limit, calendar: &Calendar) -> Reckoning {
    // As it is now: an import meanwhile must not fall between two days of one reckoning.
    let mut walk =
        Walk { calendar: calendar.clone(), skipped: Vec::new(), unknown_years: Vec::new() };
    let last = match limit.unit {
        Unit::Calendar => later(start, u64::from(limit.count)),
        Unit::Month => {
            start.checked_add_months(Months::new(u32::from(limit.count))).unwrap_or(NaiveDate::MAX)
        }
        Unit::Working => walk.count(start, limit.count),
        Unit::Hour => later(start, u64::from(limit.count.div_ceil(24))),
        Unit::Minute => later(start, u64::from(limit.count.div_ceil(24 * 60))),
    };
    let due = match limit.unit {
        Unit::Hour | Unit::Minute => last,
        _ => walk.next_working(last),
    };
    let moved_from = (due != last).then_some(last);
    let Walk { skipped, unknown_years, .. } = walk;
    Reckoning { due, start, limit: *limit, skipped, moved_from, unknown_years }
}

struct Walk {
    calendar: Calendar,
    skipped: Vec<Skipped>,
    unknown_years: Vec<i32>,
}

impl Walk {
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

/// The steps of a due date before and on it, with their days; a step that would fall on the day of
/// the start, when everybody knows, is left out.
fn steps(start: NaiveDate, due: NaiveDate) -> impl Iterator<Item = (NaiveDate, Warning)> {
    let early = [
        (two_thirds(start, due), Warning::TwoThirds),
        (three_days_before(start, due), Warning::ThreeDays),
    ];
    let early = early.into_iter().filter(move |(day, _)| *day > start && *day < due);
    early.chain([(due, Warning::LastDay)])
}

/// The warning that is given on a day (`T9`); the more urgent where two fall together.
pub fn warning(start: NaiveDate, due: NaiveDate, today: NaiveDate) -> Option<Warning> {
    latest_warning(start, due, today).filter(|(day, _)| *day == today).map(|(_, warning)| warning)
}

/// The last warning whose day has come, and that day: what still makes sense to say when nobody
/// looked for a while (`T9`).
pub fn latest_warning(
    start: NaiveDate,
    due: NaiveDate,
    today: NaiveDate,
) -> Option<(NaiveDate, Warning)> {
    let weeks = u32::try_from(-days_left(due, today) / 7).unwrap_or(0);
    if weeks > 0 {
        let day = later(due, u64::from(weeks) * 7);
        return Some((day, Warning::WeeksLate(weeks)));
    }
    steps(start, due).filter(|(day, _)| *day <= today).max_by_key(|(day, warning)| (*day, *warning))
}

/// The day on which the next warning comes.
pub fn next_warning(start: NaiveDate, due: NaiveDate, today: NaiveDate) -> NaiveDate {
    let ahead = steps(start, due).map(|(day, _)| day).filter(|day| *day > today).min();
    ahead.unwrap_or_else(|| {
        let weeks = u64::try_from(-days_left(due, today) / 7).unwrap_or(0);
        later(due, (weeks + 1) * 7)
    })
}

/// How long a limit is that runs by day and by night (`T6`).
pub fn length(limit: &Limit) -> TimeDelta {
    let count = i64::from(limit.count);
    match limit.unit {
        Unit::Minute => TimeDelta::minutes(count),
        Unit::Hour => TimeDelta::hours(count),
        Unit::Calendar | Unit::Working => TimeDelta::days(count),
        Unit::Month => TimeDelta::days(count * 30),
    }
}

/// So long after a moment, and never past the last one there is (`T6`).
pub fn after_hours(start: NaiveDateTime, limit: &Limit) -> NaiveDateTime {
    start.checked_add_signed(length(limit)).unwrap_or(NaiveDateTime::MAX)
}

/// When somebody is warned of a clock with hours (`T6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HourWarning {
    /// Two thirds of the time are over.
    TwoThirds,
    /// It is late by so many whole hours; each goes one level up, as far as there is one.
    HoursLate(u32),
}

/// After so many hours it is late by days: it is told once a day.
const HOURLY: i64 = 24;

/// The last warning of a clock with hours whose moment has come.
pub fn latest_hour_warning(
    start: NaiveDateTime,
    due: NaiveDateTime,
    now: NaiveDateTime,
) -> Option<HourWarning> {
    let late = now.signed_duration_since(due).num_hours();
    if now >= due {
        let step = if late < HOURLY { late } else { late - late % HOURLY };
        return Some(HourWarning::HoursLate(u32::try_from(step).unwrap_or(u32::MAX)));
    }
    (now >= two_thirds_of_hours(start, due)).then_some(HourWarning::TwoThirds)
}

/// When the next warning of a clock with hours comes.
pub fn next_hour_warning(
    start: NaiveDateTime,
    due: NaiveDateTime,
    now: NaiveDateTime,
) -> NaiveDateTime {
    let ahead = [two_thirds_of_hours(start, due), due].into_iter().find(|at| *at > now);
    ahead.unwrap_or_else(|| {
        let late = now.signed_duration_since(due).num_hours();
        let next = if late < HOURLY { late + 1 } else { late - late % HOURLY + HOURLY };
        due.checked_add_signed(TimeDelta::hours(next)).unwrap_or(NaiveDateTime::MAX)
    })
}

fn two_thirds_of_hours(start: NaiveDateTime, due: NaiveDateTime) -> NaiveDateTime {
    start + due.signed_duration_since(start) / 3 * 2
}
