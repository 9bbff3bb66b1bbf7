//! What a department or an assisting bureau was asked (`R7`, `P7`): only the matters that are passed
//! to it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    accounts::Viewer,
    db::{
        Connection,
        schema::{cases, referrals},
    },
};

/// A request to this department or bureau.
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
    /// By when an answer is wanted.
    pub due_on: Option<NaiveDate>,
    /// When it was answered.
    pub replied_at: Option<NaiveDateTime>,
    /// When it was taken back.
    pub taken_back_at: Option<NaiveDateTime>,
    /// When the matter itself ended.
    pub ended_at: Option<NaiveDateTime>,
}

impl Asked {
    /// Whether an answer is waited for; what the matter's end left open no longer is.
    pub fn waits(&self) -> bool {
        self.replied_at.is_none() && self.taken_back_at.is_none() && self.ended_at.is_none()
    }
}

/// Requests to the viewer's department or bureau: those that wait first, by their date, then the
/// latest of the others; at most 100 of each.
pub fn asked(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Asked>> {
    let mine = || {
        referrals::table
            .inner_join(cases::table.on(cases::id.eq(referrals::case_id)))
            .filter(referrals::department.eq(viewer.bureau.clone()))
            .select((
                cases::number,
                cases::bureau,
                cases::plant,
                referrals::request,
                referrals::at,
                referrals::due_on,
                referrals::replied_at,
                referrals::taken_back_at,
                cases::ended_at,
            ))
            .limit(100)
    };
    let waiting = mine()
        .filter(referrals::replied_at.is_null())
        .filter(referrals::taken_back_at.is_null())
        .filter(cases::ended_at.is_null())
        .order((referrals::due_on.is_null(), referrals::due_on, referrals::id));
    let mut all: Vec<Asked> = waiting.load(connection)?;
    let over = mine()
        .filter(
            referrals::replied_at
                .is_not_null()
                .or(referrals::taken_back_at.is_not_null())
                .or(cases::ended_at.is_not_null()),
        )
        .order(referrals::id.desc());
    all.extend(over.load::<Asked>(connection)?);
    Ok(all)
}
