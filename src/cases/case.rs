//! A matter, and how one is found.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::{State, Track};
use crate::{
    db::{Connection, schema::cases},
    error::{Result, stored},
    message::Message,
    timeline::Subject,
};

/// A matter as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = cases)]
#[allow(missing_docs)]
pub struct Case {
    pub id: i64,
    pub number: String,
    pub state: String,
    pub bureau: String,
    pub first_bureau: Option<String>,
    pub hidden_from: String,
    pub county: Option<String>,
    pub channel: String,
    pub plant: String,
    pub place: String,
    pub summary: String,
    pub kinds: String,
    pub industry: Option<String>,
    pub urgent: bool,
    pub rule: String,
    pub reason: String,
    pub alternatives: String,
    pub returns: i32,
    pub opened_at: NaiveDateTime,
    pub day: NaiveDate,
    pub assigned_on: Option<NaiveDate>,
    pub accepted_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_kind: Option<String>,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_on: Option<NaiveDate>,
    pub overdue_at_end: bool,
    pub verdict: Option<String>,
    pub public_text: Option<String>,
    pub published_at: Option<NaiveDateTime>,
    pub merged_into: Option<i64>,
    pub version: i64,
    pub claimed_by: Option<i64>,
    pub track: String,
    pub state_before: Option<String>,
    pub reopened: i32,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub closed_plant: bool,
    pub review_from: Option<NaiveDate>,
}

impl Case {
    /// The noun of matters in timelines and search.
    pub const NOUN: &'static str = "case";

    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: Self::NOUN, id: self.id }
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        title(&self.plant, &self.summary)
    }

    /// Where it stands.
    ///
    /// # Errors
    /// A state that this version does not know.
    pub fn state(&self) -> Result<State> {
        stored("state", &self.state)
    }

    /// Whether its answer can be reviewed (`T4`).
    pub fn is_grievance(&self) -> bool {
        self.track == Track::Grievance.name()
    }

    /// Why it was routed as it was (`R5`).
    pub fn reason(&self) -> Option<Message> {
        serde_json::from_str(&self.reason).ok()
    }

    /// Other bureaus the router thought of, as JSON.
    pub fn alternatives(&self) -> Value {
        serde_json::from_str(&self.alternatives).unwrap_or(Value::Null)
    }

    /// Categories by name (`I5`).
    pub fn kinds(&self) -> Vec<&str> {
        self.kinds.split(' ').filter(|kind| !kind.is_empty()).collect()
    }

    /// Codes of the bureaus that it is about, which never see it (`R3`).
    pub fn kept_from(&self) -> impl Iterator<Item = &str> {
        self.hidden_from.split(' ').filter(|code| !code.is_empty())
    }

    /// Whether it is about that bureau (`R3`).
    pub fn is_kept_from(&self, bureau: &str) -> bool {
        self.kept_from().any(|code| code == bureau)
    }

    /// The matter of that number.
    pub fn by_number(connection: &mut Connection, number: &str) -> Result<Self> {
        let query = cases::table.filter(cases::number.eq(number)).select(Self::as_select());
        Ok(query.first(connection)?)
    }

    /// The matter of that row.
    pub fn find(connection: &mut Connection, id: i64) -> Result<Self> {
        Ok(cases::table.find(id).select(Self::as_select()).first(connection)?)
    }

    /// Keeps others from the matter until this transaction ends, and returns the version it has now.
    /// SQLite has one writer at a time anyway.
    pub fn hold(connection: &mut Connection, id: i64) -> Result<i64> {
        let row = cases::table.find(id).select(cases::version);
        Ok(match connection {
            Connection::Sqlite(sqlite) => row.first(sqlite)?,
            Connection::Postgres(postgres) => row.for_update().first(postgres)?,
        })
    }
}

/// What a matter is called: the reported unit, or what it is about where nobody named one.
pub fn title<'a>(plant: &'a str, summary: &'a str) -> &'a str {
    if plant.is_empty() { summary } else { plant }
}
