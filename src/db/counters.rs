//! Numbers given out one after another, by series.

use diesel::{
    QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Text},
};

use super::Connection;

#[derive(QueryableByName)]
struct Next {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// The next number of the series `name`, from 1; part of the caller's transaction, so that a number
/// is used once and a failed write leaves no gap.
pub fn next(connection: &mut Connection, name: &str) -> diesel::QueryResult<i64> {
    let next: Next = sql_query(
        "INSERT INTO counters (name, value) VALUES ($1, 1) \
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
    )
    .bind::<Text, _>(name)
    .get_result(connection)?;
    Ok(next.value)
}
