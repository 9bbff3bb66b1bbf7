//! What is on record about a matter: who had it, what was inspected, found, done, proposed, asked.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{Proposed, measure::DAILY_PENALTY};
use crate::{
    db::{
        Connection,
        schema::{
            directions, extensions, findings, inspections, measure_checks, measures, promises,
            proposals, referrals, transfers,
        },
    },
    error::{Result, stored},
    message::Message,
    pages::in_wan,
};

macro_rules! record {
    ($(#[$doc:meta])* $name:ident of $table:ident { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Queryable, Selectable, Serialize)]
        #[diesel(table_name = $table)]
        #[allow(missing_docs)]
        pub struct $name { pub id: i64, pub case_id: i64, $(pub $field: $kind,)* }

        impl $name {
            /// Those of several matters, oldest first.
            pub fn of_cases(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<Self>> {
                $table::table
                    .filter($table::case_id.eq_any(cases))
                    .order($table::id)
                    .select(Self::as_select())
                    .load(connection)
            }

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
        bureau: Option<String>,
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
    /// 措施 (`C5`); money in fen 分, of a daily penalty that of one day.
    Measure of measures {
        kind: String,
        document: String,
        amount_fen: Option<i64>,
        due_on: Option<NaiveDate>,
        text: String,
        taken_on: NaiveDate,
        by_account: i64,
        at: NaiveDateTime,
        bureau: Option<String>,
        enterprise_id: Option<i64>,
        look_on: Option<NaiveDate>,
        ended_on: Option<NaiveDate>,
        ended_how: Option<String>,
        ended_reason: Option<String>,
        version: i64,
    }
}

impl Measure {
    /// Whether its money is that of one day (`C5`). A daily penalty from before it was looked after has
    /// neither a day to look nor an end, and its money is a sum.
    pub fn is_by_day(&self) -> bool {
        self.kind == DAILY_PENALTY && (self.look_on.is_some() || self.ended_on.is_some())
    }

    /// Its money as it is said: a sum, or so much a day.
    pub fn money(&self) -> Option<Message> {
        let key = if self.is_by_day() { "desk-wan-by_day" } else { "desk-wan" };
        self.amount_fen.map(|fen| Message::new(key).with("amount", in_wan(fen)))
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
        points_to: Option<String>,
    }
}
record! {
    /// A part of the matter (`R7`): what a department or an assisting bureau was asked, by when, and
    /// its own answer.
    Part of referrals {
        department: String,
        request: String,
        by_account: i64,
        at: NaiveDateTime,
        reply: Option<String>,
        replied_by: Option<i64>,
        replied_at: Option<NaiveDateTime>,
        due_on: Option<NaiveDate>,
        taken_back_at: Option<NaiveDateTime>,
        taken_back_reason: Option<String>,
    }
}
record! {
    /// What was promised when the matter was concluded in part (`C3`); it binds once the proposal
    /// is approved.
    Promise of promises {
        proposal_id: i64,
        text: String,
        due_on: NaiveDate,
        done: Option<String>,
        done_on: Option<NaiveDate>,
        done_by: Option<i64>,
        done_at: Option<NaiveDateTime>,
    }
}
record! {
    /// More time for a clock, asked by one person and decided by another (`T2`, `C2`).
    Extension of extensions {
        deadline_id: i64,
        days: i32,
        reason: String,
        proposed_by: i64,
        proposed_at: NaiveDateTime,
        decided_by: Option<i64>,
        decided_at: Option<NaiveDateTime>,
        approved: Option<bool>,
        note: Option<String>,
    }
}
record! {
    /// The words of a chase, a re-handling, a reopening, a split or an un-merging; for staff.
    Direction of directions {
        act: String,
        text: String,
        by_account: Option<i64>,
        by_bureau: String,
        at: NaiveDateTime,
    }
}

/// 复查: what somebody saw who went to look.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = measure_checks)]
#[allow(missing_docs)]
pub struct Check {
    pub id: i64,
    pub measure_id: i64,
    pub checked_on: NaiveDate,
    pub officers: String,
    /// Whether it was followed.
    pub met: bool,
    pub findings: String,
    /// Days of a daily penalty that it added, and their sum in fen.
    pub days: Option<i32>,
    pub amount_fen: Option<i64>,
    pub by_account: i64,
}

impl Check {
    /// Those of the measures of several matters, oldest first.
    pub fn of_cases(connection: &mut Connection, cases: &[i64]) -> QueryResult<Vec<Self>> {
        measure_checks::table
            .inner_join(measures::table.on(measures::id.eq(measure_checks::measure_id)))
            .filter(measures::case_id.eq_any(cases))
            .order(measure_checks::id)
            .select(Self::as_select())
            .load(connection)
    }
}

impl Inspection {
    /// The noun of inspections in attachments.
    pub const NOUN: &'static str = "inspection";

    /// The row of the last one of a matter.
    pub fn last(connection: &mut Connection, case: i64) -> QueryResult<i64> {
        inspections::table
            .filter(inspections::case_id.eq(case))
            .order(inspections::id.desc())
            .select(inspections::id)
            .first(connection)
    }

    /// The row of the matter that one belongs to.
    pub fn case_of(connection: &mut Connection, id: i64) -> QueryResult<i64> {
        inspections::table.find(id).select(inspections::case_id).first(connection)
    }
}

impl Part {
    /// Whether its answer is still waited for.
    pub fn is_open(&self) -> bool {
        self.replied_at.is_none() && self.taken_back_at.is_none()
    }

    /// Whether it waits past its date.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due_on.is_some_and(|due| due < today)
    }
}

impl Proposal {
    /// The proposal of that row.
    pub fn find(connection: &mut Connection, id: i64) -> QueryResult<Self> {
        proposals::table.find(id).select(Self::as_select()).first(connection)
    }

    /// What was approved, oldest first: the answers given so far.
    pub fn answers(connection: &mut Connection, case: i64) -> QueryResult<Vec<Self>> {
        proposals::table
            .filter(proposals::case_id.eq(case))
            .filter(proposals::approved.eq(true))
            .order(proposals::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// What it proposes.
    ///
    /// # Errors
    /// A kind that this version does not know.
    pub fn kind(&self) -> Result<Proposed> {
        stored("proposal", &self.kind)
    }

    /// Whether it proposes that.
    pub fn is(&self, proposed: Proposed) -> bool {
        self.kind == proposed.name()
    }

    /// Whether it was approved.
    pub fn is_approved(&self) -> bool {
        self.approved == Some(true)
    }

    /// Of those of one matter, oldest first, the one that was approved last: it holds the answer.
    pub fn last_approved(proposals: &[Self]) -> Option<&Self> {
        proposals.iter().rev().find(|proposal| proposal.is_approved())
    }

    /// [`last_approved`](Self::last_approved) of that matter.
    pub fn approved(connection: &mut Connection, case: i64) -> QueryResult<Option<Self>> {
        Ok(Self::answers(connection, case)?.pop())
    }
}

impl Promise {
    /// Those that bind: of what was approved.
    pub fn binding(promises: Vec<Self>, proposals: &[Proposal]) -> Vec<Self> {
        let approved = |id: i64| proposals.iter().any(|it| it.id == id && it.is_approved());
        promises.into_iter().filter(|promise| approved(promise.proposal_id)).collect()
    }

    /// Those of the last proposal in part, when it was sent back.
    pub fn sent_back(promises: &[Self], proposals: &[Proposal]) -> Vec<Self> {
        let last = proposals.iter().rev().find(|it| it.is(Proposed::Partial));
        let Some(draft) = last.filter(|it| it.approved == Some(false)) else { return Vec::new() };
        promises.iter().filter(|promise| promise.proposal_id == draft.id).cloned().collect()
    }
}
