//! Reading the sums: any days from the fewest rows, whole years and months before single days.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use diesel::{
    QueryResult, QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Date, Nullable, Text},
};

use super::ledger::Span;
use crate::{db::Connection, reports::category::CATEGORIES};

/// Sums of one span whose first days lie between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    span: Span,
    from: NaiveDate,
    until: NaiveDate,
}

/// Which sums are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// A channel (`I1`).
    pub channel: Option<&'a str>,
    /// A category (`I5`).
    pub kind: Option<&'a str>,
    /// The bureau that the public sees.
    pub bureau: Option<&'a str>,
}

/// A sum.
#[derive(Debug, QueryableByName)]
pub struct Sum {
    /// Whose.
    #[diesel(sql_type = Text)]
    pub whose: String,
    /// Figure.
    #[diesel(sql_type = Text)]
    pub figure: String,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub amount: i64,
}

/// By what sums are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Bureau.
    Bureau,
    /// Channel.
    Channel,
    /// Category.
    Kind,
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::Channel => "channel",
            Self::Kind => "kind",
        }
    }
}

/// The ranges that make up the days from `from` to `until`.
fn cover((from, until): (NaiveDate, NaiveDate)) -> Vec<Range> {
    let mut ranges = Vec::new();
    spread(Span::Year, from, until, &mut ranges);
    ranges
}

fn spread(span: Span, from: NaiveDate, until: NaiveDate, ranges: &mut Vec<Range>) {
    if from > until {
        return;
    }
    let shorter = match span {
        Span::Day => return ranges.push(Range { span, from, until }),
        Span::Month => Span::Day,
        Span::Year => Span::Month,
    };
    // The first whole one begins on or after `from`, the last ends on or before `until`.
    let begin = if span.begin(from) == from { from } else { next(span, span.begin(from)) };
    let end = span.begin(until.checked_add_days(Days::new(1)).unwrap_or(until));
    if begin >= end {
        return spread(shorter, from, until, ranges);
    }
    let last = end.pred_opt().unwrap_or(end);
    spread(shorter, from, begin.pred_opt().unwrap_or(begin), ranges);
    ranges.push(Range { span, from: begin, until: last });
    spread(shorter, end, until, ranges);
}

fn next(span: Span, begin: NaiveDate) -> NaiveDate {
    let months = if span == Span::Year { 12 } else { 1 };
    begin.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The sums of `figures`, grouped by `by`.
pub fn read(
    connection: &mut Connection,
    figures: &[&str],
    by: By,
    asked: &Asked<'_>,
) -> QueryResult<Vec<Sum>> {
    let (column, kinds) = (by.column(), kinds(by, asked));
    let sql = format!(
        "SELECT {column} AS whose, figure, CAST(SUM(amount) AS BIGINT) AS amount FROM figure_sums \
         WHERE span = $1 AND figure IN ({}) AND kind IN ({}) AND begin_on BETWEEN $2 AND $3 \
         AND ($4 = '' OR channel = $4) AND ($5 = '' OR bureau = $5) GROUP BY {column}, figure",
        listed(figures),
        listed(&kinds),
    );
    let mut sums = Vec::new();
    for range in cover(asked.days) {
        let rows: Vec<Sum> = sql_query(&sql)
            .bind::<Text, _>(range.span.name())
            .bind::<Date, _>(range.from)
            .bind::<Date, _>(range.until)
            .bind::<Text, _>(asked.channel.unwrap_or_default())
            .bind::<Text, _>(asked.bureau.unwrap_or_default())
            .load(connection)?;
        sums.extend(rows);
    }
    Ok(sums)
}

/// The categories whose sums are read; the empty one is the sum over all matters.
fn kinds<'a>(by: By, asked: &Asked<'a>) -> Vec<&'a str> {
    match by {
        By::Kind => CATEGORIES.iter().map(|category| category.name).collect(),
        _ => vec![asked.kind.unwrap_or_default()],
    }
}

/// Names of our own tables, as a list in a statement.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> =
        names.iter().map(|name| format!("'{}'", name.replace('\'', "''"))).collect();
    quoted.join(", ")
}

#[derive(QueryableByName)]
struct Point {
    #[diesel(sql_type = Date)]
    begin_on: NaiveDate,
    #[diesel(sql_type = Text)]
    figure: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
}

/// How much of each figure, by the first day of its month, or by day.
pub type Course = BTreeMap<NaiveDate, BTreeMap<String, i64>>;

/// How `figures` went by `span`, a day or a month; of a month, the days that were asked for.
pub fn course(
    connection: &mut Connection,
    figures: &[&str],
    span: Span,
    asked: &Asked<'_>,
) -> QueryResult<Course> {
    let sql = format!(
        "SELECT begin_on, figure, CAST(SUM(amount) AS BIGINT) AS amount FROM figure_sums \
         WHERE span = $1 AND figure IN ({}) AND kind = $2 AND begin_on BETWEEN $3 AND $4 \
         AND ($5 = '' OR channel = $5) AND ($6 = '' OR bureau = $6) GROUP BY begin_on, figure",
        listed(figures),
    );
    let (mut ranges, mut course) = (Vec::new(), Course::new());
    spread(span, asked.days.0, asked.days.1, &mut ranges);
    for range in ranges {
        let points: Vec<Point> = sql_query(&sql)
            .bind::<Text, _>(range.span.name())
            .bind::<Text, _>(asked.kind.unwrap_or_default())
            .bind::<Date, _>(range.from)
            .bind::<Date, _>(range.until)
            .bind::<Text, _>(asked.channel.unwrap_or_default())
            .bind::<Text, _>(asked.bureau.unwrap_or_default())
            .load(connection)?;
        for point in points {
            let of_span = course.entry(span.begin(point.begin_on)).or_default();
            *of_span.entry(point.figure).or_default() += point.amount;
        }
    }
    Ok(course)
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Nullable<Date>)]
    day: Option<NaiveDate>,
}

/// The first day of which anything was received.
pub fn first_day(connection: &mut Connection) -> QueryResult<Option<NaiveDate>> {
    let first: First = sql_query(
        "SELECT MIN(begin_on) AS day FROM figure_sums \
         WHERE span = 'day' AND figure = 'received' AND kind = ''",
    )
    .get_result(connection)?;
    Ok(first.day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn whole_years_and_months_come_first() {
        let ranges = cover((day("2024-11-29"), day("2027-02-01")));
        let shown: Vec<String> = ranges
            .iter()
            .map(|it| format!("{} {} {}", it.span.name(), it.from, it.until))
            .collect();
        assert_eq!(
            shown,
            [
                "day 2024-11-29 2024-11-30",
                "month 2024-12-01 2024-12-31",
                "year 2025-01-01 2026-12-31",
                "month 2027-01-01 2027-01-31",
                "day 2027-02-01 2027-02-01",
            ]
        );
    }

    proptest! {
        /// Every day once, none besides.
        #[test]
        fn ranges_cover_the_days(from in 0..3_000_u64, many in 0..2_000_u64) {
            let first = day("2019-03-05") + Days::new(from);
            let last = first + Days::new(many);
            let ranges = cover((first, last));
            let mut next_day = first;
            for range in &ranges {
                prop_assert_eq!(range.from, next_day);
                prop_assert_eq!(range.span.begin(range.from), range.from);
                next_day = range.until + Days::new(1);
                prop_assert_eq!(range.span.begin(next_day), next_day);
            }
            prop_assert_eq!(next_day, last + Days::new(1));
            prop_assert!(ranges.len() <= 5);
        }
    }
}
