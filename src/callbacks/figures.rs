//! What reporters think of the answers, in figures (`N1`): how many rated, and of these how many
//! are satisfied and say that it is put right. Counts alone: nobody can be told from them.

use chrono::NaiveDate;
use diesel::{
    QueryResult, QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Date, Text},
};

use crate::db::Connection;

/// The ratings of the reports of some days, by the bureau that handled their matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, QueryableByName)]
pub struct Ratings {
    /// Code of the bureau; empty for matters against a bureau (`R3`).
    #[diesel(sql_type = Text)]
    pub owner: String,
    /// Ratings, the last of each report about each matter.
    #[diesel(sql_type = BigInt)]
    pub rated: i64,
    /// Satisfied or fairly satisfied with the intake.
    #[diesel(sql_type = BigInt)]
    pub intake: i64,
    /// Satisfied or fairly satisfied with the handling.
    #[diesel(sql_type = BigInt)]
    pub handling: i64,
    /// Those who said whether it is put right.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// Of these, those who said it is, wholly or in part.
    #[diesel(sql_type = BigInt)]
    pub solved: i64,
}

/// Counts the ratings of reports received from `from` to `until`. Of several ratings by one reporter
/// about one matter, which was handled again between them, the last counts.
pub fn ratings(
    connection: &mut Connection,
    from: NaiveDate,
    until: NaiveDate,
) -> QueryResult<Vec<Ratings>> {
    sql_query(
        "SELECT CASE WHEN c.hidden_from = '' THEN c.bureau ELSE '' END AS owner, \
         COUNT(*) AS rated, \
         COUNT(CASE WHEN g.intake <> 'not' THEN 1 END) AS intake, \
         COUNT(CASE WHEN g.handling <> 'not' THEN 1 END) AS handling, \
         COUNT(g.solved) AS asked, \
         COUNT(CASE WHEN g.solved <> 'no' THEN 1 END) AS solved \
         FROM reports r JOIN ratings g ON g.report_id = r.id JOIN cases c ON c.id = g.case_id \
         WHERE r.day BETWEEN $1 AND $2 AND NOT EXISTS (SELECT 1 FROM ratings later \
         WHERE later.report_id = g.report_id AND later.case_id = g.case_id AND later.id > g.id) \
         GROUP BY 1",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(connection)
}
