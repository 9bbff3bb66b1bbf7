//! What is asked for when a circular is drafted, and by which day an answer can be asked for.

use chrono::NaiveDate;

use super::{
    table,
    topic::{self, Topic},
};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    web::Fields,
};

/// No answer is asked for later than so many days ahead.
const AHEAD: i64 = 366;

/// What is asked for when one is drafted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it is about.
    pub topic: &'static Topic,
    /// The days whose figures it tells.
    pub days: (NaiveDate, NaiveDate),
    /// By when the bureaus answer.
    pub due_on: NaiveDate,
    /// Whom it goes to.
    pub bureaus: Vec<String>,
}

impl Asked {
    /// From the form.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(fields: &Fields, app: &App) -> Result<Self> {
        let mut errors = Vec::new();
        let topic = topic::find(fields.text("topic"));
        if topic.is_none() {
            errors.push(FieldError::new("topic", "circulars-topic-missing"));
        }
        let today = app.clock.today();
        let from = fields.day("from", &mut errors);
        let until = fields.past_day("until", today, &mut errors);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            errors.push(FieldError::new("from", "circulars-days-wrong"));
        }
        let due_on = deadline("due_on", fields, today, &mut errors);
        let bureaus = addressed(fields, app, &mut errors);
        match (topic, from, until, due_on) {
            (Some(topic), Some(from), Some(until), Some(due_on)) if errors.is_empty() => {
                Ok(Self { topic, days: (from, until), due_on, bureaus })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// The day of that field, by which something is asked for.
pub(super) fn deadline(
    name: &str,
    fields: &Fields,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    let due_on = fields.day(name, errors)?;
    let ahead = (due_on - today).num_days();
    if !(0..=AHEAD).contains(&ahead) {
        let key = if ahead < 0 { "field-date-past" } else { "circulars-due-far" };
        errors.push(FieldError::new(name, key));
        return None;
    }
    Some(due_on)
}

/// The bureaus that were ticked, in the order of the jurisdiction.
pub(super) fn addressed(fields: &Fields, app: &App, errors: &mut Vec<FieldError>) -> Vec<String> {
    let ticked = fields.all("bureau");
    let all = table::bureaus(app);
    let chosen: Vec<String> =
        all.iter().filter(|code| ticked.contains(&code.as_str())).cloned().collect();
    if chosen.is_empty() || ticked.iter().any(|code| !all.iter().any(|known| known == code)) {
        errors.push(FieldError::new("bureau", "circulars-bureau-missing"));
    }
    chosen
}
