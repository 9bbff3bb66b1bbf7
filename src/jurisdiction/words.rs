//! `words.toml`: how addresses and complaints are worded here, for the routing rules.

use serde::Deserialize;

use super::error::JurisdictionError;
use super::folder::Folder;

/// The wording of this place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// How addresses are written.
    pub address: AddressWords,
    /// How bureaus and governments are accused (`R3`).
    pub conflict: ConflictWords,
}

/// How addresses are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressWords {
    /// Letters that end a part of an address.
    pub stops: String,
    /// Endings that people leave off a township's name, the longest first.
    pub township_endings: Vec<String>,
    /// After a county's full name: its seat.
    pub seat_ending: String,
    /// Counties with this ending have such a seat.
    pub seat_of: String,
    /// Endings that make the name of a place outside an official one.
    pub official_endings: Vec<String>,
    /// What may stand between a name and what makes it a street.
    pub directions: Vec<String>,
    /// What makes the short name before it a street, a shop or a product.
    pub not_a_place: Vec<String>,
    /// What leaves it a place although it begins alike.
    pub still_a_place: Vec<String>,
    /// Those of `not_a_place` that only unmake places outside.
    pub own_may_have: Vec<String>,
    /// What shows that a place follows.
    pub at: Vec<String>,
    /// Short township names that are common words.
    pub common: Vec<String>,
    /// What may follow a common word that is meant as a place.
    pub alone_before: Vec<String>,
}

/// How bureaus and governments are accused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictWords {
    /// Bureaus and their staff.
    pub bureaus: Vec<String>,
    /// Governments and their staff.
    pub governments: Vec<String>,
    /// Bodies that count only after a name.
    pub named_only: Vec<String>,
    /// The branch of a bureau, after a county.
    pub branch: String,
    /// The ending of an office that is not ours.
    pub other_office: String,
    /// Before a body: the county's.
    pub county_words: Vec<String>,
    /// Before a body: the city's.
    pub city_words: Vec<String>,
    /// Before a body: another level's, not reported under `R3`.
    pub others_words: Vec<String>,
    /// After a body: it is only a landmark.
    pub landmark_after: Vec<String>,
    /// What it is accused of.
    pub acts: Vec<String>,
    /// Before an act: it is denied.
    pub denials: Vec<String>,
    /// Before a body: it is asked.
    pub asked: Vec<String>,
    /// What one does at a body: whoever is named after it is the accused.
    pub deeds: Vec<String>,
    /// What a body does rightly: what follows is about somebody else.
    pub duties: Vec<String>,
    /// What may stand between a body and its act, with the body still spoken of.
    pub goes_on: Vec<String>,
    /// Before a body: it is complained of.
    pub complaints: Vec<String>,
    /// Before a complaint: it is made, and the body is where.
    pub already: Vec<String>,
    /// Between an act and the body after it.
    pub links: Vec<String>,
    /// Unlawful local policies.
    pub policies: Vec<String>,
    /// How far an act may stand from its body, in letters.
    pub reach: usize,
}

impl Words {
    pub(super) fn read(folder: &Folder<'_>) -> Result<Self, JurisdictionError> {
        folder.toml("words.toml")
    }
}

/// Whether a text begins with one of the words.
pub fn begins(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether a text ends with one of the words.
pub fn ends(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}
