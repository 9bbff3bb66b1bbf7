//! The `tsvector` side of search. Vectors and queries are written as such, so that no parser of the
//! server cuts the terms again.

use std::fmt::Write as _;

use diesel::{
    AppearsOnTable, Expression, PgConnection, QueryResult, QueryableByName, RunQueryDsl as _,
    SelectableExpression,
    expression::{ValidGrouping, is_aggregate},
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_query,
    sql_types::{Array, BigInt, Bool, Integer, Text},
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
    let pieces = wanted.pieces.iter().map(in_order);
    let all: Vec<String> = marks.chain(pieces).map(|part| format!("({part})")).collect();
    all.join(" & ")
}

/// Counts the terms among the newest rows, and leaves out what the index need not be asked for.
pub fn lighten(
    connection: &mut PgConnection,
    table: &str,
    wanted: &mut Wanted,
    (from, end): (i64, i64),
) -> QueryResult<()> {
    if !wanted.can_be_lightened() {
        return Ok(());
    }
    let marks = wanted.marks.iter().map(|one_of| any(one_of));
    let queries: Vec<String> = marks.chain(wanted.pieces.iter().flat_map(terms)).collect();
    let asked = queries.len();
    let counted: Vec<Counted> = sql_query(format!(
        "SELECT CAST(asked.place AS INTEGER) AS place, CAST(COUNT(*) AS INTEGER) AS many \
         FROM (SELECT terms FROM {table} WHERE rowid >= $2 AND rowid < $3 ORDER BY rowid DESC \
         LIMIT {COUNTED}) newest, unnest(CAST($1 AS TSQUERY[])) WITH ORDINALITY AS asked (query, place) \
         WHERE newest.terms @@ asked.query GROUP BY asked.place"
    ))
    .bind::<Array<Text>, _>(queries)
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(end)
    .load(connection)?;
    let mut many = vec![0; asked];
    for it in counted {
        // Places are counted from 1.
        let place = usize::try_from(it.place - 1).ok();
        if let Some(many) = place.and_then(|place| many.get_mut(place)) {
            *many = it.many;
        }
    }
    wanted.lighten(COUNTED, &many);
    Ok(())
}

/// The newest rows that tell how frequent terms are.
const COUNTED: i32 = 300;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = Integer)]
    many: i32,
}

/// What stands before and after the words in a condition that looks at each row: the index is not asked.
pub fn looks(table: &str) -> (String, &'static str) {
    let before = format!("CASE WHEN {table}.rowid > 0 THEN {table}.terms @@ CAST(");
    (before, " AS TSQUERY) ELSE FALSE END")
}

/// A condition that the index of words answers: each term by itself, which costs it half of what one
/// query of them all does. That terms follow one another is looked for in the rows that have them.
pub struct Matching {
    table: &'static str,
    terms: Vec<String>,
    in_order: Vec<String>,
}

impl Matching {
    pub fn new(table: &'static str, wanted: &Wanted) -> Self {
        let marks = wanted.marks.iter().map(|one_of| any(one_of));
        let runs = wanted.pieces.iter().filter(|piece| piece.terms.len() > 1);
        let asked = wanted.pieces.iter().flat_map(|piece| {
            terms(piece).enumerate().filter_map(|(at, term)| piece.is_asked(at).then_some(term))
        });
        Self { table, terms: marks.chain(asked).collect(), in_order: runs.map(in_order).collect() }
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
        let (before, after) = looks(table);
        for run in &self.in_order {
            out.push_sql(&format!(" AND {before}"));
            out.push_bind_param::<Text, _>(run)?;
            out.push_sql(after);
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
    one_of.iter().map(|mark| format!("'{mark}'")).collect::<Vec<_>>().join(" | ")
}

fn in_order(piece: &Piece) -> String {
    terms(piece).collect::<Vec<_>>().join(" <-> ")
}

fn terms(piece: &Piece) -> impl Iterator<Item = String> {
    let last = piece.terms.len() - 1;
    piece.terms.iter().enumerate().map(move |(place, term)| {
        let goes_on = if place == last && piece.goes_on { ":*" } else { "" };
        format!("'{term}'{goes_on}")
    })
}
