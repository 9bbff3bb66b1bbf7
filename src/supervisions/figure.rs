//! 监测数据: what was measured, as a county types it or pastes it from a table. Pure.

use chrono::NaiveDate;

/// The most figures of one piece of evidence.
const MOST: usize = 30;
/// The most characters of a substance or unit.
const SHORT: usize = 40;

/// One measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub substance: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: String,
    /// The most that is allowed, if there is a limit.
    pub most: Option<f64>,
    /// When the sample was taken.
    pub sampled_on: NaiveDate,
}

/// What is wrong, and in which line; the end of a message key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// From 1.
    pub line: usize,
    /// `columns`, `value`, `limit`, `date` or `many`.
    pub what: &'static str,
}

/// Reads lines of substance, value, unit, limit (may be left out or `-`) and day of the sample,
/// with commas or tabs between them; full-width digits and signs are read like the others.
///
/// # Errors
/// The first line that cannot be read.
pub fn parse(text: &str, today: NaiveDate) -> Result<Vec<Figure>, Wrong> {
    let mut figures = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what| Wrong { line: at + 1, what };
        if figures.len() == MOST {
            return Err(wrong("many"));
        }
        figures.push(one(&narrow(line), today).map_err(wrong)?);
    }
    Ok(figures)
}

fn one(line: &str, today: NaiveDate) -> Result<Figure, &'static str> {
    let cells: Vec<&str> = line.split([',', '\t']).map(str::trim).collect();
    let (substance, value, unit, most, day) = match cells[..] {
        [substance, value, unit, most, day] => (substance, value, unit, most, day),
        [substance, value, unit, day] => (substance, value, unit, "", day),
        _ => return Err("columns"),
    };
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= SHORT;
    if !fits(substance) || !fits(unit) {
        return Err("columns");
    }
    let sampled_on = day.replace(['/', '.'], "-").parse().map_err(|_| "date")?;
    if sampled_on > today {
        return Err("date");
    }
    let most = match most {
        "" | "-" => None,
        most => Some(number(most).ok_or("limit")?),
    };
    let value = number(value).ok_or("value")?;
    Ok(Figure { substance: substance.to_owned(), value, unit: unit.to_owned(), most, sampled_on })
}

/// A plain decimal; no exponents, no infinities.
fn number(text: &str) -> Option<f64> {
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.len() <= 15;
    text.parse().ok().filter(|_| is_plain)
}

/// Full-width forms as their ordinary ones.
fn narrow(line: &str) -> String {
    let one = |c: char| match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        0x3001 => ',',
        _ => c,
    };
    line.chars().map(one).collect()
}

impl Figure {
    /// Whether it keeps to its limit; nothing when there is none.
    pub fn keeps(value: f64, most: Option<f64>) -> Option<bool> {
        most.map(|most| value <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
    }

    #[test]
    fn lines_and_pasted_cells_are_read() {
        let text = "COD，３８，mg/L，50，2026-11-20\n\nNH3\t1.5\tmg/L\t-\t2026/11/20\npH,7.2,-,2026-11-20\n";
        let read = parse(text, today()).unwrap_or_default();
        let told: Vec<_> =
            read.iter().map(|it| (it.substance.as_str(), it.value, it.most)).collect();
        assert_eq!(told, [("COD", 38.0, Some(50.0)), ("NH3", 1.5, None), ("pH", 7.2, None)]);
        assert_eq!(Figure::keeps(38.0, Some(50.0)), Some(true));
        assert_eq!(Figure::keeps(51.0, Some(50.0)), Some(false));
    }

    #[test]
    fn the_line_that_is_wrong_is_named() {
        let wrong = |text: &str| parse(text, today()).err().map(|it| (it.line, it.what));
        assert_eq!(wrong("COD,38,mg/L,50,2026-11-20\nCOD,38"), Some((2, "columns")));
        assert_eq!(wrong("COD,x,mg/L,50,2026-11-20"), Some((1, "value")));
        assert_eq!(wrong("COD,1e9,mg/L,50,2026-11-20"), Some((1, "value")));
        assert_eq!(wrong("COD,inf,mg/L,50,2026-11-20"), Some((1, "value")));
        assert_eq!(wrong("COD,1,mg/L,x,2026-11-20"), Some((1, "limit")));
        assert_eq!(wrong("COD,1,mg/L,50,2026-13-20"), Some((1, "date")));
        assert_eq!(wrong("COD,1,mg/L,50,2026-11-24"), Some((1, "date")));
        assert_eq!(wrong(&"COD,1,mg/L,2026-11-20\n".repeat(31)), Some((31, "many")));
    }
}
