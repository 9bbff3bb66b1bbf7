//! The figures as tables to take away: plain rows, and the spreadsheet of the yearly summary.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{
    Figures, Line,
    figure::{FIGURES, Group, Unit},
    summary::{Cell, Column, columns},
    web::place,
};
use crate::{
    app::App,
    error::{Error, Result},
    i18n::Language,
    message::Message,
    pages::in_wan,
    reports::category::CHANNELS,
};

/// Width of the columns with names, and of those with numbers, in characters.
const WIDTHS: (f64, f64) = (30.0, 12.0);
/// Height of the heads of columns, in points.
const HEAD: f64 = 48.0;

/// A head, a row for each bureau, the sum: every figure, money in 万元.
pub fn rows(app: &App, language: Language, figures: &Figures) -> Vec<Vec<String>> {
    let say = |key: &str| app.pages.messages.text(language, key).into_owned();
    let cells = |line: &Line| -> Vec<String> {
        let figures = FIGURES.iter().map(|figure| match figure.unit {
            Unit::Pieces => line.get(figure.name).to_string(),
            Unit::Fen => in_wan(line.get(figure.name)).replace(',', ""),
        });
        figures.collect()
    };
    let names = FIGURES.iter().map(|figure| say(&format!("figure-{}", figure.name)));
    let head = std::iter::once(say("home-county")).chain(names).collect();
    let line = |(code, line): &(String, Line)| {
        std::iter::once(place(app, language, code)).chain(cells(line)).collect()
    };
    let sum = std::iter::once(say("statistics-sum")).chain(cells(&figures.sum)).collect();
    std::iter::once(head).chain(figures.lines.iter().map(line)).chain([sum]).collect()
}

/// A period of the summary.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    figures: &'a Figures,
    channels: &'a BTreeMap<String, i64>,
}

impl<'a> Side<'a> {
    /// The figures of the period, and what was received in it by channel.
    pub fn of(figures: &'a Figures, channels: &'a BTreeMap<String, i64>) -> Self {
        Self { figures, channels }
    }

    fn by(&self, channel: &str) -> Cell {
        Cell::Pieces(self.channels.get(channel).copied().unwrap_or(0))
    }

    fn counties_listed(&self) -> Cell {
        Cell::Pieces(i64::try_from(self.figures.counties_listed()).unwrap_or(i64::MAX))
    }
}

/// The yearly summary: a sheet with all figures of the period beside those of the year before, and one
/// by county.
pub fn xlsx(app: &App, language: Language, now: Side<'_>, then: Side<'_>) -> Result<Vec<u8>> {
    let book = Book { app, language, now, then, look: Look::new() };
    book.written().map_err(|error| Error::Internal(error.to_string()))
}

struct Look {
    title: Format,
    head: Format,
    group: Format,
    name: Format,
    number: Format,
    percent: Format,
}

impl Look {
    fn new() -> Self {
        let bordered = Format::new().set_border(FormatBorder::Thin);
        let head = bordered.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
        Self {
            title: Format::new().set_bold().set_font_size(16.0).set_align(FormatAlign::Center),
            group: head.clone(),
            head: head.set_align(FormatAlign::VerticalCenter),
            name: bordered.clone(),
            number: bordered.clone().set_num_format("#,##0.######"),
            percent: bordered.set_num_format("0%"),
        }
    }
}

struct Book<'a> {
    app: &'a App,
    language: Language,
    now: Side<'a>,
    then: Side<'a>,
    look: Look,
}

impl Book<'_> {
    fn say(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    fn title(&self, key: &str) -> String {
        let messages = &self.app.pages.messages;
        let message = Message::new(key)
            .with("from", messages.date(self.language, self.now.figures.from))
            .with("until", messages.date(self.language, self.now.figures.until));
        messages.say(self.language, &message)
    }

    fn written(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        self.summary(book.add_worksheet())?;
        self.by_county(book.add_worksheet())?;
        book.save_to_buffer()
    }

    /// Heading, figure, this period, the same days a year before, how much more; under what was received
    /// the channels that it came by.
    fn summary(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("statistics-sheet-summary"))?;
        sheet.merge_range(0, 0, 0, 4, &self.title("statistics-summary-title"), &self.look.title)?;
        let heads = ["group", "figure", "now", "then", "more"];
        for (column, head) in (0..).zip(heads) {
            let text = self.say(&format!("statistics-head-{head}"));
            sheet.write_string_with_format(1, column, text, &self.look.head)?;
        }
        let mut row = 2;
        for group in Group::ALL {
            let columns = columns(group);
            let channels = if group == Group::Intake { CHANNELS.len() } else { 0 };
            let last = row + u32::try_from(columns.len() + channels).unwrap_or(0) - 1;
            let title = self.say(&format!("statistics-group-{}", group.name()));
            match last > row {
                true => {
                    sheet.merge_range(row, 0, last, 0, &title, &self.look.group)?;
                }
                false => {
                    sheet.write_string_with_format(row, 0, title, &self.look.group)?;
                }
            }
            for column in columns {
                let sums = (column.of(&self.now.figures.sum), column.of(&self.then.figures.sum));
                self.line(sheet, row, &self.named(column), sums)?;
                row += 1;
                if matches!(column, Column::Figure(figure) if figure.name == "received") {
                    row = self.by_channel(sheet, row)?;
                }
            }
        }
        sheet.write_string_with_format(row, 0, "", &self.look.group)?;
        let counties = (self.now.counties_listed(), self.then.counties_listed());
        self.line(sheet, row, &self.say("statistics-counties-listed"), counties)?;
        sheet.set_column_width(1, WIDTHS.0)?;
        for column in [0, 2, 3, 4] {
            sheet.set_column_width(column, WIDTHS.1)?;
        }
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_freeze_panes(2, 0)?;
        Ok(())
    }

    /// A row for each channel; the row after them.
    fn by_channel(&self, sheet: &mut Worksheet, first: u32) -> Result<u32, XlsxError> {
        let mut row = first;
        for channel in CHANNELS {
            let name = self.say(&format!("channel-{channel}"));
            let name = Message::new("statistics-of-channel").with("channel", name);
            let name = self.app.pages.messages.say(self.language, &name);
            self.line(sheet, row, &name, (self.now.by(channel), self.then.by(channel)))?;
            row += 1;
        }
        Ok(row)
    }

    fn line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        name: &str,
        (now, then): (Cell, Cell),
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 1, name, &self.look.name)?;
        self.put(sheet, row, 2, now)?;
        self.put(sheet, row, 3, then)?;
        match (now, now.more_than(then)) {
            (Cell::Pieces(_), Some(more)) => self.put(sheet, row, 4, Cell::Pieces(more)),
            (Cell::Fen(_), Some(more)) => self.put(sheet, row, 4, Cell::Fen(more)),
            (Cell::Share(_), Some(more)) => {
                let points = more as f64 / 100.0;
                sheet.write_number_with_format(row, 4, points, &self.look.percent).map(drop)
            }
            (_, None) => sheet.write_string_with_format(row, 4, "", &self.look.name).map(drop),
        }
    }

    /// A row for each bureau, the figures under their headings.
    fn by_county(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("statistics-sheet-counties"))?;
        let all: Vec<Column> = Group::ALL.into_iter().flat_map(columns).collect();
        let width = u16::try_from(all.len()).unwrap_or(u16::MAX);
        let title = self.title("statistics-counties-title");
        sheet.merge_range(0, 0, 0, width, &title, &self.look.title)?;
        sheet.merge_range(1, 0, 2, 0, &self.say("home-county"), &self.look.head)?;
        let mut first = 1;
        for group in Group::ALL {
            let columns = columns(group);
            let last = first + u16::try_from(columns.len()).unwrap_or(0) - 1;
            let title = self.say(&format!("statistics-group-{}", group.name()));
            sheet.merge_range(1, first, 1, last, &title, &self.look.head)?;
            for (place, column) in (first..).zip(columns) {
                sheet.write_string_with_format(2, place, self.named(column), &self.look.head)?;
            }
            first = last + 1;
        }
        let lines = self.now.figures.lines.iter();
        let lines = lines.map(|(code, line)| (place(self.app, self.language, code), line));
        let sum = [(self.say("statistics-sum"), &self.now.figures.sum)];
        for (row, (name, line)) in (3..).zip(lines.chain(sum)) {
            sheet.write_string_with_format(row, 0, name, &self.look.name)?;
            for (place, column) in (1..).zip(&all) {
                self.put(sheet, row, place, column.of(line))?;
            }
        }
        sheet.set_column_width(0, 18.0)?;
        sheet.set_row_height(2, HEAD)?;
        for column in 1..=width {
            sheet.set_column_width(column, WIDTHS.1)?;
        }
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_freeze_panes(3, 1)?;
        Ok(())
    }

    fn named(&self, column: Column) -> String {
        self.say(&column.key())
    }

    /// Money in 万元; a share as a percentage, and as nothing when there is nothing to share.
    fn put(&self, sheet: &mut Worksheet, row: u32, at: u16, cell: Cell) -> Result<(), XlsxError> {
        let (number, format) = match cell {
            Cell::Pieces(many) => (many as f64, &self.look.number),
            Cell::Fen(fen) => (fen as f64 / 1e6, &self.look.number),
            Cell::Share(share) if share.of > 0 => {
                (share.done as f64 / share.of as f64, &self.look.percent)
            }
            Cell::Share(_) => {
                return sheet.write_string_with_format(row, at, "–", &self.look.name).map(drop);
            }
        };
        sheet.write_number_with_format(row, at, number, format).map(drop)
    }
}
