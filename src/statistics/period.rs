//! Which days are counted: a month, a quarter, half a year, a year, or any.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A span of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// This month, up to today.
    Month,
    /// This quarter.
    Quarter,
    /// This half of the year.
    Half,
    /// This year.
    #[default]
    Year,
    /// Since the first figure.
    All,
    /// A year, or a part of it: the first month, from 1, and how many.
    Of(i32, u32, u32),
    /// Any days.
    Days(NaiveDate, NaiveDate),
}

/// First and last day.
pub type Span = (NaiveDate, NaiveDate);

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

impl Period {
    /// From `?period=`: `month`, `quarter`, `half`, `year`, `all`, a year, or a part of one such as
    /// `2026-03`, `2026-Q1`, `2026-H2`; anything else is this year.
    pub fn parse(text: &str) -> Self {
        match text {
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "half" => Self::Half,
            "all" => Self::All,
            _ => Self::part(text).unwrap_or(Self::Year),
        }
    }

    fn part(text: &str) -> Option<Self> {
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        let year = year.parse().ok().filter(|it| year.len() == 4 && YEARS.contains(it))?;
        let place = |text: &str, most: u32| text.parse().ok().filter(|it| (1..=most).contains(it));
        let (first, many) = match part.as_bytes() {
            [] => (1, 12),
            [b'Q', rest @ ..] if rest.len() == 1 => (place(&part[1..], 4)? * 3 - 2, 3),
            [b'H', rest @ ..] if rest.len() == 1 => (place(&part[1..], 2)? * 6 - 5, 6),
            [_, _] => (place(part, 12)?, 1),
            _ => return None,
        };
        Some(Self::Of(year, first, many))
    }

    /// From two days; they may stand in the wrong order.
    pub fn between(from: NaiveDate, until: NaiveDate) -> Option<Self> {
        let is_fine = YEARS.contains(&from.year()) && YEARS.contains(&until.year());
        is_fine.then(|| Self::Days(from.min(until), from.max(until)))
    }

    /// As in the address; nothing for days, which have two fields of their own.
    pub fn name(self) -> String {
        match self {
            Self::Month => "month".to_owned(),
            Self::Quarter => "quarter".to_owned(),
            Self::Half => "half".to_owned(),
            Self::Year => "year".to_owned(),
            Self::All => "all".to_owned(),
            Self::Of(year, _, 12) => year.to_string(),
            Self::Of(year, first, 6) => format!("{year}-H{}", first / 6 + 1),
            Self::Of(year, first, 3) => format!("{year}-Q{}", first / 3 + 1),
            Self::Of(year, first, _) => format!("{year}-{first:02}"),
            Self::Days(..) => String::new(),
        }
    }

    /// The first and the last day; what goes on ends today, and what has no first day of its own
    /// begins with `first`.
    pub fn days(self, today: NaiveDate, first: NaiveDate) -> Span {
        let month = today.month0();
        let since = |month: u32| (begin(today.year(), month + 1, today), today);
        match self {
            Self::Month => since(month),
            Self::Quarter => since(month / 3 * 3),
            Self::Half => since(month / 6 * 6),
            Self::Year => since(0),
            Self::All => (first.min(today), today),
            Self::Of(year, month, many) => {
                let from = begin(year, month, today);
                let until = from.checked_add_months(Months::new(many));
                let until = until.and_then(|day| day.pred_opt()).unwrap_or(from);
                (from, until.min(today).max(from))
            }
            Self::Days(from, until) => (from, until),
        }
    }
}

fn begin(year: i32, month: u32, otherwise: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(otherwise)
}

/// The same days of the year before; the last of February where there is no 29th.
pub fn year_before((from, until): Span) -> Span {
    let before = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
    // A period that ends a month ends it in the other year, too.
    let ends_month = until.checked_add_days(Days::new(1)).is_some_and(|next| next.day() == 1);
    let last = before(until);
    let until = if ends_month { end_of_month(last) } else { last };
    (before(from), until)
}

/// The last day of the month of `day`.
pub fn end_of_month(day: NaiveDate) -> NaiveDate {
    let next = begin(day.year(), day.month(), day).checked_add_months(Months::new(1));
    next.and_then(|day| day.pred_opt()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn periods_are_spans_of_days_up_to_today() {
        let (today, first) = (day("2026-11-23"), day("2025-03-04"));
        for (text, from, until) in [
            ("month", "2026-11-01", "2026-11-23"),
            ("quarter", "2026-10-01", "2026-11-23"),
            ("half", "2026-07-01", "2026-11-23"),
            ("year", "2026-01-01", "2026-11-23"),
            ("all", "2025-03-04", "2026-11-23"),
            ("2025", "2025-01-01", "2025-12-31"),
            ("2025-02", "2025-02-01", "2025-02-28"),
            ("2025-Q4", "2025-10-01", "2025-12-31"),
            ("2025-H1", "2025-01-01", "2025-06-30"),
            ("2026-H2", "2026-07-01", "2026-11-23"),
            ("2026", "2026-01-01", "2026-11-23"),
            ("2030", "2030-01-01", "2030-01-01"),
            ("2025-Q5", "2026-01-01", "2026-11-23"),
            ("2025-13", "2026-01-01", "2026-11-23"),
            ("2025-é", "2026-01-01", "2026-11-23"),
            ("junk", "2026-01-01", "2026-11-23"),
            ("-999", "2026-01-01", "2026-11-23"),
        ] {
            let days = Period::parse(text).days(today, first);
            assert_eq!(days, (day(from), day(until)), "{text}");
        }
    }

    #[test]
    fn a_name_is_read_again() {
        for name in ["month", "quarter", "half", "all", "2025", "2025-03", "2025-Q3", "2025-H2"] {
            assert_eq!(Period::parse(name).name(), name);
        }
    }

    #[test]
    fn a_year_before_has_the_same_days() {
        let before = |from, until| year_before((day(from), day(until)));
        assert_eq!(before("2026-01-01", "2026-11-23"), (day("2025-01-01"), day("2025-11-23")));
        assert_eq!(before("2025-02-01", "2025-02-28"), (day("2024-02-01"), day("2024-02-29")));
        assert_eq!(before("2024-02-29", "2024-03-01"), (day("2023-02-28"), day("2023-03-01")));
    }
}
