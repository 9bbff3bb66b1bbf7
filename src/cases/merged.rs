//! The matters that go on in another (`I8`), or did, and who was told what.

use chrono::NaiveDate;
use diesel::{dsl::exists, prelude::*};

use super::{Act, Case};
use crate::{
    db::{
        Connection,
        schema::{case_reports, cases, events, letters},
    },
    letters::Kind,
    timeline::Event,
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

/// All that it went on in before it was taken out again, also through others.
fn left(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    let (mut all, mut last) = (Vec::new(), vec![case]);
    while !last.is_empty() {
        let merged: Vec<Event> = events::table
            .filter(events::subject.eq(Case::NOUN))
            .filter(events::subject_id.eq_any(&last))
            .filter(events::act.eq(Act::Merge.name()))
            .select(Event::as_select())
            .load(connection)?;
        let into: Vec<String> =
            merged.iter().filter_map(|it| Some(it.detail()["into"].as_str()?.to_owned())).collect();
        if into.is_empty() {
            break;
        }
        let found = cases::table.filter(cases::number.eq_any(into)).select(cases::id);
        last = found.load(connection)?;
        last.retain(|id| *id != case && !all.contains(id));
        all.extend(&last);
    }
    Ok(all)
}

/// The reports whose reporters were told that they are accepted: by a matter that goes on in that one, or
/// by one that it went on in. That counts for them (`T1`).
pub fn told_before(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    let accepted: Vec<i64> = into(connection, case)?
        .into_iter()
        .filter_map(|(id, accepted_on)| accepted_on.map(|_| id))
        .collect();
    let mut told: Vec<i64> = Vec::new();
    if !accepted.is_empty() {
        told = case_reports::table
            .filter(case_reports::case_id.eq_any(accepted))
            .select(case_reports::report_id)
            .load(connection)?;
    }
    let left = left(connection, case)?;
    if !left.is_empty() {
        let behind = case_reports::table
            .filter(case_reports::case_id.eq(case))
            .filter(case_reports::report_id.eq(letters::report_id));
        let written: Vec<i64> = letters::table
            .filter(letters::case_id.eq_any(left))
            .filter(letters::kind.eq(Kind::Acceptance.name()))
            .filter(exists(behind))
            .select(letters::report_id)
            .load(connection)?;
        told.extend(written);
    }
    Ok(told)
}

/// Whether anybody behind the matter was told so.
pub fn is_told(connection: &mut Connection, case: i64) -> QueryResult<bool> {
    Ok(!told_before(connection, case)?.is_empty())
}
