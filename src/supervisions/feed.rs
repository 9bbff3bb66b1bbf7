//! What has happened on the public list, newest first: for feeds.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Supervision;
use crate::{
    db::{
        self, Connection,
        schema::{events, supervisions},
    },
    error::Result,
    timeline::{Audience, Event},
};

/// The most entries of a feed.
const MOST: i64 = 50;

/// Entries with the listings that they are about.
pub struct News {
    /// The newest first.
    pub events: Vec<Event>,
    /// Their listings.
    pub cases: Vec<Supervision>,
}

impl News {
    /// Of all listings, or of one; of what is public alone (`L2`).
    pub fn of(connection: &mut Connection, number: Option<&str>) -> Result<Self> {
        let mut query = events::table
            .filter(db::is_literally("events.subject", Supervision::NOUN))
            .filter(db::is_literally("events.audience", Audience::Public.name()))
            .order(events::id.desc())
            .limit(MOST)
            .select(Event::as_select())
            .into_boxed();
        if let Some(number) = number {
            let case = Supervision::public(connection, number)?;
            query = query.filter(events::subject_id.eq(case.id));
        }
        let mut events: Vec<Event> = query.load(connection)?;
        let ids: Vec<i64> = events.iter().map(|event| event.subject_id).collect();
        let cases: Vec<Supervision> = supervisions::table
            .filter(supervisions::id.eq_any(ids))
            .filter(supervisions::listed_on.is_not_null())
            .select(Supervision::as_select())
            .load(connection)?;
        events.retain(|event| cases.iter().any(|case| case.id == event.subject_id));
        Ok(Self { events, cases })
    }

    /// When the newest thing happened.
    pub fn updated(&self) -> Option<NaiveDateTime> {
        self.events.first().map(|event| event.at)
    }

    /// The listing that an entry is about.
    pub fn case_of(&self, event: &Event) -> Option<&Supervision> {
        self.cases.iter().find(|case| case.id == event.subject_id)
    }
}
