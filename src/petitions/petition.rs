//! A petition, and how one is entered: filed as a report, with the province's own date beside the
//! limits of the office (`F1`, `F2`, `T7`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::{NewPetition, batch::Meant};
use crate::{
    accounts::{Viewer, session},
    app::App,
    cases::Case,
    db::{
        Connection,
        schema::{cases, petitions},
    },
    deadlines::deadline::{self, FORWARDED},
    error::Result,
    i18n::Language,
    reports::{Filed, Identity, NewReport, file},
    timeline::{self, Audience, Entry},
};

/// A petition as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = petitions)]
#[allow(missing_docs)]
pub struct Petition {
    pub id: i64,
    pub batch_id: i64,
    pub number: String,
    pub medium: String,
    pub sent_on: NaiveDate,
    pub report_id: i64,
    pub priority: bool,
    pub due_on: Option<NaiveDate>,
    pub report_back: bool,
    pub entered_by: i64,
    pub at: NaiveDateTime,
}

/// What entering leads to.
#[derive(Clone, Debug)]
pub enum Entered {
    /// It is filed.
    New(Box<Filed>),
    /// A petition of this number was entered before; nothing was changed.
    Known,
}

/// Enters `new`; the same number again changes nothing (`F2`).
pub fn enter(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    new: &NewPetition,
) -> Result<Entered> {
    let mut batch = Meant::of(connection, app, by, &new.batch, &[&new.number])?;
    enter_in(connection, app, by, new, &mut batch)
}

/// [`enter`], into the batch that is meant.
pub fn enter_in(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    new: &NewPetition,
    batch: &mut Meant,
) -> Result<Entered> {
    let known = petitions::table.filter(petitions::number.eq(new.number.as_str()));
    if known.select(petitions::id).first::<i64>(connection).optional()?.is_some() {
        return Ok(Entered::Known);
    }
    let filed = file(connection, app, Some(by), &report(new), &[])?;
    let batch = batch.row(connection, app, by)?;
    diesel::insert_into(petitions::table)
        .values((
            petitions::batch_id.eq(batch),
            petitions::number.eq(new.number.as_str()),
            petitions::medium.eq(new.number.medium.name()),
            petitions::sent_on.eq(new.number.date),
            petitions::report_id.eq(filed.report.id),
            petitions::priority.eq(new.priority),
            petitions::due_on.eq(new.due_on),
            petitions::report_back.eq(new.report_back),
            petitions::entered_by.eq(by.account),
            petitions::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    set_date(connection, app, &filed.case, new.due_on)?;
    record(connection, app, by, new, &filed.case)?;
    Ok(Entered::New(Box::new(filed)))
}

/// As a report: nobody is named, what the province wrote is the text.
pub(super) fn report(new: &NewPetition) -> NewReport {
    NewReport {
        // The province's number is the key that matters; a guessable one would let others take it.
        submission: session::new_token(),
        channel: "province",
        text: new.text.clone(),
        address: new.address.clone(),
        point: None,
        county: new.county.clone(),
        plant: new.plant.clone(),
        kinds: new.kinds.clone(),
        industry: None,
        urgent: false,
        reporter_kind: "anonymous",
        identity: Identity::default(),
        head_count: 1,
        language: Language::Chinese,
        join: None,
    }
}

/// The province's date runs beside the limits of the office; the earliest of them is the matter's
/// due date, now and after each act (`T7`).
fn set_date(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    due_on: Option<NaiveDate>,
) -> Result<()> {
    let Some(due_on) = due_on else { return Ok(()) };
    deadline::start(connection, case.id, FORWARDED, app.clock.today(), due_on)?;
    if let Some((due_on, policy)) = deadline::next_due(connection, case.id)? {
        diesel::update(cases::table.find(case.id))
            .set((cases::due_on.eq(Some(due_on)), cases::due_kind.eq(Some(policy))))
            .execute(connection)?;
    }
    Ok(())
}

fn record(
    connection: &mut Connection,
    app: &App,
    by: &Viewer,
    new: &NewPetition,
    case: &Case,
) -> Result<()> {
    let entry = Entry {
        subject: case.subject(),
        act: "forward",
        actor: by.actor(),
        audience: Audience::Staff,
        detail: json!({
            "petition": new.number.as_str(), "batch": new.batch, "due_on": new.due_on,
        }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}
