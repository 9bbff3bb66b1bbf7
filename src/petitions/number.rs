//! The province's own number of a petition (`F1`): letter or call, round, province, date, serial.

use std::fmt;

use chrono::NaiveDate;

/// How the petition reached the province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// 来信 (`X`).
    Letter,
    /// 来电 (`D`).
    Call,
}

/// Such as `X140000201812090003` or `D3SX202505280018`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvinceNumber {
    text: String,
    /// Letter or call.
    pub medium: Medium,
    /// The round of inspection, where one is named.
    pub round: Option<u8>,
    /// The province: its code or its letters.
    pub province: String,
    /// The day on which the province took it in.
    pub date: NaiveDate,
    /// Its place on that day.
    pub serial: u16,
}

/// What is not a number of the province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not made like one.
    Form,
    /// The date in it is no day.
    Date,
}

impl Medium {
    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Call => "call",
        }
    }
}

impl ProvinceNumber {
    /// Reads a number as people type it: any case, full width or not, with blanks or strokes.
    pub fn parse(typed: &str) -> Result<Self, NumberError> {
        let text: String = typed.chars().filter_map(plain).collect();
        let mut rest = text.chars();
        let medium = match rest.next() {
            Some('X') => Medium::Letter,
            Some('D') => Medium::Call,
            _ => return Err(NumberError::Form),
        };
        let rest = rest.as_str();
        // Eight digits of the date and four of the serial end it.
        let cut = rest.len().checked_sub(12).ok_or(NumberError::Form)?;
        let (origin, digits) = rest.split_at_checked(cut).ok_or(NumberError::Form)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::Form);
        }
        let (round, province) = origin_of(origin).ok_or(NumberError::Form)?;
        let (date, serial) = digits.split_at(8);
        let date = NaiveDate::parse_from_str(date, "%Y%m%d").map_err(|_| NumberError::Date)?;
        let serial = serial.parse().map_err(|_| NumberError::Form)?;
        let province = province.to_owned();
        Ok(Self { text, medium, round, province, date, serial })
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ProvinceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// `140000`; `SX`, also with the one digit of a round before it.
fn origin_of(text: &str) -> Option<(Option<u8>, &str)> {
    let is_province = |text: &str| match text.len() {
        6 => text.bytes().all(|byte| byte.is_ascii_digit()),
        2 => text.bytes().all(|byte| byte.is_ascii_uppercase()),
        _ => false,
    };
    if is_province(text) {
        return Some((None, text));
    }
    let (round, province) = text.split_at_checked(1)?;
    (province.len() == 2 && is_province(province)).then_some((Some(round.parse().ok()?), province))
}

/// Plain capital letters and digits; blanks and strokes are left out, anything else stays wrong.
fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    (!c.is_whitespace() && c != '-').then_some(c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provinces_numbers_are_read_however_they_are_typed() {
        let letter = ProvinceNumber::parse("x140000 20181209-0003");
        let letter = letter.as_ref().map(|it| (it.as_str(), it.medium, it.round, it.serial));
        assert_eq!(letter, Ok(("X140000201812090003", Medium::Letter, None, 3)));
        let call = ProvinceNumber::parse("Ｄ３SX202505280018");
        let call = call.as_ref().map(|it| (it.round, it.province.as_str(), it.date.to_string()));
        assert_eq!(call, Ok((Some(3), "SX", "2025-05-28".to_owned())));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in [
            "",
            "X",
            "X140000",
            "Y140000201812090003",
            "X14000201812090003",
            "X1400002018120900035",
            "D3S202505280018",
            "DASX202505280018",
            "D3SX20250528001八",
            "X140000201812090003?",
            "臭臭臭臭臭臭臭臭臭臭臭臭臭",
        ] {
            assert_eq!(ProvinceNumber::parse(wrong), Err(NumberError::Form), "{wrong}");
        }
        assert_eq!(ProvinceNumber::parse("X140000201813090003"), Err(NumberError::Date));
    }
}
