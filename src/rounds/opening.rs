//! How a round is opened: with its samples, and with all else that is looked at.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;
use serde_json::json;

use super::{
    check::Check,
    lifecycle::{self, Act, Standing},
    round::Round,
};
use crate::{
    accounts::{Viewer, session},
    app::App,
    cases::{draw, statement::is_assignable},
    db::{
        Connection, counters,
        schema::{round_draws, round_items, rounds},
    },
    error::{Error, FieldError, Result},
    message::Message,
    web::Fields,
};

/// What the numbers of rounds begin with.
const SERIES: &str = "DC";
/// The most matters of a sample.
const MOST: i32 = 50;
/// The most characters of a title, a line of names, a seed.
const TITLE: usize = 100;
const NAMES: usize = 200;
const SEED: usize = 80;

/// A round as it is opened.
#[derive(Clone, Debug)]
pub struct NewRound {
    title: String,
    days: (NaiveDate, NaiveDate),
    lead: String,
    members: String,
    checks: Vec<Check>,
    bureaus: Vec<String>,
    seed: String,
    wanted: i32,
}

impl NewRound {
    /// From the form.
    ///
    /// # Errors
    /// Each field that is wrong.
    pub fn parse(fields: &Fields, app: &App) -> Result<Self> {
        let mut errors = Vec::new();
        let title = fields.required("round_title", TITLE, &mut errors);
        let from = fields.day("from", &mut errors);
        let until = fields.past_day("until", app.clock.today(), &mut errors);
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            errors.push(FieldError::new("from", "circulars-days-wrong"));
        }
        let lead = fields.required("lead", NAMES, &mut errors);
        let members = fields.required("members", NAMES, &mut errors);
        let ticked = fields.all("check");
        let checks: Vec<Check> =
            Check::ALL.into_iter().filter(|check| ticked.contains(&check.name())).collect();
        if checks.is_empty() {
            errors.push(FieldError::new("check", "rounds-check-missing"));
        }
        let ticked = fields.all("bureau");
        let bureaus: Vec<String> =
            bureaus(app).into_iter().filter(|code| ticked.contains(&code.as_str())).collect();
        if bureaus.is_empty() {
            errors.push(FieldError::new("bureau", "circulars-bureau-missing"));
        }
        let wanted = fields.text("wanted").parse().ok().filter(|it| (1..=MOST).contains(it));
        if wanted.is_none() {
            let message = Message::new("rounds-wanted-wrong").with("most", MOST);
            errors.push(FieldError { field: "wanted".to_owned(), message });
        }
        let seed = fields.optional("seed", SEED, &mut errors);
        let seed = if seed.is_empty() { session::new_token() } else { seed };
        match (from.zip(until), wanted) {
            (Some(days), Some(wanted)) if errors.is_empty() => {
                Ok(Self { title, days, lead, members, checks, bureaus, seed, wanted })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// The bureaus that can be inspected.
pub fn bureaus(app: &App) -> Vec<String> {
    let all = app.jurisdiction.bureaus().iter().filter(|bureau| is_assignable(bureau.kind));
    all.map(|bureau| bureau.code.clone()).collect()
}

impl Round {
    /// Opens one, with what is looked at, and returns its number.
    pub fn begin(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        new: &NewRound,
    ) -> Result<String> {
        let city = app.jurisdiction.profile().dispatcher.clone();
        may_open(by, &city)?;
        let year = app.clock.today().year();
        let serial = counters::next(connection, &format!("rounds {year}"))?;
        let number = format!("{SERIES}{year}-{serial:03}");
        let checks = new.checks.iter().map(|check| check.name()).collect::<Vec<_>>().join(" ");
        let id: i64 = diesel::insert_into(rounds::table)
            .values((
                rounds::number.eq(&number),
                rounds::title.eq(&new.title),
                rounds::from_on.eq(new.days.0),
                rounds::until_on.eq(new.days.1),
                rounds::city.eq(&city),
                rounds::lead.eq(&new.lead),
                rounds::members.eq(&new.members),
                rounds::checks.eq(&checks),
                rounds::seed.eq(&new.seed),
                rounds::wanted.eq(new.wanted),
                rounds::opened_by.eq(by.account),
                rounds::opened_at.eq(app.clock.now()),
            ))
            .returning(rounds::id)
            .get_result(connection)?;
        let mut many = 0;
        for bureau in &new.bureaus {
            for check in &new.checks {
                many += add(connection, id, new, bureau, *check)?;
            }
        }
        if many == 0 {
            return Err(Error::field("from", "rounds-nothing"));
        }
        let (round, _) = Self::open(connection, by, &number)?;
        round.record(connection, app, by, Act::Open, json!({ "items": many }))?;
        Ok(number)
    }
}

/// Refuses whoever may not open a round.
pub fn may_open(viewer: &Viewer, city: &str) -> Result<()> {
    let standing = Standing { state: None, city, bureau: "", answerer: None };
    match lifecycle::may(viewer, Act::Open, &standing) {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// Adds what is looked at of a bureau, and says how many: a sample, with what it was drawn from, or all.
fn add(
    connection: &mut Connection,
    round: i64,
    new: &NewRound,
    bureau: &str,
    check: Check,
) -> Result<usize> {
    let candidates = check.candidates(connection, bureau, new.days)?;
    let chosen: Vec<i64> = if check.is_drawn() {
        let numbers: Vec<&str> = candidates.iter().map(|(_, number, _)| number.as_str()).collect();
        diesel::insert_into(round_draws::table)
            .values((
                round_draws::round_id.eq(round),
                round_draws::bureau.eq(bureau),
                round_draws::kind.eq(check.name()),
                round_draws::population.eq(numbers.join(" ")),
                round_draws::population_size.eq(i32::try_from(numbers.len()).unwrap_or(i32::MAX)),
                round_draws::digest.eq(draw::digest(&numbers)),
            ))
            .execute(connection)?;
        let wanted = usize::try_from(new.wanted).unwrap_or(0);
        let pairs = candidates.iter().map(|(row, number, _)| (*row, number));
        draw::drawn(&new.seed, wanted, pairs)
    } else {
        candidates.iter().map(|(row, ..)| *row).collect()
    };
    for row in &chosen {
        let Some((_, number, title)) = candidates.iter().find(|(known, ..)| known == row) else {
            continue;
        };
        diesel::insert_into(round_items::table)
            .values((
                round_items::round_id.eq(round),
                round_items::bureau.eq(bureau),
                round_items::kind.eq(check.name()),
                round_items::subject_id.eq(*row),
                round_items::number.eq(number),
                round_items::title.eq(title),
            ))
            .execute(connection)?;
    }
    Ok(chosen.len())
}
