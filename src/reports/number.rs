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
        for wrong in ["", "YC", "2026", "YC-1", "臭"] {
            assert_eq!(Number::parse(wrong), Err(NumberError::Form), "{wrong}");
        }
    }
}
