//! What the room of supervised cases has beside a matter. It stands right of this one, so the assembly
//! brings the two together.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{accounts::Viewer, app::App, cases::Case, db::Connection, error::Result};

/// A listing that a matter stands behind.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: String,
    /// Whether it is past its date.
    pub overdue: bool,
    /// How it stands to its date, as chips show it.
    pub status: &'static str,
    /// Days left, or days late.
    pub days: i64,
    /// The date.
    pub due: NaiveDate,
    /// The page that the viewer may open.
    pub href: String,
}

/// A listing about its plant that the matter can be tied to.
#[derive(Clone, Debug, Serialize)]
pub struct Tie {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where the form goes.
    pub action: String,
}

/// Those of a matter, as far as the viewer may know of them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Listings {
    /// The newest first.
    pub rows: Vec<Listing>,
    /// Those about its plant that it does not stand behind.
    pub ties: Vec<Tie>,
    /// Where the viewer may propose one, filled in with the matter.
    pub propose: Option<String>,
}

/// Asks that room, in the hop that the page makes anyway.
#[derive(Clone, Copy)]
pub struct AskListings(pub fn(&mut Connection, &App, &Viewer, &Case) -> Result<Listings>);
