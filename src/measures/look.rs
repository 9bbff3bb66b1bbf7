//! 复查: somebody goes and looks whether a measure is followed (`C5`); by two officers at least.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Running, daily};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::{
        due,
        measure::{DAILY_PENALTY, Look},
        statement::two_officers,
    },
    db::{
        Connection,
        schema::{measure_checks, measures},
    },
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    message::Message,
    web::Fields,
};

/// The most characters of what was found, and of the officers' names.
const MOST: (usize, usize) = (8_000, 200);

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The day.
    pub on: NaiveDate,
    /// Who went: two at least.
    pub officers: Vec<String>,
    /// Whether it is followed.
    pub met: bool,
    /// What was found.
    pub findings: String,
}

impl Seen {
    /// Reads the form.
    pub fn parse(fields: &Fields, today: NaiveDate) -> Result<Self> {
        let mut errors = Vec::new();
        let on = fields.past_day("checked_on", today, &mut errors);
        let met = match fields.text("met") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        if met.is_none() {
            errors.push(FieldError::new("met", "field-met-missing"));
        }
        let given = fields.required("officers", MOST.1, &mut errors);
        let officers = two_officers(&given);
        if officers.is_none() && !given.is_empty() {
            errors.push(FieldError::new("officers", "field-officers-two"));
        }
        let findings = fields.required("findings", MOST.0, &mut errors);
        match (on, officers, met) {
            (Some(on), Some(officers), Some(met)) if errors.is_empty() => {
                Ok(Self { on, officers, met, findings })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// What a look comes to.
struct Outcome {
    days: Option<i32>,
    money: Option<i64>,
    look_on: Option<NaiveDate>,
    ends: bool,
}

/// Puts on record what was seen: a measure that is followed ends, if its kind does; else a day is set
/// to look again, and a daily penalty has grown.
///
/// # Errors
/// [`Error::Conflict`] when nothing is to be looked at any longer, or it was changed meanwhile.
pub fn record(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    running: &Running,
    version: Option<i64>,
    seen: &Seen,
) -> Result<()> {
    running.take(viewer, version)?;
    if !running.is_looked_after() {
        return Err(Error::Conflict(Message::new("measures-over")));
    }
    let outcome = outcome(app, running, seen)?;
    running.turn(connection)?;
    let officers = i32::try_from(seen.officers.len()).unwrap_or(i32::MAX);
    let check: i64 = diesel::insert_into(measure_checks::table)
        .values((
            measure_checks::measure_id.eq(running.measure.id),
            measure_checks::checked_on.eq(seen.on),
            measure_checks::officers.eq(seen.officers.join("\n")),
            measure_checks::officer_count.eq(officers),
            measure_checks::met.eq(seen.met),
            measure_checks::findings.eq(&seen.findings),
            measure_checks::days.eq(outcome.days),
            measure_checks::amount_fen.eq(outcome.money),
            measure_checks::by_account.eq(viewer.account),
            measure_checks::at.eq(app.clock.now()),
        ))
        .returning(measure_checks::id)
        .get_result(connection)?;
    move_on(connection, viewer, running.measure.id, seen, &outcome)?;
    let detail = json!({
        "on": seen.on, "met": seen.met, "officers": officers, "visited": 1,
        "plants": running.plant.as_ref().map(|plant| plant.id).into_iter().collect::<Vec<_>>(),
        "days": outcome.days, "amount_fen": outcome.money,
    });
    running.enter(connection, app, viewer, "recheck", detail)?;
    match seen.met {
        true => Ok(()),
        false => tell(connection, app, running, check),
    }
}

/// Sets the day of the next look; ends the measure where the outcome is its end.
fn move_on(
    connection: &mut Connection,
    viewer: &Viewer,
    measure: i64,
    seen: &Seen,
    outcome: &Outcome,
) -> QueryResult<()> {
    let row = measures::table.find(measure);
    diesel::update(row).set(measures::look_on.eq(outcome.look_on)).execute(connection)?;
    if !outcome.ends {
        return Ok(());
    }
    diesel::update(row)
        .set((
            measures::ended_on.eq(Some(seen.on)),
            measures::ended_how.eq(Some("corrected")),
            measures::ended_reason.eq(Some(&seen.findings)),
            measures::ended_by.eq(Some(viewer.account)),
        ))
        .execute(connection)
        .map(drop)
}

fn outcome(app: &App, running: &Running, seen: &Seen) -> Result<Outcome> {
    let (measure, kind) = (&running.measure, running.kind);
    let earliest = measure.ended_on.unwrap_or(measure.taken_on);
    if seen.on < earliest || running.checks.last().is_some_and(|last| seen.on < last.checked_on) {
        return Err(Error::field("checked_on", "measures-look-before"));
    }
    let ended = measure.ended_on.is_some();
    let refuses = !seen.met && !ended && kind.name == DAILY_PENALTY;
    let days = match refuses {
        true => Some(
            daily::days(measure.taken_on, running.refused_on(), seen.on)
                .ok_or_else(|| Error::field("checked_on", "measures-look-no-day"))?,
        ),
        false => None,
    };
    let money = days.map(|days| daily::sum(measure.amount_fen.unwrap_or(0), days));
    let ends = seen.met && !ended && kind.ends_when_met;
    let again = || {
        let by = due::reckoned(&app.jurisdiction, PolicyId::MeasureCheck, &running.case, seen.on);
        by.map(|it| Some(it.due))
    };
    let look_on = match (kind.look, measure.due_on) {
        _ if ends || ended => None,
        // What holds until a day is lifted or extended by then, whatever was seen before.
        (Look::AtTerm(_), Some(until)) => Some(until),
        _ => again()?,
    };
    Ok(Outcome { days, money, look_on, ends })
}

/// The supervisor learns that a measure is not followed, unless the matter is kept from the city (`R3`).
fn tell(connection: &mut Connection, app: &App, running: &Running, check: i64) -> Result<()> {
    let city = &app.jurisdiction.profile().dispatcher;
    if running.case.is_kept_from(city) {
        return Ok(());
    }
    let alert = Alert {
        key: format!("measure refused {check}"),
        to: To::Role { bureau: city.clone(), role: Role::Supervisor },
        kind: "measure",
        message: Message::new("alerts-measure-refused").with("number", &running.case.number),
        link: format!("/measures/{}", running.measure.id),
    };
    alerts::raise(connection, app.clock.now(), &alert).map(drop)
}
