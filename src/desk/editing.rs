//! Who is at work on the forms of a matter: one at a time, for some minutes, renewed while their page
//! is open. It is kind: others see who it is and since when, and take over when they must. It holds
//! back people's forms alone, never a job or a reporter; what is stale the version of the matter refuses.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::{
    accounts::Viewer,
    app::App,
    cases::{Case, sight},
    db::{
        self, Connection,
        schema::{accounts, editings},
    },
    error::{Error, Result},
    message::Message,
};

/// For how long somebody who was last seen at it holds it.
const LASTS: Duration = Duration::minutes(5);
/// The field of a form by which its sender takes over.
pub const OVER: &str = "over";
/// What is said to whom another keeps from the forms, and to whom they were taken from.
const HELD: &str = "editing-held";
const TAKEN: &str = "editing-taken";

/// Somebody who is at work on the forms.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Hold {
    /// The account.
    pub account: i64,
    /// The person's name.
    pub name: String,
    /// Since when, in UTC.
    pub since: NaiveDateTime,
    /// The account that they took over from.
    pub taken_from: Option<i64>,
}

impl Hold {
    /// Who holds it and since when, for the member of staff of that account.
    pub fn said(&self, app: &App, to: i64) -> Message {
        let key = if self.taken_from == Some(to) { TAKEN } else { HELD };
        let since = app.clock.local(self.since).format("%H:%M");
        Message::new(key).with("name", &self.name).with("since", since)
    }
}

/// Whether that is what is said to whom another keeps from the forms.
pub fn is_said(message: &Message) -> bool {
    [HELD, TAKEN].contains(&message.key.as_str())
}

/// Who is at work on the forms of the matter now.
pub fn of_case(
    connection: &mut Connection,
    case: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<Hold>> {
    editings::table
        .inner_join(accounts::table.on(accounts::id.eq(editings::account_id)))
        .filter(editings::case_id.eq(case))
        .filter(editings::at.gt(now - LASTS))
        .select((editings::account_id, accounts::name, editings::since, editings::taken_from))
        .first(connection)
        .optional()
}

/// The viewer begins, or takes `over` from whoever is at it; without that, whoever is at it stays.
pub fn begin(
    connection: &mut Connection,
    viewer: &Viewer,
    case: i64,
    now: NaiveDateTime,
    over: bool,
) -> Result<()> {
    let hold = of_case(connection, case, now)?;
    match &hold {
        Some(hold) if hold.account == viewer.account => {
            return renew(connection, viewer, case, now);
        }
        Some(_) if !over => return Ok(()),
        _ => {}
    }
    // Two may begin at the same moment; whoever is first holds it.
    let stale = editings::table.find(case).filter(editings::at.le(now - LASTS));
    diesel::delete(stale).execute(connection)?;
    if let Some(hold) = &hold {
        let theirs = editings::table.find(case).filter(editings::account_id.eq(hold.account));
        diesel::delete(theirs).execute(connection)?;
    }
    let begun: Result<usize> = db::savepoint(connection, |connection| {
        diesel::insert_into(editings::table)
            .values((
                editings::case_id.eq(case),
                editings::account_id.eq(viewer.account),
                editings::since.eq(now),
                editings::at.eq(now),
                editings::taken_from.eq(hold.map(|hold| hold.account)),
            ))
            .execute(connection)
            .map_err(Error::from)
    });
    match begun {
        Err(Error::Database(error)) if error.is_lost_race() => Ok(()),
        begun => begun.map(drop),
    }
}

/// The viewer's page is still open; nothing where another is at it.
pub fn renew(
    connection: &mut Connection,
    viewer: &Viewer,
    case: i64,
    now: NaiveDateTime,
) -> Result<()> {
    let mine = editings::table
        .filter(editings::case_id.eq(case))
        .filter(editings::account_id.eq(viewer.account))
        .filter(editings::at.gt(now - LASTS));
    diesel::update(mine).set(editings::at.eq(now)).execute(connection)?;
    Ok(())
}

/// The viewer has sent their form.
pub fn end(connection: &mut Connection, viewer: &Viewer, case: i64) -> Result<()> {
    let mine = editings::table
        .filter(editings::case_id.eq(case))
        .filter(editings::account_id.eq(viewer.account));
    diesel::delete(mine).execute(connection)?;
    Ok(())
}

/// Lets a form through that nobody else keeps, or that takes `over`. Those who do not work the matter,
/// such as a department that answers, neither keep it nor are kept from theirs.
///
/// # Errors
/// [`Error::Conflict`] says who keeps it, and since when.
pub fn pass(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
    over: bool,
) -> Result<()> {
    let now = app.clock.now();
    let works = sight::of(viewer, case).is_some_and(|sight| sight.casework);
    let hold = of_case(connection, case.id, now)?.filter(|it| it.account != viewer.account);
    match hold.filter(|_| works) {
        Some(_) if over => begin(connection, viewer, case.id, now, true),
        Some(hold) => Err(Error::Conflict(hold.said(app, viewer.account))),
        None => Ok(()),
    }
}
