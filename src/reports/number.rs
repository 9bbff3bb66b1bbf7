//! The number of a report (`I4`): public, speakable, sortable, with a check digit, so that a slip
//! of the tongue is noticed at once.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::db::{Connection, counters};

/// Such as `YC-20261123-00427`: prefix of the jurisdiction, day, place in the day and check digit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number(String);

/// What is not a number of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not of the form of a number.
    Form,
    /// The check digit does not fit: one digit is wrong, or two were swapped.
    Check,
}

impl Number {
    /// The next number of `day`, in the caller's transaction.
    pub fn next(
        connection: &mut Connection,
        prefix: &str,
        day: NaiveDate,
    ) -> diesel::QueryResult<Self> {
        let day = day.format("%Y%m%d").to_string();
        let place = counters::next(connection, &format!("reports {day}"))?;
        let place = format!("{place:04}");
        let check = check_digit(&format!("{day}{place}"));
        Ok(Self(format!("{prefix}-{day}-{place}{check}")))
    }

    /// Reads a number as people type it: any case, with or without strokes and spaces, in plain or
    /// full-width characters.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let plain = text.chars().filter_map(plain).collect::<String>().to_ascii_uppercase();
        let start = plain.find(|c: char| c.is_ascii_digit()).ok_or(NumberError::Form)?;
        let (prefix, digits) = plain.split_at(start);
        let is_form = (13..=20).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (1..=6).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_form {
            return Err(NumberError::Form);
        }
        let (body, check) = digits.split_at(digits.len() - 1);
        if check_digit(body).to_string() != check {
            return Err(NumberError::Check);
        }
        let (day, place) = digits.split_at(8);
        Ok(Self(format!("{prefix}-{day}-{place}")))
    }

    /// Reads the number of a matter: that of its report, or with `-2`, `-3` … of a further matter from
    /// the same report; its report's number and its own.
    pub fn parse_matter(text: &str) -> Result<(Self, String), NumberError> {
        let text = text.trim();
        let end = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let (place, report) = (&text[end.len()..], end.strip_suffix(['-', ' ']));
        let place = place.parse::<u8>().ok().filter(|place| (2..=99).contains(place));
        if let (Some(place), Some(Ok(report))) = (place, report.map(Self::parse)) {
            let own = format!("{report}-{place}");
            return Ok((report, own));
        }
        let report = Self::parse(text)?;
        let own = report.0.clone();
        Ok((report, own))
    }

    /// The beginning of a number as it is written, with its day: prefix and day, and more if more was
    /// typed.
    pub fn beginning(text: &str) -> Option<(NaiveDate, String)> {
        let plain = text.chars().filter_map(plain).collect::<String>().to_ascii_uppercase();
        let start = plain.find(|c: char| c.is_ascii_digit())?;
        let (prefix, digits) = plain.split_at(start);
        let is_form = (8..=13).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (1..=6).contains(&prefix.len());
        let (day, place) = is_form.then(|| digits.split_at(8))?;
        let date = NaiveDate::parse_from_str(day, "%Y%m%d").ok()?;
        Some((date, format!("{prefix}-{day}-{place}")))
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Plain letters and digits; strokes and blanks are left out.
pub(super) fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        _ => c,
    };
    c.is_ascii_alphanumeric().then_some(c)
}

/// Luhn (ISO/IEC 7812-1): finds every single wrong digit and nearly every swap of neighbours.
fn check_digit(digits: &str) -> u32 {
    let weighed = digits.bytes().rev().enumerate().map(|(index, byte)| {
        let digit = u32::from(byte - b'0');
        match index % 2 {
            0 if digit > 4 => digit * 2 - 9,
            0 => digit * 2,
            _ => digit,
        }
    });
    (10 - weighed.sum::<u32>() % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed_and_slips_are_found() {
        let check = check_digit("202611230042");
        let number = format!("YC-20261123-0042{check}");
        for typed in [number.clone(), number.to_lowercase(), number.replace('-', " ")] {
            assert_eq!(Number::parse(&typed).map(|number| number.0), Ok(number.clone()));
        }
        assert_eq!(Number::parse(&number.replace("0042", "0043")), Err(NumberError::Check));
        let parsed = |text: &str| Number::parse_matter(text).map(|(report, own)| (report.0, own));
        for (typed, own) in [
            (number.clone(), number.clone()),
            (format!("{number}-2"), format!("{number}-2")),
            (format!(" {} 12", number.to_lowercase()), format!("{number}-12")),
        ] {
            assert_eq!(parsed(&typed), Ok((number.clone(), own)), "{typed}");
        }
        assert!(parsed(&format!("{number}-1")).is_err());
        let day = NaiveDate::from_ymd_opt(2026, 11, 23);
        for (typed, beginning) in
            [("yc-20261123", "YC-20261123-"), ("YC 2026112300", "YC-20261123-00")]
        {
            assert_eq!(
                Number::beginning(typed),
                day.map(|day| (day, beginning.to_owned())),
                "{typed}"
            );
        }
        for wrong in ["20261123", "YC-2026", "YC-20261340", "臭20261123 a"] {
            assert_eq!(Number::beginning(wrong), None, "{wrong}");
        }
        for wrong in ["", "YC", "2026", "YC-1", "臭"] {
            assert_eq!(Number::parse(wrong), Err(NumberError::Form), "{wrong}");
        }
    }
}
