//! A round: found by those who may know of it, closed when everything in it is settled.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    access::{self, Sight},
    item::Item,
    lifecycle::{self, Act, Standing, State},
    problem::Problem,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{round_problems, rounds},
    },
    error::{Error, Result, valid},
    timeline::{Audience, Subject},
    web::Fields,
};

/// The noun of rounds in timelines.
pub const NOUN: &str = "round";
/// The most characters of a report.
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
