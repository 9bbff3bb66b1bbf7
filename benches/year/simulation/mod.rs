//! A year of the office, day by day: reports come in, bureaus act or are late, reporters rate and
//! withdraw, the clock moves on and the nodes run what is due; one of them is killed now and then.
//! After each hour the portal is compared with books that are kept beside it.

mod audit;
mod book;
mod days;
mod deeds;
mod filing;
mod happen;
mod hours;
mod lives;
pub mod node;
mod outcomes;
mod people;
mod post;
mod queue;
mod sink;
mod warned;
mod year;

use std::{error::Error, path::PathBuf, process::Command};

pub use year::Figures;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is simulated.
pub struct Settings {
    /// Matters that reports open; those that join one come on top.
    pub matters: usize,
    pub days: u64,
    pub seed: u64,
    pub nodes: usize,
    /// Every how many days a node is killed; 0 for never.
    pub kill_every: u64,
    /// PostgreSQL; SQLite without.
    pub database: Option<String>,
    /// Keys, and the database of SQLite.
    pub folder: PathBuf,
    /// Starts this program again.
    pub again: fn() -> Outcome<Command>,
    /// The nodes look three times a day only, not seven times.
    pub sparse: bool,
    /// Says each month how far it is.
    pub talks: bool,
}

/// Simulates it.
pub fn run(settings: Settings) -> Outcome<Figures> {
    year::Year::begin(settings)?.pass()
}
