//! The `tsvector` side of search. Vectors and queries are written as such, so that no parser of the
//! server cuts the terms again.

use std::{collections::BTreeSet, fmt::Write as _};

use diesel::{
    AppearsOnTable, Expression, PgConnection, QueryResult, RunQueryDsl as _, SelectableExpression,
    expression::{ValidGrouping, is_aggregate},
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_query,
    sql_types::{BigInt, Bool, Text},
};

use super::{Index, Wanted, wanted::Piece};
use crate::db::Backend;

pub fn put(
    connection: &mut PgConnection,
    index: Index,
    row: i64,
    marks: &[String],
    words: &[String],
) -> QueryResult<()> {
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

/// What a row must hold, as one.
pub fn query(wanted: &Wanted) -> String {
    let marks = wanted.marks.iter().map(|one_of| any(one_of));
    let pieces = wanted.pieces.iter().map(piece);
    let all: Vec<String> = marks.chain(pieces).map(|part| format!("({part})")).collect();
    all.join(" & ")
}

/// A condition that the index of words answers: each term by itself, which costs it half of what one
/// query of them all does. That terms follow one another is looked for in the rows that have them.
pub struct Matching {
    table: &'static str,
    terms: Vec<String>,
    in_order: Option<String>,
}

impl Matching {
    pub fn new(table: &'static str, wanted: &Wanted) -> Self {
        let (alone, runs): (Vec<&Piece>, Vec<&Piece>) =
            wanted.pieces.iter().partition(|piece| piece.terms.len() == 1);
        let mut terms: Vec<String> = wanted.marks.iter().map(|one_of| any(one_of)).collect();
        terms.extend(alone.into_iter().map(piece));
        for run in &runs {
            let last = run.terms.len() - 1;
            let goes_on = |place| if place == last && run.goes_on { ":*" } else { "" };
            let each = run.terms.iter().enumerate();
            terms.extend(each.map(|(place, term)| format!("'{term}'{}", goes_on(place))));
        }
        let mut seen = BTreeSet::new();
        terms.retain(|term| seen.insert(term.clone()));
        let in_order: Vec<String> =
            runs.into_iter().map(|run| format!("({})", piece(run))).collect();
        let in_order = (!in_order.is_empty()).then(|| in_order.join(" & "));
        Self { table, terms, in_order }
    }
}

impl QueryFragment<Backend> for Matching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let table = self.table;
        for (place, term) in self.terms.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { " AND " });
            out.push_sql(&format!("{table}.terms @@ CAST("));
            out.push_bind_param::<Text, _>(term)?;
            out.push_sql(" AS TSQUERY)");
        }
        if let Some(in_order) = &self.in_order {
            // Not for the index.
            out.push_sql(&format!(" AND CASE WHEN {table}.rowid > 0 THEN {table}.terms @@ CAST("));
            out.push_bind_param::<Text, _>(in_order)?;
            out.push_sql(" AS TSQUERY) ELSE FALSE END");
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Matching {
    type QueryId = ();

    // It is known by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Matching {
    type SqlType = Bool;
}

impl<Rows> AppearsOnTable<Rows> for Matching {}
impl<Rows> SelectableExpression<Rows> for Matching {}

impl ValidGrouping<()> for Matching {
    type IsAggregate = is_aggregate::No;
}

fn any(one_of: &[String]) -> String {
    quoted(one_of).join(" | ")
}

fn piece(piece: &Piece) -> String {
    let goes_on = if piece.goes_on { ":*" } else { "" };
    format!("{}{goes_on}", quoted(&piece.terms).join(" <-> "))
}

fn quoted(terms: &[String]) -> Vec<String> {
    terms.iter().map(|term| format!("'{term}'")).collect()
}
