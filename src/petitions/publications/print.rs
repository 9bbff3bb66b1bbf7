//! A table as a spreadsheet.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::table::Table;
use crate::error::{Error, Result};

/// How wide the columns are, in characters.
const WIDTHS: [f64; 10] = [6.0, 24.0, 50.0, 12.0, 12.0, 50.0, 10.0, 40.0, 20.0, 14.0];
/// The table as a spreadsheet, below its title.
pub fn xlsx(title: &str, names: &[String], table: &Table) -> Result<Vec<u8>> {
    written(title, names, table).map_err(|error| Error::Internal(error.to_string()))
}

fn written(title: &str, names: &[String], table: &Table) -> Result<Vec<u8>, XlsxError> {
    let head = Format::new().set_bold().set_align(FormatAlign::Center);
    let cell =
        Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let name = head.clone().set_text_wrap().set_border(FormatBorder::Thin);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 9, title, &head.set_font_size(16.0))?;
    for (column, (width, label)) in (0..).zip(WIDTHS.iter().zip(names)) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(1, column, label, &name)?;
    }
    for (row, line) in (2..).zip(&table.lines) {
        for (column, text) in (0..).zip(&line.cells) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(1, 1)?;
    sheet.set_freeze_panes(2, 2)?;
    book.save_to_buffer()
}
