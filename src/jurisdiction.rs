//! The place the portal serves: its counties, bureaus, borders, names, neighbours and working days.
//!
//! A jurisdiction is read once from a folder (`static/jurisdictions/<name>`, or one on disk) and never changes
//! while the portal runs. Nothing about a particular city is in the code: another city runs the portal by
//! writing a folder (`R1`, `R2`, `T5`). A fault in the folder is refused with file, line and reason.

mod boundary;
mod bureau;
pub mod calendar;
mod coordinates;
mod error;
mod folder;
mod gazetteer;
mod map;
mod names;
mod neighbour;
mod profile;
mod words;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

pub use boundary::{Boundaries, Located};
pub use bureau::{Bureau, BureauKind, County, Township};
pub use calendar::{Calendar, DayOff, Years};
pub use coordinates::{CoordinateError, Datum, Point};
pub use error::{JurisdictionError, Reason};
pub use folder::Folder;
pub(crate) use folder::line_of;
pub use gazetteer::{Form, Gazetteer, Level, Mention, Name};
pub use map::CountyShape;
pub use names::Names;
pub use neighbour::Neighbour;
pub use profile::{MapBounds, Profile};
pub use words::{AddressWords, ConflictWords, Words, begins, ends};

use crate::deadlines::policy::Policies;

/// Everything the portal knows of the place it serves; built once, never changed.
pub struct Jurisdiction {
    profile: Profile,
    counties: Vec<County>,
    bureaus: Vec<Bureau>,
    townships: Vec<Township>,
    neighbours: Vec<Neighbour>,
    boundaries: Boundaries,
    calendar: Calendar,
    words: Words,
    gazetteer: Gazetteer,
    policies: Policies,
    by_code: HashMap<String, usize>,
}

impl fmt::Debug for Jurisdiction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Jurisdiction").field("code", &self.profile.code).finish_non_exhaustive()
    }
}

impl Jurisdiction {
    /// The jurisdiction of that name inside the binary.
    pub fn embedded(name: &str) -> Result<Self, JurisdictionError> {
        Self::read(&Folder::Embedded(name))
    }

    /// The jurisdiction in a folder on disk.
    pub fn load(dir: &Path) -> Result<Self, JurisdictionError> {
        Self::read(&Folder::Disk(dir))
    }

    /// Every mistake in a folder on disk, file by file; a file that needs another one that is wrong
    /// is looked at once that one is right.
    pub fn mistakes(dir: &Path) -> Vec<JurisdictionError> {
        let folder = &Folder::Disk(dir);
        let mut found = Policies::mistakes(folder);
        found.extend(Calendar::check(folder).err().unwrap_or_default());
        found.extend(Words::read(folder).err());
        // The rest stands on each other, and names its first mistake.
        if let Err(error) = Self::read(folder)
            && !found.iter().any(|known| known.file == error.file)
        {
            found.push(error);
        }
        found
    }

    fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        let profile = Profile::read(folder)?;
        let boundaries = Boundaries::read(folder)?;
        let counties = bureau::read_counties(folder, &boundaries)?;
        let bureaus = bureau::read_bureaus(folder, &counties, &profile)?;
        let by_code = bureaus.iter().enumerate().map(|(at, b)| (b.code.clone(), at)).collect();
        let townships = bureau::read_townships(folder, &counties)?;
        let neighbours = neighbour::read(folder, &counties)?;
        let words = Words::read(folder)?;
        let places = gazetteer::read(folder, &bureaus)?;
        let gazetteer =
            Gazetteer::build(&profile, &counties, &townships, &neighbours, &places, &words);
        let calendar = Calendar::read(folder)?;
        let policies = Policies::read(folder)?;
        Ok(Self {
            profile,
            counties,
            bureaus,
            townships,
            neighbours,
            boundaries,
            calendar,
            words,
            gazetteer,
            policies,
            by_code,
        })
    }

    /// Code, names, texts and settings of the whole.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The counties in the order of their codes.
    pub fn counties(&self) -> &[County] {
        &self.counties
    }

    /// The county with that code.
    pub fn county(&self, code: &str) -> Option<&County> {
        self.counties.iter().find(|county| county.code == code)
    }

    /// All bureaus, from the province down.
    pub fn bureaus(&self) -> &[Bureau] {
        &self.bureaus
    }

    /// The bureau, office or department with that code.
    pub fn bureau(&self, code: &str) -> Option<&Bureau> {
        self.by_code.get(code).and_then(|&at| self.bureaus.get(at))
    }

    /// The bureau that serves a county.
    pub fn bureau_for_county(&self, county: &str) -> Option<&Bureau> {
        let serves =
            |b: &&Bureau| b.kind == BureauKind::County && b.county.as_deref() == Some(county);
        self.bureaus.iter().find(serves)
    }

    /// The code of what is given as a code, or as the name of a county or bureau in either language.
    pub fn code_for(&self, code_or_name: &str) -> Option<&str> {
        let given = code_or_name.trim();
        if let Some(bureau) = self.bureau(given) {
            return Some(&bureau.code);
        }
        let county = self.counties.iter().find(|c| c.names.is(given) || c.short == given);
        let bureau = || self.bureaus.iter().find(|b| b.names.is(given) || b.short == given);
        county.map(|c| c.code.as_str()).or_else(|| bureau().map(|b| b.code.as_str()))
    }

    /// What lists call the place of that code, in the language of that tag: the county, else the
    /// bureau's short name.
    pub fn place(&self, code: &str, tag: &str) -> &str {
        match (self.county(code), self.bureau(code)) {
            (Some(county), _) => county.names.in_language(tag),
            (None, Some(bureau)) => bureau.short_in(tag),
            (None, None) => "",
        }
    }

    /// The full name of the bureau of that code in the language of that tag; the code itself where no
    /// bureau has it, or has it any longer.
    pub fn bureau_name<'a>(&'a self, code: &'a str, tag: &str) -> &'a str {
        self.bureau(code).map_or(code, |bureau| bureau.names.in_language(tag))
    }

    /// Townships and the statistical units beside them.
    pub fn townships(&self) -> &[Township] {
        &self.townships
    }

    /// Cities and provinces outside, with the authority to name (`R4`).
    pub fn neighbours(&self) -> &[Neighbour] {
        &self.neighbours
    }

    /// The county polygons.
    pub fn boundaries(&self) -> &Boundaries {
        &self.boundaries
    }

    /// The counties as GeoJSON, with code and name in the language of that tag.
    pub fn geojson(&self, tag: &str) -> String {
        map::geojson(&self.boundaries, |code| {
            self.county(code).map_or(code, |county| county.names.in_language(tag)).to_owned()
        })
    }

    /// The working days (`T5`).
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// How addresses and complaints are worded here.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Every name that tells where something is.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The limits of the office, by the day of the report.
    pub fn policies(&self) -> &Policies {
        &self.policies
    }
}
