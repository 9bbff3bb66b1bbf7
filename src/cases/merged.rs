//! The matters that go on in another (`I8`), and who was told what before they did.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{
    Connection,
    schema::{case_reports, cases},
};

/// A matter that goes on in another: its row, and when it was accepted.
pub type Merged = (i64, Option<NaiveDate>);

/// All that go on in that one, also through others.
pub fn into(connection: &mut Connection, case: i64) -> QueryResult<Vec<Merged>> {
    let (mut all, mut last): (Vec<Merged>, _) = (Vec::new(), vec![case]);
    while !last.is_empty() {
        let found: Vec<Merged> = cases::table
            .filter(cases::merged_into.assume_not_null().eq_any(&last))
            .filter(cases::merged_into.is_not_null())
            .select((cases::id, cases::accepted_on))
            .load(connection)?;
        let is_new = |id: &i64| *id != case && all.iter().all(|(known, _)| known != id);
        last = found.iter().map(|(id, _)| *id).filter(is_new).collect();
        all.extend(found.into_iter().filter(|(id, _)| last.contains(id)));
    }
    Ok(all)
}

/// The reports whose reporters were told that they are accepted by a matter that goes on in that one: its
/// acceptance counts for them (`T1`).
pub fn told_before(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    let all = into(connection, case)?;
    let accepted: Vec<i64> =
        all.into_iter().filter(|(_, on)| on.is_some()).map(|(id, _)| id).collect();
    if accepted.is_empty() {
        return Ok(accepted);
    }
    case_reports::table
        .filter(case_reports::case_id.eq_any(accepted))
        .select(case_reports::report_id)
        .load(connection)
}
