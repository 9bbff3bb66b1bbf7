//! `jurisdiction.toml`: what the whole is called and how it is set.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::JurisdictionError;
use super::folder::Folder;
use super::names::Names;

/// Name, code and settings of the jurisdiction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Code of the city.
    pub code: String,
    /// Name of the city.
    pub names: Names,
    /// Name of its province.
    pub province: Names,
    /// IANA time zone in which days are counted.
    pub time_zone: String,
    /// What every number begins with.
    pub number_prefix: String,
    /// Bureau that decides what the router cannot (`R4`).
    pub dispatcher: String,
    /// Bureau of the development zone, where there is one (`R2`).
    #[serde(default)]
    pub zone: Option<String>,
    /// How near to a border a point is said to be near it (`R1`).
    pub border_metres: f64,
    /// What stands between the names in a list.
    pub separator: Names,
    /// What the map shows at first.
    pub map: MapBounds,
    /// How reporters are called back (`C7`).
    #[serde(default)]
    pub callbacks: CallBacks,
    /// Texts of this office, by key.
    #[serde(default)]
    pub texts: BTreeMap<String, Names>,
}

/// How reporters are called back after an answer (`C7`).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallBacks {
    /// Of a month's answers, so many percent are drawn at random.
    pub percent: u8,
    /// After so many calls that nobody took, no more are made.
    pub tries: i32,
}

impl Default for CallBacks {
    fn default() -> Self {
        Self { percent: 10, tries: 3 }
    }
}

/// A rectangle in WGS 84 degrees.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapBounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Profile {
    pub(super) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        folder.toml("jurisdiction.toml")
    }
}
