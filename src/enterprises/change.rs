//! What a person may do to a plant of the register, read from a form.

use chrono::NaiveDate;

use super::{State, credit_code};
use crate::{app::App, error::FieldError, reports::category::INDUSTRIES, routing, web::Fields};

/// The most characters of a name.
const NAME: usize = 100;
/// So many years back a closure can have been.
const LONG_AGO: chrono::Days = chrono::Days::new(3660);

/// A change with what it states.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// There is such a plant, and it is called so.
    Confirm,
    /// Name, place, industry, code, state.
    Correct(Box<Details>),
    /// It is the same as another, by number.
    Merge(String),
    /// Undoes that: the number of the one that stands by itself again.
    Separate(String),
}

/// What can be corrected.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Details {
    pub name: String,
    pub address: String,
    pub point: Option<(f64, f64)>,
    pub industry: Option<String>,
    pub credit_code: Option<String>,
    pub state: State,
    pub closed_on: Option<NaiveDate>,
}

/// The resources under `/enterprises/{number}/`.
pub const RESOURCES: [&str; 4] = ["confirmation", "details", "merger", "separation"];

impl Change {
    /// Reads the form of `resource`; nothing when there is no such one.
    pub fn parse(
        resource: &str,
        fields: &Fields,
        app: &App,
    ) -> Option<Result<Self, Vec<FieldError>>> {
        let mut errors = Vec::new();
        let change = match resource {
            "confirmation" => Self::Confirm,
            "details" => Self::Correct(Box::new(details(fields, app, &mut errors))),
            "merger" => Self::Merge(fields.required("into", NAME, &mut errors)),
            "separation" => Self::Separate(fields.required("merged", NAME, &mut errors)),
            _ => return None,
        };
        Some(if errors.is_empty() { Ok(change) } else { Err(errors) })
    }
}

fn details(fields: &Fields, app: &App, errors: &mut Vec<FieldError>) -> Details {
    if fields.given("plant_name").is_none() {
        errors.push(FieldError::new("plant_name", "field-plant_name-missing"));
    }
    let name = fields.optional("plant_name", NAME, errors);
    let place = routing::told(&app.jurisdiction, fields, errors);
    let industry = fields.given("industry").filter(|it| INDUSTRIES.contains(it));
    let code = fields.given("credit_code").map(credit_code::parse);
    if code == Some(None) {
        errors.push(FieldError::new("credit_code", "field-credit_code-wrong"));
    }
    let state = fields.text("plant_state").parse().unwrap_or_else(|()| {
        errors.push(FieldError::new("plant_state", "field-choice-wrong"));
        State::Operating
    });
    Details {
        name,
        address: place.address,
        point: place.point.map(|point| (point.latitude(), point.longitude())),
        industry: industry.map(str::to_owned),
        credit_code: code.flatten(),
        state,
        closed_on: closed_on(fields, state, app.clock.today(), errors),
    }
}

/// When it was closed; an operating plant was not.
fn closed_on(
    fields: &Fields,
    state: State,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    if state == State::Operating {
        return None;
    }
    let key = match fields.given("closed_on").map(str::parse::<NaiveDate>) {
        Some(Ok(date)) if date <= today && date > today - LONG_AGO => return Some(date),
        Some(Ok(date)) if date > today => "field-date-future",
        Some(_) => "field-date-wrong",
        None => "field-closed_on-missing",
    };
    errors.push(FieldError::new("closed_on", key));
    None
}
