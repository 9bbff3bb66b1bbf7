//! Every day: measures that somebody must look at soon, and those that nobody looked at in time
//! (`C5`, `T9`).

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{self, Due},
    app::App,
    db::{
        Connection,
        schema::{cases, measures},
    },
    error::Result,
    jobs::{Every, Job, Periodic},
    message::Message,
};

/// So many days before its date the bureau is reminded.
const AHEAD: Days = Days::new(3);
/// What is late is told on the next day on which a node is up, for so many days.
const BEHIND: Days = Days::new(30);

/// Reminds bureaus of measures to look at, and tells the supervisor of late ones; once each.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchMeasures {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for WatchMeasures {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for WatchMeasures {
    const NAME: &'static str = "watch_measures";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        let city = app.jurisdiction.profile().dispatcher.clone();
        app.db.write_now(move |connection| {
            for coming in coming(connection, today)? {
                alerts::remind(connection, now, today, &city, coming.due())?;
            }
            Ok(())
        })
    }
}

#[derive(Queryable)]
struct Coming {
    id: i64,
    look_on: NaiveDate,
    case: String,
    bureau: String,
    hidden_from: String,
}

impl Coming {
    fn due(&self) -> Due<'_> {
        let say = |key: &str| Message::new(key).with("number", &self.case);
        Due {
            // A look sets another day, of which they are told anew; as is who got the matter since.
            key: format!("measure {} {} {}", self.id, self.look_on, self.bureau),
            bureau: &self.bureau,
            hidden_from: &self.hidden_from,
            due_on: self.look_on,
            kind: "measure",
            said: [say("alerts-measure-soon"), say("alerts-measure-late")],
            link: format!("/measures/{}", self.id),
        }
    }
}

/// Those that come up within days, or are late.
fn coming(connection: &mut Connection, today: NaiveDate) -> QueryResult<Vec<Coming>> {
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    let since = today.checked_sub_days(BEHIND).unwrap_or(today);
    measures::table
        .inner_join(cases::table.on(cases::id.eq(measures::case_id)))
        .filter(measures::look_on.between(since, until))
        .order((measures::look_on, measures::id))
        .select((
            measures::id,
            measures::look_on.assume_not_null(),
            cases::number,
            cases::bureau,
            cases::hidden_from,
        ))
        .load(connection)
}
