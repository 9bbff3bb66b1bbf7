//! 排查台账: a problem of a plant found in the sweep, mended by its county and cleared 销号 by the city,
//! one by one (`N4`, `C2`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use super::{
    access::{self, Deed, Standing},
    campaign::Whole,
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::{
        plant,
        site_visit::{STATED, SiteVisit},
        statement::{is_assignable, two_officers},
    },
    db::{
        Connection,
        schema::{campaign_findings, enterprises},
    },
    error::{Error, FieldError, Result},
    message::Message,
    timeline::Audience,
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

const PLANT: usize = 100;
const NAMES: usize = 200;
const TEXT: usize = 2_000;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The county has to mend it.
    Open,
    /// The county says that it is mended; the city looks.
    Mended,
    /// 已销号.
    Cleared,
}

impl State {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Mended, Self::Cleared];

    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mended => "mended",
            Self::Cleared => "cleared",
        }
    }
}

/// A line of the register as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = campaign_findings)]
#[allow(missing_docs)]
pub struct Finding {
    pub id: i64,
    pub campaign_id: i64,
    pub problem_id: i64,
    pub enterprise_id: i64,
    pub plant: String,
    pub county: String,
    pub found_on: NaiveDate,
    pub facts: String,
    pub demand: String,
    pub due_on: NaiveDate,
    pub found_by: i64,
    pub created_at: NaiveDateTime,
    pub state: String,
    pub mended_text: String,
    pub mended_on: Option<NaiveDate>,
    pub mended_by: Option<i64>,
    pub cleared_on: Option<NaiveDate>,
    pub cleared_by: Option<i64>,
    pub returned_note: String,
    pub version: i64,
    pub officers: String,
}

/// A line as it is typed.
#[derive(Clone, Debug)]
pub struct NewFinding {
    plant: String,
    county: String,
    problem: i64,
    found_on: NaiveDate,
    officers: Vec<String>,
    facts: String,
    demand: String,
    due_on: NaiveDate,
}

/// What is done about a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is mended, says the county: how, and when.
    Mend(String, NaiveDate),
    /// 销号.
    Clear,
    /// Not mended yet: why.
    SendBack(String),
}

/// What is asked of the register.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of that state; `late` for those past their date.
    pub state: Option<String>,
    /// Only of that bureau's area.
    pub county: Option<String>,
    /// Only of that type.
    pub problem: Option<i64>,
}

impl NewFinding {
    /// From a form, entered by `by` on `today`. An officer's plants are of their own bureau.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(
        fields: &Fields,
        app: &App,
        by: &Viewer,
        whole: &Whole,
    ) -> Result<Self, Vec<FieldError>> {
        let (today, mut errors) = (app.clock.today(), Vec::new());
        let plant = fields.required("campaign_plant", PLANT, &mut errors);
        if !plant.is_empty() && plant::key(&app.jurisdiction, &plant).is_none() {
            errors.push(FieldError::new("campaign_plant", "campaigns-plant-wrong"));
        }
        let county = match by.role {
            Role::Officer | Role::Chief => by.bureau.clone(),
            _ => fields.text("county").to_owned(),
        };
        let bureau = app.jurisdiction.bureau(&county);
        if !bureau.is_some_and(|bureau| is_assignable(bureau.kind)) {
            errors.push(FieldError::new("county", "campaigns-county-missing"));
        }
        let problem = fields.text("problem").parse().ok();
        let problem = problem.filter(|id| whole.problem(*id).is_some());
        if problem.is_none() {
            errors.push(FieldError::new("problem", "campaigns-problem-missing"));
        }
        let found_on = fields.past_day("found_on", today, &mut errors);
        let due_on = fields.day("due_on", &mut errors);
        if due_on < found_on && due_on.is_some() {
            errors.push(FieldError::new("due_on", "campaigns-due-early"));
        }
        let line = fields.optional("officers", NAMES, &mut errors);
        let officers = two_officers(&line);
        if officers.is_none() {
            errors.push(FieldError::new("officers", "field-officers-two"));
        }
        let facts = fields.required("campaign_facts", TEXT, &mut errors);
        let demand = fields.required("demand", TEXT, &mut errors);
        match (problem, found_on.zip(due_on), officers) {
            (Some(problem), Some((found_on, due_on)), Some(officers)) if errors.is_empty() => {
                Ok(Self { plant, county, problem, found_on, officers, facts, demand, due_on })
            }
            _ => Err(errors),
        }
    }
}

impl Step {
    /// From the address and the form; nothing for an address that is none.
    pub fn parse(
        resource: &str,
        fields: &Fields,
        today: NaiveDate,
    ) -> Option<Result<Self, Vec<FieldError>>> {
        let mut errors = Vec::new();
        let step = match resource {
            "mending" => {
                let text = fields.required("mended_text", TEXT, &mut errors);
                let on = fields.past_day("mended_on", today, &mut errors);
                Self::Mend(text, on.unwrap_or(today))
            }
            "clearing" => Self::Clear,
            "return" => Self::SendBack(fields.required("returned_note", TEXT, &mut errors)),
            _ => return None,
        };
        Some(if errors.is_empty() { Ok(step) } else { Err(errors) })
    }

    const fn deed(&self) -> Deed {
        match self {
            Self::Mend(..) => Deed::Mend,
            Self::Clear | Self::SendBack(_) => Deed::Clear,
        }
    }

    /// The state in which it is done, and the one that it leads to.
    const fn states(&self) -> (State, State) {
        match self {
            Self::Mend(..) => (State::Open, State::Mended),
            Self::Clear => (State::Mended, State::Cleared),
            Self::SendBack(_) => (State::Mended, State::Open),
        }
    }

    /// In the timeline.
    const fn act(&self) -> &'static str {
        match self {
            Self::Mend(..) => "mend",
            Self::Clear => "clear",
            Self::SendBack(_) => "send_back",
        }
    }
}

impl Finding {
    /// How people stand to it.
    pub fn standing<'a>(&'a self, whole: &'a Whole) -> Standing<'a> {
        Standing { county: Some(&self.county), mender: self.mended_by, ..whole.standing() }
    }

    /// Whether it stands so.
    pub fn is(&self, state: State) -> bool {
        self.state == state.name()
    }

    /// Whether the county should have mended it by now.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is(State::Open) && self.due_on < today
    }

    /// One page of the register, the open ones first and of these the most pressing, with one row too many.
    pub fn page(
        connection: &mut Connection,
        campaign: i64,
        filter: &Filter,
        today: NaiveDate,
        paging: Paging,
    ) -> QueryResult<Vec<(Self, String)>> {
        let mut query = campaign_findings::table
            .inner_join(enterprises::table.on(enterprises::id.eq(campaign_findings::enterprise_id)))
            .filter(campaign_findings::campaign_id.eq(campaign))
            .select((Self::as_select(), enterprises::number))
            .into_boxed();
        match filter.state.as_deref() {
            Some("late") => {
                query = query.filter(campaign_findings::state.eq(State::Open.name()));
                query = query.filter(campaign_findings::due_on.lt(today));
            }
            Some(state) => query = query.filter(campaign_findings::state.eq(state.to_owned())),
            None => {}
        }
        if let Some(county) = &filter.county {
            query = query.filter(campaign_findings::county.eq(county.clone()));
        }
        if let Some(problem) = filter.problem {
            query = query.filter(campaign_findings::problem_id.eq(problem));
        }
        query
            .order((
                campaign_findings::cleared_on.is_not_null(),
                campaign_findings::due_on,
                campaign_findings::id,
            ))
            .offset(paging.offset())
            .limit(PER_PAGE + 1)
            .load(connection)
    }

    /// The line of that row.
    pub fn of(connection: &mut Connection, whole: &Whole, id: i64) -> Result<Self> {
        let query = campaign_findings::table
            .find(id)
            .filter(campaign_findings::campaign_id.eq(whole.campaign.id));
        Ok(query.select(Self::as_select()).first(connection)?)
    }

    /// Enters a plant; its bureau is told when somebody else found it.
    pub fn enter(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        fields: &Fields,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        access::check(by, Deed::Find, &whole.standing())?;
        let new = NewFinding::parse(fields, app, by, &whole).map_err(Error::Invalid)?;
        let plant = plant::enroll(connection, app, &new.county, &new.plant)?;
        let plant = plant.ok_or_else(|| Error::field("campaign_plant", "campaigns-plant-wrong"))?;
        let plant = plant.id;
        let known = campaign_findings::table
            .filter(campaign_findings::campaign_id.eq(whole.campaign.id))
            .filter(campaign_findings::enterprise_id.eq(plant))
            .filter(campaign_findings::problem_id.eq(new.problem))
            .filter(campaign_findings::state.ne(State::Cleared.name()))
            .select(campaign_findings::id);
        if known.first::<i64>(connection).optional()?.is_some() {
            return Err(Error::field("campaign_plant", "campaigns-plant-known"));
        }
        let visit = new.visit(connection, whole.campaign.id, plant)?;
        let id = new.store(connection, app, by, (whole.campaign.id, plant))?;
        let detail = json!({
            "plant": new.plant, "county": new.county, "problem": new.problem, STATED: visit,
        });
        whole.record(connection, app, by, ("find", Audience::Staff), detail)?;
        if by.bureau != new.county {
            let message = told("campaigns-alert-found", &whole, &new.plant);
            let to = To::Role { bureau: new.county.clone(), role: Role::Chief };
            tell(connection, app, &whole, (id, 0), to, message)?;
        }
        Ok(())
    }

    /// Does something about a line.
    pub fn step(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        (id, version): (i64, i64),
        step: &Step,
    ) -> Result<()> {
        let whole = Whole::to_change(connection, by, number)?;
        let finding = Self::of(connection, &whole, id)?;
        access::check(by, step.deed(), &finding.standing(&whole))?;
        let (from, next) = step.states();
        if finding.version != version || !finding.is(from) {
            let message = Message::new("campaigns-line-changed").with("state", &finding.state);
            return Err(Error::Conflict(message));
        }
        if let Step::Mend(_, on) = step
            && *on < finding.found_on
        {
            return Err(Error::field("mended_on", "campaigns-mended-early"));
        }
        finding.write(connection, app, by, step, next)?;
        let detail = json!({ "plant": finding.plant, "line": id });
        whole.record(connection, app, by, (step.act(), Audience::Staff), detail)?;
        let (key, to) = match step {
            Step::Mend(..) => {
                let city = whole.campaign.city.clone();
                ("campaigns-alert-mended", To::Role { bureau: city, role: Role::Supervisor })
            }
            Step::SendBack(_) => {
                let bureau = finding.county.clone();
                ("campaigns-alert-returned", To::Role { bureau, role: Role::Officer })
            }
            Step::Clear => return Ok(()),
        };
        tell(connection, app, &whole, (id, version + 1), to, told(key, &whole, &finding.plant))
    }

    fn write(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        step: &Step,
        next: State,
    ) -> QueryResult<()> {
        let line = campaign_findings::table.find(self.id);
        let moved = (
            campaign_findings::state.eq(next.name()),
            campaign_findings::version.eq(self.version + 1),
        );
        match step {
            Step::Mend(text, on) => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::mended_text.eq(text),
                    campaign_findings::mended_on.eq(Some(*on)),
                    campaign_findings::mended_by.eq(Some(by.account)),
                    campaign_findings::returned_note.eq(""),
                ))
                .execute(connection),
            Step::Clear => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::cleared_on.eq(Some(app.clock.today())),
                    campaign_findings::cleared_by.eq(Some(by.account)),
                ))
                .execute(connection),
            Step::SendBack(note) => diesel::update(line)
                .set((
                    moved,
                    campaign_findings::mended_on.eq(None::<NaiveDate>),
                    campaign_findings::mended_by.eq(None::<i64>),
                    campaign_findings::returned_note.eq(note),
                ))
                .execute(connection),
        }
        .map(drop)
    }
}

impl NewFinding {
    /// The look at the plant; nothing when another of its problems was found on the same way.
    fn visit(
        &self,
        connection: &mut Connection,
        campaign: i64,
        plant: i64,
    ) -> QueryResult<Option<SiteVisit>> {
        let same = campaign_findings::table
            .filter(campaign_findings::campaign_id.eq(campaign))
            .filter(campaign_findings::enterprise_id.eq(plant))
            .filter(campaign_findings::found_on.eq(self.found_on))
            .select(campaign_findings::id);
        let known = same.first::<i64>(connection).optional()?;
        Ok(known.is_none().then(|| {
            let about = (plant::NOUN, plant);
            SiteVisit::new(about, &self.county, self.officers.len()).of(vec![plant])
        }))
    }

    fn store(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (campaign, plant): (i64, i64),
    ) -> QueryResult<i64> {
        diesel::insert_into(campaign_findings::table)
            .values((
                campaign_findings::campaign_id.eq(campaign),
                campaign_findings::problem_id.eq(self.problem),
                campaign_findings::enterprise_id.eq(plant),
                campaign_findings::plant.eq(&self.plant),
                campaign_findings::county.eq(&self.county),
                campaign_findings::found_on.eq(self.found_on),
                campaign_findings::officers.eq(self.officers.join("\n")),
                campaign_findings::facts.eq(&self.facts),
                campaign_findings::demand.eq(&self.demand),
                campaign_findings::due_on.eq(self.due_on),
                campaign_findings::found_by.eq(by.account),
                campaign_findings::created_at.eq(app.clock.now()),
            ))
            .returning(campaign_findings::id)
            .get_result(connection)
    }
}

fn told(key: &str, whole: &Whole, plant: &str) -> Message {
    Message::new(key).with("campaign", &whole.campaign.name).with("plant", plant)
}

/// Tells those who have to see to a line next; once for each of its versions.
fn tell(
    connection: &mut Connection,
    app: &App,
    whole: &Whole,
    (line, version): (i64, i64),
    to: To,
    message: Message,
) -> Result<()> {
    let alert = Alert {
        key: format!("campaign line {line} {version}"),
        to,
        kind: "campaign",
        message,
        link: format!("/desk/campaigns/{}?line={line}", whole.campaign.number),
    };
    alerts::raise(connection, app.clock.now(), &alert)?;
    Ok(())
}
