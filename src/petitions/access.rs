//! Who may see which petitions, and who may enter one: the one place that decides it (`P3`–`P6`,
//! `R3`).

use diesel::prelude::*;

use crate::{
    accounts::{Role, Viewer},
    db::{Connection, schema::accounts},
    error::{Error, Result},
};

/// Who enters what the province forwarded: its own office, or the city on its behalf (`F1`).
pub const ENTERERS: [Role; 2] = [Role::Province, Role::Dispatcher];

/// The matters behind petitions that somebody may see.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What `hidden_from` must not be like: nobody sees what is against themselves (`R3`).
    pub hidden: String,
    /// The one bureau whose matters they see; none stands for all.
    pub bureau: Option<String>,
}

impl Scope {
    /// What `viewer` may see: the province all that it forwarded (but for [`strangers`]), also where it
    /// goes on in another matter; the city all; a bureau what it has.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who have nothing to do with petitions.
    pub fn of(viewer: &Viewer) -> Result<Self> {
        let bureau = match viewer.role {
            Role::Province | Role::Dispatcher | Role::Supervisor => None,
            Role::Officer | Role::Chief => Some(viewer.bureau.clone()),
            Role::Clerk | Role::Department | Role::Administrator => return Err(Error::Forbidden),
        };
        Ok(Self { hidden: format!("%{}%", viewer.bureau), bureau })
    }
}

/// Accounts of other offices above than the viewer's: what one office sent is not for another. What the
/// city entered on behalf of the province is for each.
pub fn strangers(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<i64>> {
    if viewer.role != Role::Province {
        return Ok(Vec::new());
    }
    accounts::table
        .filter(accounts::role.eq(Role::Province.name()))
        .filter(accounts::bureau.ne(&viewer.bureau))
        .select(accounts::id)
        .load(connection)
}

/// Whose petitions stand in a publication: accounts that alone, or that never, entered one of them.
#[derive(Clone, Debug, Default)]
pub struct Senders {
    /// Those alone, where it is narrowed to one office.
    pub only: Option<Vec<i64>>,
    /// None of these.
    pub without: Vec<i64>,
}

impl Senders {
    /// All whose petitions `viewer` may see; of `office` alone, where one is asked for.
    pub fn of(
        connection: &mut Connection,
        viewer: &Viewer,
        office: Option<&str>,
    ) -> QueryResult<Self> {
        let only = match office {
            None => None,
            Some(office) => Some(
                accounts::table
                    .filter(accounts::role.eq(Role::Province.name()))
                    .filter(accounts::bureau.eq(office))
                    .select(accounts::id)
                    .load(connection)?,
            ),
        };
        Ok(Self { only, without: strangers(connection, viewer)? })
    }
}

/// The offices above whose petitions `viewer` may see.
pub fn offices(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<String>> {
    let mut offices: Vec<String> = accounts::table
        .filter(accounts::role.eq(Role::Province.name()))
        .select(accounts::bureau)
        .distinct()
        .order(accounts::bureau)
        .load(connection)?;
    offices.retain(|office| viewer.role != Role::Province || *office == viewer.bureau);
    Ok(offices)
}

/// Whether `viewer` may open the matter itself at the desk: the province reads petitions only.
pub fn has_desk(viewer: &Viewer) -> bool {
    matches!(viewer.role, Role::Officer | Role::Chief | Role::Dispatcher | Role::Supervisor)
}
