//! Merging and un-merging (`I8`): every report stays behind a matter that answers it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work, hold_open, stand_behind};
use crate::{
    accounts::Role,
    cases::{
        Act, Case, State, Track, access, due, interim, merged, plant, statement::Statement, urgent,
        words,
    },
    db::{
        Connection,
        schema::{case_reports, cases},
    },
    deadlines::{
        PolicyId,
        deadline::{self, FORWARDED},
    },
    error::{Error, Result, stored},
};

/// The limits of an answer.
const ANSWER: [&str; 2] = [PolicyId::Conclusion.name(), PolicyId::Rehandling.name()];

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
        // Its answer is reviewed for whoever asked for that; others would get none (T4).
        if target.state()? == State::Reviewing {
            return Err(Error::field("into", "merge-reviewing"));
        }
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
        carry_dates(connection, self.case.id, &target)?;
        urgent::carry(connection, self.app, self.case, &target)?;
        due::refresh(connection, target.id)?;
        turn(connection, target.id)?;
        let asked = self.take_parts_along(connection, &target)?;
        // Whoever was not told yet that it is accepted is, by what was accepted before (T1).
        let accepted = self.case.accepted_on.is_none() && target.accepted_on.is_some();
        let interim = interim::answered(connection, &target, self.now)?;
        let change = Change::stating(json!({
            "into": target.number, "with": target.bureau, "accepted": accepted, "interim": interim,
        }));
        Ok(Change { merged_into: Some(target.id), asked, ..change })
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

    /// Goes on by itself again. Reports and dates that came along leave the matters it was merged into;
    /// those that stood there by themselves, or came by another way, stay.
    pub(super) fn unmerge(&self, connection: &mut Connection, reason: &str) -> Result<Change> {
        let own = merged::into(connection, self.case.id)?;
        let leaving: Vec<i64> = own.into_iter().map(|(id, _)| id).chain([self.case.id]).collect();
        let joined = chain(connection, self.case.merged_into)?;
        let asked = self.take_parts_back(connection, &joined, &leaving)?;
        let accepted = self.stay_accepted(connection, &joined)?;
        for joined in joined {
            let mut stay = BTreeSet::new();
            self.standing_behind(connection, joined, &mut stay)?;
            let gone = case_reports::table
                .filter(case_reports::case_id.eq(joined))
                .filter(case_reports::carried.eq(true))
                .filter(case_reports::report_id.ne_all(stay));
            diesel::delete(gone).execute(connection)?;
            plant::release(connection, self.case.id, joined)?;
            words::again(connection, &self.app.jurisdiction, joined)?;
            deadline::release(connection, joined, &leaving, self.today)?;
            let staying = self.merged_into(connection, joined)?;
            self.carry_again(connection, joined, &staying)?;
            urgent::settle(connection, joined, &staying)?;
            due::refresh(connection, joined)?;
            turn(connection, joined)?;
        }
        let mut change = self.direct(connection, Act::Unmerge, reason)?;
        if let Some(id) = self.case.merged_into {
            change.detail["from"] = json!(Case::find(connection, id)?.number);
        }
        if let Some((on, track)) = accepted {
            change.detail["accepted_on"] = json!(on);
            (change.accepted_on, change.track) = (Some(on), Some(track));
        }
        Ok(Change { asked, ..change })
    }

    /// Whoever was told by the matter that it went on in that it is accepted, and until when they are answered,
    /// was told so for good: it stays accepted, with that date as its own (`T1`, `T2`). When it was, and on
    /// which track.
    fn stay_accepted(
        &self,
        connection: &mut Connection,
        joined: &[i64],
    ) -> Result<Option<(NaiveDate, Track)>> {
        if self.case.accepted_on.is_some() {
            return Ok(None);
        }
        let mut first: Option<(NaiveDate, Track)> = None;
        for id in joined {
            let case = Case::find(connection, *id)?;
            if let Some(on) = case.accepted_on
                && first.is_none_or(|(known, _)| on < known)
            {
                first = Some((on, stored("track", &case.track)?));
            }
        }
        let Some((on, track)) = first else { return Ok(None) };
        let id = self.case.id;
        deadline::abandon(connection, id, PolicyId::Acceptance.name())?;
        let mut has_date = false;
        for from in joined {
            has_date = has_date || deadline::give(connection, &ANSWER, *from, id)?;
        }
        if !has_date {
            let terms = due::Terms { track: track.name(), ..self.case.into() };
            let limit = due::reckoned(&self.app.jurisdiction, PolicyId::Conclusion, terms, on)?;
            deadline::start(connection, id, PolicyId::Conclusion.name(), on, limit.due)?;
        }
        // It goes on when the matter does.
        deadline::pause(connection, id, self.today)?;
        Ok(first)
    }

    /// A date that gave way to an earlier one, which leaves now, holds again.
    fn carry_again(&self, connection: &mut Connection, joined: i64, staying: &[i64]) -> Result<()> {
        let joined = Case::find(connection, joined)?;
        let rests = matches!(joined.state()?, State::Merged | State::Withdrawn);
        if joined.ended_at.is_some() && !rests {
            return Ok(());
        }
        for staying in staying {
            carry_dates(connection, *staying, &joined)?;
            urgent::carry_clocks(connection, *staying, joined.id)?;
        }
        match rests {
            true => Ok(deadline::pause(connection, joined.id, self.today)?),
            false => Ok(()),
        }
    }

    /// The matters that were merged into that one, but for this one.
    fn merged_into(&self, connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
        cases::table
            .filter(cases::merged_into.eq(case))
            .filter(cases::state.eq(State::Merged.name()))
            .filter(cases::id.ne(self.case.id))
            .order(cases::id)
            .select(cases::id)
            .load(connection)
    }

    /// The reports behind a matter: its own, and those of the matters merged into it, this one not.
    fn standing_behind(
        &self,
        connection: &mut Connection,
        case: i64,
        found: &mut BTreeSet<i64>,
    ) -> QueryResult<()> {
        let own: Vec<i64> = case_reports::table
            .filter(case_reports::case_id.eq(case))
            .filter(case_reports::carried.eq(false))
            .select(case_reports::report_id)
            .load(connection)?;
        found.extend(own);
        for case in self.merged_into(connection, case)? {
            self.standing_behind(connection, case, found)?;
        }
        Ok(())
    }
}

/// What people were told by which day stays so where the matter goes on: the province's own date (`T7`),
/// the answer (`T2`), and whether it is accepted, for those who wait to hear that (`T1`).
fn carry_dates(connection: &mut Connection, from: i64, to: &Case) -> QueryResult<()> {
    deadline::carry(connection, &[FORWARDED], from, to.id)?;
    deadline::carry(connection, &ANSWER, from, to.id)?;
    match to.accepted_on {
        None => deadline::carry(connection, &[PolicyId::Acceptance.name()], from, to.id),
        Some(_) => Ok(()),
    }
}

/// It is another matter than its page showed: with other reports and dates. Forms that were filled in before
/// say so, and what was done to it before is taken back no longer.
fn turn(connection: &mut Connection, case: i64) -> QueryResult<()> {
    let next = cases::version.eq(cases::version + 1);
    diesel::update(cases::table.find(case)).set(next).execute(connection).map(drop)
}

fn behind(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    case_reports::table
        .filter(case_reports::case_id.eq(case))
        .select(case_reports::report_id)
        .load(connection)
}
