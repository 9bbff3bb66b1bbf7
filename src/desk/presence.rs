//! Who else is at work in a matter: seen when they open its page, and again while it stays open.
//! It locks nothing (the version of the matter does that), and passes by itself.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    db::{
        self, Connection,
        schema::{accounts, presences},
    },
    error::{Error, Result},
};

/// For how long somebody who was seen counts as there.
const LASTS: Duration = Duration::minutes(5);
/// How old one's own last sign must be before it is renewed.
const RENEWED: Duration = Duration::seconds(30);

/// Somebody at work in a matter.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Serialize)]
pub struct Presence {
    /// The account.
    pub account: i64,
    /// The person's name.
    pub name: String,
    /// When they were last seen, in UTC.
    pub at: NaiveDateTime,
}

/// Everybody lately seen in the matter, the latest first.
pub fn of_case(
    connection: &mut Connection,
    case: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<Presence>> {
    presences::table
        .inner_join(accounts::table.on(accounts::id.eq(presences::account_id)))
        .filter(presences::case_id.eq(case))
        .filter(presences::at.gt(now - LASTS))
        .order((presences::at.desc(), presences::account_id))
        .select((presences::account_id, accounts::name, presences::at))
        .load(connection)
}

/// Whether `account` should give a new sign, as far as `present` knows.
pub fn is_stale(present: &[Presence], account: i64, now: NaiveDateTime) -> bool {
    !present.iter().any(|it| it.account == account && it.at > now - RENEWED)
}

/// The viewer is at work in the matter now; takes away signs that mean nothing any more.
pub fn sign(
    connection: &mut Connection,
    viewer: &Viewer,
    case: i64,
    now: NaiveDateTime,
) -> Result<()> {
    let mine = presences::table.find((case, viewer.account));
    let known = diesel::update(mine).set(presences::at.eq(now)).execute(connection)?;
    if known == 0 {
        diesel::delete(presences::table.filter(presences::at.lt(now - LASTS)))
            .execute(connection)?;
        // Two pages of one person may sign at the same moment; one row is what both want.
        let _: Result<usize> = db::savepoint(connection, |connection| {
            diesel::insert_into(presences::table)
                .values((
                    presences::case_id.eq(case),
                    presences::account_id.eq(viewer.account),
                    presences::at.eq(now),
                ))
                .execute(connection)
                .map_err(Error::from)
        });
    }
    Ok(())
}
