//! Full text over matters: words cut in Rust, so that SQLite and PostgreSQL answer alike.
//!
//! Chinese is cut into pairs of neighbouring characters, other scripts into words; a search finds
//! what holds all of its terms.

mod postgres;
mod sqlite;
pub mod terms;

use diesel::prelude::*;

use crate::{db::Connection, timeline::Subject};

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    key: i64,
}

/// Nouns that can be searched, by the number that stands for them in a document's key.
const NOUNS: [&str; 4] = ["case", "supervision", "petition", "enterprise"];

/// One key per subject, so that a document can be replaced.
fn key(noun: &str, id: i64) -> i64 {
    let number = NOUNS.iter().position(|known| *known == noun).unwrap_or(NOUNS.len());
    id * 16 + number as i64
}

/// Stores, or replaces, the words of `subject`.
pub fn index(connection: &mut Connection, subject: Subject, text: &str) -> QueryResult<()> {
    let (key, terms) = (key(subject.noun, subject.id), terms::of(text).join(" "));
    match connection {
        Connection::Sqlite(sqlite) => sqlite::index(sqlite, key, &terms),
        Connection::Postgres(postgres) => postgres::index(postgres, key, &terms),
    }
}

/// Rows of `noun` whose text holds all words of `query`, newest first, at most `limit`; nothing
/// when the query has no word.
pub fn find(
    connection: &mut Connection,
    noun: &str,
    query: &str,
    limit: i64,
) -> QueryResult<Vec<i64>> {
    let terms = terms::of(query);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let noun = key(noun, 0);
    let found = match connection {
        Connection::Sqlite(sqlite) => sqlite::find(sqlite, noun, &terms, limit),
        Connection::Postgres(postgres) => postgres::find(postgres, noun, &terms, limit),
    }?;
    Ok(found.into_iter().map(|found| found.key / 16).collect())
}
