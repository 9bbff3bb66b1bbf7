//! A table as text, with commas, semicolons or tabs between the cells.

use std::borrow::Cow;

use crate::web::table::unguarded;

use super::{Budget, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Sheet, Unreadable, trimmed};

/// How many bytes tell what stands between the cells.
const GLANCE: usize = 4096;

/// Reads UTF-8, with or without a mark, or GB18030.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    if bytes.len() > MOST_TEXT {
        return Err(Unreadable::TooLarge);
    }
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(Unreadable::NoTable);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between(&text))
        .from_reader(text.as_bytes());
    let (mut rows, mut filled, mut budget) = (Vec::new(), 0, Budget::default());
    let (mut record, mut next) = (csv::StringRecord::new(), 1);
    while reader.read_record(&mut record).map_err(|_| Unreadable::NoTable)? {
        // The reader passes over lines that are quite empty; people count them.
        let own = 1 + record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let read = reader.position().line() - next;
        (own..read).take(MOST_ROWS * 10).for_each(|_| rows.push(Vec::new()));
        next = reader.position().line();
        let row: Vec<String> = record
            .iter()
            .take(MOST_COLUMNS)
            .map(|cell| unguarded(&trimmed(cell)).to_owned())
            .collect();
        row.iter().try_for_each(|cell| budget.take(cell))?;
        filled += usize::from(row.iter().any(|cell| !cell.is_empty()));
        if filled > MOST_ROWS || rows.len() > MOST_ROWS * 10 {
            return Err(Unreadable::TooManyRows);
        }
        rows.push(row);
    }
    Ok(Sheet { rows, ..Sheet::default() })
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text.ok_or(Unreadable::Encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    // Pictures and the like have zeros, which no text of an office has.
    if bytes.contains(&0) {
        return Err(Unreadable::NoTable);
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or(Unreadable::Encoding)
}

/// What stands between the cells: the most frequent of those that can, at the beginning.
fn between(text: &str) -> u8 {
    let glance = text.as_bytes().get(..GLANCE).unwrap_or(text.as_bytes());
    let often = |byte: &u8| glance.iter().filter(|it| *it == byte).count();
    [b';', b'\t', b','].into_iter().max_by_key(often).unwrap_or(b',')
}
