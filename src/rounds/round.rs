//! A round: opened with its samples, closed when everything in it is settled.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    access::{self, Sight},
    check::Check,
    item::Item,
    lifecycle::{self, Act, Standing, State},
    problem::Problem,
};
use crate::{
    accounts::{Viewer, session},
    app::App,
    cases::{draw, statement::is_assignable},
    db::{
        Connection, counters,
        schema::{round_draws, round_items, round_problems, rounds},
    },
    error::{Error, FieldError, Result, valid},
    message::Message,
    timeline::{Audience, Subject},
    web::Fields,
};

/// The noun of rounds in timelines.
pub const NOUN: &str = "round";
/// What their numbers begin with.
const SERIES: &str = "DC";
/// The most matters of a sample.
const MOST: i32 = 50;
/// The most characters of a title, a line of names, a seed, a report.
const TITLE: usize = 100;
const NAMES: usize = 200;
const SEED: usize = 80;
const REPORT: usize = 20_000;
/// How many are listed.
const LISTED: i64 = 100;

/// A round as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = rounds)]
#[allow(missing_docs)]
pub struct Round {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub city: String,
    pub lead: String,
    pub members: String,
    pub checks: String,
    pub seed: String,
    pub wanted: i32,
    pub opened_by: i64,
    pub opened_at: NaiveDateTime,
    pub report: Option<String>,
    pub closed_by: Option<i64>,
    pub closed_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// What was drawn from.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = round_draws)]
#[allow(missing_docs)]
pub struct Draw {
    pub round_id: i64,
    pub bureau: String,
    pub kind: String,
    pub population: String,
    pub population_size: i32,
    pub digest: String,
}

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

impl Draw {
    /// The numbers that were drawn from.
    pub fn population(&self) -> Vec<&str> {
        self.population.split_whitespace().collect()
    }

    /// What the seed draws now, from what was drawn from then.
    pub fn drawn_again(&self, round: &Round) -> Vec<&str> {
        let numbers = self.population().into_iter().map(|number| (number, number));
        draw::drawn(&round.seed, usize::try_from(round.wanted).unwrap_or(0), numbers)
    }

    /// Whether it draws the items of the round, in their order, from a population that is the one of then.
    pub fn is_same(&self, round: &Round, items: &[Item]) -> bool {
        let mine = items.iter().filter(|it| it.bureau == self.bureau && it.kind == self.kind);
        let numbers: Vec<&str> = mine.map(|item| item.number.as_str()).collect();
        draw::digest(&self.population()) == self.digest && self.drawn_again(round) == numbers
    }

    /// All of a round.
    pub fn of(connection: &mut Connection, round: i64) -> QueryResult<Vec<Self>> {
        round_draws::table
            .filter(round_draws::round_id.eq(round))
            .order((round_draws::bureau, round_draws::kind))
            .select(Self::as_select())
            .load(connection)
    }
}

impl Round {
    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: NOUN, id: self.id }
    }

    /// Those that `viewer` may know of, the newest first.
    pub fn list(connection: &mut Connection, app: &App, viewer: &Viewer) -> Result<Vec<Self>> {
        let city = &app.jurisdiction.profile().dispatcher;
        let mut query = rounds::table
            .filter(rounds::city.eq(city))
            .order(rounds::id.desc())
            .limit(LISTED)
            .select(Self::as_select())
            .into_boxed();
        if let Sight::Problems(bureau) = access::sight(viewer, city)? {
            let mine = round_problems::table
                .filter(round_problems::bureau.eq(bureau))
                .select(round_problems::round_id);
            query = query.filter(rounds::id.eq_any(mine));
        }
        Ok(query.load(connection)?)
    }

    /// The one of that number with how much of it `viewer` sees.
    ///
    /// # Errors
    /// [`Error::NotFound`] also when it exists and is not for this viewer.
    pub fn open(
        connection: &mut Connection,
        viewer: &Viewer,
        number: &str,
    ) -> Result<(Self, Sight)> {
        let number = number.trim().to_uppercase();
        let round: Self = rounds::table
            .filter(rounds::number.eq(number))
            .select(Self::as_select())
            .first(connection)?;
        let sight = access::sight(viewer, &round.city).map_err(|_| Error::NotFound)?;
        if let Sight::Problems(bureau) = &sight {
            round_problems::table
                .filter(round_problems::round_id.eq(round.id))
                .filter(round_problems::bureau.eq(bureau))
                .select(round_problems::id)
                .first::<i64>(connection)?;
        }
        Ok((round, sight))
    }

    /// The same for somebody who wants to change it, held against others until the end of the transaction.
    pub(super) fn to_change(
        connection: &mut Connection,
        app: &App,
        viewer: &Viewer,
        number: &str,
    ) -> Result<Self> {
        let (round, _) = Self::open(connection, viewer, number)?;
        if round.city != app.jurisdiction.profile().dispatcher {
            return Err(Error::NotFound);
        }
        if let Connection::Postgres(postgres) = connection {
            let row = rounds::table.find(round.id).select(rounds::id);
            row.for_update().first::<i64>(postgres)?;
        }
        Ok(rounds::table.find(round.id).select(Self::as_select()).first(connection)?)
    }

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

    /// How people stand to its end.
    pub fn standing(&self, items: &[Item], problems: &[Problem]) -> Standing<'_> {
        let is_settled = items.iter().all(|item| item.in_order.is_some())
            && problems.iter().all(|problem| !problem.is_open());
        let state = match self.closed_at {
            Some(_) => State::Closed,
            None if is_settled => State::Settled,
            None => State::Running,
        };
        Standing { state: Some(state), city: &self.city, bureau: "", answerer: None }
    }

    /// Closes it with its report.
    pub fn close(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        number: &str,
        fields: &Fields,
    ) -> Result<()> {
        let round = Self::to_change(connection, app, by, number)?;
        let (items, problems) =
            (Item::of(connection, round.id)?, Problem::of(connection, round.id)?);
        let standing = round.standing(&items, &problems);
        if !lifecycle::may(by, Act::Close, &standing) {
            let could = lifecycle::could(by, Act::Close, &standing);
            return Err(Error::refusal(could, "rounds-not-settled"));
        }
        let mut errors = Vec::new();
        let report = fields.required("round_report", REPORT, &mut errors);
        valid(errors)?;
        diesel::update(rounds::table.find(round.id))
            .set((
                rounds::report.eq(Some(report)),
                rounds::closed_by.eq(Some(by.account)),
                rounds::closed_at.eq(Some(app.clock.now())),
                rounds::version.eq(round.version + 1),
            ))
            .execute(connection)?;
        round.record(connection, app, by, Act::Close, json!({}))
    }

    /// Writes an entry of its timeline.
    pub(super) fn record(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: Act,
        detail: Value,
    ) -> Result<()> {
        by.enter(connection, app, self.subject(), (act.name(), Audience::Staff), detail)
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
