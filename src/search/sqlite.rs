//! The FTS5 side of search.

use diesel::{SqliteConnection, prelude::*};

use super::{Index, Wanted, terms};
use crate::db::schema::{search_cases, search_enterprises, search_results, search_supervisions};

pub fn put(
    connection: &mut SqliteConnection,
    index: Index,
    row: i64,
    marks: &[String],
    words: &[String],
) -> diesel::QueryResult<()> {
    let text = terms::joined(words.iter().chain(marks));
    // A statement of the query builder is kept prepared.
    macro_rules! into {
        ($table:ident) => {
            diesel::replace_into($table::table)
                .values(($table::rowid.eq(row), $table::terms.eq(text)))
                .execute(connection)
        };
    }
    match index {
        Index::Cases => into!(search_cases),
        Index::Results => into!(search_results),
        Index::Supervisions => into!(search_supervisions),
        Index::Enterprises => into!(search_enterprises),
    }
    .map(drop)
}

/// Terms are letters, digits and characters only, and marks are names of ours: quoting makes any of them safe.
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
