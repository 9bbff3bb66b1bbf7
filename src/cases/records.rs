//! What is on record about a matter: who had it, what was inspected, found, done, proposed, asked.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use crate::db::{
    Connection,
    schema::{findings, inspections, measures, proposals, referrals, transfers},
};

macro_rules! record {
    ($(#[$doc:meta])* $name:ident of $table:ident { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Queryable, Selectable, Serialize)]
        #[diesel(table_name = $table)]
        #[allow(missing_docs)]
        pub struct $name { pub id: i64, pub case_id: i64, $(pub $field: $kind,)* }

        impl $name {
            /// Those of one matter, oldest first.
            pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Self>> {
                $table::table
                    .filter($table::case_id.eq(case))
                    .order($table::id)
                    .select(Self::as_select())
                    .load(connection)
            }
        }
    };
}

record! {
    /// 流转: from one bureau to another, by which rule and why (`R5`, `R6`).
    Transfer of transfers {
        from_bureau: Option<String>,
        to_bureau: String,
        rule: String,
        reason: String,
        by_account: Option<i64>,
        at: NaiveDateTime,
    }
}
record! {
    /// 现场检查: by at least two officers (`C1`).
    Inspection of inspections {
        inspected_on: NaiveDate,
        officers: String,
        officer_count: i32,
        findings: String,
        by_account: i64,
        at: NaiveDateTime,
    }
}
record! {
    /// 认定: whether the report is substantiated; internal (`C4`). The last one holds.
    Finding of findings {
        verdict: String,
        text: String,
        by_account: i64,
        at: NaiveDateTime,
    }
}
record! {
    /// 措施 (`C5`); money in fen 分.
    Measure of measures {
        kind: String,
        document: String,
        amount_fen: Option<i64>,
        due_on: Option<NaiveDate>,
        text: String,
        taken_on: NaiveDate,
        by_account: i64,
        at: NaiveDateTime,
    }
}
record! {
    /// What one person proposed and another decided (`C2`), its texts apart (`C4`).
    Proposal of proposals {
        kind: String,
        from_state: String,
        reason: Option<String>,
        internal_text: String,
        public_text: String,
        answer: String,
        proposed_by: i64,
        proposed_at: NaiveDateTime,
        decided_by: Option<i64>,
        decided_at: Option<NaiveDateTime>,
        approved: Option<bool>,
        note: Option<String>,
    }
}
record! {
    /// A department that was asked in (`R7`).
    Referral of referrals {
        department: String,
        request: String,
        by_account: i64,
        at: NaiveDateTime,
        reply: Option<String>,
        replied_by: Option<i64>,
        replied_at: Option<NaiveDateTime>,
    }
}

impl Proposal {
    /// The proposal of that row.
    pub fn find(connection: &mut Connection, id: i64) -> QueryResult<Self> {
        proposals::table.find(id).select(Self::as_select()).first(connection)
    }

    /// The proposal that waits for a decision.
    pub fn open(connection: &mut Connection, case: i64) -> QueryResult<Option<Self>> {
        proposals::table
            .filter(proposals::case_id.eq(case))
            .filter(proposals::decided_by.is_null())
            .order(proposals::id.desc())
            .select(Self::as_select())
            .first(connection)
            .optional()
    }

    /// The proposal that was approved: it holds the answer.
    pub fn approved(connection: &mut Connection, case: i64) -> QueryResult<Option<Self>> {
        proposals::table
            .filter(proposals::case_id.eq(case))
            .filter(proposals::approved.eq(true))
            .order(proposals::id.desc())
            .select(Self::as_select())
            .first(connection)
            .optional()
    }
}

/// Departments that were asked about a matter and have not replied.
pub fn asked(connection: &mut Connection, case: i64) -> QueryResult<Vec<String>> {
    referrals::table
        .filter(referrals::case_id.eq(case))
        .filter(referrals::replied_at.is_null())
        .select(referrals::department)
        .load(connection)
}
