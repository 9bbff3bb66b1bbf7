//! The rows of a batch as they were written, before anything in them is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    columns::{self, Column, Header},
    words,
};
use crate::petitions::sheet::{MOST_PETITIONS, Sheet, Unreadable};

/// The most characters of a cell: as many as a spreadsheet can hold.
const MOST_CELL: usize = 33_000;
/// The most characters that are kept of a row that is left out.
const MOST_LEFT_OUT: usize = 80;

/// Where what a column holds is kept: the names of a row's cells, and of the fields of its form.
pub const FIELDS: [(Column, &str); 9] = [
    (Column::Number, "number"),
    (Column::Text, "problem"),
    (Column::County, "county"),
    (Column::Address, "address"),
    (Column::Unit, "unit"),
    (Column::Kinds, "kinds"),
    (Column::Priority, "priority"),
    (Column::DueOn, "due_on"),
    (Column::ReportBack, "report_back"),
];

/// A row as it was written, or corrected since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the file, from 1; what it is called by.
    pub line: usize,
    /// Cells by the names in [`FIELDS`].
    pub cells: BTreeMap<String, String>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The batch's number, where a title names it.
    pub batch: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Rows that are no petition, such as sums and signatures: their line and how they begin.
    pub left_out: Vec<(usize, String)>,
}

impl Row {
    /// The text of a cell.
    pub fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    /// How many characters it has.
    pub fn length(&self) -> usize {
        self.cells.values().map(|cell| cell.chars().count()).sum()
    }
}

impl Gathered {
    /// The petitions of the first sheet that names its columns.
    pub fn of(sheets: &[Sheet]) -> Result<Self, Unreadable> {
        let found = sheets
            .iter()
            .find_map(|sheet| columns::header(&sheet.rows).map(|header| (sheet, header)));
        let (sheet, header) = found.ok_or(Unreadable::NoHeader)?;
        let mut gathered = Self { batch: words::batch(&header.title), ..Self::default() };
        for (at, cells) in sheet.rows.iter().enumerate().skip(header.first) {
            gathered.take(at + 1, cells, &header)?;
        }
        match gathered.rows.len() {
            0 => Err(Unreadable::Empty),
            many if many > MOST_PETITIONS => Err(Unreadable::TooManyRows),
            _ => Ok(gathered),
        }
    }

    fn take(&mut self, line: usize, cells: &[String], header: &Header) -> Result<(), Unreadable> {
        let row = row(line, cells, header);
        if cells.iter().any(|cell| cell.chars().count() > MOST_CELL) {
            return Err(Unreadable::TooLarge);
        }
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        let Some(first) = filled.next() else { return Ok(()) };
        let says_one_thing = filled.clone().count() > 1 && filled.all(|cell| cell == first);
        let is_petition = !row.cell("number").is_empty() || !row.cell("problem").is_empty();
        if columns::is_sum(cells) || says_one_thing || !is_petition {
            self.left_out.push((line, first.chars().take(MOST_LEFT_OUT).collect()));
        } else {
            self.rows.push(row);
        }
        Ok(())
    }
}

fn row(line: usize, cells: &[String], header: &Header) -> Row {
    let cell = |wanted: Column| {
        let (_, at) = header.columns.iter().find(|(column, _)| *column == wanted)?;
        cells.get(*at).filter(|cell| !cell.is_empty()).cloned()
    };
    let named =
        FIELDS.iter().filter_map(|(column, name)| Some(((*name).to_owned(), cell(*column)?)));
    Row { line, cells: named.collect() }
}
