//! Every day: what is past its date goes up one level, once for each listing (`L5`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{State, Supervision};
use crate::{
    app::App,
    db::{Connection, schema::supervisions},
    error::Result,
    jobs::{Every, Job, Periodic},
    timeline::{self, Actor, Audience, Entry},
};

/// Marks what is past its date; once a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MarkOverdueSupervisions {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for MarkOverdueSupervisions {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for MarkOverdueSupervisions {
    const NAME: &'static str = "mark_overdue_supervisions";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
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
            Ok(())
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

/// Stores the words of all supervised cases: after the way in which words are cut has changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexSupervisions {}

impl Job for IndexSupervisions {
    const NAME: &'static str = "index_supervisions";

    fn run(&self, app: &App) -> Result<()> {
        app.db.write_now(|connection| {
            let all: Vec<Supervision> =
                supervisions::table.select(Supervision::as_select()).load(connection)?;
            for case in all {
                case.index(connection)?;
            }
            Ok(())
        })
    }
}
