//! An item of a round: a matter, a supervised case or a revisit that the city looks at, and what it found.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{
    check::Check,
    lifecycle::{self, Act, Standing, State},
    problem::{NewProblem, Problem},
    round::Round,
};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{site_visit::STATED, statement::two_officers},
    db::{Connection, schema::round_items},
    error::{Error, FieldError, Result},
    message::Message,
    reports::picture::{self, Stored},
    statistics::visits,
    web::Fields,
};

/// The most characters of a finding, and of the line of names.
const TEXT: usize = 8_000;
const NAMES: usize = 200;

/// An item as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = round_items)]
#[allow(missing_docs)]
pub struct Item {
    pub id: i64,
    pub round_id: i64,
    pub bureau: String,
    pub kind: String,
    pub subject_id: i64,
    pub number: String,
    pub title: String,
    pub visited_on: Option<NaiveDate>,
    pub officers: Option<String>,
    pub finding: Option<String>,
    pub in_order: Option<bool>,
    pub recorded_by: Option<i64>,
    pub recorded_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// What was found on site.
struct Found {
    visited_on: NaiveDate,
    officers: String,
    /// How many they are.
    sent: usize,
    finding: String,
    problem: Option<NewProblem>,
}

impl Found {
    fn parse(fields: &Fields, today: NaiveDate, separator: &str) -> Result<Self> {
        let mut errors = Vec::new();
        let visited_on = fields.past_day("visited_on", today, &mut errors);
        let line = fields.optional("officers", NAMES, &mut errors);
        let officers = two_officers(&line);
        if officers.is_none() {
            errors.push(FieldError::new("officers", "field-officers-two"));
        }
        let finding = fields.required("round_finding", TEXT, &mut errors);
        let problem = match fields.text("in_order") {
            "yes" => None,
            "no" => NewProblem::parse(fields, today, &mut errors),
            _ => {
                errors.push(FieldError::new("in_order", "rounds-in-order-missing"));
                None
            }
        };
        match (visited_on, officers) {
            (Some(visited_on), Some(officers)) if errors.is_empty() => {
                let sent = officers.len();
                let officers = officers.join(separator);
                Ok(Self { visited_on, officers, sent, finding, problem })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl Item {
    /// The noun of items in attachments.
    pub const NOUN: &'static str = "round_item";

    /// The item of that row.
    fn find(connection: &mut Connection, round: &Round, id: i64) -> Result<Self> {
        let query = round_items::table.find(id).filter(round_items::round_id.eq(round.id));
        Ok(query.select(Self::as_select()).first(connection)?)
    }

    /// Refuses whoever may not record what was found.
    fn check_record(&self, by: &Viewer, round: &Round) -> Result<()> {
        let standing = self.standing(round);
        if lifecycle::may(by, Act::Record, &standing) {
            return Ok(());
        }
        let could = lifecycle::could(by, Act::Record, &standing);
        Err(Error::refusal(could, "rounds-found-already"))
    }

    /// The same before pictures of it are stored.
    pub fn may_record(
        connection: &mut Connection,
        by: &Viewer,
        (number, id): (&str, i64),
    ) -> Result<()> {
        let (round, _) = Round::open(connection, by, number)?;
        Self::find(connection, &round, id)?.check_record(by, &round)
    }

    /// What it is looked at for.
    pub fn check(&self) -> Option<Check> {
        Check::find(&self.kind)
    }

    /// How people stand to it.
    pub fn standing<'a>(&'a self, round: &'a Round) -> Standing<'a> {
        let state = match (round.closed_at, self.in_order) {
            (None, None) => State::Drawn,
            _ => State::Found,
        };
        Standing { state: Some(state), city: &round.city, bureau: &self.bureau, answerer: None }
    }

    /// All of a round, by bureau, in the order in which they were added.
    pub fn of(connection: &mut Connection, round: i64) -> QueryResult<Vec<Self>> {
        round_items::table
            .filter(round_items::round_id.eq(round))
            .order((round_items::bureau, round_items::id))
            .select(Self::as_select())
            .load(connection)
    }

    /// Puts on record what was found; what is not in order becomes a problem of the county, which is told.
    pub fn record(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (number, id): (&str, i64),
        (fields, photos): (&Fields, &[Stored]),
    ) -> Result<()> {
        let round = Round::to_change(connection, app, by, number)?;
        let item = Self::find(connection, &round, id)?;
        item.check_record(by, &round)?;
        let separator = &app.jurisdiction.profile().separator.zh;
        let found = Found::parse(fields, app.clock.today(), separator)?;
        let waiting = round_items::table.find(id).filter(round_items::version.eq(item.version));
        let changed = diesel::update(waiting)
            .set((
                round_items::visited_on.eq(Some(found.visited_on)),
                round_items::officers.eq(Some(&found.officers)),
                round_items::finding.eq(Some(&found.finding)),
                round_items::in_order.eq(Some(found.problem.is_none())),
                round_items::recorded_by.eq(Some(by.account)),
                round_items::recorded_at.eq(Some(app.clock.now())),
                round_items::version.eq(item.version + 1),
            ))
            .execute(connection)?;
        if changed == 0 {
            return Err(Error::Conflict(Message::new("rounds-found-already")));
        }
        picture::attach(connection, photos, Self::NOUN, id, app.clock.now())?;
        let in_order = found.problem.is_none();
        let what = (item.kind.as_str(), item.subject_id);
        let visit = visits::of_item(connection, what, &item.bureau, found.sent)?;
        if let Some(problem) = &found.problem {
            Problem::give(connection, app, by, (&round, &item), problem)?;
        }
        let detail = json!({
            "number": item.number, "bureau": item.bureau, "kind": item.kind, "in_order": in_order, STATED: visit,
        });
        round.record(connection, app, by, Act::Record, detail)
    }
}
