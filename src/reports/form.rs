//! A citizen's form, read into a report: it needs what is wrong and where (`I2`), all else is
//! optional; what is wrong is said at its field.

use lettre::Address;

use super::{
    Identity, NewReport, category,
    category::{CATEGORIES, INDUSTRIES},
    identity,
};
use crate::{
    error::FieldError, i18n::Language, jurisdiction::Jurisdiction, message::Message, routing::told,
    web::Fields,
};

/// The most characters of what is wrong.
const LONG: usize = 5_000;
/// The most characters of a name.
const NAME: usize = 100;
/// The most characters of a mail address.
const MAIL: usize = 254;
/// The most people behind one report.
const MOST_PEOPLE: i32 = 100_000;
/// The most representatives of a joint petition (`I7`).
const MOST_REPRESENTATIVES: usize = 5;

/// How a reporter can be known to the office (`I3`), in the order of a form.
pub const REPORTER_KINDS: [&str; 3] = ["anonymous", "named", "confidential"];

/// The fields that the review carries on; files are kept apart (`reports::pending`).
pub const CARRIED: [&str; 18] = [
    "text",
    "category",
    "subcategory",
    "unit",
    "industry",
    "urgent",
    "lat",
    "lon",
    "address",
    "county",
    "identity",
    "name",
    "phone",
    "email",
    "head_count",
    "representatives",
    "join",
    "submission",
];

/// Reads the form with the key `submission`.
pub fn parse(
    all: &Jurisdiction,
    fields: &Fields,
    submission: &str,
    language: Language,
) -> Result<NewReport, Vec<FieldError>> {
    let mut form = Form { fields, errors: Vec::new() };
    let text = fields.required("text", LONG, &mut form.errors);
    let place = told(all, fields, &mut form.errors);
    if ["lat", "lon", "address", "county"].iter().all(|name| fields.given(name).is_none()) {
        form.wrong("address", "reports-place-required");
    }
    let reporter_kind = form.reporter_kind();
    let identity = form.identity(reporter_kind);
    let new = NewReport {
        submission: submission.to_owned(),
        channel: "web",
        text,
        address: place.address,
        point: place.point,
        county: place.county,
        plant: fields.optional("unit", NAME, &mut form.errors),
        kinds: form.kinds(),
        industry: form.industry(),
        urgent: fields.ticked("urgent"),
        reporter_kind,
        head_count: form.head_count(identity.representatives.len()),
        identity,
        language,
        join: None,
    };
    if form.errors.is_empty() { Ok(new) } else { Err(form.errors) }
}

struct Form<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl Form<'_> {
    fn wrong(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, key));
    }

    /// Categories and sub-types of any origin: what we do not know is left out.
    fn kinds(&self) -> Vec<&'static str> {
        let mut given = self.fields.all("category");
        given.extend(self.fields.all("subcategory"));
        category::normalized(&given)
    }

    fn industry(&mut self) -> Option<String> {
        let given = self.fields.given("industry")?;
        if !INDUSTRIES.contains(&given) {
            self.wrong("industry", "field-choice-wrong");
        }
        Some(given.to_owned())
    }

    /// Whoever states no wish stays unknown.
    fn reporter_kind(&mut self) -> &'static str {
        let given = self.fields.given("identity").unwrap_or(REPORTER_KINDS[0]);
        let known = REPORTER_KINDS.into_iter().find(|kind| *kind == given);
        if known.is_none() {
            self.wrong("identity", "field-choice-wrong");
        }
        known.unwrap_or(REPORTER_KINDS[0])
    }

    /// Who reports. Of somebody who wants to stay unknown nothing is kept, whatever was typed.
    fn identity(&mut self, kind: &str) -> Identity {
        if kind == "anonymous" {
            return Identity::default();
        }
        let identity = Identity {
            name: self.fields.optional("name", NAME, &mut self.errors),
            phone: self.phone(),
            mail: self.mail(),
            address: String::new(),
            representatives: self.representatives(),
        };
        if kind == "named" && self.fields.given("name").is_none() {
            self.wrong("name", "field-name-missing");
        }
        if self.fields.given("phone").is_none() && self.fields.given("email").is_none() {
            self.wrong("phone", "field-contact-missing");
        }
        identity
    }

    fn phone(&mut self) -> String {
        let Some(given) = self.fields.given("phone") else { return String::new() };
        identity::phone(given).unwrap_or_else(|| {
            self.wrong("phone", "field-phone-wrong");
            String::new()
        })
    }

    fn mail(&mut self) -> String {
        let given = self.fields.optional("email", MAIL, &mut self.errors);
        let is_long = given.chars().count() > MAIL;
        if !given.is_empty() && !is_long && given.parse::<Address>().is_err() {
            self.wrong("email", "field-email-wrong");
        }
        given
    }

    /// Names of a joint petition, at most five (`I7`).
    fn representatives(&mut self) -> Vec<String> {
        let most = MOST_REPRESENTATIVES * NAME;
        let given = self.fields.optional("representatives", most, &mut self.errors);
        let names = given.split(is_between_names).map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.len() > MOST_REPRESENTATIVES {
            let message =
                Message::new("field-representatives-many").with("most", MOST_REPRESENTATIVES);
            self.errors.push(FieldError { field: "representatives".to_owned(), message });
        }
        names
    }

    /// How many people stand behind the report: one, unless it says more; never fewer than are
    /// named.
    fn head_count(&mut self, named: usize) -> i32 {
        let fewest = i32::try_from(named).unwrap_or(i32::MAX).max(1);
        let Some(given) = self.fields.given("head_count") else { return fewest };
        match given.parse::<i32>() {
            Ok(count) if (fewest..=MOST_PEOPLE).contains(&count) => count,
            Ok(count) if (1..fewest).contains(&count) => {
                self.wrong("head_count", "field-head_count-few");
                fewest
            }
            _ => {
                self.wrong("head_count", "field-head_count-wrong");
                fewest
            }
        }
    }
}

/// What people write between names, in either script.
fn is_between_names(c: char) -> bool {
    matches!(c, '\n' | ',' | ';' | '\u{3001}' | '\u{ff0c}' | '\u{ff1b}')
}

/// The names of categories and sub-types that the form had ticked.
pub fn ticked(fields: &Fields) -> Vec<&'static str> {
    let given: Vec<&str> =
        [fields.all("category"), fields.all("subcategory")].into_iter().flatten().collect();
    let known = CATEGORIES.iter().flat_map(|it| std::iter::once(&it.name).chain(it.subtypes));
    known.copied().filter(|name| given.contains(name)).collect()
}
