//! The `tsvector` side of search. Vectors and queries are written as such, so that no parser of the
//! server cuts the terms again.

use std::fmt::Write as _;

use diesel::{
    PgConnection, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Text},
};

use super::{Index, Wanted};

pub fn put(
    connection: &mut PgConnection,
    index: Index,
    row: i64,
    marks: &[String],
    words: &[String],
) -> diesel::QueryResult<()> {
    let table = index.table();
    sql_query(format!(
        "INSERT INTO {table} (rowid, terms) VALUES ($1, CAST($2 AS TSVECTOR)) \
         ON CONFLICT (rowid) DO UPDATE SET terms = excluded.terms"
    ))
    .bind::<BigInt, _>(row)
    .bind::<Text, _>(vector(marks, words))
    .execute(connection)
    .map(drop)
}

/// Terms are letters, digits and characters only, and marks are names of ours: quoting makes any of them safe.
pub fn vector(marks: &[String], words: &[String]) -> String {
    let mut vector = String::new();
    for (place, term) in (1_u32..).zip(words.iter().chain(marks)) {
        // Writing to a string cannot fail.
        let _ = write!(vector, "'{term}':{place} ");
    }
    vector
}

pub fn query(wanted: &Wanted) -> String {
    let quoted = |terms: &[String]| terms.iter().map(|it| format!("'{it}'")).collect::<Vec<_>>();
    let marks = wanted.marks.iter().map(|one_of| quoted(one_of).join(" | "));
    let pieces = wanted.pieces.iter().map(|piece| {
        let goes_on = if piece.goes_on { ":*" } else { "" };
        format!("{}{goes_on}", quoted(&piece.terms).join(" <-> "))
    });
    let all: Vec<String> = marks.chain(pieces).map(|part| format!("({part})")).collect();
    all.join(" & ")
}
