//! `minsheng demo`: accounts of every role and sample matters in all states, with invented plants.
//!
//! Samples are filed and worked through the same verbs as real matters, under a clock that is set
//! back, so that a demonstration shows the portal and no painting of it.

mod accounts;
mod afterwards;
mod campaigns;
mod circulars;
mod demands;
mod figures;
mod forwarded;
mod matters;
mod measures;
mod notices;
mod oversight;
mod rounds;
mod scene;
mod story;

use std::path::Path;

use serde::Deserialize;

use crate::{
    app::App,
    error::{Error, Result},
    pages::Assets,
};

pub use accounts::{PASSWORD, printed};

/// The file of samples in a jurisdiction's folder.
const FILE: &str = "samples.toml";
/// The folder inside the binary.
const EMBEDDED: &str = "jurisdictions/yuncheng";

/// What samples are made of.
#[derive(Deserialize)]
struct Samples {
    inspectors: Vec<String>,
    matter: Vec<Sample>,
    unplaced: Vec<Sample>,
    listing: Vec<oversight::Listing>,
}

/// An invented matter.
#[derive(Clone, Deserialize)]
struct Sample {
    plant: String,
    #[serde(default)]
    county: String,
    place: String,
    kinds: Vec<String>,
    #[serde(default)]
    industry: Option<String>,
    text: String,
    #[serde(default)]
    measure: Option<String>,
    #[serde(default)]
    finding: String,
    #[serde(default)]
    public: String,
    #[serde(default)]
    answer: String,
}

/// Fills an empty portal, whose clock must be one that can be set.
pub fn fill(app: &App, folder: Option<&Path>) -> Result<()> {
    let text = match folder {
        Some(folder) => std::fs::read_to_string(folder.join(FILE))?,
        None => {
            let file = Assets::get(&format!("{EMBEDDED}/{FILE}"));
            let file = file.ok_or_else(|| Error::Internal(format!("{FILE} is missing")))?;
            String::from_utf8_lossy(&file.data).into_owned()
        }
    };
    let samples: Samples =
        toml::from_str(&text).map_err(|error| Error::Internal(format!("{FILE}: {error}")))?;
    accounts::create(app)?;
    matters::create(app, &samples)?;
    afterwards::create(app)?;
    oversight::create(app, &samples)?;
    campaigns::create(app, &samples)?;
    notices::create(app)?;
    measures::create(app, &samples.inspectors)?;
    forwarded::create(app)?;
    demands::create(app)?;
    figures::create(app)?;
    circulars::create(app)?;
    rounds::create(app)
}
