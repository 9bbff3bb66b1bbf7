//! A spreadsheet. What it unpacks to is measured before it is read, and its cells are taken one by
//! one: neither a packed bomb nor a cell in the last row of the last column costs memory.

use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, DataType as _, Reader as _, Xlsx};
use zip::ZipArchive;

use super::{Budget, MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable, trimmed};

/// The most that a file may unpack to, in bytes.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
/// The most parts of a file.
const MOST_PARTS: usize = 500;
/// The most sheets of a file; one with more is refused, so that none is passed over.
const MOST_SHEETS: usize = 20;
/// The part that holds the texts of all cells, what it counts them by, and the bytes that each of them
/// takes at least.
const STRINGS: &str = "sharedstrings.xml";
const COUNT: &[u8] = b"uniqueCount";
const SHORTEST: usize = 5;
/// The part that holds a program.
const PROGRAM: &str = "vbaProject.bin";

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    weigh(bytes)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoTable)?;
    let names = book.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(Unreadable::TooManySheets);
    }
    let mut budget = Budget::default();
    names.iter().map(|name| sheet(&mut book, name, &mut budget)).collect()
}

/// Unpacks every part into nothing, because what a file says of its own size may be a lie.
fn weigh(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoTable)?;
    if parts.len() > MOST_PARTS {
        return Err(Unreadable::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|_| Unreadable::Locked)?;
        if part.name().map_err(|_| Unreadable::NoTable)?.ends_with(PROGRAM) {
            return Err(Unreadable::Macros);
        }
        let is_strings = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(STRINGS));
        let (mut part, mut kept) = (part.take(left + 1), Vec::new());
        let size = match is_strings {
            true => part.read_to_end(&mut kept).map(|size| size as u64),
            false => std::io::copy(&mut part, &mut std::io::sink()),
        };
        left =
            left.checked_sub(size.map_err(|_| Unreadable::NoTable)?).ok_or(Unreadable::TooLarge)?;
        if promises_too_much(&kept) {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

/// Whether the texts say that they are more than their bytes could hold: the reader makes room for as
/// many as a file promises.
fn promises_too_much(strings: &[u8]) -> bool {
    // Without the zeros of UTF-16, and whatever is between the name, the sign and the number.
    let plain: Vec<u8> = strings.iter().copied().filter(|byte| *byte != 0).collect();
    let fits = plain.len() / SHORTEST;
    let counts = (COUNT.len()..).zip(plain.windows(COUNT.len()));
    counts.filter(|(_, window)| *window == COUNT).any(|(end, _)| {
        let rest = plain[end..].iter();
        let digits = rest.skip_while(|byte| b"= \t\r\n\"'".contains(byte));
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let promised = digits.fold(0_usize, |count, digit| {
            count.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
        });
        promised > fits
    })
}

fn sheet(book: &mut Book<'_>, name: &str, budget: &mut Budget) -> Result<Sheet, Unreadable> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut filled = Rows::default();
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet that is a chart has no cells.
        Err(_) => return Ok(sheet),
    };
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::NoTable)? {
        let (row, column) = (cell.get_position().0 as usize, cell.get_position().1 as usize);
        if column >= MOST_COLUMNS {
            continue;
        }
        // As it stands in the file: a long text of blanks costs time, too.
        budget.take(raw(cell.get_value()))?;
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        filled.take(row)?;
        sheet.put(row, column, text);
    }
    drop(cells);
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    for area in merged {
        spread(&mut sheet, (area.start, area.end), budget)?;
    }
    Ok(sheet)
}

/// How many rows hold anything, and that none lies far below the others.
#[derive(Default)]
struct Rows {
    last: Option<usize>,
    many: usize,
}

impl Rows {
    fn take(&mut self, row: usize) -> Result<(), Unreadable> {
        if self.last != Some(row) {
            self.many += 1;
            self.last = Some(row);
        }
        let is_far = row > MOST_ROWS * 10;
        if self.many > MOST_ROWS || is_far { Err(Unreadable::TooManyRows) } else { Ok(()) }
    }
}

impl Sheet {
    fn put(&mut self, row: usize, column: usize, text: String) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, String::new);
        }
        cells[column] = text;
    }
}

/// Merged cells all say what the first of them says.
fn spread(
    sheet: &mut Sheet,
    (start, end): ((u32, u32), (u32, u32)),
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    let first = sheet.rows.get(start.0 as usize).and_then(|row| row.get(start.1 as usize));
    let Some(text) = first.filter(|text| !text.is_empty()).cloned() else { return Ok(()) };
    let rows = start.0 as usize..=(end.0 as usize).min(sheet.rows.len().saturating_sub(1));
    for row in rows {
        for column in start.1 as usize..=(end.1 as usize).min(MOST_COLUMNS - 1) {
            budget.take(&text)?;
            sheet.put(row, column, text.clone());
        }
    }
    Ok(())
}

/// The text of a cell as it stands in the file; nothing for numbers and dates, which are short.
fn raw<'a>(cell: &'a DataRef<'_>) -> &'a str {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) => text,
        DataRef::SharedString(text) => text,
        _ => "",
    }
}

/// A cell as people read it.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(text) => trimmed(text),
        DataRef::SharedString(text) => trimmed(text),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        DataRef::Empty | DataRef::Error(_) => String::new(),
        other => Data::from(other.clone()).as_string().unwrap_or_default(),
    }
}
