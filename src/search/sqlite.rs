//! The FTS5 side of search.

use diesel::{
    RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::{BigInt, Text},
};

use super::{Index, Wanted, terms};

pub fn put(
    connection: &mut SqliteConnection,
    index: Index,
    row: i64,
    marks: &[String],
    words: &[String],
) -> diesel::QueryResult<()> {
    let table = index.table();
    sql_query(format!("INSERT OR REPLACE INTO {table} (rowid, terms) VALUES ($1, $2)"))
        .bind::<BigInt, _>(row)
        .bind::<Text, _>(terms::joined(words.iter().chain(marks)))
        .execute(connection)
        .map(drop)
}

/// Terms are letters, digits and characters only, so quoting them makes any of them safe.
pub fn query(wanted: &Wanted) -> String {
    let marks = wanted.marks.iter().map(|one_of| {
        let quoted: Vec<String> = one_of.iter().map(|mark| format!("\"{mark}\"")).collect();
        format!("({})", quoted.join(" OR "))
    });
    let pieces = wanted.pieces.iter().map(|piece| {
        let goes_on = if piece.goes_on { " *" } else { "" };
        format!("\"{}\"{goes_on}", terms::joined(&piece.terms))
    });
    marks.chain(pieces).collect::<Vec<_>>().join(" AND ")
}
