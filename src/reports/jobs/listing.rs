//! Reporters are told that what they reported was put under supervision, or is resolved: each person
//! once, however many reports or matters of theirs are behind the listing.

use std::collections::HashSet;

use lettre::Address;
use serde::{Deserialize, Serialize};

use super::{Letter, address, key, letter, post_all, still_behind};
use crate::{app::App, cases::Case, db::Connection, error::Result, jobs::Job, timeline};

/// Writes to everybody behind the matters of these timeline entries, all of one listing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellOfListing {
    /// The entries.
    pub events: Vec<i64>,
    /// Matters behind which those stand who know already.
    #[serde(default)]
    pub told: Vec<i64>,
}

impl Job for TellOfListing {
    const NAME: &'static str = "tell_of_listing";

    fn dedup_key(&self) -> Option<String> {
        self.events.first().map(|event| format!("tell of listing {event}"))
    }

    fn run(&self, app: &App) -> Result<()> {
        let letters = app.db.read_now(|connection| letters(connection, app, self))?;
        post_all(app, letters)
    }
}

/// One to each person, for all reports of theirs behind any of the matters: by the listing's first entry,
/// whichever of their matters is found first. Who knows of it already is not told again.
fn letters(connection: &mut Connection, app: &App, job: &TellOfListing) -> Result<Vec<Letter>> {
    let Some(first) = job.events.first() else { return Ok(Vec::new()) };
    let (mut reports, mut knowing) = (HashSet::new(), HashSet::new());
    for case in &job.told {
        for report in still_behind(connection, *case)? {
            knowing.extend(address(connection, app, report.id)?.as_ref().map(plain));
            reports.insert(report.id);
        }
    }
    let mut letters: Vec<Letter> = Vec::new();
    for event in &job.events {
        let event = timeline::find(connection, *event)?;
        let case = Case::find(connection, event.subject_id)?;
        for report in still_behind(connection, case.id)? {
            if !reports.insert(report.id) {
                continue;
            }
            let to = address(connection, app, report.id)?;
            let Some(to) = to.filter(|to| !knowing.contains(&plain(to))) else { continue };
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

/// An address as it is compared with others.
fn plain(to: &Address) -> String {
    AsRef::<str>::as_ref(to).to_lowercase()
}
