//! Who sees which circulars: the one place that decides it (`P3`–`P6`). They are the office's own; the
//! public, clerks, departments and administrators see none.

use diesel::{
    dsl::{exists, sql},
    prelude::*,
    sql_types::Bool,
};

use super::lifecycle::State;
use crate::{
    accounts::{Role, Viewer},
    db::{
        self,
        schema::{circular_bureaus, circulars},
    },
    error::Result,
};

/// Roles that have a list of circulars.
pub const READERS: [Role; 5] =
    [Role::Supervisor, Role::Dispatcher, Role::Chief, Role::Officer, Role::Province];

/// A condition on `circulars`, whichever engine runs it.
pub type Condition = db::Condition<circulars::table>;

/// The circulars that `viewer` may see: the city's supervisors and chiefs all, its dispatchers and the
/// province those that were issued, a bureau those of them that go to it.
pub fn visible(viewer: &Viewer) -> Condition {
    let issued = circulars::state.eq(State::Issued.name());
    let of_city = circulars::city.eq(viewer.bureau.clone());
    let mine = circular_bureaus::table
        .filter(circular_bureaus::circular_id.eq(circulars::id))
        .filter(circular_bureaus::bureau.eq(viewer.bureau.clone()));
    match viewer.role {
        Role::Supervisor => Box::new(of_city),
        Role::Chief => Box::new(of_city.or(issued.and(exists(mine)))),
        Role::Officer => Box::new(issued.and(exists(mine))),
        Role::Dispatcher => Box::new(of_city.and(issued)),
        Role::Province => Box::new(issued),
        Role::Clerk | Role::Department | Role::Administrator => Box::new(sql::<Bool>("1 = 0")),
    }
}

/// Whether `viewer`, who sees a circular of `city`, reads what `bureau` answered: a bureau its own answer
/// alone.
pub fn reads_answer(viewer: &Viewer, city: &str, bureau: &str) -> bool {
    match viewer.role {
        Role::Officer | Role::Chief => [city, bureau].contains(&viewer.bureau.as_str()),
        _ => true,
    }
}

/// Refuses those who have no list.
///
/// # Errors
/// [`crate::error::Error::Forbidden`].
pub fn has_list(viewer: &Viewer) -> Result<()> {
    viewer.only(&READERS)
}
