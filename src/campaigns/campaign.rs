//! A campaign: what it is, and the acts of those who lead it.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    access::{self, Deed, READERS, Standing},
    finding::State,
    plan::Plan,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection, counters,
        schema::{
            campaign_findings, campaign_members, campaign_phases, campaign_problems, campaigns,
        },
    },
    error::{Error, FieldError, Result},
    message::Message,
    timeline::{Audience, Subject},
};

/// The noun of campaigns in timelines.
pub const NOUN: &str = "campaign";
/// What their numbers begin with.
const SERIES: &str = "ZX";
/// The most campaigns of a list.
const MOST: i64 = 100;

/// A campaign as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaigns)]
#[allow(missing_docs)]
pub struct Campaign {
    pub id: i64,
    pub number: String,
    pub name: String,
    pub aim: String,
    pub begins_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub city: String,
    pub created_by: i64,
    pub created_at: NaiveDateTime,
    pub summary: Option<String>,
    pub closed_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// A phase of it.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaign_phases)]
#[allow(missing_docs)]
pub struct Phase {
    pub id: i64,
    pub campaign_id: i64,
    pub position: i32,
    pub name: String,
    pub begins_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// A type of problem that it looks for.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaign_problems)]
#[allow(missing_docs)]
pub struct Problem {
    pub id: i64,
    pub campaign_id: i64,
    pub position: i32,
    pub name: String,
}

/// A campaign with its plan.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Itself.
    pub campaign: Campaign,
    /// In their order.
    pub phases: Vec<Phase>,
    /// Codes, in the order of the jurisdiction's table.
    pub members: Vec<String>,
    /// In their order.
    pub problems: Vec<Problem>,
}

impl Whole {
    /// The campaign of that number.
    pub fn by_number(connection: &mut Connection, number: &str) -> Result<Self> {
        let number = number.trim().to_uppercase();
        let query = campaigns::table.filter(campaigns::number.eq(number));
        let campaign: Campaign = query.select(Campaign::as_select()).first(connection)?;
        let id = campaign.id;
        let phases = campaign_phases::table
            .filter(campaign_phases::campaign_id.eq(id))
            .order(campaign_phases::position)
            .select(Phase::as_select())
            .load(connection)?;
        let members = campaign_members::table
            .filter(campaign_members::campaign_id.eq(id))
            .order(campaign_members::bureau)
            .select(campaign_members::bureau)
            .load(connection)?;
        let problems = campaign_problems::table
            .filter(campaign_problems::campaign_id.eq(id))
            .order(campaign_problems::position)
            .select(Problem::as_select())
            .load(connection)?;
        Ok(Self { campaign, phases, members, problems })
    }

    /// The campaign of that number, for staff who may see its register.
    ///
    /// # Errors
    /// [`Error::NotFound`] also when it exists and is not for this viewer.
    pub fn open(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Self> {
        viewer.only(&READERS)?;
        let whole = Self::by_number(connection, number)?;
        if access::may_see(viewer, &whole.standing()) { Ok(whole) } else { Err(Error::NotFound) }
    }

    /// The same for somebody who wants to change it, held against others until the end of the transaction.
    ///
    /// # Errors
    /// [`Error::Conflict`] for one that is over.
    pub fn to_change(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Self> {
        let id = Self::open(connection, viewer, number)?.campaign.id;
        if let Connection::Postgres(postgres) = connection {
            let row = campaigns::table.find(id).select(campaigns::id);
            row.for_update().first::<i64>(postgres)?;
        }
        let whole = Self::open(connection, viewer, number)?;
        match whole.campaign.closed_at {
            Some(_) => Err(Error::Conflict(Message::new("campaigns-is-closed"))),
            None => Ok(whole),
        }
    }

    /// How people stand to it.
    pub fn standing(&self) -> Standing<'_> {
        let Self { campaign, members, .. } = self;
        Standing { city: &campaign.city, members, county: None, mender: None }
    }

    /// The phase of that day: the last that has begun, while it lasts.
    pub fn phase(&self, today: NaiveDate) -> Option<&Phase> {
        let begun = self.phases.iter().filter(|phase| phase.begins_on <= today);
        begun.max_by_key(|phase| phase.position).filter(|phase| today <= phase.ends_on)
    }

    /// The type of problem of that row.
    pub fn problem(&self, id: i64) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.id == id)
    }

    /// Writes an entry of its timeline.
    pub fn record(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (act, audience): (&'static str, Audience),
        detail: Value,
    ) -> Result<()> {
        by.enter(connection, app, self.campaign.subject(), (act, audience), detail)
    }
}

impl Campaign {
    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: NOUN, id: self.id }
    }

    /// Those that everybody may know of: the ones that have begun, the last to end first.
    pub fn begun(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Self>> {
        campaigns::table
            .filter(campaigns::begins_on.le(today))
            .order((campaigns::ends_on.desc(), campaigns::id.desc()))
            .limit(MOST)
            .select(Self::as_select())
            .load(connection)
    }

    /// Those that `viewer` takes part in or oversees, the last to end first.
    pub fn of_viewer(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Self>> {
        viewer.only(&READERS)?;
        let query = campaigns::table
            .order((campaigns::ends_on.desc(), campaigns::id.desc()))
            .limit(MOST)
            .select(Self::as_select());
        let all: Vec<Self> = query.load(connection)?;
        let ids = all.iter().map(|campaign| campaign.id);
        let mine: Vec<i64> = campaign_members::table
            .filter(campaign_members::campaign_id.eq_any(ids))
            .filter(campaign_members::bureau.eq(&viewer.bureau))
            .select(campaign_members::campaign_id)
            .load(connection)?;
        let own = [viewer.bureau.clone()];
        let sees = |campaign: &Self| {
            let members = if mine.contains(&campaign.id) { &own[..] } else { &[] };
            let standing = Standing { city: &campaign.city, members, county: None, mender: None };
            access::may_see(viewer, &standing)
        };
        Ok(all.into_iter().filter(sees).collect())
    }

    /// Opens one, and returns its number.
    pub fn create(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        plan: &Plan,
    ) -> Result<String> {
        let city = app.jurisdiction.profile().dispatcher.clone();
        let standing = Standing { city: &city, members: &[], county: None, mender: None };
        access::check(by, Deed::Lead, &standing)?;
        let (begins_on, ends_on) = plan.days();
        let year = app.clock.today().year();
        let serial = counters::next(connection, &format!("campaigns {year}"))?;
        let number = format!("{SERIES}{year}-{serial:03}");
        let id: i64 = diesel::insert_into(campaigns::table)
            .values((
                campaigns::number.eq(&number),
                campaigns::name.eq(&plan.name),
                campaigns::aim.eq(&plan.aim),
                campaigns::begins_on.eq(begins_on),
                campaigns::ends_on.eq(ends_on),
                campaigns::city.eq(&city),
                campaigns::created_by.eq(by.account),
                campaigns::created_at.eq(app.clock.now()),
            ))
            .returning(campaigns::id)
            .get_result(connection)?;
        write_plan(connection, id, plan, &[])?;
        let whole = Whole::by_number(connection, &number)?;
        let told = ("open", Audience::Public);
        whole.record(connection, app, by, told, json!({ "name": plan.name }))?;
        Ok(number)
    }

    /// Changes its plan. A type of problem under which plants stand stays.
    pub fn change(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        version: i64,
        plan: &Plan,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        access::check(by, Deed::Lead, &whole.standing())?;
        let id = whole.campaign.id;
        let used: Vec<i64> = campaign_findings::table
            .filter(campaign_findings::campaign_id.eq(id))
            .select(campaign_findings::problem_id)
            .distinct()
            .load(connection)?;
        let lost = whole.problems.iter().filter(|problem| used.contains(&problem.id));
        if let Some(lost) = lost.clone().find(|problem| !plan.problems.contains(&problem.name)) {
            let message = Message::new("campaigns-problem-used").with("name", &lost.name);
            return Err(Error::Invalid(vec![FieldError { field: "problems".to_owned(), message }]));
        }
        let (begins_on, ends_on) = plan.days();
        let changed =
            diesel::update(campaigns::table.find(id).filter(campaigns::version.eq(version)))
                .set((
                    campaigns::name.eq(&plan.name),
                    campaigns::aim.eq(&plan.aim),
                    campaigns::begins_on.eq(begins_on),
                    campaigns::ends_on.eq(ends_on),
                    campaigns::version.eq(version + 1),
                ))
                .execute(connection)?;
        if changed == 0 {
            return Err(Error::Conflict(Message::new("campaigns-changed-meanwhile")));
        }
        write_plan(connection, id, plan, &whole.problems)?;
        let detail = json!({ "name": plan.name, "until": ends_on });
        whole.record(connection, app, by, ("change", Audience::Staff), detail)
    }

    /// Closes it with a summary, once every plant of its register is cleared.
    pub fn close(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        summary: &str,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        access::check(by, Deed::Lead, &whole.standing())?;
        let open: i64 = campaign_findings::table
            .filter(campaign_findings::campaign_id.eq(whole.campaign.id))
            .filter(campaign_findings::state.ne(State::Cleared.name()))
            .count()
            .get_result(connection)?;
        if open > 0 {
            let message = Message::new("campaigns-not-cleared").with("count", open);
            return Err(Error::Conflict(message));
        }
        diesel::update(campaigns::table.find(whole.campaign.id))
            .set((
                campaigns::summary.eq(Some(summary)),
                campaigns::closed_by.eq(Some(by.account)),
                campaigns::closed_at.eq(Some(app.clock.now())),
                campaigns::version.eq(whole.campaign.version + 1),
            ))
            .execute(connection)?;
        whole.record(connection, app, by, ("close", Audience::Public), Value::Null)
    }
}

/// Phases and members as planned; types of problem that are known keep their rows.
fn write_plan(
    connection: &mut Connection,
    id: i64,
    plan: &Plan,
    known: &[Problem],
) -> QueryResult<()> {
    diesel::delete(campaign_phases::table.filter(campaign_phases::campaign_id.eq(id)))
        .execute(connection)?;
    diesel::delete(campaign_members::table.filter(campaign_members::campaign_id.eq(id)))
        .execute(connection)?;
    for (position, phase) in (1..).zip(&plan.phases) {
        diesel::insert_into(campaign_phases::table)
            .values((
                campaign_phases::campaign_id.eq(id),
                campaign_phases::position.eq(position),
                campaign_phases::name.eq(&phase.name),
                campaign_phases::begins_on.eq(phase.begins_on),
                campaign_phases::ends_on.eq(phase.ends_on),
            ))
            .execute(connection)?;
    }
    for member in &plan.members {
        diesel::insert_into(campaign_members::table)
            .values((campaign_members::campaign_id.eq(id), campaign_members::bureau.eq(member)))
            .execute(connection)?;
    }
    write_problems(connection, id, &plan.problems, known)
}

fn write_problems(
    connection: &mut Connection,
    id: i64,
    wanted: &[String],
    known: &[Problem],
) -> QueryResult<()> {
    let gone = known.iter().filter(|problem| !wanted.contains(&problem.name));
    let gone: Vec<i64> = gone.map(|problem| problem.id).collect();
    diesel::delete(campaign_problems::table.filter(campaign_problems::id.eq_any(gone)))
        .execute(connection)?;
    // Out of each other's way before they take their new places.
    diesel::update(campaign_problems::table.filter(campaign_problems::campaign_id.eq(id)))
        .set(campaign_problems::position.eq(campaign_problems::position + 1_000))
        .execute(connection)?;
    for (position, name) in (1..).zip(wanted) {
        match known.iter().find(|problem| problem.name == *name) {
            Some(problem) => diesel::update(campaign_problems::table.find(problem.id))
                .set(campaign_problems::position.eq(position))
                .execute(connection)?,
            None => diesel::insert_into(campaign_problems::table)
                .values((
                    campaign_problems::campaign_id.eq(id),
                    campaign_problems::position.eq(position),
                    campaign_problems::name.eq(name),
                ))
                .execute(connection)?,
        };
    }
    Ok(())
}
