//! Counties, the bureaus that own matters, and townships (`R1`–`R3`, `P3`–`P7`).

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::boundary::Boundaries;
use super::coordinates::Point;
use super::error::{JurisdictionError, Reason};
use super::folder::Folder;
use super::names::Names;
use super::profile::Profile;

/// A county, district or county-level city.
#[derive(Clone, Debug)]
pub struct County {
    /// GB/T 2260 code.
    pub code: String,
    /// Full name.
    pub names: Names,
    /// Short Chinese name; empty where the name cannot be shortened.
    pub short: String,
    /// Where its label stands.
    pub center: Point,
}

/// What a bureau is to the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BureauKind {
    /// The office above the city (`P6`).
    Province,
    /// The city's own bureau and dispatcher.
    City,
    /// The bureau of a county.
    County,
    /// The development zone (`R2`).
    Zone,
    /// The city's own units (`R2`).
    Units,
    /// A joint department (`P7`).
    Department,
}

/// An office that can own, send or assist in a matter.
#[derive(Clone, Debug)]
pub struct Bureau {
    /// GB/T 2260 code where there is one, else our own.
    pub code: String,
    /// What it is to the city.
    pub kind: BureauKind,
    /// Full name.
    pub names: Names,
    /// Short Chinese name for dense lists.
    pub short: String,
    /// Short English name for dense lists; empty where the folder gives none.
    short_en: String,
    /// What the numbers of its letters begin with; empty for an office that writes none.
    pub letter_mark: String,
    /// The county it serves or lies in.
    pub county: Option<String>,
    /// Who is one level up (`R3`).
    pub parent: Option<String>,
}

/// A township, street office or statistical unit of the same level.
#[derive(Clone, Debug)]
pub struct Township {
    /// Nine-digit code; sources differ, so county and name are the key.
    pub code: String,
    /// Full Chinese name.
    pub name: String,
    /// Its ending as the register has it.
    pub kind: String,
    /// Code of its county.
    pub county: String,
}

#[derive(Deserialize)]
struct CountyRow {
    code: String,
    name_zh: String,
    name_en: String,
    short_zh: String,
}

#[derive(Deserialize)]
struct BureauRow {
    code: String,
    kind: BureauKind,
    name_zh: String,
    name_en: String,
    short_zh: String,
    #[serde(default)]
    short_en: String,
    county_code: Option<String>,
    parent: Option<String>,
    #[serde(default)]
    letter_mark: String,
}

#[derive(Deserialize)]
struct TownshipRow {
    county_code: String,
    township_code: String,
    township_name: String,
    kind: String,
}

pub(super) fn read_counties(
    folder: &Folder<'_>,
    boundaries: &Boundaries,
) -> Result<Vec<County>, JurisdictionError> {
    const FILE: &str = "counties.csv";
    let mut counties: Vec<County> = Vec::new();
    for (line, row) in folder.rows::<CountyRow>(FILE)? {
        let refuse = |reason| Err(JurisdictionError::at(FILE, line, reason));
        if row.name_zh.is_empty() {
            return refuse(Reason::Empty { field: "name_zh" });
        }
        if counties.iter().any(|county| county.code == row.code) {
            return refuse(Reason::Twice(row.code));
        }
        let Some(center) = boundaries.center(&row.code) else {
            return refuse(Reason::NoPolygon(row.code));
        };
        let names = Names::new(row.name_zh, row.name_en);
        counties.push(County { code: row.code, names, short: row.short_zh, center });
    }
    let drawn = boundaries.codes().find(|code| !counties.iter().any(|c| c.code == *code));
    match drawn {
        Some(code) => Err(JurisdictionError::new(FILE, Reason::UnknownCode(code.to_owned()))),
        None => Ok(counties),
    }
}

pub(super) fn read_bureaus(
    folder: &Folder<'_>,
    counties: &[County],
    profile: &Profile,
) -> Result<Vec<Bureau>, JurisdictionError> {
    const FILE: &str = "bureaus.csv";
    let rows = folder.rows::<BureauRow>(FILE)?;
    let codes: HashSet<String> = rows.iter().map(|(_, row)| row.code.clone()).collect();
    let mut bureaus: Vec<Bureau> = Vec::with_capacity(rows.len());
    for (line, row) in rows {
        let refuse = |reason| Err(JurisdictionError::at(FILE, line, reason));
        if bureaus.iter().any(|b| b.code == row.code) {
            return refuse(Reason::Twice(row.code));
        }
        if let Some(code) = row.county_code.as_ref().filter(|c| !is_county(counties, c)) {
            return refuse(Reason::UnknownCode(code.clone()));
        }
        if let Some(code) = row.parent.as_ref().filter(|code| !codes.contains(*code)) {
            return refuse(Reason::UnknownCode(code.clone()));
        }
        bureaus.push(row.into());
    }
    check_whole(FILE, &bureaus, counties, profile)?;
    Ok(bureaus)
}

fn check_whole(
    file: &str,
    bureaus: &[Bureau],
    counties: &[County],
    profile: &Profile,
) -> Result<(), JurisdictionError> {
    let refuse = |reason| Err(JurisdictionError::new(file, reason));
    for code in std::iter::once(&profile.dispatcher).chain(&profile.zone) {
        if !bureaus.iter().any(|b| &b.code == code) {
            return refuse(Reason::UnknownCode(code.clone()));
        }
    }
    let serves =
        |code: &str| bureaus.iter().any(|b| b.kind == BureauKind::County && b.code == code);
    match counties.iter().find(|county| !serves(&county.code)) {
        Some(county) => refuse(Reason::NoBureau(county.code.clone())),
        None => Ok(()),
    }
}

pub(super) fn read_townships(
    folder: &Folder<'_>,
    counties: &[County],
) -> Result<Vec<Township>, JurisdictionError> {
    const FILE: &str = "townships.csv";
    let mut townships = Vec::new();
    for (line, row) in folder.rows::<TownshipRow>(FILE)? {
        if !is_county(counties, &row.county_code) {
            let reason = Reason::UnknownCode(row.county_code);
            return Err(JurisdictionError::at(FILE, line, reason));
        }
        if row.township_name.is_empty() {
            return Err(JurisdictionError::at(
                FILE,
                line,
                Reason::Empty { field: "township_name" },
            ));
        }
        townships.push(Township {
            code: row.township_code,
            name: row.township_name,
            kind: row.kind,
            county: row.county_code,
        });
    }
    Ok(townships)
}

pub(super) fn is_county(counties: &[County], code: &str) -> bool {
    counties.iter().any(|county| county.code == code)
}

impl Bureau {
    /// What the numbers of its letters begin with: its code, where the folder gives nothing else.
    pub fn mark(&self) -> &str {
        if self.letter_mark.is_empty() { &self.code } else { &self.letter_mark }
    }

    /// What dense lists call it in the language of that tag: its full name, where it has no shorter
    /// one.
    pub fn short_in(&self, tag: &str) -> &str {
        let short = if tag.starts_with("zh") { &self.short } else { &self.short_en };
        if short.is_empty() { self.names.in_language(tag) } else { short }
    }
}

impl From<BureauRow> for Bureau {
    fn from(row: BureauRow) -> Self {
        Self {
            code: row.code,
            kind: row.kind,
            names: Names::new(row.name_zh, row.name_en),
            short: row.short_zh,
            short_en: row.short_en,
            letter_mark: row.letter_mark,
            county: row.county_code,
            parent: row.parent,
        }
    }
}
