//! What can be wrong with a jurisdiction folder: the file, the line and the reason.

use std::fmt;

/// A folder that cannot be used, and why.
#[derive(Debug, thiserror::Error)]
pub struct JurisdictionError {
    /// The file in the folder.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<u64>,
    /// The column, where it is known.
    pub column: Option<u64>,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a file of the folder; read by the administrator at start, in the words of each.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Reason {
    #[error("the file is missing")]
    Missing,
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::Error),
    #[error("the file is not UTF-8 text")]
    Encoding,
    #[error("{0}")]
    Csv(Box<csv::Error>),
    #[error("{0}")]
    Toml(Box<toml::de::Error>),
    #[error("not a map of counties: {0}")]
    Geometry(String),
    #[error("{field} is empty")]
    Empty { field: &'static str },
    #[error("the code {0} is not in bureaus.csv or counties.csv")]
    UnknownCode(String),
    #[error("{0} is given twice")]
    Twice(String),
    #[error("the county {0} has no polygon in boundaries.geojson")]
    NoPolygon(String),
    #[error("the county {0} has no bureau of kind county")]
    NoBureau(String),
    #[error("{0}")]
    Policy(String),
    #[error("{0}")]
    Calendar(super::calendar::Fault),
}

impl fmt::Display for JurisdictionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(out, ", column {column}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

impl JurisdictionError {
    /// An error about a whole file.
    pub fn new(file: &str, reason: Reason) -> Self {
        Self { file: file.to_owned(), line: None, column: None, reason }
    }

    /// An error at one line of a file.
    pub fn at(file: &str, line: u64, reason: Reason) -> Self {
        Self { file: file.to_owned(), line: Some(line), column: None, reason }
    }

    /// The same error at one column of its line.
    pub fn in_column(mut self, column: u64) -> Self {
        self.column = Some(column);
        self
    }
}
