//! Who joins a matter that was accepted before is told so with the receipt, and by a numbered letter
//! like everybody behind it, also without an address for mail (`T1`, `I8`); and what it was answered so far
//! (`C3`).

use lettre::Address;
use serde::{Deserialize, Serialize};

use super::{
    Letter,
    issue::{self, Told},
    post_all,
    so_far::SoFar,
};
use crate::{
    app::App,
    cases::Case,
    db::Connection,
    error::Result,
    jobs::Job,
    letters::Occasion,
    reports::{Identity, Report, confirmation},
    timeline,
};

/// Writes to whoever filed the report that joined an accepted matter by that entry.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TellJoiner {
    /// The entry.
    pub event: i64,
    /// The report.
    pub report: i64,
}

impl Job for TellJoiner {
    const NAME: &'static str = "tell_joiner";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("tell joiner {}", self.report))
    }

    fn run(&self, app: &App) -> Result<()> {
        let joiner = *self;
        let told = app.db.read_now(|connection| told(connection, app, joiner))?;
        post_all(app, issue::issued(app, vec![told])?)
    }
}

fn told(connection: &mut Connection, app: &App, joiner: TellJoiner) -> Result<Told> {
    let event = timeline::find(connection, joiner.event)?;
    let case = Case::find(connection, event.subject_id)?;
    let report = Report::find(connection, joiner.report)?;
    let identity = Identity::unseal(connection, &app.vault, report.id)?.unwrap_or_default();
    let mail = match identity.mail.parse::<Address>() {
        Ok(to) => Some(receipt(app, &case, &report, to)?),
        Err(_) => None,
    };
    // What was taken back meanwhile is not accepted, and who withdrew waits for nothing.
    if case.accepted_on.is_none() || report.withdrawn_at.is_some() {
        return Ok(Told { mail, drafts: Vec::new() });
    }
    let occasion = Occasion { event: &event, case: &case, text: None, later: None };
    let accepted = issue::draft(connection, app, &occasion, &report, &identity, mail.as_ref())?;
    let so_far = match SoFar::of(connection, &event)? {
        Some(so_far) => {
            let occasion = so_far.occasion();
            issue::draft(connection, app, &occasion, &report, &identity, mail.as_ref())?
        }
        None => None,
    };
    Ok(Told { mail, drafts: accepted.into_iter().chain(so_far).collect() })
}

fn receipt(app: &App, case: &Case, report: &Report, to: Address) -> Result<Letter> {
    let mail = confirmation::receipt(app, case, report, &to)?;
    let (key, kind, language) = (mail.key, mail.kind, mail.language);
    let (subject, body) = (mail.subject, mail.body);
    let about = case.subject();
    let (also, joined, files) = (Vec::new(), "mail-also", Vec::new());
    Ok(Letter { key, to, kind, language, about, subject, body, also, joined, files })
}
