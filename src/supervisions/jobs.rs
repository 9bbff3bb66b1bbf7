//! Every day: what is past its date goes up one level, once for each listing (`L5`).

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{State, Supervision};
use crate::{
    app::App,
    db::{Connection, schema::supervisions},
    error::Result,
    jobs::{self, Job},
    timeline::{self, Actor, Audience, Entry},
};

/// Marks what is past its date; runs once a day and sees to it that it runs the next.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MarkOverdueSupervisions {
    /// The day.
    pub day: NaiveDate,
}

impl MarkOverdueSupervisions {
    /// Sees to it that it runs today, unless it did: at every start of the portal.
    pub fn schedule(app: &App) -> Result<()> {
        let (job, now) = (Self { day: app.clock.today() }, app.clock.now());
        app.db.write_now(move |connection| jobs::enqueue(connection, &job, now).map(drop))
    }
}

impl Job for MarkOverdueSupervisions {
    const NAME: &'static str = "mark_overdue_supervisions";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("{} {}", Self::NAME, self.day))
    }

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        let next = Self { day: today.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX) };
        // Midnight where the office is, in UTC.
        let ahead = app.clock.local(now) - now;
        let midnight = next.day.and_time(NaiveTime::MIN) - ahead;
        let vault = app.vault.clone();
        app.db.write_now(move |connection| {
            for case in overdue(connection, today)? {
                let once =
                    supervisions::table.find(case.id).filter(supervisions::escalated_on.is_null());
                let marked = diesel::update(once)
                    .set(supervisions::escalated_on.eq(Some(today)))
                    .execute(connection)?;
                if marked == 1 {
                    timeline::record(connection, &vault, now, &entry(&case))?;
                }
            }
            jobs::enqueue(connection, &next, midnight).map(drop)
        })
    }
}

/// Those past their date that have not gone up yet.
fn overdue(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Supervision>> {
    supervisions::table
        .filter(supervisions::state.eq_any(State::LIVING))
        .filter(supervisions::due_on.lt(today))
        .filter(supervisions::escalated_on.is_null())
        .order(supervisions::id)
        .select(Supervision::as_select())
        .load(connection)
}

fn entry(case: &Supervision) -> Entry {
    Entry {
        subject: case.subject(),
        act: "escalate",
        actor: Actor::system(),
        audience: Audience::Public,
        detail: json!({ "due": case.due_on }),
    }
}
