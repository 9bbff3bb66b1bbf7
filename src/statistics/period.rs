//! Which reports are counted: those received in a month, a year, or ever.

use chrono::{Datelike, NaiveDate};

/// A span of days of receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// This month.
    Month,
    /// This year.
    #[default]
    Year,
    /// Since the first report.
    All,
    /// A year of the past.
    Of(i32),
}

impl Period {
    /// From `?period=`: `month`, `year`, `all` or a year; anything else is this year.
    pub fn parse(text: &str) -> Self {
        match text {
            "month" => Self::Month,
            "all" => Self::All,
            _ => match text.parse() {
                Ok(year) if text.len() == 4 && (1970..=9999).contains(&year) => Self::Of(year),
                _ => Self::Year,
            },
        }
    }

    /// As in the address.
    pub fn name(self) -> String {
        match self {
            Self::Month => "month".to_owned(),
            Self::Year => "year".to_owned(),
            Self::All => "all".to_owned(),
            Self::Of(year) => year.to_string(),
        }
    }

    /// The first and the last day; without a first day of its own it begins with `first`.
    pub fn days(self, today: NaiveDate, first: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Month => (today.with_day(1).unwrap_or(today), today),
            Self::Year => (new_year(today.year()).unwrap_or(today), today),
            Self::All => (first.min(today), today),
            Self::Of(year) => {
                let from = new_year(year).unwrap_or(today);
                let next = new_year(year + 1).and_then(|day| day.pred_opt());
                (from, next.unwrap_or(today).min(today).max(from))
            }
        }
    }
}

fn new_year(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
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
            ("year", "2026-01-01", "2026-11-23"),
            ("all", "2025-03-04", "2026-11-23"),
            ("2025", "2025-01-01", "2025-12-31"),
            ("2026", "2026-01-01", "2026-11-23"),
            ("2030", "2030-01-01", "2030-01-01"),
            ("junk", "2026-01-01", "2026-11-23"),
            ("-999", "2026-01-01", "2026-11-23"),
        ] {
            let days = Period::parse(text).days(today, first);
            assert_eq!(days, (day(from), day(until)), "{text}");
        }
    }
}
