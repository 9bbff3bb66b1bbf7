//! The rows of a batch as they were written, before anything in them is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    columns::{self, Column, Header},
    words,
};
use crate::{
    message::Message,
    petitions::sheet::{MOST_PETITIONS, Sheet, Unreadable},
};

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
    /// Its line in the file or the sheet, from 1; what it is called by.
    pub line: usize,
    /// The name of its sheet, where several hold petitions.
    #[serde(default)]
    pub sheet: String,
    /// Which of these sheets it is, from 0.
    #[serde(default)]
    pub part: usize,
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
    /// Rows that are no petition, such as sums and signatures.
    pub left_out: Vec<LeftOut>,
    /// The names of sheets that do not name their columns.
    pub unread: Vec<String>,
}

/// A row that is no petition: its line, how it begins, and its sheet where several hold petitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut(pub usize, pub String, #[serde(default)] pub String);

/// Where a row stands in the file.
fn place(sheet: &str, line: usize) -> Message {
    match sheet {
        "" => Message::new("petitions-row").with("line", line),
        _ => Message::new("petitions-row-of").with("sheet", sheet).with("line", line),
    }
}

impl LeftOut {
    /// Where it stands in the file.
    pub fn place(&self) -> Message {
        place(&self.2, self.0)
    }
}

impl Row {
    /// Where it stands in the file.
    pub fn place(&self) -> Message {
        place(&self.sheet, self.line)
    }

    /// What its form's fields are told by: no two rows of a file have the same.
    pub fn key(&self) -> String {
        match self.part {
            0 => self.line.to_string(),
            part => format!("{}_{}", part + 1, self.line),
        }
    }

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
    /// The petitions of all sheets that name their columns.
    pub fn of(sheets: &[Sheet]) -> Result<Self, Unreadable> {
        let (found, unread) = columns::headed(sheets);
        if found.is_empty() {
            return Err(Unreadable::NoHeader);
        }
        let mut gathered = Self { batch: batch(&found)?, unread, ..Self::default() };
        for (part, (sheet, header)) in found.iter().enumerate() {
            let name = if found.len() > 1 { sheet.name.as_str() } else { "" };
            for (at, cells) in sheet.rows.iter().enumerate().skip(header.first) {
                let place = Row { line: at + 1, sheet: name.to_owned(), part, ..Row::default() };
                gathered.take(place, cells, header)?;
            }
        }
        match gathered.rows.len() {
            0 => Err(Unreadable::Empty),
            many if many > MOST_PETITIONS => Err(Unreadable::TooManyRows),
            _ => Ok(gathered),
        }
    }

    /// Takes what stands in `place`, a row that is still empty.
    fn take(&mut self, place: Row, cells: &[String], header: &Header) -> Result<(), Unreadable> {
        let row = row(place, cells, header);
        if cells.iter().any(|cell| cell.chars().count() > MOST_CELL) {
            return Err(Unreadable::TooLarge);
        }
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        let Some(first) = filled.next() else { return Ok(()) };
        let says_one_thing = filled.clone().count() > 1 && filled.all(|cell| cell == first);
        let is_petition = !row.cell("number").is_empty() || !row.cell("problem").is_empty();
        if columns::is_sum(cells) || says_one_thing || !is_petition {
            let begin = first.chars().take(MOST_LEFT_OUT).collect();
            self.left_out.push(LeftOut(row.line, begin, row.sheet));
        } else {
            self.rows.push(row);
        }
        Ok(())
    }
}

/// The batch that the titles name; several cannot be entered as one.
fn batch(found: &[(&Sheet, Header)]) -> Result<Option<String>, Unreadable> {
    let named = found.iter().filter_map(|(_, header)| words::batch(&header.title));
    let mut named: Vec<String> = named.collect();
    named.dedup();
    if named.len() > 1 { Err(Unreadable::SeveralBatches) } else { Ok(named.pop()) }
}

fn row(place: Row, cells: &[String], header: &Header) -> Row {
    let cell = |wanted: Column| {
        let (_, at) = header.columns.iter().find(|(column, _)| *column == wanted)?;
        cells.get(*at).filter(|cell| !cell.is_empty()).cloned()
    };
    let named =
        FIELDS.iter().filter_map(|(column, name)| Some(((*name).to_owned(), cell(*column)?)));
    Row { cells: named.collect(), ..place }
}
