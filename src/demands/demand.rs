//! A demand with its matter and what was reported.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{expression::SqlLiteral, prelude::*, sql_types::Bool};

use super::lifecycle::{self, Act, Standing, State};
use crate::{
    accounts::{Role, Viewer, viewer},
    app::App,
    cases::{Case, access, due},
    db::{
        self, Connection,
        schema::{cases, demand_reports, demands},
    },
    deadlines::PolicyId,
    error::{Error, Result},
};

/// Who has the list and the pages; whoever they are, they see the demands of the matters that they see.
pub const ROLES: [Role; 4] = [Role::Officer, Role::Chief, Role::Supervisor, Role::Dispatcher];

/// Demands that have not ended, as their index has it.
pub(super) fn living() -> SqlLiteral<Bool> {
    db::is_literally_not("demands.state", State::Ended.name())
}

/// Demands that have ended, as their index has it.
pub(super) fn ended() -> SqlLiteral<Bool> {
    db::is_literally("demands.state", State::Ended.name())
}

/// A demand as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = demands)]
#[allow(missing_docs)]
pub struct Demand {
    pub id: i64,
    pub case_id: i64,
    pub demand: String,
    pub started_on: NaiveDate,
    pub due_on: NaiveDate,
    pub state: String,
    pub by_account: i64,
    pub at: NaiveDateTime,
    pub ended_by: Option<i64>,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_note: String,
    pub version: i64,
}

/// What a bureau reported, with what the city said to it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = demand_reports)]
#[allow(missing_docs)]
pub struct Report {
    pub id: i64,
    pub demand_id: i64,
    pub due_on: NaiveDate,
    pub text: String,
    pub bureau: String,
    pub by_account: i64,
    pub at: NaiveDateTime,
    pub satisfied: Option<bool>,
    pub note: String,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
}

/// A demand with all that belongs to it.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Whole {
    pub demand: Demand,
    pub case: Case,
    pub reports: Vec<Report>,
    /// Who did what, by account.
    pub names: HashMap<i64, String>,
}

impl Demand {
    /// Those about a matter, the newest first.
    pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Self>> {
        demands::table
            .filter(demands::case_id.eq(case))
            .order(demands::id.desc())
            .select(Self::as_select())
            .load(connection)
    }

    /// Of these matters, those about which a demand has not ended.
    pub fn pressing(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<i64>> {
        demands::table
            .filter(demands::case_id.eq_any(cases))
            .filter(living())
            .select(demands::case_id)
            .load(connection)
    }

    /// Whether it stands so.
    pub fn is(&self, state: State) -> bool {
        self.state == state.name()
    }

    /// Whether the bureau should have reported by now.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is(State::Open) && self.due_on < today
    }
}

/// Whether `viewer`, who sees the matter that `bureau` has, sees what the city demands about it: not those
/// who assist.
pub fn is_seen_by(viewer: &Viewer, bureau: &str) -> bool {
    match viewer.role {
        Role::Officer | Role::Chief => viewer.bureau == bureau,
        role => ROLES.contains(&role),
    }
}

/// Whether `viewer` may demand something about `case`: one that has not ended.
pub fn may_demand(app: &App, viewer: &Viewer, case: &Case) -> bool {
    let city = &app.jurisdiction.profile().dispatcher;
    let at = Standing { state: None, city, bureau: &case.bureau, reporter: None };
    case.ended_at.is_none() && lifecycle::may(viewer, Act::Demand, &at)
}

/// The day by which a report is owed, unless the form says otherwise.
pub fn usual_day(app: &App, case: &Case) -> Result<NaiveDate> {
    let today = app.clock.today();
    Ok(due::reckoned(&app.jurisdiction, PolicyId::DemandReport, case, today)?.due)
}

impl Whole {
    /// The demand of that row, if `viewer` may see its matter and what is demanded about it.
    ///
    /// # Errors
    /// [`Error::NotFound`] also when it exists and is not for this viewer.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        viewer.only(&ROLES)?;
        let demand: Demand =
            demands::table.find(id).select(Demand::as_select()).first(connection)?;
        let case: Case = cases::table
            .filter(cases::id.eq(demand.case_id))
            .filter(access::visible(viewer))
            .select(Case::as_select())
            .first(connection)?;
        if !is_seen_by(viewer, &case.bureau) {
            return Err(Error::NotFound);
        }
        let reports: Vec<Report> = demand_reports::table
            .filter(demand_reports::demand_id.eq(id))
            .order(demand_reports::id)
            .select(Report::as_select())
            .load(connection)?;
        let people = reports.iter().flat_map(|it| [Some(it.by_account), it.decided_by]).flatten();
        let people = people.chain([demand.by_account]).chain(demand.ended_by);
        let names = viewer::names(connection, people)?.into_iter().collect();
        Ok(Self { demand, case, reports, names })
    }

    /// How people stand to it.
    ///
    /// # Errors
    /// [`Error::Internal`] for a state that we do not know.
    pub fn standing<'a>(&'a self, app: &'a App) -> Result<Standing<'a>> {
        let state = &self.demand.state;
        let known = State::of(state).ok_or_else(|| Error::Internal(format!("state {state}")))?;
        Ok(Standing {
            state: Some(known),
            city: &app.jurisdiction.profile().dispatcher,
            bureau: &self.case.bureau,
            reporter: self.waiting().map(|it| it.by_account),
        })
    }

    /// The report to which the city has not said anything yet.
    pub fn waiting(&self) -> Option<&Report> {
        self.reports.iter().find(|it| it.decided_by.is_none())
    }
}
