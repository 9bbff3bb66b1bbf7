//! The questions to the database: few, grouped, by the day of receipt.

use chrono::NaiveDate;
use diesel::{
    QueryResult, QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Bool, Date, Nullable, Text},
};

use crate::db::Connection;

/// Whose matter it is in the figures: nobody's by name when it is against a bureau (`R3`).
const OWNER: &str = "CASE WHEN c.hidden_from = '' THEN c.bureau ELSE '' END AS owner";

/// How many reports there are, and since when.
#[derive(QueryableByName)]
#[allow(missing_docs)]
pub struct Received {
    #[diesel(sql_type = BigInt)]
    pub many: i64,
    #[diesel(sql_type = Nullable<Date>)]
    pub first: Option<NaiveDate>,
}

/// Reports by the matter that answers them.
#[derive(Debug, QueryableByName)]
#[allow(missing_docs)]
pub struct Reports {
    #[diesel(sql_type = Text)]
    pub owner: String,
    #[diesel(sql_type = Text)]
    pub channel: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Bool)]
    pub opened: bool,
    #[diesel(sql_type = Bool)]
    pub withdrawn: bool,
    #[diesel(sql_type = BigInt)]
    pub many: i64,
}

/// Reports by what they are about.
#[derive(QueryableByName)]
#[allow(missing_docs)]
pub struct Kinds {
    #[diesel(sql_type = Text)]
    pub kinds: String,
    #[diesel(sql_type = BigInt)]
    pub many: i64,
}

/// Clocks that were met, of those that were met or ran out.
#[derive(QueryableByName)]
#[allow(missing_docs)]
pub struct Clocks {
    #[diesel(sql_type = Text)]
    pub owner: String,
    #[diesel(sql_type = Text)]
    pub policy: String,
    #[diesel(sql_type = BigInt)]
    pub met: i64,
    #[diesel(sql_type = BigInt)]
    pub many: i64,
}

/// Matters that are late, or concluded with a verdict.
#[derive(QueryableByName)]
#[allow(missing_docs)]
pub struct Matters {
    #[diesel(sql_type = Text)]
    pub owner: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub verdict: Option<String>,
    #[diesel(sql_type = Bool)]
    pub late: bool,
    #[diesel(sql_type = BigInt)]
    pub many: i64,
}

/// Measures (`C5`); money in fen.
#[derive(QueryableByName)]
#[allow(missing_docs)]
pub struct Measures {
    #[diesel(sql_type = Text)]
    pub owner: String,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = BigInt)]
    pub many: i64,
    #[diesel(sql_type = BigInt)]
    pub fen: i64,
}

/// All reports of the days, counted by themselves; and the day of the first one ever.
pub fn received(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> QueryResult<Received> {
    sql_query(
        "SELECT COUNT(*) AS many, (SELECT MIN(day) FROM reports) AS first \
         FROM reports WHERE day BETWEEN $1 AND $2",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .get_result(connection)
}

/// Each report once, with the matter that answers it: one that it was merged into before the one
/// that was merged, a living one before one that is over.
pub fn reports(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> QueryResult<Vec<Reports>> {
    sql_query(format!(
        "SELECT owner, channel, state, opened, withdrawn, COUNT(*) AS many FROM ( \
         SELECT {OWNER}, r.channel, c.state, b.opened, r.withdrawn_at IS NOT NULL AS withdrawn, \
         ROW_NUMBER() OVER (PARTITION BY r.id ORDER BY CASE WHEN c.state = 'merged' THEN 2 \
         WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, c.id) AS place \
         FROM reports r JOIN case_reports b ON b.report_id = r.id JOIN cases c ON c.id = b.case_id \
         WHERE r.day BETWEEN $1 AND $2) answered WHERE place = 1 \
         GROUP BY owner, channel, state, opened, withdrawn"
    ))
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(connection)
}

/// Reports by their categories.
pub fn kinds(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> QueryResult<Vec<Kinds>> {
    sql_query(
        "SELECT kinds, COUNT(*) AS many FROM reports WHERE day BETWEEN $1 AND $2 GROUP BY kinds",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(connection)
}

/// The limits for acceptance and conclusion (`T1`, `T2`), where they were met or have run out. A
/// limit that fell away, because the matter was withdrawn or merged, was neither.
pub fn clocks(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
    today: NaiveDate,
) -> QueryResult<Vec<Clocks>> {
    sql_query(format!(
        "SELECT {OWNER}, d.policy, \
         COUNT(CASE WHEN d.stopped_on <= d.due_on THEN 1 END) AS met, COUNT(*) AS many \
         FROM cases c JOIN deadlines d ON d.case_id = c.id \
         WHERE c.day BETWEEN $1 AND $2 AND d.policy IN ('acceptance', 'conclusion') \
         AND (d.stopped_on IS NOT NULL OR d.due_on < $3) \
         AND (c.state NOT IN ('withdrawn', 'merged') \
         OR (d.policy = 'acceptance' AND c.accepted_on IS NOT NULL)) \
         GROUP BY 1, d.policy"
    ))
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .bind::<Date, _>(today)
    .load(connection)
}

/// Matters past their date, and verdicts of those concluded.
pub fn matters(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
    today: NaiveDate,
) -> QueryResult<Vec<Matters>> {
    sql_query(format!(
        "SELECT owner, verdict, late, COUNT(*) AS many FROM (SELECT {OWNER}, \
         CASE WHEN c.state IN ('concluded', 'final') THEN c.verdict END AS verdict, \
         c.ended_at IS NULL AND c.due_on < $1 AS late \
         FROM cases c WHERE c.day BETWEEN $2 AND $3) counted GROUP BY owner, verdict, late"
    ))
    .bind::<Date, _>(today)
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(connection)
}

/// Measures taken, and the money of fines.
pub fn measures(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> QueryResult<Vec<Measures>> {
    sql_query(format!(
        "SELECT {OWNER}, m.kind, COUNT(*) AS many, \
         CAST(COALESCE(SUM(m.amount_fen), 0) AS BIGINT) AS fen \
         FROM cases c JOIN measures m ON m.case_id = c.id \
         WHERE c.day BETWEEN $1 AND $2 GROUP BY 1, m.kind"
    ))
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(connection)
}
