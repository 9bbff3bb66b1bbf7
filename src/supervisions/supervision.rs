//! A supervised case, and how one is found.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{prelude::*, sql_query, sql_types::Text};
use serde::Serialize;

use super::State;
use crate::{
    db::{
        Connection,
        schema::{supervision_bureaus, supervision_cases, supervisions},
    },
    error::{Error, Result},
    search::{self, Index},
    timeline::Subject,
};

/// A supervised case as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = supervisions)]
#[allow(missing_docs)]
pub struct Supervision {
    pub id: i64,
    pub number: String,
    pub state: String,
    pub city: String,
    pub title: String,
    pub plants: String,
    pub plant_count: i32,
    pub facts: String,
    pub grounds: String,
    pub basis: String,
    pub responsible: String,
    pub officer: String,
    pub due_on: NaiveDate,
    pub relapse_of: Option<i64>,
    pub proposed_by: i64,
    pub proposed_at: NaiveDateTime,
    pub decided_by: Option<i64>,
    pub decided_at: Option<NaiveDateTime>,
    pub refusal: Option<String>,
    pub listed_on: Option<NaiveDate>,
    pub escalated_on: Option<NaiveDate>,
    pub lifting_id: Option<i64>,
    pub lifted_on: Option<NaiveDate>,
    pub version: i64,
    /// For the office alone.
    pub responsible_name: Option<String>,
    pub officer_name: Option<String>,
}

impl Supervision {
    /// The noun of supervised cases in timelines and search.
    pub const NOUN: &'static str = "supervision";

    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: Self::NOUN, id: self.id }
    }

    /// Where it stands.
    ///
    /// # Errors
    /// A state that this version does not know.
    pub fn state(&self) -> Result<State> {
        self.state.parse().map_err(|()| Error::Internal(format!("state {}", self.state)))
    }

    /// Whether it is on the list and must still be resolved.
    pub fn is_living(&self) -> bool {
        self.state().is_ok_and(State::is_living)
    }

    /// The polluters, one by one (`L1`).
    pub fn plants(&self) -> impl Iterator<Item = &str> {
        self.plants.lines()
    }

    /// The grounds by name (`L1`).
    pub fn grounds(&self) -> impl Iterator<Item = &str> {
        self.grounds.split(' ').filter(|ground| !ground.is_empty())
    }

    /// The case of that number, whoever asks.
    pub fn by_number(connection: &mut Connection, number: &str) -> Result<Self> {
        let query = supervisions::table.filter(supervisions::number.eq(number));
        Ok(query.select(Self::as_select()).first(connection)?)
    }

    /// Holds the case of that number against other nodes until the end of the transaction, so that
    /// what is checked is still so when it is written.
    pub fn hold(connection: &mut Connection, number: &str) -> QueryResult<()> {
        // SQLite has one writer anyway.
        let Connection::Postgres(postgres) = connection else { return Ok(()) };
        sql_query("SELECT id FROM supervisions WHERE number = $1 FOR UPDATE")
            .bind::<Text, _>(number)
            .execute(postgres)
            .map(drop)
    }

    /// The case of that number, if everybody may see it (`L2`, `L6`).
    ///
    /// # Errors
    /// [`Error::NotFound`] also for one that is only proposed, or was refused.
    pub fn public(connection: &mut Connection, number: &str) -> Result<Self> {
        let case = Self::by_number(connection, number)?;
        if case.state()?.is_public() { Ok(case) } else { Err(Error::NotFound) }
    }

    /// Stores the words by which it is found: all of them are public once it is listed (`L2`).
    pub fn index(&self, connection: &mut Connection) -> QueryResult<()> {
        let words = [&self.number, &self.title, &self.plants, &self.facts];
        let words = words.map(String::as_str).join("\n");
        search::put(connection, Index::Supervisions, self.id, &[], &words)
    }

    /// Codes of the bureaus that must see to it.
    pub fn bureaus(&self, connection: &mut Connection) -> QueryResult<Vec<String>> {
        supervision_bureaus::table
            .filter(supervision_bureaus::supervision_id.eq(self.id))
            .order(supervision_bureaus::bureau)
            .select(supervision_bureaus::bureau)
            .load(connection)
    }

    /// Rows of the matters behind it.
    pub fn cases(&self, connection: &mut Connection) -> QueryResult<Vec<i64>> {
        supervision_cases::table
            .filter(supervision_cases::supervision_id.eq(self.id))
            .order(supervision_cases::case_id)
            .select(supervision_cases::case_id)
            .load(connection)
    }

    /// Number and title of the listing that this one is a relapse of, and of public relapses of
    /// this one (`L6`).
    pub fn relatives(&self, connection: &mut Connection) -> QueryResult<Relatives> {
        let number_and_title = (supervisions::number, supervisions::title);
        let before = match self.relapse_of {
            None => None,
            Some(id) => supervisions::table
                .find(id)
                .select(number_and_title)
                .first(connection)
                .optional()?,
        };
        let after = supervisions::table
            .filter(supervisions::relapse_of.eq(self.id))
            .filter(supervisions::listed_on.is_not_null())
            .order(supervisions::id)
            .select(number_and_title)
            .load(connection)?;
        Ok(Relatives { before, after })
    }
}

/// Listings tied to one another, by number and title (`L6`).
#[derive(Clone, Debug, Default)]
pub struct Relatives {
    /// The one before.
    pub before: Option<(String, String)>,
    /// Those after.
    pub after: Vec<(String, String)>,
}
