//! Every day: revisits that come up, and those that are late (`C6`, `T9`).

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::keep;
use crate::{
    alerts::{self, Due},
    app::App,
    cases::words,
    db::{
        Connection,
        schema::{case_enterprises, cases, enterprises, revisits},
    },
    error::Result,
    jobs::{self, Every, Job, Periodic},
    message::Message,
};

/// So many days before its date the bureau is reminded.
const AHEAD: Days = Days::new(7);

/// Reminds bureaus of revisits, and tells the supervisor of late ones; once each.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchRevisits {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for WatchRevisits {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for WatchRevisits {
    const NAME: &'static str = "watch_revisits";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        let city = app.jurisdiction.profile().dispatcher.clone();
        app.db.write_now(move |connection| {
            for revisit in coming(connection, today)? {
                alerts::remind(connection, now, today, &city, revisit.due())?;
            }
            Ok(())
        })
    }
}

#[derive(Queryable)]
struct Coming {
    id: i64,
    bureau: String,
    due_on: NaiveDate,
    plant: String,
    hidden_from: Option<String>,
}

impl Coming {
    fn due(&self) -> Due<'_> {
        let say = |key: &str| Message::new(key).with("name", &self.plant);
        Due {
            key: format!("revisit {}", self.id),
            bureau: &self.bureau,
            hidden_from: self.hidden_from.as_deref().unwrap_or_default(),
            due_on: self.due_on,
            kind: "relapse",
            said: [say("alerts-revisit-soon"), say("alerts-revisit-late")],
            link: format!("/revisits/{}", self.id),
        }
    }
}

/// Those that are due within a week, or late.
fn coming(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Coming>> {
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    revisits::table
        .inner_join(enterprises::table.on(enterprises::id.eq(revisits::enterprise_id)))
        .left_join(cases::table.on(revisits::case_id.eq(cases::id.nullable())))
        .filter(revisits::done_on.is_null())
        .filter(revisits::dropped_on.is_null())
        .filter(revisits::due_on.le(until))
        .order((revisits::due_on, revisits::id))
        .select((
            revisits::id,
            revisits::bureau,
            revisits::due_on,
            enterprises::name,
            cases::hidden_from.nullable(),
        ))
        .load(connection)
}

/// Stores the words of plants that are there already: after the way in which words are cut has changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexEnterprises {
    /// The last plant that is done.
    pub after: i64,
}

impl IndexEnterprises {
    /// Plants of one transaction.
    const AT_ONCE: i64 = 500;
}

impl Job for IndexEnterprises {
    const NAME: &'static str = "index_enterprises";

    fn run(&self, app: &App) -> Result<()> {
        let (after, now) = (self.after, app.clock.now());
        app.db.write_now(move |connection| {
            let some: Vec<i64> = enterprises::table
                .filter(enterprises::id.gt(after))
                .order(enterprises::id)
                .limit(Self::AT_ONCE)
                .select(enterprises::id)
                .load(connection)?;
            for id in &some {
                keep::index(connection, *id)?;
            }
            if let Some(after) = some.last().copied() {
                jobs::enqueue(connection, &Self { after }, now)?;
            }
            Ok(())
        })
    }
}

/// Stores the words of the matters about a plant anew, which has other names now.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexMatters {
    /// The plant that stands for its group.
    pub root: i64,
    /// The last matter that is done.
    pub after: i64,
}

impl IndexMatters {
    /// Matters of one transaction.
    const AT_ONCE: i64 = 100;
}

impl Job for IndexMatters {
    const NAME: &'static str = "index_matters";

    fn run(&self, app: &App) -> Result<()> {
        let (Self { root, after }, now) = (*self, app.clock.now());
        let jurisdiction = app.jurisdiction.clone();
        app.db.write_now(move |connection| {
            let some: Vec<i64> = case_enterprises::table
                .inner_join(
                    enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)),
                )
                .filter(enterprises::root.eq(root))
                .filter(case_enterprises::case_id.gt(after))
                .order(case_enterprises::case_id)
                .limit(Self::AT_ONCE)
                .select(case_enterprises::case_id)
                .load(connection)?;
            for id in &some {
                words::again(connection, &jurisdiction, *id)?;
            }
            if let Some(after) = some.last().copied() {
                jobs::enqueue(connection, &Self { root, after }, now)?;
            }
            Ok(())
        })
    }
}
