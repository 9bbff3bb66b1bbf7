//! What a department was asked (`R7`, `P7`): only the matters that are passed to it.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    db::{
        Connection,
        schema::{cases, referrals},
    },
};

/// A request to this department.
#[derive(Clone, Debug, Queryable, Serialize)]
pub struct Asked {
    /// The matter.
    pub number: String,
    /// Code of the bureau that asks.
    pub bureau: String,
    /// The reported unit.
    pub plant: String,
    /// What is asked.
    pub request: String,
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// When it was answered.
    pub replied_at: Option<NaiveDateTime>,
}

/// Requests to the viewer's department: unanswered first, oldest first; at most 200.
pub fn asked(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Asked>> {
    let mine = |answered: bool| {
        let query = referrals::table
            .inner_join(cases::table.on(cases::id.eq(referrals::case_id)))
            .filter(referrals::department.eq(viewer.bureau.clone()))
            .into_boxed();
        match answered {
            true => query.filter(referrals::replied_at.is_not_null()).order(referrals::id.desc()),
            false => query.filter(referrals::replied_at.is_null()).order(referrals::id.asc()),
        }
        .select((
            cases::number,
            cases::bureau,
            cases::plant,
            referrals::request,
            referrals::at,
            referrals::replied_at,
        ))
        .limit(100)
    };
    let mut all: Vec<Asked> = mine(false).load(connection)?;
    all.extend(mine(true).load::<Asked>(connection)?);
    Ok(all)
}
