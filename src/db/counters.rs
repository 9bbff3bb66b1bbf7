//! Numbers given out one after another, by series.

use diesel::prelude::*;

use super::{Connection, schema::counters};

/// The next number of the series `name`, from 1; part of the caller's transaction, so that a number
/// is used once and a failed write leaves no gap.
pub fn next(connection: &mut Connection, name: &str) -> QueryResult<i64> {
    // A statement of the query builder is kept prepared.
    macro_rules! next {
        ($connection:expr) => {
            diesel::insert_into(counters::table)
                .values((counters::name.eq(name), counters::value.eq(1)))
                .on_conflict(counters::name)
                .do_update()
                .set(counters::value.eq(counters::value + 1))
                .returning(counters::value)
                .get_result($connection)
        };
    }
    match connection {
        Connection::Sqlite(sqlite) => next!(sqlite),
        Connection::Postgres(postgres) => next!(postgres),
    }
}
