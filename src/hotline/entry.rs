//! What a clerk entered: filed for the reporter, read back, and the day's list.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;

use super::call::Call;
use crate::{
    accounts::Viewer,
    app::App,
    cases::{Case, access, due, open::summary},
    db::{
        Connection,
        schema::{case_reports, cases, reports},
    },
    deadlines::{Deadline, PolicyId, deadline, reckon},
    error::{Error, Result},
    message::Message,
    reports::{self as told, LookupCode, Report, dated},
    web::paging::{PER_PAGE, Paging},
};

/// A caller is told at once (`T1`): so long after a call of that day was entered can its number and code
/// be read back (`I4`).
pub fn told_within(app: &App, day: NaiveDate) -> Result<TimeDelta> {
    let limit = due::policy(&app.jurisdiction, PolicyId::TelephoneReceipt, day)?.limit;
    Ok(reckon::length(&limit))
}

/// Files `call` on behalf of its reporter and returns the report's number (`I2`). The same
/// submission twice is one report; another person's submission is refused.
pub fn file(connection: &mut Connection, app: &App, clerk: &Viewer, call: &Call) -> Result<String> {
    let filed = told::file(connection, app, Some(clerk), &call.report, &[])?;
    if filed.report.entered_by != Some(clerk.account) {
        return Err(Error::Conflict(Message::new("hotline-not-yours")));
    }
    if let (Some(on), false) = (call.dated_on, filed.again) {
        dated::store(connection, filed.report.id, on)?;
    }
    Ok(filed.report.number)
}

/// What is read back to the caller.
#[derive(Clone, Debug)]
pub struct ReadBack {
    /// The report.
    pub report: Report,
    /// When the letter was written or the visit made.
    pub dated_on: Option<NaiveDate>,
    /// The matter it opened or joined.
    pub case: Case,
    /// The look-up code, as long as it may be read back.
    pub code: Option<LookupCode>,
    /// How long that is.
    pub within: TimeDelta,
    /// Told by then whether it is accepted (`T1`), or answered when it is already.
    pub by: NaiveDate,
    /// How that day was reckoned, when the caller asks (`T8`).
    pub steps: Vec<Message>,
}

/// What `clerk` entered under `number`; `submission` is the key that the clerk's browser kept.
///
/// # Errors
/// [`Error::NotFound`] when somebody else entered it, and when its matter is not for this viewer
/// once the call is over (`R3`).
pub fn read_back(
    connection: &mut Connection,
    app: &App,
    clerk: &Viewer,
    number: &str,
    submission: Option<&str>,
) -> Result<ReadBack> {
    let report = Report::by_number(connection, number)?;
    let case = report.cases(connection)?.into_iter().next().ok_or(Error::NotFound)?;
    let within = told_within(app, report.day)?;
    let is_fresh = app.clock.now() < report.received_at + within;
    if report.entered_by != Some(clerk.account) {
        return Err(Error::NotFound);
    }
    if !is_fresh {
        access::open(connection, clerk, &case.number)?;
    }
    let code = match submission {
        Some(key) if is_fresh && report.code_read_out => code(connection, app, &report, key)?,
        _ => None,
    };
    let (by, steps) = told_by(connection, app, &case)?;
    let dated_on = dated::of_reports(connection, &[report.id])?.first().map(|(_, on)| *on);
    Ok(ReadBack { report, dated_on, case, code, within, by, steps })
}

/// The day by which the caller is told whether it is accepted (`T1`), or answered when it is already; and
/// how it was reckoned.
fn told_by(
    connection: &mut Connection,
    app: &App,
    case: &Case,
) -> Result<(NaiveDate, Vec<Message>)> {
    let (jurisdiction, id) = (&app.jurisdiction, PolicyId::Acceptance);
    if let Some(by) = case.due_on.filter(|_| case.accepted_on.is_some()) {
        let clocks = deadline::of_case(connection, case.id)?;
        let runs = |clock: &&Deadline| clock.stopped_on.is_none() && clock.due_on == by;
        let clock = clocks.iter().find(runs);
        let steps = clock.map(|clock| due::steps(jurisdiction, case, clock)).transpose()?;
        return Ok((by, steps.unwrap_or_default()));
    }
    let by = due::reckoned(jurisdiction, id, case, case.day)?.due;
    Ok((by, due::steps_of(jurisdiction, id, case, case.day, None)?))
}

/// The code that follows from the submission, if the submission is this report's.
fn code(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    submission: &str,
) -> Result<Option<LookupCode>> {
    let sent = Report::by_submission(connection, &app.vault, submission)?;
    let is_this = sent.is_some_and(|sent| sent.id == report.id);
    Ok(is_this.then(|| LookupCode::of_submission(&app.vault, submission)))
}

/// An entry of the day's list: what it was, and where it is; nothing of who told it (`S1`).
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The report's number.
    pub number: String,
    /// When it was entered, in UTC.
    pub at: NaiveDateTime,
    /// Channel (`I1`).
    pub channel: String,
    /// What and where; nothing when its matter is not for this viewer (`R3`).
    pub matter: Option<EntryMatter>,
}

/// What an entry was about.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct EntryMatter {
    pub summary: String,
    pub state: String,
    pub bureau: String,
    /// The matter it joined, when it opened none.
    pub joined: Option<String>,
}

/// One page of what `clerk` entered today, newest first, with one row more than a page.
pub fn today(
    connection: &mut Connection,
    clerk: &Viewer,
    today: NaiveDate,
    paging: Paging,
) -> QueryResult<Vec<Entry>> {
    let mine: Vec<(i64, String, NaiveDateTime, String, String)> = reports::table
        .filter(reports::entered_by.eq(clerk.account))
        .filter(reports::day.eq(today))
        .order(reports::id.desc())
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .select((
            reports::id,
            reports::number,
            reports::received_at,
            reports::channel,
            reports::text,
        ))
        .load(connection)?;
    let ids: Vec<i64> = mine.iter().map(|(id, ..)| *id).collect();
    let behind: Vec<(i64, i64, bool)> = case_reports::table
        .filter(case_reports::report_id.eq_any(&ids))
        .order(case_reports::case_id)
        .select((case_reports::report_id, case_reports::case_id, case_reports::opened))
        .load(connection)?;
    let stand: Vec<(i64, String, String, String)> = cases::table
        .filter(cases::id.eq_any(behind.iter().map(|(_, case, _)| *case).collect::<Vec<_>>()))
        .filter(access::visible(clerk))
        .select((cases::id, cases::number, cases::state, cases::bureau))
        .load(connection)?;
    let matter = |report: i64, text: &str| {
        let (_, case, opened) = behind.iter().find(|(id, ..)| *id == report)?;
        let (_, number, state, bureau) = stand.iter().find(|(id, ..)| id == case)?;
        Some(EntryMatter {
            summary: summary(text),
            state: state.clone(),
            bureau: bureau.clone(),
            joined: (!opened).then(|| number.clone()),
        })
    };
    let entry = |(id, number, at, channel, text): (i64, String, NaiveDateTime, String, String)| {
        Entry { number, at, channel, matter: matter(id, &text) }
    };
    Ok(mine.into_iter().map(entry).collect())
}
