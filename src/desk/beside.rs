//! What stands beside a matter for those who work it: who has it in hand, who else is in it, the
//! notes of staff, the way on in the list, and the last act while it can be taken back.

use std::collections::HashMap;

use super::{
    dossier::Dossier,
    editing::{self, Hold},
    notes::{self, Note},
    presence::{self, Presence},
    walk::{Walk, Way},
};
use crate::{
    accounts::{Viewer, viewer},
    app::App,
    cases::{
        access,
        undo::{self, Offer},
    },
    db::Connection,
    error::Result,
};

/// All of it, read in the hop of the page.
#[derive(Default)]
pub struct Beside {
    /// Everybody else who may see the matter, by name.
    pub people: Vec<Viewer>,
    /// Notes that the viewer may read.
    pub notes: Vec<Note>,
    /// Who was lately seen in the matter, the viewer included.
    pub present: Vec<Presence>,
    /// Who is at work on its forms.
    pub editing: Option<Hold>,
    /// The viewer's last act, while it can be taken back.
    pub offer: Option<Offer>,
    /// The way on.
    pub way: Way,
    /// Names of the holder and of those who wrote notes or were mentioned.
    pub names: HashMap<i64, String>,
}

/// Reads it for the viewer of `dossier`.
pub fn read(
    connection: &mut Connection,
    app: &App,
    dossier: &Dossier,
    walk: &Walk,
) -> Result<Beside> {
    let (viewer, case, now) = (&dossier.viewer, &dossier.case, app.clock.now());
    let notes = notes::of_case(connection, viewer, dossier.sight, case.id)?;
    let mut beside = Beside { notes, ..Beside::default() };
    beside.offer = undo::offered(connection, viewer.account, now)?;
    let mut named: Vec<i64> = beside.notes.iter().flat_map(Note::mentions).collect();
    named.extend(beside.notes.iter().map(|note| note.account_id));
    if dossier.sight.casework {
        beside.people = access::readers(connection, app, case)?;
        beside.people.retain(|it| it.account != viewer.account);
        beside.present = presence::of_case(connection, case.id, now)?;
        beside.editing = editing::of_case(connection, case.id, now)?;
        beside.way = walk.way(connection, app, viewer, case)?;
        named.extend(case.claimed_by);
    }
    beside.names = viewer::names(connection, named)?.into_iter().collect();
    Ok(beside)
}
