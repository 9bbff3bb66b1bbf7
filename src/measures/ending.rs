//! A measure ends (`C5`): corrected, its time over, replaced, or revoked. After a stop was lifted
//! somebody looks once more.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::Running;
use crate::{
    accounts::Viewer,
    app::App,
    cases::due,
    db::{Connection, schema::measures},
    error::{Error, FieldError, Result},
    message::Message,
    web::Fields,
};

/// The most characters of a reason.
const LONG: usize = 2_000;

/// How a measure can end, the ends of message keys (`measure-ended-corrected`).
pub const HOW: [&str; 4] = ["corrected", "expired", "replaced", "revoked"];

/// That it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// One of [`HOW`].
    pub how: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// Why, and by which document.
    pub reason: String,
}

impl Ending {
    /// Reads the form.
    pub fn parse(fields: &Fields, today: NaiveDate) -> Result<Self> {
        let mut errors = Vec::new();
        let how = HOW.into_iter().find(|how| *how == fields.text("ended_how"));
        if how.is_none() {
            errors.push(FieldError::new("ended_how", "field-ended_how-missing"));
        }
        let on = fields.past_day("ended_on", today, &mut errors);
        let reason = fields.required("ended_reason", LONG, &mut errors);
        match (how, on) {
            (Some(how), Some(on)) if errors.is_empty() => Ok(Self { how, on, reason }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// Ends it.
///
/// # Errors
/// [`Error::Conflict`] when it has ended, or was changed meanwhile; an error at a field where the way it
/// is said to end is not what the record shows.
pub fn end(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    running: &Running,
    version: Option<i64>,
    ending: &Ending,
) -> Result<()> {
    running.take(viewer, version)?;
    if !running.goes_on() {
        return Err(Error::Conflict(Message::new("measures-over")));
    }
    allow(running, ending)?;
    running.turn(connection)?;
    let look_on = match running.kind.follow_up {
        Some(policy) => {
            Some(due::reckoned(&app.jurisdiction, policy, &running.case, ending.on)?.due)
        }
        None => None,
    };
    diesel::update(measures::table.find(running.measure.id))
        .set((
            measures::ended_on.eq(Some(ending.on)),
            measures::ended_how.eq(Some(ending.how)),
            measures::ended_reason.eq(Some(&ending.reason)),
            measures::ended_by.eq(Some(viewer.account)),
            measures::look_on.eq(look_on),
        ))
        .execute(connection)?;
    let detail = json!({ "on": ending.on, "how": ending.how });
    running.enter(connection, app, viewer, "end_measure", detail)
}

fn allow(running: &Running, ending: &Ending) -> Result<()> {
    let wrong = |field: &str, key: &str| Err(Error::field(field, key));
    let last = running.checks.last();
    let since = last.map_or(running.measure.taken_on, |it| it.checked_on);
    match ending.how {
        _ if ending.on < since => wrong("ended_on", "measures-end-before"),
        "corrected" if !last.is_some_and(|it| it.met) => wrong("ended_how", "measures-end-unseen"),
        "expired" if running.measure.due_on.is_none_or(|due| due > ending.on) => {
            wrong("ended_how", "measures-end-early")
        }
        _ => Ok(()),
    }
}
