//! Who comes to stand behind a matter after it was answered in part has that letter, too, like those who
//! stood there before (`C3`, `I8`): by a number and a day of its own.

use chrono::NaiveDateTime;

use super::answer;
use crate::{
    cases::Case,
    db::Connection,
    error::Result,
    letters::Occasion,
    timeline::{self, Event},
};

/// An answer in part that was given before.
pub(super) struct SoFar {
    entry: Event,
    case: Case,
    text: Option<String>,
    told_at: NaiveDateTime,
}

impl SoFar {
    /// What whoever came by that entry is told of.
    pub fn of(connection: &mut Connection, came: &Event) -> Result<Option<Self>> {
        let Some(entry) = came.detail()["interim"].as_i64() else { return Ok(None) };
        let entry = timeline::find(connection, entry)?;
        let case = Case::find(connection, entry.subject_id)?;
        let text = answer(connection, &entry)?;
        Ok(Some(Self { entry, case, text, told_at: came.at }))
    }

    /// What the letter follows from.
    pub fn occasion(&self) -> Occasion<'_> {
        Occasion {
            event: &self.entry,
            case: &self.case,
            text: self.text.as_deref(),
            later: Some(self.told_at),
        }
    }
}
