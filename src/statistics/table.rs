//! Tables as CSV that spreadsheet programs read rightly and safely.

/// What tells Excel that the text is UTF-8.
const BOM: char = '\u{feff}';

/// Rows of cells as CSV (RFC 4180), with a byte-order mark.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::from(BOM);
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A text that begins like a formula is marked as text, so that no program runs it.
fn cell_of(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number;
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        let row = ["=1+1", "+A1", "-2", "-2+3", "@x", "\tx", "a,b", "say \"no\"", "two\nlines"];
        let text = csv(&[row.map(str::to_owned).to_vec()]);
        assert_eq!(
            text,
            "\u{feff}'=1+1,'+A1,-2,'-2+3,'@x,'\tx,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\r\n"
        );
    }
}
