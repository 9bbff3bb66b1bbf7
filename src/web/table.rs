//! Tables as CSV that spreadsheet programs read rightly and safely, and how such a file is read again.

/// The media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What tells Excel that the text is UTF-8.
const BOM: char = '\u{feff}';
/// Signs that a spreadsheet takes for the beginning of a formula, the full-width ones too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What stands before a cell that is a text whatever it looks like.
const STROKE: char = '\'';

/// Rows of cells as CSV (RFC 4180), with a byte-order mark.
pub fn csv<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = &'a String>,
{
    let mut text = String::from(BOM);
    for row in rows {
        let cells: Vec<String> = row.into_iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Whether a cell could be taken for a formula, or for one that was kept from being taken for one. A
/// number is a number, and a sign by itself is a sign.
fn is_risky(text: &str) -> bool {
    let is_plain = text.parse::<f64>().is_ok() || text.chars().nth(1).is_none();
    text.starts_with(FORMULA) && !is_plain || text.starts_with(STROKE)
}

fn cell_of(text: &str) -> String {
    let text = if is_risky(text) { format!("{STROKE}{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A cell of such a file without the stroke before it.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(STROKE) {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with(STROKE) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        let row = [
            "=1+1",
            "+A1",
            "-2",
            "-2+3",
            "@x",
            "\tx",
            "＝A1",
            "'=1",
            "a,b",
            "say \"no\"",
            "two\nlines",
            "-",
        ];
        let text = csv([&row.map(str::to_owned)]);
        assert_eq!(
            text,
            "\u{feff}'=1+1,'+A1,-2,'-2+3,'@x,'\tx,'＝A1,''=1,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",-\r\n"
        );
    }

    #[test]
    fn what_was_guarded_is_read_as_it_was() {
        for cell in ["=1+1", "-2+3", "＠x", "'=1", "''", "it's", "-2", "-", "a"] {
            assert_eq!(unguarded(&cell_of(cell)), cell);
        }
    }
}
