//! Who of the staff may see which supervised cases: the one place that decides it (`P3`–`P6`,
//! `L5`, `R3`). From the listing on everybody sees the public page; this is about the desk.
//!
//! A bureau that a matter behind the case is kept from (`R3`) can never be one of its bureaus: a
//! proposal that says so is refused (`proposal`), so no condition for it is needed here.

use diesel::{
    dsl::{exists, sql},
    prelude::*,
    sql_types::Bool,
};

use super::Supervision;
use crate::{
    accounts::{Role, Viewer},
    db::{
        self, Connection,
        schema::{supervision_bureaus, supervisions},
    },
    error::{Error, Result},
};

/// A condition on `supervisions`, whichever engine runs it.
pub type Condition = db::Condition<supervisions::table>;

/// The cases that `viewer` may see: the city all, a county its own, the province those that went
/// up to it.
pub fn visible(viewer: &Viewer) -> Condition {
    let of_city = supervisions::city.eq(viewer.bureau.clone());
    match viewer.role {
        Role::Supervisor | Role::Dispatcher => Box::new(of_city),
        Role::Officer | Role::Chief => {
            let mine = supervision_bureaus::table
                .filter(supervision_bureaus::supervision_id.eq(supervisions::id))
                .filter(supervision_bureaus::bureau.eq(viewer.bureau.clone()));
            Box::new(of_city.or(exists(mine)))
        }
        Role::Province => Box::new(supervisions::escalated_on.is_not_null()),
        Role::Clerk | Role::Department | Role::Administrator => Box::new(sql::<Bool>("1 = 0")),
    }
}

/// Whether `viewer` has a desk of supervised cases at all.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn has_desk(viewer: &Viewer) -> Result<()> {
    viewer.only(&[Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher, Role::Province])
}

/// The case of that number, if `viewer` may know of it.
///
/// # Errors
/// [`Error::NotFound`] also when it exists and is not for this viewer: they may not learn that.
pub fn open(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Supervision> {
    let case = Supervision::by_number(connection, number)?;
    let seen = supervisions::table
        .filter(supervisions::id.eq(case.id))
        .filter(visible(viewer))
        .select(supervisions::id)
        .first::<i64>(connection)
        .optional()?;
    seen.map(|_| case).ok_or(Error::NotFound)
}
