//! Cities and provinces outside the jurisdiction, and who is in charge there (`R4`).

use serde::Deserialize;

use super::bureau::{County, is_county};
use super::error::{JurisdictionError, Reason};
use super::folder::Folder;
use super::names::Names;

/// A place outside, and the authority that a reporter is told of.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Whether it is a whole province; a city in it is the better answer.
    pub province: bool,
    /// What it is called.
    pub names: Names,
    /// Who is in charge there.
    pub authority: Names,
    /// How people name it and its parts.
    pub spoken: Vec<String>,
    /// Counties of ours that it touches.
    pub borders: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    City,
    Province,
}

#[derive(Deserialize)]
struct Row {
    kind: Kind,
    name_zh: String,
    name_en: String,
    authority_zh: String,
    authority_en: String,
    names: String,
    borders: String,
}

/// The parts of a field that holds several.
pub(super) fn parts(field: &str) -> impl Iterator<Item = String> + '_ {
    field.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned)
}

pub(super) fn read(
    folder: &Folder<'_>,
    counties: &[County],
) -> Result<Vec<Neighbour>, JurisdictionError> {
    const FILE: &str = "neighbours.csv";
    let mut neighbours = Vec::new();
    for (line, row) in folder.rows::<Row>(FILE)? {
        let borders: Vec<String> = parts(&row.borders).collect();
        if let Some(code) = borders.iter().find(|code| !is_county(counties, code)) {
            return Err(JurisdictionError::at(FILE, line, Reason::UnknownCode(code.clone())));
        }
        neighbours.push(Neighbour {
            province: matches!(row.kind, Kind::Province),
            names: Names::new(row.name_zh, row.name_en),
            authority: Names::new(row.authority_zh, row.authority_en),
            spoken: parts(&row.names).collect(),
            borders,
        });
    }
    Ok(neighbours)
}
