//! A listing is proposed (`L1`): by a county, or by the supervisor; another person decides (`L2`).

use chrono::{Datelike, Months, NaiveDate};
use diesel::prelude::*;
use serde_json::json;

use super::{
    State, Supervision,
    lifecycle::may_propose,
    statement::{LONG, SHORT},
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{self, due, statement::is_assignable},
    db::{
        Connection, counters,
        schema::{supervision_bureaus, supervision_cases, supervision_requirements, supervisions},
    },
    deadlines::PolicyId,
    error::{Error, FieldError, Result},
    message::Message,
    reports::number::Number,
    search,
    timeline::{self, Audience, Entry, Subject},
    web::Fields,
};

/// Why a case is put under supervision (`L1`).
pub const GROUNDS: [&str; 6] =
    ["public_reaction", "basin", "health", "unresolved", "construction", "other"];
/// The most requirements, polluters or matters behind one listing.
const MOST: usize = 20;
/// The most characters of one requirement.
const REQUIREMENT: usize = 500;
/// What public numbers begin with: 挂牌督办.
const SERIES: &str = "GD";

/// A proposal, as the form gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Proposal {
    pub submission: String,
    pub title: String,
    pub plants: Vec<String>,
    pub bureaus: Vec<String>,
    pub facts: String,
    pub grounds: Vec<String>,
    pub requirements: Vec<String>,
    pub due_on: NaiveDate,
    pub responsible: String,
    pub officer: String,
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
    pub fn parse(
        app: &App,
        viewer: &Viewer,
        fields: &Fields,
    ) -> std::result::Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, key: &str| errors.push(FieldError::new(field, key));
        let plants: Vec<String> = lines(fields.text("plants"));
        if plants.is_empty() {
            wrong("plants", "field-plants-missing");
        } else if plants.len() > MOST || plants.iter().any(|plant| plant.chars().count() > SHORT) {
            wrong("plants", "supervisions-plants-too-many");
        }
        let known: Vec<&str> = nameable(app, viewer).collect();
        let mut bureaus: Vec<&str> = fields.all("bureau");
        if let [only] = known[..] {
            bureaus = vec![only];
        }
        bureaus.retain(|bureau| known.contains(bureau));
        bureaus.dedup();
        if bureaus.is_empty() {
            wrong("bureau", "supervisions-county-missing");
        }
        let mut grounds = GROUNDS.to_vec();
        grounds.retain(|ground| fields.all("grounds").contains(ground));
        if grounds.is_empty() {
            wrong("grounds", "field-grounds-missing");
        }
        let requirements: Vec<String> =
            fields.all("requirement").into_iter().map(|it| it.replace("\r\n", "\n")).collect();
        if requirements.is_empty() {
            wrong("requirement", "field-requirement-missing");
        } else if requirements.len() > MOST
            || requirements.iter().any(|it| it.chars().count() > REQUIREMENT)
        {
            wrong("requirement", "supervisions-requirement-too-long");
        }
        let due_on = due_date(app, fields).map_err(|key| wrong("listing_due_on", key)).ok();
        let cases = numbers(fields.text("cases_behind"));
        if cases.len() > MOST {
            wrong("cases_behind", "supervisions-cases-too-many");
        }
        let mut required = |name: &str, most| fields.required(name, most, &mut errors);
        let proposal = Self {
            title: required("listing_title", 100),
            facts: required("listing_facts", LONG),
            responsible: required("responsible", SHORT),
            officer: required("supervising_officer", SHORT),
            basis: required("legal_basis", 1_000),
            submission: fields.text("submission").chars().take(100).collect(),
            plants,
            bureaus: owned(&bureaus),
            grounds: owned(&grounds),
            requirements,
            due_on: due_on.unwrap_or_default(),
            cases,
            relapse_of: fields.given("relapse_of").map(str::to_uppercase),
        };
        if errors.is_empty() { Ok(proposal) } else { Err(errors) }
    }

    /// Stores the proposal and returns its number. Sent twice it is one.
    pub fn store(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<String> {
        may(app, by)?;
        if let Some(number) = self.known(connection)? {
            return Ok(number);
        }
        let behind = self.cases_behind(connection, by)?;
        let relapse_of = self.lifted_before(connection)?;
        let today = app.clock.today();
        let series = format!("{SERIES}-{}", today.year());
        let number = format!("{series}-{:03}", counters::next(connection, &series)?);
        let id = self.insert(connection, app, by, &number, relapse_of)?;
        self.insert_parts(connection, id, &behind)?;
        let entry = Entry {
            subject: Subject { noun: Supervision::NOUN, id },
            act: "propose",
            actor: by.actor(),
            audience: Audience::Staff,
            detail: json!({}),
        };
        timeline::record_first(connection, &app.vault, app.clock.now(), &entry)?;
        let plants = self.plants.join(" ");
        let words = [&number, &self.title, &plants, &self.facts].map(String::as_str).join(" ");
        search::index(connection, entry.subject, &words)?;
        Ok(number)
    }

    fn known(&self, connection: &mut Connection) -> Result<Option<String>> {
        let same = supervisions::table.filter(supervisions::submission.eq(&self.submission));
        Ok(same.select(supervisions::number).first(connection).optional()?)
    }

    /// Rows of the matters behind it. Each must be one that the proposer may see, and none that is
    /// kept from a bureau which is named (`R3`).
    fn cases_behind(&self, connection: &mut Connection, by: &Viewer) -> Result<Vec<i64>> {
        let mut rows = Vec::with_capacity(self.cases.len());
        for number in &self.cases {
            let case = match cases::access::open(connection, by, number) {
                Ok(case) => case,
                Err(Error::NotFound) => {
                    let message = Message::new("supervisions-case-unknown").with("number", number);
                    let field = "cases_behind".to_owned();
                    return Err(Error::Invalid(vec![FieldError { field, message }]));
                }
                Err(error) => return Err(error),
            };
            let kept = |bureau: &String| case.hidden_from.split(' ').any(|from| from == bureau);
            if self.bureaus.iter().any(kept) {
                return Err(Error::field("bureau", "assign-conflict"));
            }
            rows.push(case.id);
        }
        Ok(rows)
    }

    /// The row of the lifted listing that this is a relapse of (`L6`).
    fn lifted_before(&self, connection: &mut Connection) -> Result<Option<i64>> {
        let Some(number) = &self.relapse_of else { return Ok(None) };
        let before = match Supervision::by_number(connection, number) {
            Ok(before) => Some(before),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        match before {
            Some(before) if before.state()? == State::Lifted => Ok(Some(before.id)),
            _ => Err(Error::field("relapse_of", "supervisions-relapse-unknown")),
        }
    }

    fn insert(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        relapse_of: Option<i64>,
    ) -> QueryResult<i64> {
        diesel::insert_into(supervisions::table)
            .values((
                supervisions::number.eq(number),
                supervisions::submission.eq(&self.submission),
                supervisions::state.eq(State::Proposed.name()),
                supervisions::city.eq(&app.jurisdiction.profile().dispatcher),
                supervisions::title.eq(&self.title),
                supervisions::plants.eq(self.plants.join("\n")),
                supervisions::plant_count.eq(i32::try_from(self.plants.len()).unwrap_or(i32::MAX)),
                supervisions::facts.eq(&self.facts),
                supervisions::grounds.eq(self.grounds.join(" ")),
                supervisions::basis.eq(&self.basis),
                supervisions::responsible.eq(&self.responsible),
                supervisions::officer.eq(&self.officer),
                supervisions::due_on.eq(self.due_on),
                supervisions::relapse_of.eq(relapse_of),
                supervisions::proposed_by.eq(by.account),
                supervisions::proposed_at.eq(app.clock.now()),
            ))
            .returning(supervisions::id)
            .get_result(connection)
    }

    fn insert_parts(&self, connection: &mut Connection, id: i64, cases: &[i64]) -> QueryResult<()> {
        for (position, text) in (1..).zip(&self.requirements) {
            diesel::insert_into(supervision_requirements::table)
                .values((
                    supervision_requirements::supervision_id.eq(id),
                    supervision_requirements::position.eq(position),
                    supervision_requirements::text.eq(text),
                ))
                .execute(connection)?;
        }
        for bureau in &self.bureaus {
            diesel::insert_into(supervision_bureaus::table)
                .values((
                    supervision_bureaus::supervision_id.eq(id),
                    supervision_bureaus::bureau.eq(bureau),
                ))
                .execute(connection)?;
        }
        for case in cases {
            diesel::insert_into(supervision_cases::table)
                .values((
                    supervision_cases::supervision_id.eq(id),
                    supervision_cases::case_id.eq(case),
                ))
                .execute(connection)?;
        }
        Ok(())
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
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
fn due_date(app: &App, fields: &Fields) -> std::result::Result<NaiveDate, &'static str> {
    let today = app.clock.today();
    match fields.given("listing_due_on").map(str::parse::<NaiveDate>) {
        None => default_due(app, today).map_err(|_| "field-date-wrong"),
        Some(Err(_)) => Err("field-date-wrong"),
        Some(Ok(date)) if date <= today => Err("field-date-past"),
        Some(Ok(date)) if date > latest_due(today) => Err("supervisions-due-too-late"),
        Some(Ok(date)) => Ok(date),
    }
}
