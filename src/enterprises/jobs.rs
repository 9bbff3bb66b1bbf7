//! Every day: revisits that come up, and those that are late (`C6`, `T9`).

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::keep;
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    app::App,
    db::{
        Connection,
        schema::{cases, enterprises, revisits},
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
                tell(connection, now, today, &city, &revisit)?;
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

fn tell(
    connection: &mut Connection,
    now: NaiveDateTime,
    today: NaiveDate,
    city: &str,
    revisit: &Coming,
) -> Result<()> {
    let late = revisit.due_on < today;
    let mut all = vec![(To::Bureau(revisit.bureau.clone()), "bureau")];
    // What is kept from the city is not told to it (R3).
    let hidden = revisit.hidden_from.as_deref().unwrap_or_default();
    if late && !hidden.split(' ').any(|code| code == city) {
        all.push((To::Role { bureau: city.to_owned(), role: Role::Supervisor }, "supervisor"));
    }
    let (step, key) =
        if late { ("late", "alerts-revisit-late") } else { ("soon", "alerts-revisit-soon") };
    for (to, whom) in all {
        let alert = Alert {
            key: format!("revisit {} {step} {whom}", revisit.id),
            to,
            kind: "relapse",
            message: Message::new(key).with("name", &revisit.plant),
            link: format!("/revisits/{}", revisit.id),
        };
        alerts::raise(connection, now, &alert)?;
    }
    Ok(())
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
