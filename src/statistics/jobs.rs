//! Counting, once a minute; and the proof that what is kept is what the timeline says: each day of what
//! is new, once a week of all there is.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::{check, ledger, told::Office};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    error::{Error, Result},
    jobs::{Every, Job, Periodic},
};

/// Counts all events that wait, and says how many they were.
pub fn count(app: &App) -> Result<usize> {
    count_by(app, ledger::AT_ONCE)
}

fn count_by(app: &App, most: i64) -> Result<usize> {
    let mut all = 0;
    loop {
        let office = Office::of(app);
        let some = move |connection: &mut _| ledger::count_some(connection, &office, most);
        match app.db.write_now(some)? {
            0 => return Ok(all),
            some => all += some,
        }
    }
}

/// Counts everything anew; how many events there are.
pub fn rebuild(app: &App) -> Result<usize> {
    app.db.write_now(|connection| Ok::<_, Error>(ledger::forget(connection)?))?;
    count_many(app)
}

/// [`count`] where very many wait and nobody else does: more at once.
pub fn count_many(app: &App) -> Result<usize> {
    count_by(app, ledger::ALL_ANEW)
}

/// Counts what waits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CountFigures {}

impl Periodic for CountFigures {
    const EVERY: Every = Every::Minutes(1);

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

impl Job for CountFigures {
    const NAME: &'static str = "count_figures";

    fn run(&self, app: &App) -> Result<()> {
        count(app).map(drop)
    }
}

/// What was done in so many days is looked at every day.
const NEW: Days = Days::new(40);
/// The day on which everything is.
const ALL: Weekday = Weekday::Mon;

/// Proves that kept is recomputed; the administrators are told when it is not.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CheckFigures {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for CheckFigures {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for CheckFigures {
    const NAME: &'static str = "check_figures";
    // At a million matters a quarter of an hour.
    const HOLD: TimeDelta = TimeDelta::hours(2);

    fn run(&self, app: &App) -> Result<()> {
        let office = Office::of(app);
        let since = app.clock.now().checked_sub_days(NEW).unwrap_or_default();
        let found = app.db.read_now(|connection| match self.day.weekday() {
            ALL => check::first_difference(connection, &office),
            _ => check::first_new_difference(connection, &office, since),
        })?;
        let Some(difference) = found else { return Ok(()) };
        tracing::error!(%difference, "the figures kept are not those of the timeline");
        let (now, day) = (app.clock.now(), self.day);
        let bureau = app.jurisdiction.profile().dispatcher.clone();
        app.db.write_now(move |connection| {
            let alert = Alert {
                key: format!("figures differ {day}"),
                to: To::Role { bureau, role: Role::Administrator },
                kind: "figures",
                message: difference.message(),
                link: "/statistics".to_owned(),
            };
            alerts::raise_with(connection, now, &alert, Mail::Digest)?;
            Ok::<_, Error>(())
        })
    }
}
