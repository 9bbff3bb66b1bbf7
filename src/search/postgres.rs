//! The `tsvector` side of search.

use diesel::{
    PgConnection, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Text},
};

use super::Found;

pub fn index(connection: &mut PgConnection, key: i64, terms: &str) -> diesel::QueryResult<()> {
    sql_query(
        "INSERT INTO search_documents (key, terms) VALUES ($1, to_tsvector('simple', $2)) \
         ON CONFLICT (key) DO UPDATE SET terms = excluded.terms",
    )
    .bind::<BigInt, _>(key)
    .bind::<Text, _>(terms)
    .execute(connection)?;
    Ok(())
}

pub fn find(
    connection: &mut PgConnection,
    noun: i64,
    terms: &[String],
    limit: i64,
) -> diesel::QueryResult<Vec<Found>> {
    sql_query(
        "SELECT key FROM search_documents \
         WHERE terms @@ plainto_tsquery('simple', $1) AND key % 16 = $2 ORDER BY key DESC LIMIT $3",
    )
    .bind::<Text, _>(terms.join(" "))
    .bind::<BigInt, _>(noun)
    .bind::<BigInt, _>(limit)
    .load(connection)
}
