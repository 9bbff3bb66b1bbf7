//! What would identify a reporter is deleted when the retention time after the end of all their matters is over
//! (`S5`): the sealed identity, the index of the telephone number, and where messages went. The reports, their
//! matters and the figures stay.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Report;
use crate::{
    app::App,
    cases::{Case, due},
    db::{
        Connection,
        schema::{case_reports, cases, identities},
    },
    deadlines::{PolicyId, Unit},
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
    mail,
    timeline::{self, Actor, Audience, Entry, Subject},
    vault::Vault,
};

/// How many reports are looked at together.
const AT_ONCE: i64 = 200;
/// Those whose time ended in so many days are looked at every day.
const NEW: Days = Days::new(40);
/// The day on which all are: for times in which no node was up, and matters that were handled again.
const ALL: Weekday = Weekday::Sun;

/// Deletes the contacts whose time is over.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ForgetContacts {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for ForgetContacts {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for ForgetContacts {
    const NAME: &'static str = "forget_contacts";

    fn run(&self, app: &App) -> Result<()> {
        let (today, span) = (app.clock.today(), self.span(app)?);
        let mut after = 0;
        loop {
            let (looked_at, over) = app.db.read_now(|connection| {
                let reports = kept(connection, after, span)?;
                let over = over(connection, app, &reports, today)?;
                Ok::<_, Error>((reports, over))
            })?;
            let Some(last) = looked_at.last() else { return Ok(()) };
            after = *last;
            if over.is_empty() {
                continue;
            }
            let (vault, now) = (app.vault.clone(), app.clock.now());
            app.db.write_now(move |connection| forget(connection, &vault, now, over))?;
        }
    }
}

impl ForgetContacts {
    /// Between which moments matters ended whose time may be over, a little more on both sides; each is
    /// reckoned by itself.
    fn span(&self, app: &App) -> Result<(NaiveDateTime, NaiveDateTime)> {
        let today = app.clock.today();
        let limit = due::policy(&app.jurisdiction, PolicyId::ContactRetention, today)?.limit;
        let end = match limit.unit {
            Unit::Month => today.checked_sub_months(Months::new(limit.count.into())),
            _ => today.checked_sub_days(Days::new(limit.count.into())),
        };
        let until = end.and_then(|end| end.checked_add_days(Days::new(1))).unwrap_or_default();
        let from = match self.day.weekday() {
            ALL => NaiveDate::default(),
            _ => until.checked_sub_days(NEW).unwrap_or_default(),
        };
        Ok((from.and_time(NaiveTime::MIN), until.and_time(NaiveTime::MIN)))
    }
}

/// Reports after that row whose contacts are kept, and of whose matters one ended between these moments.
fn kept(
    connection: &mut Connection,
    after: i64,
    (from, until): (NaiveDateTime, NaiveDateTime),
) -> QueryResult<Vec<i64>> {
    identities::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(identities::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::ended_at.ge(Some(from)))
        .filter(cases::ended_at.lt(Some(until)))
        .filter(identities::report_id.gt(after))
        .select(identities::report_id)
        .distinct()
        .order(identities::report_id)
        .limit(AT_ONCE)
        .load(connection)
}

/// Those of these reports of whose matters each ended so long ago.
fn over(
    connection: &mut Connection,
    app: &App,
    reports: &[i64],
    today: NaiveDate,
) -> Result<Vec<i64>> {
    let matters: Vec<(i64, Case)> = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(case_reports::report_id.eq_any(reports))
        .select((case_reports::report_id, Case::as_select()))
        .load(connection)?;
    let mut waiting = BTreeSet::new();
    for (report, case) in &matters {
        let is_over = match case.ended_on {
            Some(ended) => {
                let id = PolicyId::ContactRetention;
                due::reckoned(&app.jurisdiction, id, case, ended)?.due < today
            }
            None => false,
        };
        if !is_over {
            waiting.insert(*report);
        }
    }
    Ok(reports.iter().copied().filter(|report| !waiting.contains(report)).collect())
}

fn forget(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    mut reports: Vec<i64>,
) -> Result<()> {
    // A matter that is handled again since it was looked at needs its reporter.
    let again: Vec<i64> = case_reports::table
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(case_reports::report_id.eq_any(&reports))
        .filter(cases::ended_at.is_null())
        .select(case_reports::report_id)
        .load(connection)?;
    reports.retain(|report| !again.contains(report));
    let matters: Vec<i64> = case_reports::table
        .filter(case_reports::report_id.eq_any(&reports))
        .select(case_reports::case_id)
        .distinct()
        .order(case_reports::case_id)
        .load(connection)?;
    let theirs = identities::table.filter(identities::report_id.eq_any(&reports));
    diesel::delete(theirs).execute(connection)?;
    mail::forget(connection, Report::NOUN, &reports)?;
    mail::forget(connection, Case::NOUN, &matters)?;
    for id in matters {
        let entry = Entry {
            subject: Subject { noun: Case::NOUN, id },
            act: "forget_contacts",
            actor: Actor::system(),
            audience: Audience::Staff,
            detail: json!({}),
        };
        timeline::record(connection, vault, now, &entry)?;
    }
    Ok(())
}
