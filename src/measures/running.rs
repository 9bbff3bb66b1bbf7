//! A measure with its matter, its plant and all that was seen and decided since.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    accounts::{Role, Viewer, viewer},
    app::App,
    cases::{
        Case, access,
        measure::{self, Kind},
        plant::Plant,
        records::{Check, Measure},
    },
    db::{
        Connection,
        schema::{cases, enterprises, measure_checks, measure_extensions, measures},
    },
    error::{Error, Result, as_seen},
    timeline::Audience,
};

/// Who has the list.
pub const ROLES: [Role; 4] = [Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher];

/// More time, asked by one and decided by another (`C2`).
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = measure_extensions)]
#[allow(missing_docs)]
pub struct Extension {
    pub id: i64,
    pub measure_id: i64,
    pub until: NaiveDate,
    pub reason: String,
    pub proposed_by: i64,
    pub proposed_at: NaiveDateTime,
    pub decided_by: Option<i64>,
    pub approved: Option<bool>,
    pub note: Option<String>,
}

/// A measure with its history.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Running {
    pub measure: Measure,
    /// What its kind brings with it.
    pub kind: Kind,
    pub case: Case,
    pub plant: Option<Plant>,
    pub checks: Vec<Check>,
    pub extensions: Vec<Extension>,
    /// Who did what, by account.
    pub names: HashMap<i64, String>,
}

/// Whether `viewer`, who sees the matter, sees the pages of its measures: not those who assist.
pub fn is_seen_by(viewer: &Viewer, case: &Case) -> bool {
    match viewer.role {
        Role::Officer | Role::Chief => viewer.bureau == case.bureau,
        role => ROLES.contains(&role),
    }
}

/// What daily penalties have come to, by the row of the measure: days and fen 分.
pub type Charges = HashMap<i64, (i32, i64)>;

/// What the daily penalties of these matters have come to.
pub fn charges(connection: &mut Connection, cases: &[i64]) -> QueryResult<Charges> {
    let looks: Vec<(i64, i32, i64)> = measure_checks::table
        .inner_join(measures::table.on(measures::id.eq(measure_checks::measure_id)))
        .filter(measures::case_id.eq_any(cases))
        .filter(measure_checks::days.is_not_null())
        .filter(measure_checks::amount_fen.is_not_null())
        .select((
            measure_checks::measure_id,
            measure_checks::days.assume_not_null(),
            measure_checks::amount_fen.assume_not_null(),
        ))
        .load(connection)?;
    let mut charges = Charges::new();
    for (measure, days, fen) in looks {
        let charged = charges.entry(measure).or_default();
        *charged = (charged.0 + days, charged.1.saturating_add(fen));
    }
    Ok(charges)
}

impl Running {
    /// The measure of that row, if `viewer` may see its matter and what is done in it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also when it exists and is not for this viewer.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        viewer.only(&ROLES)?;
        let measure: Measure =
            measures::table.find(id).select(Measure::as_select()).first(connection)?;
        let kind = measure::kind(&measure.kind)?;
        // What is done when it is taken has no page of its own.
        if !kind.runs() {
            return Err(Error::NotFound);
        }
        let case = cases::table
            .filter(cases::id.eq(measure.case_id))
            .filter(access::visible(viewer))
            .select(Case::as_select())
            .first(connection)?;
        let plant = match measure.enterprise_id {
            Some(id) => enterprises::table
                .find(id)
                .select(Plant::as_select())
                .first(connection)
                .optional()?,
            None => None,
        };
        let checks: Vec<Check> = measure_checks::table
            .filter(measure_checks::measure_id.eq(id))
            .order(measure_checks::id)
            .select(Check::as_select())
            .load(connection)?;
        let extensions: Vec<Extension> = measure_extensions::table
            .filter(measure_extensions::measure_id.eq(id))
            .order(measure_extensions::id)
            .select(Extension::as_select())
            .load(connection)?;
        let people = checks.iter().map(|it| it.by_account);
        let askers = extensions.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]);
        let people = people.chain(askers.flatten()).chain([measure.by_account]);
        let names = viewer::names(connection, people)?.into_iter().collect();
        Ok(Self { measure, kind, case, plant, checks, extensions, names })
    }

    /// Whether it has not ended.
    pub fn goes_on(&self) -> bool {
        self.kind.runs() && self.measure.ended_on.is_none()
    }

    /// Whether somebody is still to look at it, also after it was lifted.
    pub fn is_looked_after(&self) -> bool {
        self.measure.look_on.is_some()
    }

    /// The last look that found nothing corrected.
    pub fn refused_on(&self) -> Option<NaiveDate> {
        self.checks.iter().rev().find(|it| !it.met).map(|it| it.checked_on)
    }

    /// The extension that waits for a decision.
    pub fn asked(&self) -> Option<&Extension> {
        self.extensions.iter().find(|it| it.decided_by.is_none())
    }

    /// What the daily penalty has come to, in days and fen 分.
    pub fn charged(&self) -> (i32, i64) {
        let each = self.checks.iter().filter_map(|it| Some((it.days?, it.amount_fen?)));
        each.fold((0, 0), |(days, fen), (more, money)| (days + more, fen.saturating_add(money)))
    }

    /// Whether `viewer` looks after it: officers of the bureau that has the matter.
    pub fn is_worked_by(&self, viewer: &Viewer) -> bool {
        matches!(viewer.role, Role::Officer | Role::Chief) && viewer.bureau == self.case.bureau
    }

    /// Refuses those who do not look after it, and a page that others have changed meanwhile.
    pub fn take(&self, viewer: &Viewer, version: Option<i64>) -> Result<()> {
        if !self.is_worked_by(viewer) {
            return Err(Error::Forbidden);
        }
        match version {
            Some(seen) if seen != self.measure.version => Err(Error::changed()),
            _ => Ok(()),
        }
    }

    /// Counts the version on, unless somebody has done so meanwhile.
    pub fn turn(&self, connection: &mut Connection) -> Result<()> {
        let seen = measures::table
            .filter(measures::id.eq(self.measure.id))
            .filter(measures::version.eq(self.measure.version));
        let next = measures::version.eq(self.measure.version + 1);
        as_seen(diesel::update(seen).set(next).execute(connection)?)
    }

    /// Enters in the matter's timeline what was done; the matter itself stays as it is.
    pub fn enter(
        &self,
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        act: &'static str,
        stated: Value,
    ) -> Result<()> {
        let mut detail = json!({
            "kind": self.measure.kind, "measure": self.measure.id,
            "matter": { "bureau": self.case.bureau, "state": self.case.state },
        });
        if let (Some(all), Value::Object(stated)) = (detail.as_object_mut(), stated) {
            all.extend(stated);
        }
        viewer.enter(connection, app, self.case.subject(), (act, Audience::Staff), detail)
    }
}
