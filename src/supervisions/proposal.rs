//! A listing is proposed (`L1`): by a county, or by the supervisor; another person decides (`L2`).

mod store;

use chrono::{Months, NaiveDate};

use super::{
    Supervision,
    lifecycle::may_propose,
    plants,
    records::Lifting,
    statement::{LONG, SHORT},
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{due, statement::is_assignable},
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    message::Message,
    reports::number::Number,
    web::Fields,
};

/// Why a case is put under supervision (`L1`).
pub const GROUNDS: [&str; 6] =
    ["public_reaction", "basin", "health", "unresolved", "construction", "other"];
/// The most requirements, polluters or matters behind one listing.
const MOST: usize = 20;
/// The most characters of a person's name; the form does not take more.
const NAME: usize = 40;
/// The most characters of one requirement.
const REQUIREMENT: usize = 500;

/// A proposal, as the form gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Proposal {
    pub submission: String,
    pub title: String,
    /// As typed: with the county behind a bar where several are named (`plants::split`).
    pub plants: Vec<String>,
    pub bureaus: Vec<String>,
    pub facts: String,
    pub grounds: Vec<String>,
    pub requirements: Vec<String>,
    pub due_on: NaiveDate,
    pub responsible: String,
    pub officer: String,
    /// Who holds those offices, for the office alone.
    pub responsible_name: Option<String>,
    pub officer_name: Option<String>,
    pub basis: String,
    /// Numbers of matters whose reports are behind it.
    pub cases: Vec<String>,
    /// Number of the lifted listing that this is a relapse of (`L6`).
    pub relapse_of: Option<String>,
}

/// The date on which a case listed on `day` must be resolved, unless another is set (`L1`).
pub fn default_due(app: &App, day: NaiveDate) -> Result<NaiveDate> {
    Ok(due::reckoned(&app.jurisdiction, PolicyId::Supervision, day, day)?.due)
}

/// How the day by which a case must be resolved was reckoned, from its listing or its proposal, or that it was
/// set (`T8`).
pub fn due_steps(app: &App, case: &Supervision) -> Vec<Message> {
    let proposed = app.clock.day(case.proposed_at);
    let is_usual = |day: &NaiveDate| default_due(app, *day).is_ok_and(|due| due == case.due_on);
    let start = case.listed_on.into_iter().chain([proposed]).find(is_usual);
    let limit = start.map(|day| (PolicyId::Supervision, day));
    due::steps_or_given(&app.jurisdiction, start.unwrap_or(proposed), case.due_on, limit)
}

/// How the last day of a notice was reckoned (`L4`, `T8`).
pub fn notice_steps(app: &App, case: &Supervision, lifting: &Lifting) -> Vec<Message> {
    let Some((from, until)) = lifting.notice_from.zip(lifting.notice_until) else {
        return Vec::new();
    };
    let limit = Some((PolicyId::LiftingNotice, from));
    due::steps_or_given(&app.jurisdiction, case.listed_on.unwrap_or(from), until, limit)
}

/// The last day to which a listing of `day` can run: a year in all (`L3`).
pub fn latest_due(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX)
}

/// Whether `viewer` may propose at all.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn may(app: &App, viewer: &Viewer) -> Result<()> {
    let city = &app.jurisdiction.profile().dispatcher;
    let serves = app.jurisdiction.bureau(&viewer.bureau).is_some_and(|it| is_assignable(it.kind));
    let may = may_propose(viewer.role, &viewer.bureau, city);
    if may && (serves || viewer.bureau == *city) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The bureaus that `viewer` can name: a county itself, the city all (`R2`).
pub fn nameable<'a>(app: &'a App, viewer: &'a Viewer) -> impl Iterator<Item = &'a str> {
    let is_city = viewer.bureau == app.jurisdiction.profile().dispatcher;
    let bureaus = app.jurisdiction.bureaus().iter();
    let named = bureaus.filter(move |bureau| {
        is_assignable(bureau.kind) && (is_city || bureau.code == viewer.bureau)
    });
    named.map(|bureau| bureau.code.as_str())
}

impl Proposal {
    /// Reads the form of `viewer`.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(app: &App, viewer: &Viewer, fields: &Fields) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let plants = plants_named(fields, &mut errors);
        let bureaus = bureaus_named(app, viewer, fields, &mut errors);
        let grounds = grounds_named(fields, &mut errors);
        let requirements = requirements(fields, &mut errors);
        let due_on = due_date(app, fields);
        let due_on = due_on.map_err(|key| errors.push(FieldError::new("listing_due_on", key))).ok();
        let cases = numbers(fields.text("cases_behind"));
        if cases.len() > MOST {
            errors.push(FieldError::new("cases_behind", "supervisions-cases-too-many"));
        }
        if !bureaus.is_empty() {
            errors.extend(plants::misplaced(&app.jurisdiction, &plants, &bureaus));
        }
        let name = |field: &str| fields.given(field).map(|it| it.chars().take(NAME).collect());
        let mut required = |name: &str, most| fields.required(name, most, &mut errors);
        let proposal = Self {
            title: required("listing_title", 100),
            facts: required("listing_facts", LONG),
            responsible: required("responsible", SHORT),
            officer: required("supervising_officer", SHORT),
            basis: required("legal_basis", 1_000),
            responsible_name: name("responsible_name"),
            officer_name: name("officer_name"),
            submission: fields.text("submission").chars().take(100).collect(),
            plants,
            bureaus,
            grounds,
            requirements,
            due_on: due_on.unwrap_or_default(),
            cases,
            relapse_of: fields.given("relapse_of").map(str::to_uppercase),
        };
        if errors.is_empty() { Ok(proposal) } else { Err(errors) }
    }
}

/// The polluters, one a line.
fn plants_named(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<String> {
    let plants = lines(fields.text("plants"));
    if plants.is_empty() {
        errors.push(FieldError::new("plants", "field-plants-missing"));
    } else if plants.len() > MOST || plants.iter().any(|plant| plant.chars().count() > SHORT) {
        errors.push(FieldError::new("plants", "supervisions-plants-too-many"));
    }
    plants
}

/// Of the bureaus that `viewer` can name those that were ticked; where there is but one, that.
fn bureaus_named(
    app: &App,
    viewer: &Viewer,
    fields: &Fields,
    errors: &mut Vec<FieldError>,
) -> Vec<String> {
    let known: Vec<&str> = nameable(app, viewer).collect();
    let mut bureaus: Vec<&str> = fields.all("bureau");
    if let [only] = known[..] {
        bureaus = vec![only];
    }
    bureaus.retain(|bureau| known.contains(bureau));
    bureaus.dedup();
    if bureaus.is_empty() {
        errors.push(FieldError::new("bureau", "supervisions-county-missing"));
    }
    bureaus.into_iter().map(str::to_owned).collect()
}

/// The grounds that were ticked (`L1`).
fn grounds_named(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<String> {
    let ticked = fields.all("grounds");
    let grounds = GROUNDS.into_iter().filter(|ground| ticked.contains(ground));
    let grounds: Vec<String> = grounds.map(str::to_owned).collect();
    if grounds.is_empty() {
        errors.push(FieldError::new("grounds", "field-grounds-missing"));
    }
    grounds
}

/// 督办事项, one by one (`L1`).
fn requirements(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<String> {
    let typed = fields.all("requirement").into_iter();
    let requirements: Vec<String> = typed.map(|it| it.replace("\r\n", "\n")).collect();
    let is_long = requirements.iter().any(|it| it.chars().count() > REQUIREMENT);
    if requirements.is_empty() {
        errors.push(FieldError::new("requirement", "field-requirement-missing"));
    } else if requirements.len() > MOST || is_long {
        errors.push(FieldError::new("requirement", "supervisions-requirement-too-long"));
    }
    requirements
}

/// Lines that say something, each once.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// Numbers with anything between them, each once, as they are stored.
fn numbers(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut numbers: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let number = Number::parse(part)
            .map_or_else(|_| part.to_uppercase(), |number| number.as_str().to_owned());
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The date typed, or the default (`L1`); at most a year away (`L3`).
fn due_date(app: &App, fields: &Fields) -> Result<NaiveDate, &'static str> {
    let today = app.clock.today();
    match fields.given("listing_due_on").map(str::parse::<NaiveDate>) {
        None => default_due(app, today).map_err(|_| "field-date-wrong"),
        Some(Err(_)) => Err("field-date-wrong"),
        Some(Ok(date)) if date <= today => Err("field-date-past"),
        Some(Ok(date)) if date > latest_due(today) => Err("supervisions-due-too-late"),
        Some(Ok(date)) => Ok(date),
    }
}
