//! Progress month by month: a month without a note shows (`L7`). Pure.

use chrono::{Months, NaiveDate};

/// One month of a listing, counted from the day of listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month<'a, N> {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// What was noted in it.
    pub notes: Vec<&'a N>,
    /// It is over and nothing was noted.
    pub is_missing: bool,
}

/// The months from `listed_on` to `today` (or the day of lifting), newest first, each with the
/// notes whose day, told by `day`, lies in it.
pub fn months<N>(
    listed_on: NaiveDate,
    today: NaiveDate,
    notes: &[N],
    day: impl Fn(&N) -> NaiveDate,
) -> Vec<Month<'_, N>> {
    let start = |count| listed_on.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX);
    let mut months = Vec::new();
    for count in 0.. {
        let (from, next) = (start(count), start(count + 1));
        if from > today || next <= from {
            break;
        }
        let until = next.pred_opt().unwrap_or(next);
        let within = |note: &&N| (from..next).contains(&day(note));
        let notes: Vec<&N> = notes.iter().filter(within).collect();
        let is_missing = notes.is_empty() && until < today;
        months.push(Month { from, until, notes, is_missing });
    }
    months.reverse();
    months
}

/// How many months went by without a note.
pub fn missing(listed_on: NaiveDate, today: NaiveDate, notes: &[NaiveDate]) -> usize {
    months(listed_on, today, notes, |day| *day).iter().filter(|month| month.is_missing).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_a_note_shows() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
        let notes = [day("2026-12-30"), day("2027-02-27")];
        let months = months(day("2026-11-30"), day("2027-03-01"), &notes, |day| *day);
        let told: Vec<_> = months
            .iter()
            .map(|month| (month.from.to_string(), month.notes.len(), month.is_missing))
            .collect();
        assert_eq!(
            told,
            [
                ("2027-02-28".to_owned(), 0, false),
                ("2027-01-30".to_owned(), 1, false),
                ("2026-12-30".to_owned(), 1, false),
                ("2026-11-30".to_owned(), 0, true),
            ]
        );
        assert_eq!(missing(day("2026-11-30"), day("2026-12-29"), &[]), 0);
        assert_eq!(missing(day("2026-11-30"), day("2026-12-30"), &[]), 1);
    }
}
