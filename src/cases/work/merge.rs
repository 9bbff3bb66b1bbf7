//! Merging and un-merging (`I8`): every report stays behind a matter that answers it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work, hold_open, stand_behind};
use crate::{
    accounts::Role,
    cases::{Act, Case, State, access, due, plant, statement::Statement, words},
    db::{
        Connection,
        schema::{case_reports, cases, reports},
    },
    deadlines::{
        PolicyId,
        deadline::{self, FORWARDED},
    },
    error::{Error, Result},
};

/// Keeps others from the matters that an act touches until this transaction ends, always in the same
/// order, so that two who merge crosswise do not wait for each other; the version that `case` has.
pub(super) fn lock(connection: &mut Connection, case: &Case, statement: &Statement) -> Result<i64> {
    let mut touched = vec![case.id];
    match statement {
        Statement::Merge { into } => {
            let target = cases::table.filter(cases::number.eq(into)).select(cases::id);
            touched.extend(target.first::<i64>(connection).optional()?);
        }
        Statement::Unmerge { .. } => touched.extend(chain(connection, case.merged_into)?),
        _ => {}
    }
    touched.sort_unstable();
    let mut own = case.version;
    for id in touched {
        let version = Case::hold(connection, id)?;
        if id == case.id {
            own = version;
        }
    }
    Ok(own)
}

/// The matters that one goes on in: the next, the one that that goes on in, and so on.
fn chain(connection: &mut Connection, first: Option<i64>) -> QueryResult<Vec<i64>> {
    let (mut chain, mut next) = (Vec::new(), first);
    while let Some(id) = next.filter(|id| !chain.contains(id)) {
        chain.push(id);
        next = cases::table.find(id).select(cases::merged_into).first(connection)?;
    }
    Ok(chain)
}

impl Work<'_> {
    /// Joins another, living matter, which then answers these reporters, too (`I8`).
    pub(super) fn merge(&self, connection: &mut Connection, into: &str) -> Result<Change> {
        let target = match access::open(connection, self.by.staff()?, into) {
            Ok(target) if target.id != self.case.id && target.ended_at.is_none() => target,
            Ok(_) | Err(Error::NotFound) => return Err(Error::field("into", "merge-not-living")),
            Err(error) => return Err(error),
        };
        // From here on nobody else acts on it; what was done since it was read counts.
        hold_open(connection, target.id, "into", "merge-not-living")?;
        let target = Case::find(connection, target.id)?;
        let reports = behind(connection, self.case.id)?;
        self.may_go_on_in(connection, &target, &reports)?;
        for report in reports {
            stand_behind(connection, target.id, report, true)?;
        }
        plant::carry(connection, self.app, self.case.id, target.id)?;
        words::again(connection, &self.app.jurisdiction, target.id)?;
        // What the province wants by a date it wants by that date there, too (T7); and whoever waits to
        // hear whether it is accepted waits no longer than they would have (T1).
        deadline::carry(connection, FORWARDED, self.case.id, target.id)?;
        if target.accepted_on.is_none() {
            deadline::carry(connection, PolicyId::Acceptance.name(), self.case.id, target.id)?;
        }
        due::refresh(connection, target.id)?;
        // Whoever was not told yet that it is accepted is, by what was accepted before (T1).
        let accepted = self.case.accepted_on.is_none() && target.accepted_on.is_some();
        let change = Change::stating(json!({
            "into": target.number, "with": target.bureau, "accepted": accepted,
        }));
        Ok(Change { merged_into: Some(target.id), ..change })
    }

    /// A bureau merges what is its own; the city whatever is nobody's secret there (`R3`).
    fn may_go_on_in(
        &self,
        connection: &mut Connection,
        target: &Case,
        reports: &[i64],
    ) -> Result<()> {
        let is_city = matches!(self.by.staff()?.role, Role::Dispatcher | Role::Supervisor);
        if target.bureau != self.case.bureau && !is_city {
            return Err(Error::field("into", "merge-other-bureau"));
        }
        // Whoever was told that it is accepted is not told the contrary there (T1).
        if self.case.accepted_on.is_some() && target.state()? == State::Declining {
            return Err(Error::field("into", "merge-declining"));
        }
        // Those reported would read it there; or whoever has a matter with one of these reports
        // would read of what is kept from them.
        let beside: Vec<String> = case_reports::table
            .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
            .filter(case_reports::report_id.eq_any(reports))
            .select(cases::bureau)
            .distinct()
            .load(connection)?;
        let is_seen_there = !self.case.kept_from().all(|bureau| target.is_kept_from(bureau));
        if is_seen_there || beside.iter().any(|bureau| target.is_kept_from(bureau)) {
            return Err(Error::field("into", "merge-conflict"));
        }
        Ok(())
    }

    /// Goes on by itself again. Reports that came along leave the matters it was merged into; those
    /// that stood there by themselves, or came by another way, stay.
    pub(super) fn unmerge(&self, connection: &mut Connection, reason: &str) -> Result<Change> {
        for joined in chain(connection, self.case.merged_into)? {
            let (mut stay, mut days) = (BTreeSet::new(), Vec::new());
            self.standing_behind(connection, joined, &mut stay, &mut days)?;
            let leaving = case_reports::table
                .filter(case_reports::case_id.eq(joined))
                .filter(case_reports::carried.eq(true))
                .filter(case_reports::report_id.ne_all(stay));
            diesel::delete(leaving).execute(connection)?;
            plant::release(connection, self.case.id, joined)?;
            words::again(connection, &self.app.jurisdiction, joined)?;
            let acceptance = PolicyId::Acceptance.name();
            deadline::release(connection, joined, acceptance, &days, self.today)?;
            release_forwarded(connection, joined, self.today)?;
            due::refresh(connection, joined)?;
        }
        let mut change = self.direct(connection, Act::Unmerge, reason)?;
        if let Some(id) = self.case.merged_into {
            change.detail["from"] = json!(Case::find(connection, id)?.number);
        }
        Ok(change)
    }

    /// The reports behind a matter: its own, and those of the matters merged into it, this one not; and
    /// the days of all these matters.
    fn standing_behind(
        &self,
        connection: &mut Connection,
        case: i64,
        found: &mut BTreeSet<i64>,
        days: &mut Vec<NaiveDate>,
    ) -> QueryResult<()> {
        days.push(cases::table.find(case).select(cases::day).first(connection)?);
        let own: Vec<i64> = case_reports::table
            .filter(case_reports::case_id.eq(case))
            .filter(case_reports::carried.eq(false))
            .select(case_reports::report_id)
            .load(connection)?;
        found.extend(own);
        let merged: Vec<i64> = cases::table
            .filter(cases::merged_into.eq(case))
            .filter(cases::state.eq(State::Merged.name()))
            .filter(cases::id.ne(self.case.id))
            .select(cases::id)
            .load(connection)?;
        for case in merged {
            self.standing_behind(connection, case, found, days)?;
        }
        Ok(())
    }
}

fn behind(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    case_reports::table
        .filter(case_reports::case_id.eq(case))
        .select(case_reports::report_id)
        .load(connection)
}

/// The province's date goes with the last report that it forwarded (`T7`).
fn release_forwarded(connection: &mut Connection, case: i64, today: NaiveDate) -> Result<()> {
    let forwarded = case_reports::table
        .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
        .filter(case_reports::case_id.eq(case))
        .filter(reports::channel.eq("province"))
        .select(reports::id);
    if forwarded.first::<i64>(connection).optional()?.is_none() {
        deadline::stop(connection, case, Some(FORWARDED), today)?;
    }
    Ok(())
}
