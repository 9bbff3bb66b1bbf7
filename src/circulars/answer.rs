//! What a bureau does with a circular that goes to it: receives it, and answers 整改报告.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::lifecycle::{Reply, State};
use crate::{
    db::{
        Connection,
        schema::{circular_bureaus, circulars},
    },
    error::{Result, as_seen},
};

/// Where a bureau stands with its answer.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = circular_bureaus)]
#[allow(missing_docs)]
pub struct Answer {
    pub circular_id: i64,
    pub bureau: String,
    pub state: String,
    pub received_by: Option<i64>,
    pub received_at: Option<NaiveDateTime>,
    pub answer: Option<String>,
    pub answered_by: Option<i64>,
    pub answered_at: Option<NaiveDateTime>,
    pub version: i64,
    /// The answer before, which the city gave back, and what it found missing.
    pub given_back: Option<String>,
    pub missing: String,
    /// By when it is to be given again.
    pub again_by: Option<NaiveDate>,
}

/// Where a bureau stands with a circular.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = circular_bureaus)]
#[allow(missing_docs)]
pub struct Stand {
    pub circular_id: i64,
    pub bureau: String,
    pub state: String,
    pub again_by: Option<NaiveDate>,
}

impl Stand {
    /// Whether the bureau answered.
    pub fn is_answered(&self) -> bool {
        self.state == Reply::Answered.name()
    }

    /// Whether the answer to a circular of that date should have been given by now.
    pub fn is_late(&self, due_on: NaiveDate, today: NaiveDate) -> bool {
        is_late(&self.state, self.again_by.unwrap_or(due_on), today)
    }
}

fn is_late(state: &str, due_on: NaiveDate, today: NaiveDate) -> bool {
    state != Reply::Answered.name() && due_on < today
}

impl Answer {
    /// All of a circular, in the order of their codes.
    pub fn of(connection: &mut Connection, circular: i64) -> QueryResult<Vec<Self>> {
        circular_bureaus::table
            .filter(circular_bureaus::circular_id.eq(circular))
            .order(circular_bureaus::bureau)
            .select(Self::as_select())
            .load(connection)
    }

    /// Of several circulars: how each bureau stands.
    pub fn stands(connection: &mut Connection, circulars: &[i64]) -> QueryResult<Vec<Stand>> {
        circular_bureaus::table
            .filter(circular_bureaus::circular_id.eq_any(circulars))
            .order((circular_bureaus::circular_id, circular_bureaus::bureau))
            .select(Stand::as_select())
            .load(connection)
    }

    /// Where the bureau stands.
    pub fn reply(&self) -> Option<Reply> {
        Reply::of(&self.state)
    }

    /// By when it is to be given, to a circular of that date.
    pub fn due_on(&self, due_on: NaiveDate) -> NaiveDate {
        self.again_by.unwrap_or(due_on)
    }

    /// Whether it should have been given by now.
    pub fn is_late(&self, due_on: NaiveDate, today: NaiveDate) -> bool {
        is_late(&self.state, self.due_on(due_on), today)
    }

    /// Sets whom a draft goes to.
    pub fn address(
        connection: &mut Connection,
        circular: i64,
        bureaus: &[String],
    ) -> QueryResult<()> {
        let before = circular_bureaus::table.filter(circular_bureaus::circular_id.eq(circular));
        diesel::delete(before).execute(connection)?;
        for bureau in bureaus {
            diesel::insert_into(circular_bureaus::table)
                .values((
                    circular_bureaus::circular_id.eq(circular),
                    circular_bureaus::bureau.eq(bureau),
                ))
                .execute(connection)?;
        }
        Ok(())
    }

    /// The bureau has it.
    pub fn receive(&self, connection: &mut Connection, by: i64, now: NaiveDateTime) -> Result<()> {
        let changed = diesel::update(self.seen())
            .set((
                circular_bureaus::state.eq(Reply::Received.name()),
                circular_bureaus::received_by.eq(Some(by)),
                circular_bureaus::received_at.eq(Some(now)),
                circular_bureaus::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    /// The bureau says what it does.
    pub fn give(
        &self,
        connection: &mut Connection,
        by: i64,
        now: NaiveDateTime,
        text: &str,
    ) -> Result<()> {
        let changed = diesel::update(self.seen())
            .set((
                circular_bureaus::state.eq(Reply::Answered.name()),
                circular_bureaus::answer.eq(Some(text)),
                circular_bureaus::answered_by.eq(Some(by)),
                circular_bureaus::answered_at.eq(Some(now)),
                circular_bureaus::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    /// The city finds that it says too little: it is to be given again by a new date.
    pub fn give_back(
        &self,
        connection: &mut Connection,
        missing: &str,
        again_by: NaiveDate,
    ) -> Result<()> {
        let changed = diesel::update(self.seen())
            .set((
                circular_bureaus::state.eq(Reply::Received.name()),
                circular_bureaus::answer.eq(None::<String>),
                circular_bureaus::answered_by.eq(None::<i64>),
                circular_bureaus::answered_at.eq(None::<NaiveDateTime>),
                circular_bureaus::given_back.eq(&self.answer),
                circular_bureaus::missing.eq(missing),
                circular_bureaus::again_by.eq(Some(again_by)),
                circular_bureaus::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    fn seen(&self) -> Seen {
        circular_bureaus::table
            .find((self.circular_id, self.bureau.clone()))
            .filter(circular_bureaus::version.eq(self.version))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<circular_bureaus::table, (i64, String)>,
    diesel::dsl::Eq<circular_bureaus::version, i64>,
>;

/// A late answer.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Late {
    pub circular: i64,
    pub city: String,
    pub title: String,
    pub due_on: NaiveDate,
    pub bureau: String,
    pub again_by: Option<NaiveDate>,
}

impl Late {
    /// By when it should have been given.
    pub fn due_on(&self) -> NaiveDate {
        self.again_by.unwrap_or(self.due_on)
    }
}

/// Answers that should have been given by now.
pub fn late(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Late>> {
    let first = circular_bureaus::again_by.is_null().and(circulars::due_on.lt(today));
    circular_bureaus::table
        .inner_join(circulars::table.on(circulars::id.eq(circular_bureaus::circular_id)))
        .filter(circulars::state.eq(State::Issued.name()))
        .filter(first.nullable().or(circular_bureaus::again_by.lt(today)))
        .filter(circular_bureaus::state.ne(Reply::Answered.name()))
        .order((circulars::id, circular_bureaus::bureau))
        .select((
            circulars::id,
            circulars::city,
            circulars::title,
            circulars::due_on,
            circular_bureaus::bureau,
            circular_bureaus::again_by,
        ))
        .load(connection)
}
