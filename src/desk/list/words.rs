//! What was typed into the search of the list: a number, the beginning of numbers, or words.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    accounts::Viewer,
    cases::access,
    db::{
        Connection,
        schema::{case_reports, cases, petitions, reports},
    },
    error::{Error, Result},
    reports::Number,
    search::Wanted,
};

/// From so many digits on a word may be somebody's number.
const DIGITS: usize = 8;

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Nothing: the list as it is.
    Nothing,
    /// The matters of a number as far as the viewer may know of them. By its own and by that of a
    /// report behind it whoever may open a matter finds it, also who assists or reviews and has it in
    /// no list (`R7`, `T4`); by the province's only who has it in theirs.
    Of(Vec<i64>),
    /// The matters of a day whose numbers begin so.
    Day(NaiveDate, String),
    /// Those that hold these words; nothing when there is no word in what was typed.
    Wanted(Option<Wanted>),
}

impl Words {
    /// Reads what was typed, and looks a number up.
    pub fn of(connection: &mut Connection, viewer: &Viewer, typed: &str) -> Result<Self> {
        if typed.trim().is_empty() {
            return Ok(Self::Nothing);
        }
        if let Ok((report, own)) = Number::parse_matter(typed) {
            let mut found = by_number(connection, &own)?;
            if report.as_str() == own {
                found.extend(by_report(connection, &own)?);
            }
            return Ok(Self::Of(opened(connection, viewer, &found)?));
        }
        if let Some((day, beginning)) = Number::beginning(typed) {
            return Ok(Self::Day(day, beginning));
        }
        if typed.chars().filter(char::is_ascii_digit).count() >= DIGITS {
            let found = by_petition(connection, typed)?;
            if !found.is_empty() {
                return Ok(Self::Of(listed(connection, viewer, &found)?));
            }
        }
        Ok(Self::Wanted(Wanted::of(typed)))
    }
}

/// Rows of the matters of these numbers that `viewer` may open.
fn opened(connection: &mut Connection, viewer: &Viewer, numbers: &[String]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for number in numbers {
        match access::open(connection, viewer, number) {
            Ok(case) => found.push(case.id),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Those of these rows that are in a list of `viewer`.
fn listed(connection: &mut Connection, viewer: &Viewer, ids: &[i64]) -> QueryResult<Vec<i64>> {
    cases::table
        .filter(cases::id.eq_any(ids))
        .filter(access::visible(viewer))
        .select(cases::id)
        .load(connection)
}

fn by_number(connection: &mut Connection, number: &str) -> QueryResult<Vec<String>> {
    cases::table.filter(cases::number.eq(number)).select(cases::number).load(connection)
}

fn by_report(connection: &mut Connection, number: &str) -> QueryResult<Vec<String>> {
    case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(reports::number.eq(number))
        .select(cases::number)
        .load(connection)
}

/// The province's own number of a petition (`F1`).
fn by_petition(connection: &mut Connection, typed: &str) -> QueryResult<Vec<i64>> {
    let number: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    case_reports::table
        .inner_join(petitions::table.on(petitions::report_id.eq(case_reports::report_id)))
        .filter(petitions::number.eq(number.to_ascii_uppercase()))
        .select(case_reports::case_id)
        .load(connection)
}
