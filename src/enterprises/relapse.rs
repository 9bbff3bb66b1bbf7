//! A closed plant that runs again 死灰复燃 (`C6`): the matter is taken up again, and it is proposed that
//! the plant be listed for supervision.

use serde_json::json;

use super::{Enterprise, revisit::Record};
use crate::{
    accounts::Viewer,
    app::App,
    cases::Case,
    db::Connection,
    error::Result,
    timeline::{self, Audience, Entry},
};

/// What follows when a revisit finds the plant running.
pub fn follow(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    plant: &Enterprise,
    case: Option<&Case>,
    record: &Record,
) -> Result<()> {
    let Some(case) = case else { return Ok(()) };
    let entry = Entry {
        subject: case.subject(),
        act: "relapse",
        actor: viewer.actor(),
        audience: Audience::Staff,
        detail: json!({ "on": record.on, "enterprise": plant.number }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}
