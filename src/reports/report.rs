//! A report as it was told.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    cases::Case,
    db::{
        Connection,
        schema::{attachments, case_reports, cases, reports, supplements},
    },
    error::Result,
    timeline::Subject,
    vault::Vault,
};

/// A report, without its secrets.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = reports)]
#[allow(missing_docs)]
pub struct Report {
    pub id: i64,
    pub number: String,
    pub code_read_out: bool,
    pub channel: String,
    pub text: String,
    pub address: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub county: Option<String>,
    pub plant: String,
    pub kinds: String,
    pub industry: Option<String>,
    pub urgent: bool,
    pub reporter_kind: String,
    pub head_count: i32,
    pub language: String,
    pub entered_by: Option<i64>,
    pub received_at: NaiveDateTime,
    pub day: NaiveDate,
    pub withdrawn_at: Option<NaiveDateTime>,
}

/// What the reporter added later.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = supplements)]
#[allow(missing_docs)]
pub struct Supplement {
    pub report_id: i64,
    pub text: String,
    pub at: NaiveDateTime,
}

/// A picture, without its bytes.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = attachments)]
#[allow(missing_docs)]
pub struct Attachment {
    pub id: i64,
    pub subject: String,
    pub subject_id: i64,
    pub name: String,
    #[serde(skip)]
    pub original_key: String,
    #[serde(skip)]
    pub copy_key: String,
    pub width: i32,
    pub height: i32,
}

/// What is stored of a form's own key. Whoever has the key can ask for the receipt again, so the key
/// itself is kept nowhere.
pub fn submission_hash(vault: &Vault, key: &str) -> String {
    vault.blind_index(&format!("submission {key}"))
}

impl Report {
    /// The noun of reports in timelines and attachments.
    pub const NOUN: &'static str = "report";

    /// The report of that number.
    pub fn by_number(connection: &mut Connection, number: &str) -> Result<Self> {
        let query = reports::table.filter(reports::number.eq(number)).select(Self::as_select());
        Ok(query.first(connection)?)
    }

    /// The report of that row.
    pub fn find(connection: &mut Connection, id: i64) -> Result<Self> {
        Ok(reports::table.find(id).select(Self::as_select()).first(connection)?)
    }

    /// As a timeline's subject: what concerns this reporter alone, and not the matter.
    pub fn subject(&self) -> Subject {
        Subject { noun: Self::NOUN, id: self.id }
    }

    /// The report that a form was sent as before, by the form's own key.
    pub fn by_submission(
        connection: &mut Connection,
        vault: &Vault,
        key: &str,
    ) -> QueryResult<Option<Self>> {
        let hash = submission_hash(vault, key);
        let query = reports::table.filter(reports::submission.eq(hash)).select(Self::as_select());
        query.first(connection).optional()
    }

    /// The reports behind a matter, the one that opened it first.
    pub fn of_case(connection: &mut Connection, case: i64) -> QueryResult<Vec<Self>> {
        reports::table
            .inner_join(case_reports::table.on(case_reports::report_id.eq(reports::id)))
            .filter(case_reports::case_id.eq(case))
            .order(reports::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// How many people stand behind each of the matters, without those who withdrew (`I7`, `I8`).
    pub fn people(connection: &mut Connection, cases: &[i64]) -> QueryResult<HashMap<i64, i64>> {
        let sums: Vec<(i64, Option<i64>)> = reports::table
            .inner_join(case_reports::table.on(case_reports::report_id.eq(reports::id)))
            .filter(case_reports::case_id.eq_any(cases))
            .filter(reports::withdrawn_at.is_null())
            .group_by(case_reports::case_id)
            .select((case_reports::case_id, diesel::dsl::sum(reports::head_count)))
            .load(connection)?;
        Ok(sums.into_iter().map(|(case, people)| (case, people.unwrap_or(0))).collect())
    }

    /// The matters this report stands behind; a merged one is followed to the one it goes on in.
    pub fn cases(&self, connection: &mut Connection) -> QueryResult<Vec<Case>> {
        Self::cases_of(connection, self.id)
    }

    /// [`Report::cases`] by the report's row.
    pub fn cases_of(connection: &mut Connection, report: i64) -> QueryResult<Vec<Case>> {
        cases::table
            .inner_join(case_reports::table.on(case_reports::case_id.eq(cases::id)))
            .filter(case_reports::report_id.eq(report))
            .order(cases::id)
            .select(Case::as_select())
            .load(connection)
    }
}

impl Supplement {
    /// Those of several reports, oldest first.
    pub fn of_reports(connection: &mut Connection, ids: &[i64]) -> QueryResult<Vec<Self>> {
        supplements::table
            .filter(supplements::report_id.eq_any(ids))
            .order(supplements::id)
            .select(Self::as_select())
            .load(connection)
    }
}

impl Attachment {
    /// Those of several rows of one noun, oldest first.
    pub fn of_subjects(
        connection: &mut Connection,
        noun: &str,
        ids: &[i64],
    ) -> QueryResult<Vec<Self>> {
        attachments::table
            .filter(attachments::subject.eq(noun))
            .filter(attachments::subject_id.eq_any(ids))
            .order(attachments::id)
            .select(Self::as_select())
            .load(connection)
    }

    /// One of them.
    pub fn find(connection: &mut Connection, id: i64) -> Result<Self> {
        Ok(attachments::table.find(id).select(Self::as_select()).first(connection)?)
    }

    /// Those among `all` of one row, as `parts/photos` takes them.
    pub fn shown(all: &[Self], row: i64) -> Vec<Value> {
        let mine = all.iter().filter(|it| it.subject_id == row);
        let shown = mine.map(|it| {
            let href = format!("/pictures/{}", it.id);
            json!({ "href": href, "name": it.name, "width": it.width, "height": it.height })
        });
        shown.collect()
    }
}
