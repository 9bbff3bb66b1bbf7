//! How a plant found in the sweep comes into the register.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{
    access::{self, Deed},
    campaign::Whole,
    finding::{Finding, State, tell, told},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::To,
    app::App,
    cases::{
        plant,
        site_visit::{STATED, SiteVisit},
        statement::{is_assignable, two_officers},
    },
    db::{Connection, schema::campaign_findings},
    error::{Error, FieldError, Result},
    timeline::Audience,
    web::Fields,
};

/// The most characters of a plant's name, of the line of officers, of a text.
const PLANT: usize = 100;
const NAMES: usize = 200;
const TEXT: usize = 2_000;

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

impl NewFinding {
    /// From a form of `by`, today. An officer's plants are of their own bureau.
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

impl Finding {
    /// Enters a plant; its bureau is told when somebody else found it.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever may not; each field that is wrong, or names a problem of the plant
    /// that is in the register and not cleared.
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
