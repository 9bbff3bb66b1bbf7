//! Who may see which plants, and who keeps the register: the one place that decides it (`P2`–`P5`).
//! What of the matters behind a plant is shown is for `cases::access` and `cases::sight`.

use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use super::Enterprise;
use crate::{
    accounts::{Role, Viewer},
    app::App,
    db::{self, Connection, schema::enterprises},
    error::{Error, Result},
};

/// A condition on `enterprises`, whichever engine runs it.
pub type Condition = db::Condition<enterprises::table>;

/// Who has the register in their menu.
pub const ROLES: [Role; 5] =
    [Role::Clerk, Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor];

/// The plants that `viewer` may see: the city all, a bureau those of its place.
pub fn visible(app: &App, viewer: &Viewer) -> Condition {
    match viewer.role {
        Role::Clerk | Role::Dispatcher | Role::Supervisor => Box::new(sql::<Bool>("1 = 1")),
        Role::Officer | Role::Chief if is_city(app, viewer) => Box::new(sql::<Bool>("1 = 1")),
        Role::Officer | Role::Chief => Box::new(enterprises::county.eq(viewer.bureau.clone())),
        _ => Box::new(sql::<Bool>("1 = 0")),
    }
}

/// Whether `viewer` is of the city's own bureau.
pub fn is_city(app: &App, viewer: &Viewer) -> bool {
    viewer.bureau == app.jurisdiction.profile().dispatcher
}

/// Whether `viewer` keeps the register: confirms, corrects, merges. A clerk only reads it.
pub fn may_keep(viewer: &Viewer) -> Result<()> {
    viewer.only(&[Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor])
}

/// The plant of that number, if `viewer` may know of it.
///
/// # Errors
/// [`Error::NotFound`] also when it exists and is not for this viewer.
pub fn open(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
) -> Result<Enterprise> {
    viewer.only(&ROLES)?;
    let plant = Enterprise::by_number(connection, number)?;
    let seen = enterprises::table
        .filter(enterprises::id.eq(plant.id))
        .filter(visible(app, viewer))
        .select(enterprises::id)
        .first::<i64>(connection)
        .optional()?;
    seen.map(|_| plant).ok_or(Error::NotFound)
}
