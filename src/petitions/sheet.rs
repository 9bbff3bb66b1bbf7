//! A table as offices send it, XLSX or text, read into rows of text (`F1`).
//!
//! Whatever is sent, the memory it takes is bounded: what a file unpacks to, how many rows it has
//! and how much text they hold are limits, and a file beyond one is refused with the reason.

mod text;
mod xlsx;

use crate::message::Message;

/// The most petitions of a batch.
pub const MOST_PETITIONS: usize = 1_000;
/// The most rows of a table that hold anything, titles and sums included.
const MOST_ROWS: usize = MOST_PETITIONS + 20;
/// Cells farther to the right are left out.
const MOST_COLUMNS: usize = 60;
/// The most text of a table, in bytes.
const MOST_TEXT: usize = 4 * 1024 * 1024;

/// Rows of cells, from the first; a row that is blank stays, so that its place is its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called in its workbook; text has no name.
    pub name: String,
    /// Cells as text; dates of a spreadsheet as `2018-12-09`.
    pub rows: Vec<Vec<String>>,
}

/// Why a file is no table that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// Neither a spreadsheet nor text.
    NoTable,
    /// A locked or an old spreadsheet: neither is a zip.
    Locked,
    /// It brings a program.
    Macros,
    /// It unpacks to more than can be taken.
    TooLarge,
    /// More rows than a batch can have.
    TooManyRows,
    /// Text in an encoding that is neither UTF-8 nor GB18030.
    Encoding,
    /// No row names the columns.
    NoHeader,
    /// More sheets than are looked at.
    TooManySheets,
    /// The titles of its sheets name several batches.
    SeveralBatches,
}

impl Unreadable {
    /// For whoever sent it.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Empty => "petitions-file-empty",
            Self::NoTable => "petitions-file-no-table",
            Self::Locked => "petitions-file-locked",
            Self::Macros => "petitions-file-macros",
            Self::TooLarge => "petitions-file-large",
            Self::TooManyRows => "petitions-file-rows",
            Self::Encoding => "petitions-file-encoding",
            Self::NoHeader => "petitions-file-header",
            Self::TooManySheets => "petitions-file-sheets",
            Self::SeveralBatches => "petitions-file-batches",
        })
    }
}

/// The sheets of a file that hold anything; text has one.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let sheets = match bytes {
        [] => return Err(Unreadable::Empty),
        [b'P', b'K', ..] => xlsx::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(Unreadable::Locked),
        _ => vec![text::read(bytes)?],
    };
    let sheets: Vec<Sheet> = sheets.into_iter().filter(|sheet| !sheet.is_blank()).collect();
    if sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(sheets) }
}

impl Sheet {
    fn is_blank(&self) -> bool {
        self.rows.iter().flatten().all(|cell| cell.is_empty())
    }
}

/// Counts what is read, and stops what is too much.
#[derive(Default)]
struct Budget {
    text: usize,
}

impl Budget {
    fn take(&mut self, text: &str) -> Result<(), Unreadable> {
        self.text += text.len();
        if self.text > MOST_TEXT { Err(Unreadable::TooLarge) } else { Ok(()) }
    }
}

/// A cell without the blanks around it.
fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'))
        .replace("\r\n", "\n")
        .replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_either_encoding() {
        let told = "受理编号,交办问题\r\nX1,\"一行\n两行\"\r\n";
        let expected = vec![vec!["受理编号", "交办问题"], vec!["X1", "一行\n两行"]];
        let (gb, _, _) = encoding_rs::GB18030.encode(told);
        let (with_mark, bytes) = ([b"\xef\xbb\xbf", told.as_bytes()].concat(), told.as_bytes());
        for bytes in [bytes, &with_mark, &gb] {
            assert_eq!(read(bytes).map(|it| it[0].rows.clone()), Ok(owned(&expected)));
        }
        let apart = read("a,\"b\nc\"\n\n\nd,e\n".as_bytes());
        let expected = owned(&[vec!["a", "b\nc"], vec![], vec![], vec!["d", "e"]]);
        assert_eq!(apart.map(|it| it[0].rows.clone()), Ok(expected), "lines are counted");
        let tabs = read("a\tb, c\nd\te".as_bytes());
        let expected = owned(&[vec!["a", "b, c"], vec!["d", "e"]]);
        assert_eq!(tabs.map(|it| it[0].rows.clone()), Ok(expected));
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_reason() {
        assert_eq!(read(b""), Err(Unreadable::Empty));
        assert_eq!(read(b" \n , \n"), Err(Unreadable::Empty));
        assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(Unreadable::Locked));
        assert_eq!(read(b"PK\x03\x04rubbish"), Err(Unreadable::NoTable));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Unreadable::NoTable));
        assert_eq!(read(b"a,\xff\xff\xff"), Err(Unreadable::Encoding));
        let many = "a,b\n".repeat(10_000);
        assert_eq!(read(many.as_bytes()), Err(Unreadable::TooManyRows));
        assert_eq!(read(&vec![b'a'; MOST_TEXT + 1]), Err(Unreadable::TooLarge));
    }

    fn owned(rows: &[Vec<&str>]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }
}
