//! What a reporter can do with number and code (`I4`): see the whole answer, add facts, withdraw,
//! and exchange a code that was read out to them.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{LookupCode, Number, Report, report::submission_hash};
use crate::{
    app::App,
    cases::{Case, statement::Statement, words, work},
    db::{
        Connection,
        schema::{case_reports, reports, supplements},
    },
    error::{Error, Result},
    message::Message,
    timeline::{self, Actor, Audience, Entry},
    vault::Vault,
};

/// How long a reporter's browser stays let in.
pub const LASTS: Duration = Duration::minutes(30);

/// The report of number and code; the same error whether one or the other is wrong.
pub fn open(
    connection: &mut Connection,
    vault: &Vault,
    number: &Number,
    code: &LookupCode,
) -> Result<Report> {
    reports::table
        .filter(reports::number.eq(number.as_str()))
        .filter(reports::code_hash.eq(code.hash(vault)))
        .select(Report::as_select())
        .first(connection)
        .optional()?
        .ok_or_else(|| Error::field("code", "track-no-match"))
}

/// A token for the browser of a reporter who gave the right code; it ends with time, and when the
/// code is exchanged.
pub fn token(
    connection: &mut Connection,
    vault: &Vault,
    report: i64,
    now: NaiveDateTime,
) -> Result<String> {
    let hash: String = reports::table.find(report).select(reports::code_hash).first(connection)?;
    let until = (now + LASTS).and_utc().timestamp();
    Ok(vault.sign(&format!("{report}.{until}.{}", &hash[..16])))
}

/// The report that a token opens, while it holds.
pub fn by_token(
    connection: &mut Connection,
    vault: &Vault,
    token: &str,
    now: NaiveDateTime,
) -> Result<Option<Report>> {
    let Some((report, hash)) = opened(vault, token, now) else { return Ok(None) };
    let found: Option<(Report, String)> = reports::table
        .find(report)
        .select((Report::as_select(), reports::code_hash))
        .first(connection)
        .optional()?;
    Ok(found.filter(|(_, stored)| stored.starts_with(hash)).map(|(report, _)| report))
}

/// The row of a token of ours whose time has not ended, and the beginning of the code's hash.
fn opened<'a>(vault: &Vault, token: &'a str, now: NaiveDateTime) -> Option<(i64, &'a str)> {
    let mut parts = vault.verify(token)?.split('.');
    let (report, until, hash) = (parts.next()?, parts.next()?, parts.next()?);
    let until: i64 = until.parse().ok()?;
    let holds = until >= now.and_utc().timestamp() && hash.len() == 16;
    holds.then(|| report.parse().ok().map(|report| (report, hash)))?
}

/// Adds facts to a report, for whoever handles its matters; the same twice running is added once.
pub fn add_facts(
    connection: &mut Connection,
    app: &App,
    report: &Report,
    text: &str,
) -> Result<()> {
    let cases = report.cases(connection)?;
    let is_over = report.withdrawn_at.is_some() || cases.iter().all(|it| it.ended_at.is_some());
    if is_over {
        return Err(Error::Conflict(Message::new("track-facts-late")));
    }
    let said = supplements::table.filter(supplements::report_id.eq(report.id));
    let last = said.order(supplements::id.desc()).select(supplements::text);
    if last.first::<String>(connection).optional()?.is_some_and(|last| last == text) {
        return Ok(());
    }
    diesel::insert_into(supplements::table)
        .values((
            supplements::report_id.eq(report.id),
            supplements::text.eq(text),
            supplements::at.eq(app.clock.now()),
        ))
        .execute(connection)?;
    // The pages of those that have ended show it, too.
    for case in &cases {
        words::again(connection, &app.jurisdiction, case.id)?;
    }
    for case in cases.iter().filter(|case| case.ended_at.is_none()) {
        enter(connection, app, case, "supplement")?;
    }
    Ok(())
}

/// Withdraws the report; a matter behind which nobody stands any more ends with it.
pub fn withdraw(connection: &mut Connection, app: &App, report: &Report) -> Result<()> {
    if report.withdrawn_at.is_some() {
        return Err(Error::Conflict(Message::new("withdraw-already")));
    }
    // Whoever withdraws at the same moment waits: the last of them ends the matter.
    for case in report.cases(connection)? {
        Case::hold(connection, case.id)?;
    }
    let cases = report.cases(connection)?;
    if cases.iter().all(|case| case.ended_at.is_some()) {
        return Err(Error::Conflict(Message::new("withdraw-too-late")));
    }
    let standing = reports::table.find(report.id).filter(reports::withdrawn_at.is_null());
    let withdrawn = reports::withdrawn_at.eq(Some(app.clock.now()));
    if diesel::update(standing).set(withdrawn).execute(connection)? == 0 {
        return Err(Error::Conflict(Message::new("withdraw-already")));
    }
    for case in cases.iter().filter(|case| case.ended_at.is_none()) {
        let others: i64 = case_reports::table
            .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
            .filter(case_reports::case_id.eq(case.id))
            .filter(reports::withdrawn_at.is_null())
            .count()
            .get_result(connection)?;
        match others {
            0 => {
                let by = work::By::Reporter;
                work::act(connection, app, by, case, None, &Statement::Withdraw)?;
            }
            _ => enter(connection, app, case, "withdraw_one")?,
        }
    }
    Ok(())
}

/// A new code in place of the one that was read out; the old one and open browsers end.
///
/// It follows from `key`, which the page that asks has made and nobody else knows: asking twice (a
/// double click, a broken connection) gives the same code, also when the token has ended by it.
pub fn exchange_code(
    connection: &mut Connection,
    app: &App,
    token: &str,
    key: &str,
) -> Result<(Report, LookupCode)> {
    let (vault, now) = (&app.vault, app.clock.now());
    let Some((id, hash)) = opened(vault, token, now) else { return Err(Error::NotFound) };
    let (report, stored): (Report, String) = reports::table
        .find(id)
        .select((Report::as_select(), reports::code_hash))
        .first(connection)?;
    let code = LookupCode::of_submission(vault, &format!("exchange {} {key}", report.number));
    if stored == code.hash(vault) {
        return Ok((report, code));
    }
    if !stored.starts_with(hash) {
        return Err(Error::NotFound);
    }
    if !report.code_read_out {
        return Err(Error::Conflict(Message::new("code-exchanged")));
    }
    diesel::update(reports::table.find(id))
        .set((reports::code_hash.eq(code.hash(vault)), reports::code_read_out.eq(false)))
        .execute(connection)?;
    Ok((report, code))
}

/// The report that a form's own key has made, with its code while that is still good.
pub fn receipt(
    connection: &mut Connection,
    vault: &Vault,
    key: &str,
) -> Result<(Report, Option<LookupCode>)> {
    let (report, stored): (Report, String) = reports::table
        .filter(reports::submission.eq(submission_hash(vault, key)))
        .select((Report::as_select(), reports::code_hash))
        .first(connection)?;
    let code = LookupCode::of_submission(vault, key);
    let is_good = stored == code.hash(vault);
    Ok((report, is_good.then_some(code)))
}

fn enter(connection: &mut Connection, app: &App, case: &Case, act: &'static str) -> Result<()> {
    let entry = Entry {
        subject: case.subject(),
        act,
        actor: Actor::reporter(),
        audience: Audience::Staff,
        detail: json!({ "matter": { "bureau": case.bureau } }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}
