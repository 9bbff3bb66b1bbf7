//! What a bureau does with a circular that goes to it: receives it, and answers 整改报告.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

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

    /// Of several circulars: the circular, the bureau and where it stands.
    pub fn states(
        connection: &mut Connection,
        circulars: &[i64],
    ) -> QueryResult<Vec<(i64, String, String)>> {
        circular_bureaus::table
            .filter(circular_bureaus::circular_id.eq_any(circulars))
            .order((circular_bureaus::circular_id, circular_bureaus::bureau))
            .select((
                circular_bureaus::circular_id,
                circular_bureaus::bureau,
                circular_bureaus::state,
            ))
            .load(connection)
    }

    /// Whether it should have been given by now.
    pub fn is_late(&self, due_on: NaiveDate, today: NaiveDate) -> bool {
        self.state != "answered" && due_on < today
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
                circular_bureaus::state.eq("received"),
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
                circular_bureaus::state.eq("answered"),
                circular_bureaus::answer.eq(Some(text)),
                circular_bureaus::answered_by.eq(Some(by)),
                circular_bureaus::answered_at.eq(Some(now)),
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

/// A late answer: circular, its number in the year, title, bureau.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Late {
    pub circular: i64,
    pub city: String,
    pub title: String,
    pub bureau: String,
}

/// Answers that should have been given by now.
pub fn late(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Late>> {
    circular_bureaus::table
        .inner_join(circulars::table.on(circulars::id.eq(circular_bureaus::circular_id)))
        .filter(circulars::state.eq("issued"))
        .filter(circulars::due_on.lt(today))
        .filter(circular_bureaus::state.ne("answered"))
        .order((circulars::id, circular_bureaus::bureau))
        .select((circulars::id, circulars::city, circulars::title, circular_bureaus::bureau))
        .load(connection)
}
