//! What sample reporters think of their answers, and what came of it: ratings, a few that are not
//! satisfied, and grievances under review.

use chrono::{Days, Duration, Utc};
use diesel::{Connection as _, prelude::*};

use crate::{
    accounts::{Account, Role, Viewer},
    app::App,
    cases::{
        Case, State,
        statement::{Petition, Statement},
        work::{self, By},
    },
    db::{Connection, schema::cases},
    error::{Error, Result},
    i18n::Language,
    reports::{
        Report,
        dissatisfaction::{self, Decision, Dissatisfaction},
        rating::{self, Given, NewRating},
    },
    web::{Fields, paging::Paging},
};

/// Intake, handling, solved and cause, in turn for those who rate.
const RATINGS: [[&str; 4]; 7] = [
    ["satisfied", "satisfied", "yes", ""],
    ["satisfied", "fairly", "partly", ""],
    ["satisfied", "satisfied", "yes", ""],
    ["fairly", "not", "no", "came_back"],
    ["satisfied", "satisfied", "yes", ""],
    ["satisfied", "satisfied", "partly", ""],
    ["fairly", "fairly", "yes", ""],
];
/// Answers that nobody rated stand between those that were.
const EVERY: usize = 2;
/// How many grievances are reviewed, and how many of those are decided.
const REVIEWED: usize = 4;
const DECIDED: usize = 1;

pub(super) fn create(app: &App) -> Result<()> {
    let (people, answered) = app.db.read_now(|connection| {
        let people: Vec<Viewer> =
            Account::list(connection)?.into_iter().filter_map(Viewer::of_account).collect();
        Ok::<_, Error>((people, answered(connection)?))
    })?;
    let mut connection = app.db.target().connect()?;
    for (at, case) in answered.iter().step_by(EVERY).enumerate() {
        set_clock(app, case, 2);
        connection.transaction(|connection| rate(connection, app, case, at))?;
    }
    let supervisor =
        people.iter().find(|it| it.role == Role::Supervisor).ok_or(Error::Forbidden)?;
    explain(&mut connection, app, supervisor)?;
    let newest = answered.iter().rev().filter(|case| case.state == State::Concluded.name());
    let in_time = newest.skip(1).step_by(EVERY).take(REVIEWED);
    for (at, case) in in_time.enumerate() {
        review(&mut connection, app, &people, case, at < DECIDED)?;
    }
    Ok(())
}

fn answered(connection: &mut Connection) -> QueryResult<Vec<Case>> {
    cases::table
        .filter(cases::state.eq_any([State::Concluded.name(), State::Declined.name()]))
        .filter(cases::hidden_from.eq(""))
        .order((cases::ended_at, cases::id))
        .select(Case::as_select())
        .load(connection)
}

/// So many days after the matter's end, and not after today.
fn set_clock(app: &App, case: &Case, days: i64) {
    let ended = case.ended_at.unwrap_or(case.opened_at).and_utc();
    app.clock.set((ended + Duration::days(days)).min(Utc::now()));
}

fn words(app: &App, key: &str) -> String {
    app.pages.messages.text(Language::Chinese, key).into_owned()
}

fn rate(connection: &mut Connection, app: &App, case: &Case, at: usize) -> Result<()> {
    let Some(answer) = rating::answer(connection, case)? else { return Ok(()) };
    let names = ["intake", "handling", "solved", "cause"];
    let given = names.iter().zip(RATINGS[at % RATINGS.len()]);
    let pairs: Vec<_> = given.map(|(name, value)| ((*name).to_owned(), value.to_owned())).collect();
    let new = NewRating::parse(&Fields::from(pairs)).map_err(Error::Invalid)?;
    let Some(report) = Report::of_case(connection, case.id)?.into_iter().next() else {
        return Ok(());
    };
    rating::give(connection, app, &report, answer.id, &new, Given::Web)
}

/// The city explains the answers that somebody was not satisfied with some time ago.
fn explain(connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
    let fields = [("decision", "explain".to_owned()), ("text", words(app, "demo-explanation"))];
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let decision = Decision::parse(&Fields::from(fields)).map_err(Error::Invalid)?;
    let open = Dissatisfaction::list(connection, app, by, true, Paging { number: 1 })?;
    for (waiting, case) in open {
        let day = waiting.opened_on + Days::new(6);
        if day < Utc::now().date_naive() - Days::new(6) {
            app.clock.set(day.and_time(case.opened_at.time()).and_utc());
            connection.transaction(|connection| {
                dissatisfaction::decide(connection, app, by, waiting.id, &decision)
            })?;
        }
    }
    Ok(())
}

/// The city finds that it is a grievance; its reporter writes a letter, and two supervisors decide.
fn review(
    connection: &mut Connection,
    app: &App,
    people: &[Viewer],
    case: &Case,
    decided: bool,
) -> Result<()> {
    let by = |role: Role, at: usize| {
        people.iter().filter(|it| it.role == role).nth(at).ok_or(Error::Forbidden)
    };
    let mut act = |days: i64, viewer: &Viewer, statement: Statement| {
        set_clock(app, case, days);
        connection.transaction(|connection| {
            let case = Case::find(connection, case.id)?;
            work::act(connection, app, By::Staff(viewer), &case, None, &statement)
        })
    };
    let reason = words(app, "demo-review-reason");
    act(3, by(Role::Supervisor, 0)?, Statement::DirectToReview { reason })?;
    set_clock(app, case, 6);
    let petition = Petition {
        report: None,
        via: "letter".to_owned(),
        asked_on: app.clock.today(),
        grounds: words(app, "demo-review-grounds"),
    };
    match act(6, by(Role::Clerk, 0)?, Statement::AskReexamination(petition)) {
        // Several stand behind it, and none is named.
        Err(Error::Invalid(_)) => return Ok(()),
        other => other?,
    };
    if decided {
        let text = words(app, "demo-review-decision");
        let draft = Statement::ProposeDecision { outcome: "upheld".to_owned(), text };
        act(15, by(Role::Supervisor, 0)?, draft)?;
        act(17, by(Role::Supervisor, 1)?, Statement::ApproveDecision)?;
    }
    Ok(())
}
