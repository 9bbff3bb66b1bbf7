//! Attempts to leave the list before a case is resolved: each fails with its reason, changes nothing,
//! and stays in the timeline of the listing, for the office (`L4`, `S4`).

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use super::Supervision;
use crate::{
    clock::Clock,
    db::{Connection, schema::events},
    error::{Error, Result},
    message::Message,
    timeline::{self, Actor, Audience, Entry},
    vault::Vault,
};

/// What such an entry is called.
pub const ACT: &str = "refuse_attempt";
/// Who is told as the actor when nobody was logged in.
pub const NOBODY: &str = "public";
/// And when somebody wrote SQL.
pub const DATABASE: &str = "database";

/// What names hold of resources that there are not, and that would lead off the list or change what is
/// listed.
const TELLING: [&str; 24] = [
    "appl", "approv", "archiv", "batch", "bulk", "cancel", "clos", "conclu", "deadline", "delet",
    "due", "hid", "import", "lift", "list", "merg", "publi", "remov", "renam", "resolv", "stat",
    "suspend", "updat", "withdraw",
];

/// An attempt that was refused.
pub struct Attempt<'a> {
    /// Who tried.
    pub actor: Actor,
    /// What was tried: an act, or the way around all acts; the end of a message key.
    pub tried: &'a str,
    /// Why it failed.
    pub reason: Message,
}

impl Attempt<'_> {
    /// Enters it in the timeline of `case`. What nobody in particular tries is entered once a day, so
    /// that nobody can fill a timeline.
    pub fn enter(
        &self,
        connection: &mut Connection,
        vault: &Vault,
        clock: &Clock,
        case: &Supervision,
    ) -> Result<()> {
        if self.actor.name == NOBODY && is_entered_today(connection, clock, case)? {
            return Ok(());
        }
        let entry = Entry {
            subject: case.subject(),
            act: ACT,
            actor: self.actor.clone(),
            audience: Audience::Staff,
            detail: json!({ "tried": self.tried, "reason": self.reason }),
        };
        timeline::record(connection, vault, clock.now(), &entry)?;
        Ok(())
    }
}

/// Whether somebody who is nobody in particular tried something today.
fn is_entered_today(
    connection: &mut Connection,
    clock: &Clock,
    case: &Supervision,
) -> Result<bool> {
    let subject = case.subject();
    let last = events::table
        .filter(events::subject.eq(subject.noun))
        .filter(events::subject_id.eq(subject.id))
        .filter(events::act.eq(ACT))
        .filter(events::actor.eq(NOBODY))
        .order(events::position.desc())
        .select(events::at)
        .first::<NaiveDateTime>(connection)
        .optional()?;
    Ok(last.is_some_and(|at| clock.day(at) == clock.today()))
}

/// Whether a resource that there is not would, by its name, lead off the list or change what is listed.
pub fn is_telling(resource: &str) -> bool {
    let resource = resource.to_ascii_lowercase();
    TELLING.iter().any(|word| resource.contains(word))
}

/// Why an attempt failed, in words; nothing when it was no attempt at all, such as a form with gaps
/// or one that somebody else had been faster with.
pub fn reason(error: &Error) -> Option<Message> {
    match error {
        Error::Conflict(message) if message.key != "error-changed" => Some(message.clone()),
        Error::Forbidden => Some(Message::new("supervisions-attempt-forbidden")),
        Error::NotFound => Some(Message::new("supervisions-attempt-stranger")),
        Error::LoginNeeded => Some(Message::new("supervisions-attempt-nobody")),
        _ => None,
    }
}
