//! Who sees what of a round: one place. The city sees it whole; a county its own problems, and nothing of what
//! was drawn, lest it be put in order before the visit; nobody else learns of it (`P3`, `P5`).

use crate::{
    accounts::{Role, Viewer},
    error::{Error, Result},
};

/// Roles that have a list of rounds.
pub const READERS: [Role; 4] = [Role::Supervisor, Role::Dispatcher, Role::Officer, Role::Chief];

/// How much of the rounds of `city` somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All.
    Whole,
    /// The problems of a bureau.
    Problems(String),
}

/// What `viewer` sees.
///
/// # Errors
/// [`Error::Forbidden`] for those who see nothing.
pub fn sight(viewer: &Viewer, city: &str) -> Result<Sight> {
    viewer.only(&READERS)?;
    match viewer.role {
        _ if viewer.bureau == city => Ok(Sight::Whole),
        Role::Officer | Role::Chief => Ok(Sight::Problems(viewer.bureau.clone())),
        _ => Err(Error::Forbidden),
    }
}
