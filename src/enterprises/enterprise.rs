//! A plant of the register.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    cases::{
        measure::{self, Stop},
        plant,
    },
    db::{Connection, schema::enterprises},
    error::{Error, Result},
    timeline::Subject,
};

/// Whether a plant may run (`C6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 正常生产, as far as is known.
    Operating,
    /// 责令停产.
    Stopped,
    /// 取缔关闭, or without power.
    Closed,
}

impl State {
    /// In the order of a form.
    pub const ALL: [Self; 3] = [Self::Operating, Self::Stopped, Self::Closed];

    /// As stored, and the end of its message key (`enterprise-state-closed`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operating => plant::OPERATING,
            Self::Stopped => "stopped",
            Self::Closed => "closed",
        }
    }

    /// What a measure makes of a plant (`C5`, `C6`); nothing for most.
    ///
    /// # Errors
    /// A kind of measure that this version does not know.
    pub fn after(measure: &str) -> Result<Option<Self>> {
        Ok(measure::kind(measure)?.stops.map(|stop| match stop {
            Stop::Stopped => Self::Stopped,
            Stop::Closed => Self::Closed,
        }))
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(name: &str) -> std::result::Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.name() == name).ok_or(())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A plant as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = enterprises)]
#[allow(missing_docs)]
pub struct Enterprise {
    pub id: i64,
    pub number: String,
    pub name: String,
    pub county: String,
    pub address: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub industry: Option<String>,
    pub credit_code: Option<String>,
    pub state: String,
    pub closed_on: Option<NaiveDate>,
    pub confirmed: bool,
    pub merged_into: Option<i64>,
    pub root: i64,
    pub first_seen: NaiveDate,
    pub last_seen: NaiveDate,
    pub reports: i32,
    pub version: i64,
}

impl Enterprise {
    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: plant::NOUN, id: self.id }
    }

    /// Whether it may run.
    ///
    /// # Errors
    /// A state that this version does not know.
    pub fn state(&self) -> Result<State> {
        self.state.parse().map_err(|()| Error::Internal(format!("state {}", self.state)))
    }

    /// The plant of that number, however it was typed.
    pub fn by_number(connection: &mut Connection, number: &str) -> Result<Self> {
        let number = number.trim().to_uppercase();
        let query = enterprises::table.filter(enterprises::number.eq(number));
        Ok(query.select(Self::as_select()).first(connection)?)
    }

    /// The plant of that row.
    pub fn find(connection: &mut Connection, id: i64) -> Result<Self> {
        Ok(enterprises::table.find(id).select(Self::as_select()).first(connection)?)
    }

    /// Those that were merged into it, at once or one after another, itself first.
    pub fn group(&self, connection: &mut Connection) -> QueryResult<Vec<Self>> {
        enterprises::table
            .filter(enterprises::root.eq(self.root))
            .order((enterprises::merged_into.is_not_null(), enterprises::id))
            .select(Self::as_select())
            .load(connection)
    }
}
