//! The FTS5 side of search.

use diesel::{
    RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::{BigInt, Text},
};

use super::Found;

pub fn index(connection: &mut SqliteConnection, key: i64, terms: &str) -> diesel::QueryResult<()> {
    sql_query("INSERT OR REPLACE INTO search_documents (rowid, terms) VALUES ($1, $2)")
        .bind::<BigInt, _>(key)
        .bind::<Text, _>(terms)
        .execute(connection)?;
    Ok(())
}

/// Terms are letters and digits only, so quoting them makes any of them safe in the query.
pub fn find(
    connection: &mut SqliteConnection,
    noun: i64,
    terms: &[String],
    limit: i64,
) -> diesel::QueryResult<Vec<Found>> {
    let all: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
    sql_query(
        "SELECT rowid AS key FROM search_documents \
         WHERE search_documents MATCH $1 AND rowid % 16 = $2 ORDER BY rowid DESC LIMIT $3",
    )
    .bind::<Text, _>(all.join(" AND "))
    .bind::<BigInt, _>(noun)
    .bind::<BigInt, _>(limit)
    .load(connection)
}
