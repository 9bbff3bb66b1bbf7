//! Full text: words cut in Rust, so that SQLite and PostgreSQL answer alike.
//!
//! Chinese is cut into pairs of neighbouring characters, other scripts into words ([`terms`]). A
//! search finds what holds all of its pieces, each piece as it was typed ([`Wanted`]). Which noun has
//! which rows, and who may see them, is for the rooms: they join [`matches`] with conditions of
//! their own in one query.

mod postgres;
mod sqlite;
pub mod terms;
mod wanted;

use diesel::{
    dsl::sql,
    expression::{ValidGrouping, is_aggregate},
    prelude::*,
    query_builder::{AstPass, QueryFragment},
    sql_types::{BigInt, Bool, Text},
};

use crate::db::{Backend, Condition, Connection};
pub use wanted::Wanted;

/// What is searched, each noun in a table of its own with the columns `rowid` and `terms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// What was told of matters, for the office.
    Cases,
    /// Published results, for everybody.
    Results,
    /// Supervised cases.
    Supervisions,
    /// Names of plants.
    Enterprises,
}

/// From so many rows on words are frequent.
const FREQUENT: i64 = 2_000;
/// The newest rows that are looked at where rows are not counted.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// So many of them.
    pub rows: i64,
    /// From so many that hold the words on, the words are frequent.
    pub enough: i64,
}

impl Index {
    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Cases => "search_cases",
            Self::Results => "search_results",
            Self::Supervisions => "search_supervisions",
            Self::Enterprises => "search_enterprises",
        }
    }
}

/// A mark: a word that no text holds, by which a search can be narrowed ([`Wanted::marked`]). Of what
/// comes from an address it keeps what a name of ours can have, so that it stays one word.
pub fn mark(value: &str) -> String {
    let ours = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    std::iter::once('§').chain(value.chars().filter(ours)).collect()
}

/// Stores, or replaces, the words of a row, and the marks that it bears.
pub fn put(
    connection: &mut Connection,
    index: Index,
    row: i64,
    marks: &[String],
    text: &str,
) -> QueryResult<()> {
    let terms: Vec<String> = terms::indexed(text).collect();
    match connection {
        Connection::Sqlite(sqlite) => sqlite::put(sqlite, index, row, marks, &terms),
        Connection::Postgres(postgres) => postgres::put(postgres, index, row, marks, &terms),
    }
}

/// Takes the words of a row out.
pub fn take_out(connection: &mut Connection, index: Index, row: i64) -> QueryResult<()> {
    let table = index.table();
    diesel::sql_query(format!("DELETE FROM {table} WHERE rowid = $1"))
        .bind::<BigInt, _>(row)
        .execute(connection)
        .map(drop)
}

/// Whether the row of the index's table holds what is wanted.
pub fn matches<Rows>(connection: &Connection, index: Index, wanted: &Wanted) -> Condition<Rows> {
    let table = index.table();
    match connection {
        Connection::Sqlite(_) => {
            Box::new(sql::<Bool>(&format!("{table} MATCH ")).bind::<Text, _>(sqlite::query(wanted)))
        }
        Connection::Postgres(_) => Box::new(postgres::Matching::new(table, wanted)),
    }
}

/// Whether so many rows from `from` up to `end` hold what is wanted that a list of them is soon full when
/// it is read in its order. FTS5 counts by its index; on PostgreSQL the newest rows stand for all.
pub fn is_frequent(
    connection: &mut Connection,
    index: Index,
    wanted: &Wanted,
    (from, end): (i64, i64),
    sample: Sample,
) -> QueryResult<bool> {
    let table = index.table();
    let (query, words, enough) = match connection {
        Connection::Sqlite(_) => (
            format!(
                "SELECT COUNT(*) AS many FROM (SELECT 1 FROM {table} \
                 WHERE {table} MATCH $1 AND rowid >= $2 AND rowid < $3 LIMIT {FREQUENT})"
            ),
            sqlite::query(wanted),
            FREQUENT,
        ),
        Connection::Postgres(_) => (
            format!(
                "SELECT COUNT(*) AS many FROM (SELECT terms FROM {table} \
                 WHERE rowid >= $2 AND rowid < $3 ORDER BY rowid DESC LIMIT {}) newest \
                 WHERE terms @@ CAST($1 AS TSQUERY)",
                sample.rows
            ),
            postgres::query(wanted),
            sample.enough,
        ),
    };
    let counted: Counted = diesel::sql_query(query)
        .bind::<Text, _>(words)
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(end)
        .get_result(connection)?;
    Ok(counted.many >= enough)
}

/// Spares the index the frequent terms beside rarer ones, where all that hold the rarer are soon looked
/// at. FTS5 begins with the rarest by itself; PostgreSQL would go through the rows of each.
pub fn lighten(
    connection: &mut Connection,
    index: Index,
    wanted: &mut Wanted,
    rows: (i64, i64),
) -> QueryResult<()> {
    match connection {
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(postgres) => postgres::lighten(postgres, index.table(), wanted, rows),
    }
}

/// Whether a list in the order of the index costs least when it is read in it, however many rows hold
/// what is wanted. FTS5 goes through them once, and stops at the end of a page.
pub const fn reads_in_order(connection: &Connection) -> bool {
    matches!(connection, Connection::Sqlite(_))
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// The rows before `end`, in a query that the index of their words answers and that puts them in an order
/// of its own. PostgreSQL is kept from going through all of them by their numbers as well.
pub fn before<Rows>(connection: &Connection, index: Index, end: i64) -> Condition<Rows> {
    let row = format!("{}.rowid", index.table());
    Box::new(sql::<Bool>(&match connection {
        Connection::Sqlite(_) => format!("{row} < {end}"),
        Connection::Postgres(_) => format!("{row} < ALL(CAST('{{{end}}}' AS BIGINT[]))"),
    }))
}

/// So many more rows are gathered than a page has: few of them are taken away again.
const SPARE: i64 = 8;
/// From so many rows up to the end of a page on, all are joined.
const DEEP: i64 = 200;

/// A page of the rows that hold what is wanted, joined to what they are the words of. Where nearly all that
/// is asked is marked in the index, its `first` rows are gathered alone, and `joined` only then; when that
/// leaves the page short, or it lies deep, all that hold the words are.
pub fn page<Row>(
    connection: &mut Connection,
    (offset, limit): (i64, i64),
    first: impl FnOnce(&mut Connection, i64) -> QueryResult<Vec<i64>>,
    joined: impl Fn(&mut Connection, Option<Vec<i64>>) -> QueryResult<Vec<Row>>,
) -> QueryResult<Vec<Row>> {
    let length = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let end = offset + limit;
    if end <= DEEP {
        let most = end + SPARE;
        let gathered = first(connection, most)?;
        let all = length(gathered.len()) < most;
        let rows = joined(connection, Some(gathered))?;
        if all || length(rows.len()) == limit {
            return Ok(rows);
        }
    }
    joined(connection, None)
}

/// [`matches`] for words that many rows hold, in a query that reads the rows in their order and stops at
/// the end of a page. FTS5 does so anyway; PostgreSQL is kept from gathering all of them first.
pub fn holds<Rows>(connection: &Connection, index: Index, wanted: &Wanted) -> Condition<Rows> {
    let table = index.table();
    match connection {
        Connection::Sqlite(_) => matches(connection, index, wanted),
        Connection::Postgres(_) => {
            let (before, after) = postgres::looks(table);
            Box::new(sql::<Bool>(&before).bind::<Text, _>(postgres::query(wanted)).sql(after))
        }
    }
}

/// Whether the row that `column` names holds what is wanted, for words that many rows hold, in a query
/// that goes through a table of its own in order. Rows from `end` on are not looked at.
pub fn has<Rows>(
    connection: &Connection,
    index: Index,
    column: &str,
    end: i64,
    wanted: &Wanted,
) -> Condition<Rows> {
    let table = index.table();
    match connection {
        // The sign keeps the query on the index of its order.
        Connection::Sqlite(_) => Box::new(
            sql::<Bool>(&format!(
                "+{column} IN (SELECT {table}.rowid FROM {table} WHERE {table} MATCH "
            ))
            .bind::<Text, _>(sqlite::query(wanted))
            .sql(&format!(" AND {table}.rowid < {end})")),
        ),
        Connection::Postgres(_) => {
            let (before, after) = postgres::looks(table);
            let rows = format!("EXISTS (SELECT 1 FROM {table} WHERE {table}.rowid = {column} AND ");
            Box::new(
                sql::<Bool>(&format!("{rows}{before}"))
                    .bind::<Text, _>(postgres::query(wanted))
                    .sql(&format!("{after})")),
            )
        }
    }
}

/// Whether `column` is a row that holds what is wanted; without any wanted word nothing is.
pub fn among<Rows>(
    connection: &Connection,
    index: Index,
    column: &str,
    wanted: Option<&Wanted>,
) -> Condition<Rows> {
    within(connection, index, (&format!("{column} IN ("), ")"), wanted)
}

/// [`among`] for conditions of another form: what stands `before` and `after` the rows found.
pub fn within<Rows>(
    connection: &Connection,
    index: Index,
    (before, after): (&str, &str),
    wanted: Option<&Wanted>,
) -> Condition<Rows> {
    let Some(wanted) = wanted else { return Box::new(sql::<Bool>("1 = 0")) };
    let table = index.table();
    let rows = format!("{before}SELECT {table}.rowid FROM {table} WHERE ");
    match connection {
        Connection::Sqlite(_) => Box::new(
            sql::<Bool>(&format!("{rows}{table} MATCH "))
                .bind::<Text, _>(sqlite::query(wanted))
                .sql(after),
        ),
        Connection::Postgres(_) => Box::new(
            sql::<Bool>(&rows).bind::<Bool, _>(postgres::Matching::new(table, wanted)).sql(after),
        ),
    }
}

/// A condition on one table in a query that joins others to it. That the table is among them shows
/// when the query is made.
#[derive(diesel::query_builder::QueryId)]
pub struct Joined<C>(pub C);

impl<C: Expression> Expression for Joined<C> {
    type SqlType = C::SqlType;
}

impl<C: Expression, Rows> AppearsOnTable<Rows> for Joined<C> {}
impl<C: Expression, Rows> SelectableExpression<Rows> for Joined<C> {}

impl<C> ValidGrouping<()> for Joined<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Backend>> QueryFragment<Backend> for Joined<C> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}
