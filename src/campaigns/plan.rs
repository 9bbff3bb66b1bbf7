//! What a campaign sets out to do, as it is typed: name, time, phases, members, problem types.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    error::FieldError,
    jurisdiction::{BureauKind, Jurisdiction},
    web::Fields,
};

/// The most phases of a campaign.
pub const PHASES: usize = 6;
/// The most types of problem.
const PROBLEMS: usize = 20;
const NAME: usize = 60;
const AIM: usize = 2_000;

/// A phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPhase {
    /// What it is called, such as 动员部署.
    pub name: String,
    /// The first day.
    pub begins_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

/// The whole of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// What it is for, as the public reads it.
    pub aim: String,
    /// In their order; the campaign lasts from the first to the last day of all.
    pub phases: Vec<PlannedPhase>,
    /// Codes of the bureaus and departments that take part.
    pub members: BTreeSet<String>,
    /// Types of problem, in their order.
    pub problems: Vec<String>,
}

impl Plan {
    /// From a form.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(fields: &Fields, jurisdiction: &Jurisdiction) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let plan = Self {
            name: fields.required("campaign_name", NAME, &mut errors),
            aim: fields.required("campaign_aim", AIM, &mut errors),
            phases: phases(fields, &mut errors),
            members: members(fields, jurisdiction),
            problems: problems(fields, &mut errors),
        };
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    /// The first and the last day.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let begins = self.phases.iter().map(|phase| phase.begins_on).min().unwrap_or_default();
        let ends = self.phases.iter().map(|phase| phase.ends_on).max().unwrap_or(begins);
        (begins, ends)
    }
}

/// Phases that have a name; each begins when or after the one before it does.
fn phases(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<PlannedPhase> {
    let (mut phases, mut broken): (Vec<PlannedPhase>, _) = (Vec::new(), false);
    for place in 1..=PHASES {
        let name = fields.optional(&format!("phase{place}"), NAME, errors);
        let (from, until) = (format!("phase{place}_from"), format!("phase{place}_until"));
        if name.is_empty() && fields.given(&from).is_none() && fields.given(&until).is_none() {
            continue;
        }
        if name.is_empty() {
            errors.push(FieldError::new(&format!("phase{place}"), "campaigns-phase-name"));
        }
        let days = (fields.day(&from, errors), fields.day(&until, errors));
        let (Some(begins_on), Some(ends_on)) = days else {
            broken = true;
            continue;
        };
        let last = phases.last().map(|phase| phase.begins_on);
        if ends_on < begins_on || last.is_some_and(|last| begins_on < last) {
            errors.push(FieldError::new(&until, "campaigns-phase-order"));
        }
        phases.push(PlannedPhase { name, begins_on, ends_on });
    }
    if phases.is_empty() && !broken {
        errors.push(FieldError::new("phase1", "campaigns-phase-missing"));
    }
    phases
}

/// Those that can take part: bureaus of places, and departments.
pub fn can_take_part(kind: BureauKind) -> bool {
    matches!(
        kind,
        BureauKind::County | BureauKind::Zone | BureauKind::Units | BureauKind::Department
    )
}

fn members(fields: &Fields, jurisdiction: &Jurisdiction) -> BTreeSet<String> {
    let known = |code: &&str| jurisdiction.bureau(code).is_some_and(|it| can_take_part(it.kind));
    fields.all("member").into_iter().filter(known).map(str::to_owned).collect()
}

/// A type a line; the same one twice is one.
fn problems(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<String> {
    let mut problems: Vec<String> = Vec::new();
    for line in fields.text("problems").lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !problems.iter().any(|known| known == line) {
            problems.push(line.to_owned());
        }
    }
    let is_long = problems.iter().any(|problem| problem.chars().count() > NAME);
    if problems.is_empty() {
        errors.push(FieldError::new("problems", "campaigns-problems-missing"));
    } else if problems.len() > PROBLEMS || is_long {
        errors.push(FieldError::new("problems", "campaigns-problems-many"));
    }
    problems
}
