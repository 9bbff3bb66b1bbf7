//! A call to be made to one reporter about one answer (`C7`), and the lists of them.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use super::caller::{self, Call};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{Case, access},
    db::{
        Connection,
        schema::{accounts, callback_tries, callbacks, cases, identities, reports},
    },
    error::{Error, Result},
    reports::Report,
    web::paging::{PER_PAGE, Paging},
};

/// Why somebody is called, the weightiest first.
pub const CAUSES: [&str; 3] = ["not_satisfied", "urgent", "sample"];

/// A call; while `closed_at` is empty it is still to be made.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = callbacks)]
#[allow(missing_docs)]
pub struct CallBack {
    pub id: i64,
    pub report_id: i64,
    pub case_id: i64,
    pub answer_id: i64,
    pub cause: String,
    pub bureau: String,
    pub opened_at: NaiveDateTime,
    pub assigned_to: Option<i64>,
    pub tries: i32,
    pub closed_at: Option<NaiveDateTime>,
    pub outcome: Option<String>,
}

/// One time that somebody called.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = callback_tries)]
#[allow(missing_docs)]
pub struct Attempt {
    pub id: i64,
    pub callback_id: i64,
    pub result: String,
    pub note: String,
    pub by_account: i64,
    pub at: NaiveDateTime,
}

/// Puts a call on the list; one about the same answer that is on it, or was, stays as it is.
/// Nothing comes of it when the reporter cannot be reached by telephone, or does not wish to be
/// known.
pub fn open(
    connection: &mut Connection,
    now: NaiveDateTime,
    report: i64,
    (case, answer): (&Case, i64),
    cause: &str,
) -> Result<()> {
    let known = callbacks::table
        .filter(callbacks::report_id.eq(report).and(callbacks::answer_id.eq(answer)))
        .select(callbacks::id);
    if known.first::<i64>(connection).optional()?.is_some() || !reachable(connection, report)? {
        return Ok(());
    }
    diesel::insert_into(callbacks::table)
        .values((
            callbacks::report_id.eq(report),
            callbacks::case_id.eq(case.id),
            callbacks::answer_id.eq(answer),
            callbacks::cause.eq(cause),
            callbacks::bureau.eq(&case.bureau),
            callbacks::opened_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether a number was left by somebody who may be called: known without unsealing it (`S1`).
fn reachable(connection: &mut Connection, report: i64) -> QueryResult<bool> {
    let left = reports::table
        .inner_join(identities::table.on(identities::report_id.eq(reports::id)))
        .filter(reports::id.eq(report))
        .filter(reports::reporter_kind.ne("anonymous"))
        .filter(reports::withdrawn_at.is_null())
        .filter(identities::phone_index.is_not_null())
        .select(reports::id);
    Ok(left.first::<i64>(connection).optional()?.is_some())
}

/// Takes calls off the list that are about an earlier answer of this matter.
pub fn drop_outdated(
    connection: &mut Connection,
    now: NaiveDateTime,
    case: i64,
    answer: i64,
) -> QueryResult<()> {
    let outdated = callbacks::table
        .filter(callbacks::case_id.eq(case))
        .filter(callbacks::answer_id.ne(answer))
        .filter(callbacks::closed_at.is_null());
    diesel::update(outdated)
        .set((callbacks::outcome.eq(Some("moot")), callbacks::closed_at.eq(Some(now))))
        .execute(connection)
        .map(drop)
}

/// A row of a list: the call, its matter, its report's number, whose it is.
pub type Row = (CallBack, Case, String, Option<String>);

/// Which calls are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that are over.
    pub closed: bool,
    /// One of [`CAUSES`], or all.
    pub cause: Option<String>,
    /// Handled by this bureau.
    pub bureau: Option<String>,
}

/// One page of the calls that the viewer may make: those to be made, oldest first and those that
/// were tried last; or those that are over, newest first.
pub fn list(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    filter: &Filter,
    paging: Paging,
) -> Result<Vec<Row>> {
    viewer.only(&[Role::Supervisor, Role::Clerk, Role::Province])?;
    let city = app.jurisdiction.profile().dispatcher.clone();
    let mut query = callbacks::table
        .inner_join(cases::table.on(cases::id.eq(callbacks::case_id)))
        .inner_join(reports::table.on(reports::id.eq(callbacks::report_id)))
        .left_join(accounts::table.on(callbacks::assigned_to.eq(accounts::id.nullable())))
        .filter(cases::hidden_from.not_like(access::hidden_pattern(viewer)))
        .filter(callbacks::bureau.ne(viewer.bureau.clone()))
        .select((
            CallBack::as_select(),
            Case::as_select(),
            reports::number,
            accounts::name.nullable(),
        ))
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .into_boxed();
    query = match viewer.role {
        Role::Clerk => query.filter(callbacks::assigned_to.eq(Some(viewer.account))),
        Role::Province => query.filter(callbacks::bureau.eq(city)),
        _ => query,
    };
    if let Some(cause) = filter.cause.clone() {
        query = query.filter(callbacks::cause.eq(cause));
    }
    if let Some(bureau) = filter.bureau.clone() {
        query = query.filter(callbacks::bureau.eq(bureau));
    }
    query = match filter.closed {
        false => query.filter(callbacks::closed_at.is_null()).order((
            callbacks::tries,
            callbacks::opened_at,
            callbacks::id,
        )),
        true => query
            .filter(callbacks::closed_at.is_not_null())
            .order((callbacks::closed_at.desc(), callbacks::id.desc())),
    };
    Ok(query.load(connection)?)
}

/// A call with its matter and report.
///
/// # Errors
/// [`Error::NotFound`] when it is none that the viewer may make.
pub fn read(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
) -> Result<(CallBack, Case, Report)> {
    let (call, case, report): (CallBack, Case, Report) = callbacks::table
        .inner_join(cases::table.on(cases::id.eq(callbacks::case_id)))
        .inner_join(reports::table.on(reports::id.eq(callbacks::report_id)))
        .filter(callbacks::id.eq(id))
        .select((CallBack::as_select(), Case::as_select(), Report::as_select()))
        .first(connection)?;
    let asked = Call {
        handled_by: &call.bureau,
        city: &app.jurisdiction.profile().dispatcher,
        assigned_to: call.assigned_to,
        hidden: case.is_kept_from(&viewer.bureau),
    };
    match caller::may_call(viewer, &asked) {
        true => Ok((call, case, report)),
        false => Err(Error::NotFound),
    }
}

/// The call to be made next after `after`: the first of the viewer's list that is another one.
pub fn next(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    after: Option<i64>,
) -> Result<Option<i64>> {
    let rows = list(connection, app, viewer, &Filter::default(), Paging { number: 1 })?;
    Ok(rows.into_iter().map(|(call, ..)| call.id).find(|id| Some(*id) != after))
}

/// Gives calls to a clerk of the city, or takes them back; those that are over stay as they are.
pub fn assign(
    connection: &mut Connection,
    viewer: &Viewer,
    calls: &[i64],
    to: Option<i64>,
) -> Result<usize> {
    viewer.only(&[Role::Supervisor])?;
    if let Some(clerk) = to
        && !clerks(connection, &viewer.bureau)?.iter().any(|(id, _)| *id == clerk)
    {
        return Err(Error::field("caller", "callbacks-caller-missing"));
    }
    let theirs = callbacks::table
        .filter(callbacks::id.eq_any(calls))
        .filter(callbacks::closed_at.is_null())
        .filter(callbacks::bureau.ne(&viewer.bureau));
    Ok(diesel::update(theirs).set(callbacks::assigned_to.eq(to)).execute(connection)?)
}

/// The clerks of that bureau, who can be given calls: row and name.
pub fn clerks(connection: &mut Connection, bureau: &str) -> QueryResult<Vec<(i64, String)>> {
    accounts::table
        .filter(accounts::role.eq(Role::Clerk.name()))
        .filter(accounts::bureau.eq(bureau))
        .filter(accounts::disabled_at.is_null())
        .order(accounts::id)
        .select((accounts::id, accounts::name))
        .load(connection)
}

impl Attempt {
    /// The times that somebody called, oldest first.
    pub fn of_call(connection: &mut Connection, call: i64) -> QueryResult<Vec<Self>> {
        callback_tries::table
            .filter(callback_tries::callback_id.eq(call))
            .order(callback_tries::id)
            .select(Self::as_select())
            .load(connection)
    }
}
