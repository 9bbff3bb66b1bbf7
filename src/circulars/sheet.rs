//! The table that a circular rests on as a spreadsheet: what the page and the CSV say, below its title and
//! the days that it is of.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::error::{Error, Result};

/// Width of the columns, in characters: the place, the bureau, the others.
const WIDTHS: [f64; 3] = [8.0, 18.0, 14.0];

/// The rows, of which the first is the head, as a spreadsheet.
pub fn xlsx(title: &str, days: &str, rows: &[Vec<String>]) -> Result<Vec<u8>> {
    written(title, days, rows).map_err(|error| Error::Internal(error.to_string()))
}

/// What a cell holds: a number, a share of one, or words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Held<'a> {
    Number(f64),
    Share(f64),
    Words(&'a str),
}

fn held(text: &str) -> Held<'_> {
    let number = |text: &str| text.parse::<i32>().ok().map(f64::from);
    match (number(text), text.strip_suffix('%').and_then(number)) {
        (Some(many), _) => Held::Number(many),
        (None, Some(percent)) => Held::Share(percent / 100.0),
        (None, None) => Held::Words(text),
    }
}

fn written(title: &str, days: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let bordered = Format::new().set_border(FormatBorder::Thin);
    let head = bordered.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let (number, share) =
        (bordered.clone().set_num_format("#,##0"), bordered.clone().set_num_format("0%"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let large = Format::new().set_bold().set_font_size(16.0);
    sheet.write_string_with_format(0, 0, title, &large)?;
    sheet.write_string(1, 0, days)?;
    for (row, cells) in (2..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            match held(text) {
                _ if row == 2 => sheet.write_string_with_format(row, column, text, &head)?,
                Held::Number(many) => sheet.write_number_with_format(row, column, many, &number)?,
                Held::Share(part) => sheet.write_number_with_format(row, column, part, &share)?,
                Held::Words(text) => {
                    sheet.write_string_with_format(row, column, text, &bordered)?
                }
            };
        }
    }
    let [place, bureau, others] = WIDTHS;
    let many = rows.first().map_or(0, Vec::len);
    for (column, width) in (0..).zip([place, bureau]).chain((2..).zip(vec![others; many])) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(3, 2)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(held("12"), Held::Number(12.0));
        assert_eq!(held("50%"), Held::Share(0.5));
        assert_eq!(held("=1+1"), Held::Words("=1+1"));
        assert_eq!(held("%"), Held::Words("%"));
        assert_eq!(held(""), Held::Words(""));
    }
}
