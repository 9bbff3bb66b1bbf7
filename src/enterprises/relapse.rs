//! A closed plant that runs again 死灰复燃 (`C6`): the matter is taken up again, and the city is asked
//! to list the plant for supervision.

use serde_json::json;

use super::{Enterprise, revisit::Record};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::{Case, work},
    db::Connection,
    error::Result,
    i18n::Language,
    message::Message,
    timeline::Audience,
};

/// Where a listing is proposed, filled in with the matter.
pub fn proposal(case: &str) -> String {
    format!("/desk/supervisions/new?case={case}")
}

/// What follows when the revisit of that row finds the plant running.
pub fn follow(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    plant: &Enterprise,
    case: Option<&Case>,
    (revisit, record): (i64, &Record),
) -> Result<()> {
    if let Some(case) = case {
        let detail = json!({ "on": record.on, "enterprise": plant.number });
        viewer.enter(connection, app, case.subject(), ("relapse", Audience::Staff), detail)?;
        let reason = app.pages.messages.text(Language::Chinese, "revisits-reopen-reason");
        // The entry has not moved the matter, so it still stands as it was read.
        work::reopen_by_system(connection, app, case, &reason)?;
    }
    tell(connection, app, plant, case, revisit)
}

/// The supervisor, unless the matter is kept from the city (`R3`).
fn tell(
    connection: &mut Connection,
    app: &App,
    plant: &Enterprise,
    case: Option<&Case>,
    revisit: i64,
) -> Result<()> {
    let city = &app.jurisdiction.profile().dispatcher;
    if case.is_some_and(|case| case.is_kept_from(city)) {
        return Ok(());
    }
    let alert = Alert {
        key: format!("relapse {revisit}"),
        to: To::Role { bureau: city.clone(), role: Role::Supervisor },
        kind: "relapse",
        message: Message::new("alerts-relapse").with("name", &plant.name),
        link: case.map_or_else(|| format!("/revisits/{revisit}"), |case| proposal(&case.number)),
    };
    alerts::raise(connection, app.clock.now(), &alert).map(drop)
}
