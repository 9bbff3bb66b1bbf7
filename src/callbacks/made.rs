//! A call that was made (`C7`): reached, refused or missed; what was said becomes a rating.

use diesel::prelude::*;
use serde_json::json;

use super::{CallBack, callback};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{callback_tries, callbacks},
    },
    error::{Error, FieldError, Result},
    message::Message,
    reports::{
        Report,
        identity::{self, Identity},
        rating::{self, Given, NewRating},
    },
    timeline::Audience,
    web::Fields,
};

/// How a call can end.
pub const RESULTS: [&str; 3] = ["reached", "refused", "missed"];
/// The most characters of a caller's note.
const NOTE: usize = 1_000;
/// The stated reason of the reading, as the record keeps it (`S1`).
const REASON: &str = "callback";

/// What a caller enters after a call.
#[derive(Clone, Debug)]
pub struct Made {
    result: &'static str,
    rating: Option<NewRating>,
    note: String,
    tries: i32,
}

impl Made {
    /// Reads the sheet; somebody who was reached is asked for the rating.
    pub fn parse(fields: &Fields) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let given = fields.text("result");
        let result = RESULTS.iter().find(|known| **known == given).copied();
        if result.is_none() {
            errors.push(FieldError::new("result", "callbacks-result-missing"));
        }
        let note = fields.optional("note", NOTE, &mut errors);
        let rating = match result {
            Some("reached") => NewRating::parse(fields).map_err(|found| errors.extend(found)).ok(),
            _ => None,
        };
        let tries = fields.text("tries").parse().unwrap_or(-1);
        match result {
            Some(result) if errors.is_empty() => Ok(Self { result, rating, note, tries }),
            _ => Err(errors),
        }
    }
}

/// Shows the caller whom to call and at which number; the reading is on record (`S1`).
pub fn number(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
) -> Result<Option<Identity>> {
    let (call, case, report) = callback::read(connection, app, viewer, id)?;
    if call.closed_at.is_some() {
        return Err(Error::Conflict(Message::new("callbacks-closed")));
    }
    identity::read_to_call(connection, app, viewer, &case, report.id, REASON)
}

/// Puts a call on record; after so many that nobody took, no more are made.
///
/// # Errors
/// [`Error::Conflict`] when it is over, somebody else called meanwhile, or the answer no longer
/// holds.
pub fn enter(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
    made: &Made,
) -> Result<()> {
    let (call, _, report) = callback::read(connection, app, viewer, id)?;
    let tries = call.tries + 1;
    let outcome = match made.result {
        "missed" if tries < app.jurisdiction.profile().callbacks.tries => None,
        "missed" => Some("unreachable"),
        other => Some(other),
    };
    // Of two that come at once, the later finds it changed.
    let seen = callbacks::table
        .filter(callbacks::id.eq(call.id))
        .filter(callbacks::tries.eq(made.tries))
        .filter(callbacks::closed_at.is_null());
    let changed = diesel::update(seen)
        .set((
            callbacks::tries.eq(tries),
            callbacks::outcome.eq(outcome),
            callbacks::closed_at.eq(outcome.map(|_| app.clock.now())),
        ))
        .execute(connection)?;
    if changed != 1 {
        return Err(Error::Conflict(Message::new("callbacks-closed")));
    }
    diesel::insert_into(callback_tries::table)
        .values((
            callback_tries::callback_id.eq(call.id),
            callback_tries::result.eq(made.result),
            callback_tries::note.eq(&made.note),
            callback_tries::by_account.eq(viewer.account),
            callback_tries::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    record(connection, app, viewer, &report, made.result)?;
    match &made.rating {
        Some(new) => {
            let given = Given::CallBack(viewer);
            rating::give(connection, app, &report, call.answer_id, new, given)
        }
        None => Ok(()),
    }
}

/// In the timeline of the report: the city's own, not for the bureau.
fn record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    report: &Report,
    result: &str,
) -> Result<()> {
    let told = ("call_back", Audience::Staff);
    viewer.enter(connection, app, report.subject(), told, json!({ "result": result }))
}

impl CallBack {
    /// Whether the answer it is about still holds; a matter handled again is asked about anew.
    pub fn holds(&self, connection: &mut Connection) -> Result<bool> {
        match rating::answered_case(connection, self.answer_id) {
            Ok(_) => Ok(true),
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
