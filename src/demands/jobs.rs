//! Every day: reports that the city demanded and that come due or are late (`T9`). And what is demanded about
//! a matter is told to the bureau that gets it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Demand, demand, lifecycle::State};
use crate::{
    accounts::Role,
    alerts::{self, Alert, Mail, To},
    app::App,
    cases::{Case, jobs::FollowHandover, warnings::level::Level},
    db::{
        Connection,
        schema::{cases, demands},
    },
    deadlines::{Warning, reckon::latest_warning},
    error::Result,
    jobs::{Every, Job, Periodic},
    message::Message,
    timeline,
};

/// Reminds bureaus of reports that are owed, and tells chiefs and the supervisor of late ones; each step once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WatchDemands {
    /// The day.
    pub day: NaiveDate,
}

impl Periodic for WatchDemands {
    const EVERY: Every = Every::Day;

    fn of(begin: NaiveDateTime) -> Self {
        Self { day: begin.date() }
    }
}

impl Job for WatchDemands {
    const NAME: &'static str = "watch_demands";

    fn run(&self, app: &App) -> Result<()> {
        let (now, today) = (app.clock.now(), app.clock.today());
        let city = app.jurisdiction.profile().dispatcher.clone();
        app.db.write_now(move |connection| {
            for owed in owed(connection)? {
                let step = latest_warning(owed.started_on, owed.due_on, today);
                let Some((_, warning)) = step else { continue };
                for alert in owed.alerts(&city, warning) {
                    alerts::raise_with(connection, now, &alert, Mail::Digest)?;
                }
            }
            Ok(())
        })
    }
}

impl Job for FollowHandover {
    const NAME: &'static str = "follow_handover";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("follow handover {}", self.event))
    }

    fn run(&self, app: &App) -> Result<()> {
        let (event, now) = (self.event, app.clock.now());
        let news = app.db.read_now(|connection| news(connection, event))?;
        // Hardly any matter that goes to another bureau is supervised.
        if news.is_empty() {
            return Ok(());
        }
        app.db.write_now(move |connection| {
            for alert in &news {
                alerts::raise_with(connection, now, alert, Mail::Digest)?;
            }
            Ok(())
        })
    }
}

/// The news for the bureau that got the matter by that entry, and has it: where it went on from there, it
/// is told there.
fn news(connection: &mut Connection, event: i64) -> Result<Vec<Alert>> {
    let given = timeline::find(connection, event)?;
    let case = Case::find(connection, given.subject_id)?;
    if given.detail()["bureau"] != case.bureau {
        return Ok(Vec::new());
    }
    let demands = Demand::of_case(connection, case.id)?.into_iter();
    let open = demands.filter(|demand| demand.state != "ended");
    let alert = |demand: Demand| Alert {
        key: format!("demand {} handed {event}", demand.id),
        to: To::Bureau(case.bureau.clone()),
        kind: "demand",
        message: Message::new("alerts-demand-handed").with("number", &case.number),
        link: format!("/demands/{}", demand.id),
    };
    Ok(open.map(alert).collect())
}

#[derive(Queryable)]
struct Owed {
    id: i64,
    started_on: NaiveDate,
    due_on: NaiveDate,
    case: String,
    bureau: String,
    hidden_from: String,
}

impl Owed {
    /// Who is told at that step: before the day the bureau, then its chief and the city.
    fn alerts(&self, city: &str, warning: Warning) -> Vec<Alert> {
        let late = Level::of(warning) > Level::Handlers;
        let role = |bureau: &str, role| To::Role { bureau: bureau.to_owned(), role };
        let whom = match late {
            false => vec![To::Bureau(self.bureau.clone())],
            true => vec![role(&self.bureau, Role::Chief), role(city, Role::Supervisor)],
        };
        let key = if late { "alerts-demand-late" } else { "alerts-demand-soon" };
        let is_kept = |to: &To| self.hidden_from.split(' ').any(|code| code == told(to));
        let alert = |(place, to): (usize, To)| Alert {
            // Demanded again, another day is set, of which they are told anew; as is who got the matter since.
            key: format!("demand {} {} {warning:?} {place} {}", self.id, self.due_on, told(&to)),
            to,
            kind: "demand",
            message: Message::new(key).with("number", &self.case),
            link: format!("/demands/{}", self.id),
        };
        whom.into_iter().filter(|to| !is_kept(to)).enumerate().map(alert).collect()
    }
}

/// The bureau that is told.
fn told(to: &To) -> &str {
    match to {
        To::Role { bureau, .. } | To::Bureau(bureau) => bureau,
        To::Account(_) => "",
    }
}

/// Those that wait for a report.
fn owed(connection: &mut Connection) -> QueryResult<Vec<Owed>> {
    demands::table
        .inner_join(cases::table.on(cases::id.eq(demands::case_id)))
        .filter(demands::state.eq(State::Open.name()))
        .filter(demand::living())
        .order((demands::due_on, demands::id))
        .select((
            demands::id,
            demands::started_on,
            demands::due_on,
            cases::number,
            cases::bureau,
            cases::hidden_from,
        ))
        .load(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn keys(bureau: &str) -> Vec<String> {
        let owed = Owed {
            id: 1,
            started_on: day("2026-11-02"),
            due_on: day("2026-11-12"),
            case: String::new(),
            bureau: bureau.to_owned(),
            hidden_from: String::new(),
        };
        let late = latest_warning(owed.started_on, owed.due_on, day("2026-11-20"));
        let alerts = late.map(|(_, warning)| owed.alerts("c", warning)).unwrap_or_default();
        alerts.into_iter().map(|alert| alert.key).collect()
    }

    #[test]
    fn who_gets_the_matter_later_is_told_too_and_the_city_once() {
        let (one, other) = (keys("a"), keys("b"));
        assert_eq!((one.len(), other.len()), (2, 2));
        assert_ne!(one[0], other[0]);
        assert_eq!(one[1], other[1]);
    }
}
