//! Where a place is, as a form or a query tells it (`R1`, `I2`).

use super::decide::Place;
use crate::{
    error::FieldError,
    jurisdiction::{CoordinateError, Datum, Jurisdiction, Point},
    web::Fields,
};

/// The most characters of an address.
const LONGEST: usize = 200;

/// Reads the fields `lat`, `lon`, `address` and `county` (a code, or a name in either language);
/// what cannot be read is an error at its field.
pub fn told(all: &Jurisdiction, fields: &Fields, errors: &mut Vec<FieldError>) -> Place {
    Place {
        point: point(fields, errors),
        address: fields.optional("address", LONGEST, errors),
        county: county(all, fields, errors),
        ..Place::default()
    }
}

fn point(fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Point> {
    let (latitude, longitude) = match (fields.given("lat"), fields.given("lon")) {
        (None, None) => return None,
        (latitude, longitude) => (latitude.unwrap_or_default(), longitude.unwrap_or_default()),
    };
    let half = latitude.is_empty() || longitude.is_empty();
    let key = match Point::parse(latitude, longitude, Datum::Wgs84) {
        Ok(point) => return Some(point),
        Err(_) if half => "place-half",
        Err(CoordinateError::NotANumber) => "place-not-a-number",
        Err(CoordinateError::Exchanged) => "place-exchanged",
        Err(CoordinateError::OutsideChina) => "place-outside-china",
    };
    errors.push(FieldError::new("lat", key));
    None
}

fn county(all: &Jurisdiction, fields: &Fields, errors: &mut Vec<FieldError>) -> Option<String> {
    let given = fields.given("county")?;
    let code = all.code_for(given).map(str::to_owned);
    if code.is_none() {
        errors.push(FieldError::new("county", "place-county-unknown"));
    }
    code
}
