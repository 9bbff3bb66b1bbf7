//! Reckons by itself what the portal reckons: days off, limits, and when somebody is warned (`T5`,
//! `T6`, `T9`). Nothing of the portal is used here, so that a mistake shows as a difference.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

/// Days off and days worked against the week, as the jurisdiction's folder has them.
const CALENDAR: &str = include_str!("../../../static/jurisdictions/yuncheng/calendar.csv");
/// China keeps one time, without summer time.
const EAST: TimeDelta = TimeDelta::hours(8);

/// The moment in UTC at which the office's clock shows that time.
pub fn utc(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    day.and_hms_opt(hour, minute, 0).unwrap_or_default() - EAST
}

/// The office's date at a moment in UTC.
pub fn day(at: NaiveDateTime) -> NaiveDate {
    (at + EAST).date()
}

/// The working days.
pub struct Calendar(BTreeMap<NaiveDate, bool>);

impl Calendar {
    pub fn read() -> Self {
        let lines = CALENDAR.lines().skip(1).filter_map(|line| {
            let mut fields = line.split(',');
            Some((fields.next()?.parse().ok()?, fields.nth(1)? == "makeup_workday"))
        });
        Self(lines.collect())
    }

    pub fn is_worked(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.0.get(&day).copied().unwrap_or(!weekend)
    }

    /// That day, or the first one after it that is worked.
    pub fn worked(&self, mut day: NaiveDate) -> NaiveDate {
        while !self.is_worked(day) {
            day = day + Days::new(1);
        }
        day
    }

    /// The last day of so many days after that one, which is not counted.
    pub fn after(&self, start: NaiveDate, days: u64) -> NaiveDate {
        self.worked(start + Days::new(days))
    }

    /// The last day of so many working days.
    pub fn working_after(&self, start: NaiveDate, days: u32) -> NaiveDate {
        (0..days).fold(start, |day, _| self.worked(day + Days::new(1)))
    }
}

/// A step of a clock, as the portal stores it: kind and number.
pub type Step = (String, i32);

/// The last step that has come of a clock in days.
pub fn step(start: NaiveDate, due: NaiveDate, today: NaiveDate) -> Option<Step> {
    let late = (today - due).num_days();
    if late >= 0 {
        let weeks = (late / 7) as i32;
        return Some((if weeks > 0 { "late" } else { "last_day" }.to_owned(), weeks));
    }
    let whole = (due - start).num_days();
    let two_thirds = (2 * whole + 2) / 3;
    let three_days = whole - 3;
    let gone = (today - start).num_days();
    let come = |at: i64| at > 0 && at < whole && at <= gone;
    let kind = match (come(two_thirds), come(three_days)) {
        (true, true) if two_thirds > three_days => "two_thirds",
        (_, true) => "three_days",
        (true, false) => "two_thirds",
        (false, false) => return None,
    };
    Some((kind.to_owned(), 0))
}

/// How many levels above those who have to act a step of a clock in days goes to: one more a week.
pub fn up(kind: &str, weeks: i32) -> usize {
    match (kind, weeks) {
        ("late", 1) => 1,
        ("late", _) => 2,
        _ => 0,
    }
}

/// The last step that has come of a clock in hours.
pub fn step_of_hours(start: NaiveDateTime, due: NaiveDateTime, now: NaiveDateTime) -> Option<Step> {
    let kind = format!("hours {}", due.format("%Y-%m-%dT%H:%M:%S"));
    if now >= due {
        let hours = (now - due).num_hours();
        let told = if hours < 24 { hours } else { hours / 24 * 24 };
        return Some((kind, told as i32));
    }
    ((now - start) * 3 >= (due - start) * 2).then_some((kind, -1))
}

/// The same of a clock in hours: one level more an hour.
pub const fn up_of_hours(step: i32) -> usize {
    match step {
        -1 => 0,
        0 => 1,
        _ => 2,
    }
}
