//! Reporters are told that what they reported was put under supervision, or is resolved: each person
//! once, however many reports or matters of theirs are behind the listing.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Letter, address, letter, post_all, still_behind};
use crate::{app::App, cases::Case, db::Connection, error::Result, jobs::Job, timeline};

/// Writes to everybody behind the matters of these timeline entries, all of one listing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellOfListing {
    /// The entries.
    pub events: Vec<i64>,
}

impl Job for TellOfListing {
    const NAME: &'static str = "tell_of_listing";

    fn dedup_key(&self) -> Option<String> {
        self.events.first().map(|event| format!("tell of listing {event}"))
    }

    fn run(&self, app: &App) -> Result<()> {
        let letters = app.db.read_now(|connection| letters(connection, app, &self.events))?;
        post_all(app, letters)
    }
}

fn letters(connection: &mut Connection, app: &App, events: &[i64]) -> Result<Vec<Letter>> {
    let (mut reports, mut people) = (HashSet::new(), HashSet::new());
    let mut letters = Vec::new();
    for event in events {
        let event = timeline::find(connection, *event)?;
        let case = Case::find(connection, event.subject_id)?;
        for report in still_behind(connection, case.id)? {
            if !reports.insert(report.id) {
                continue;
            }
            let Some(to) = address(connection, app, report.id)? else { continue };
            let person: &str = to.as_ref();
            if people.insert(person.to_lowercase()) {
                letters.push(letter(app, &event, &event.act, &case, &report, to, None));
            }
        }
    }
    Ok(letters)
}
