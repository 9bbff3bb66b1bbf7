//! Reads the files of a jurisdiction, from inside the binary or from disk.

use std::path::Path;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use super::error::{JurisdictionError, Reason};

#[derive(RustEmbed)]
#[folder = "static/jurisdictions"]
struct Shipped;

/// Where a jurisdiction is read from.
#[derive(Debug)]
pub enum Folder<'a> {
    /// One that is inside the binary, by name.
    Embedded(&'a str),
    /// One on disk.
    Disk(&'a Path),
}

impl Folder<'_> {
    /// The text of a file, without the byte order mark that spreadsheets write.
    pub fn text(&self, file: &str) -> Result<String, JurisdictionError> {
        let bytes = self.bytes(file).map_err(|reason| JurisdictionError::new(file, reason))?;
        let text =
            String::from_utf8(bytes).map_err(|_| JurisdictionError::new(file, Reason::Encoding))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    fn bytes(&self, file: &str) -> Result<Vec<u8>, Reason> {
        match self {
            Self::Embedded(name) => Shipped::get(&format!("{name}/{file}"))
                .map(|found| found.data.into_owned())
                .ok_or(Reason::Missing),
            Self::Disk(dir) => std::fs::read(dir.join(file)).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => Reason::Missing,
                _ => Reason::Unreadable(error),
            }),
        }
    }

    /// The rows of a CSV file, each with its line.
    pub fn rows<Row: DeserializeOwned>(
        &self,
        file: &str,
    ) -> Result<Vec<(u64, Row)>, JurisdictionError> {
        let text = self.text(file)?;
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let refuse = |error: csv::Error| {
            let line = error.position().map(|at| row_line(&text, at));
            let reason = Reason::Csv(Box::new(error));
            JurisdictionError { file: file.to_owned(), line, column: None, reason }
        };
        let headers = reader.headers().map_err(refuse)?.clone();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(refuse)?;
            let line = record.position().map_or(0, |at| row_line(&text, at));
            let row = record.deserialize(Some(&headers)).map_err(refuse)?;
            rows.push((line, row));
        }
        Ok(rows)
    }

    /// A TOML file.
    pub fn toml<T: DeserializeOwned>(&self, file: &str) -> Result<T, JurisdictionError> {
        let text = self.text(file)?;
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map(|span| line_of(&text, span.start));
            JurisdictionError {
                file: file.to_owned(),
                line,
                column: None,
                reason: Reason::Toml(Box::new(error)),
            }
        })
    }
}

/// The line, from one, of a byte in a text.
pub fn line_of(text: &str, byte: usize) -> u64 {
    let newlines = text.bytes().take(byte).filter(|&b| b == b'\n').count();
    u64::try_from(newlines).unwrap_or(u64::MAX).saturating_add(1)
}

/// The line of a row: in a file with CRLF its position is still before the line feed.
pub(super) fn row_line(text: &str, at: &csv::Position) -> u64 {
    let byte = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let blank = text.bytes().skip(byte).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    line_of(text, byte.saturating_add(blank))
}
