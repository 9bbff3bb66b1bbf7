//! The record of identity readings (`S1`): who read which reporter's name, when and why. It shows
//! that a name was read, never the name.

pub mod web;

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    cases::access,
    db::{
        Connection,
        schema::{accounts, case_reports, cases, identity_readings, reports},
    },
    web::paging::{PER_PAGE, Paging},
};

/// One reading.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// Who read: the login name.
    pub login: String,
    /// Who read: the person.
    pub name: String,
    /// Code of their bureau.
    pub bureau: String,
    /// Number of the report whose reporter was read.
    pub report: String,
    /// Numbers of the matters it stands behind, hidden ones left out (`R3`).
    pub cases: Vec<String>,
    /// The stated reason.
    pub reason: String,
    /// When, in UTC.
    pub at: NaiveDateTime,
}

type Row = (i64, String, String, String, String, String, NaiveDateTime);

/// One page of readings, newest first, with one row more than a page to show that there are more.
///
/// A reading behind a matter that is hidden from the viewer's bureau is left out with it (`R3`).
pub fn list(
    connection: &mut Connection,
    viewer: &Viewer,
    paging: Paging,
) -> QueryResult<Vec<Reading>> {
    let hidden = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(case_reports::report_id.eq(reports::id))
        .filter(cases::hidden_from.like(access::hidden_pattern(viewer)));
    let rows: Vec<Row> = identity_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(identity_readings::account_id)))
        .inner_join(reports::table.on(reports::id.eq(identity_readings::report_id)))
        .filter(diesel::dsl::not(diesel::dsl::exists(hidden)))
        .order((identity_readings::at.desc(), identity_readings::id.desc()))
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .select((
            reports::id,
            accounts::login,
            accounts::name,
            accounts::bureau,
            reports::number,
            identity_readings::reason,
            identity_readings::at,
        ))
        .load(connection)?;
    let numbers = numbers(connection, rows.iter().map(|row| row.0).collect())?;
    let readings = rows.into_iter().map(|(id, login, name, bureau, report, reason, at)| Reading {
        cases: numbers.get(&id).cloned().unwrap_or_default(),
        login,
        name,
        bureau,
        report,
        reason,
        at,
    });
    Ok(readings.collect())
}

/// The numbers of the matters behind which the reports stand.
fn numbers(
    connection: &mut Connection,
    reports: Vec<i64>,
) -> QueryResult<HashMap<i64, Vec<String>>> {
    let pairs: Vec<(i64, String)> = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(case_reports::report_id.eq_any(reports))
        .order(cases::id)
        .select((case_reports::report_id, cases::number))
        .load(connection)?;
    let mut numbers: HashMap<i64, Vec<String>> = HashMap::new();
    for (report, number) in pairs {
        numbers.entry(report).or_default().push(number);
    }
    Ok(numbers)
}
