//! A petition as it is typed in (`F1`): a form parsed into a type, or errors at its fields.

use chrono::{Days, NaiveDate};

use super::{ProvinceNumber, number::NumberError};
use crate::{
    cases::statement::is_assignable, error::FieldError, jurisdiction::Jurisdiction,
    reports::category, web::Fields,
};

/// The most characters of a petition's text.
const TEXT: usize = 8_000;
/// The most characters of a line.
const LINE: usize = 200;
/// The most characters of a batch's number.
const BATCH: usize = 40;
/// No date of a petition lies farther ahead.
const AHEAD: Days = Days::new(3660);

/// A petition that was checked and can be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewPetition {
    pub batch: String,
    pub number: ProvinceNumber,
    pub text: String,
    pub address: String,
    pub county: Option<String>,
    pub plant: String,
    pub kinds: Vec<&'static str>,
    pub priority: bool,
    /// The province's own date (`T7`).
    pub due_on: Option<NaiveDate>,
    pub report_back: bool,
}

impl NewPetition {
    /// Reads the form; `today` bounds the province's date of receipt.
    pub fn parse(
        fields: &Fields,
        today: NaiveDate,
        jurisdiction: &Jurisdiction,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let batch = fields.required("batch", BATCH, &mut errors);
        let number = number(fields, today, &mut errors);
        let text = fields.required("problem", TEXT, &mut errors);
        let address = fields.optional("address", LINE, &mut errors);
        let plant = fields.optional("unit", LINE, &mut errors);
        let county = county(fields, jurisdiction, &mut errors);
        let taken_in = number.as_ref().map_or(today, |number| number.date);
        let due_on = due_on(fields, today, taken_in, &mut errors);
        match number {
            Some(number) if errors.is_empty() => Ok(Self {
                batch,
                number,
                text,
                address,
                county,
                plant,
                kinds: category::normalized(&fields.all("category")),
                priority: fields.ticked("priority"),
                due_on,
                report_back: fields.ticked("report_back"),
            }),
            _ => Err(errors),
        }
    }
}

fn number(
    fields: &Fields,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<ProvinceNumber> {
    let mut wrong = |key: &str| {
        errors.push(FieldError::new("number", key));
        None
    };
    match ProvinceNumber::parse(fields.text("number")) {
        _ if fields.given("number").is_none() => wrong("petitions-number-missing"),
        Err(NumberError::Form) => wrong("petitions-number-form"),
        Err(NumberError::Date) => wrong("petitions-number-date"),
        Ok(number) if number.date > today => wrong("petitions-number-future"),
        Ok(number) => Some(number),
    }
}

fn county(
    fields: &Fields,
    jurisdiction: &Jurisdiction,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let code = fields.given("county")?;
    match jurisdiction.bureau(code) {
        Some(bureau) if is_assignable(bureau.kind) => Some(bureau.code.clone()),
        _ => {
            errors.push(FieldError::new("county", "petitions-county-unknown"));
            None
        }
    }
}

/// The province's date: not before the petition itself. One that has passed is taken as it is, and
/// shows as late.
fn due_on(
    fields: &Fields,
    today: NaiveDate,
    taken_in: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    let key = match fields.given("due_on")?.parse::<NaiveDate>() {
        Ok(date) if date >= taken_in && date <= today + AHEAD => return Some(date),
        Ok(date) if date < taken_in => "petitions-due_on-early",
        _ => "field-date-wrong",
    };
    errors.push(FieldError::new("due_on", key));
    None
}
