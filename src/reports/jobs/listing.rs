//! Reporters are told that what they reported was put under supervision, or is resolved: each person
//! once, however many reports or matters of theirs are behind the listing.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Letter, address, key, letter, post_all, still_behind};
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

/// One to each person, for all reports of theirs behind any of the matters: by the listing's first entry,
/// whichever of their matters is found first.
fn letters(connection: &mut Connection, app: &App, events: &[i64]) -> Result<Vec<Letter>> {
    let Some(first) = events.first() else { return Ok(Vec::new()) };
    let mut reports = HashSet::new();
    let mut letters: Vec<Letter> = Vec::new();
    for event in events {
        let event = timeline::find(connection, *event)?;
        let case = Case::find(connection, event.subject_id)?;
        for report in still_behind(connection, case.id)? {
            if !reports.insert(report.id) {
                continue;
            }
            let Some(to) = address(connection, app, report.id)? else { continue };
            let key = key(app, *first, &to);
            match letters.iter_mut().find(|it| it.key == key) {
                Some(known) => known.also.push(report.number),
                None => {
                    let told = letter(app, &event, &event.act, &case, &report, to, None);
                    letters.push(Letter { key, joined: "mail-also-listed", ..told });
                }
            }
        }
    }
    Ok(letters)
}
