//! How each bureau stands: read from the rooms that keep it, a few grouped queries whatever there is.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use diesel::{dsl::count_star, prelude::*};

use crate::{
    accounts::Viewer,
    app::App,
    cases::access,
    circulars::answer,
    db::{
        Connection,
        schema::{cases, supervision_bureaus, supervisions},
    },
    desk::{board, bulk},
    error::Result,
    petitions, rounds,
    statistics::{Asked, Figures},
    supervisions as listings,
};

/// A bureau.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Line {
    pub code: String,
    pub open: i64,
    pub late: i64,
    pub soon: i64,
    pub returned: i64,
    pub chased: i64,
    pub demanded: i64,
    pub demands: i64,
    pub listings: i64,
    pub petitions: i64,
    pub answers: i64,
    pub problems: i64,
}

/// This year, up to today.
pub fn year(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today), today)
}

/// All bureaus, in the order of the jurisdiction.
pub fn read(connection: &mut Connection, app: &App, viewer: &Viewer) -> Result<Vec<Line>> {
    let today = app.clock.today();
    let (_, board) = board::read(connection, viewer, &app.jurisdiction, today)?;
    let asked = Asked { days: year(today), channel: None, kind: None, bureau: None };
    let figures = Figures::read(connection, &app.jurisdiction, &asked)?;
    let listings = listings_overdue(connection, viewer, today)?;
    let (petitions, _) = petitions::board::by_bureau(connection, viewer, today)?;
    let mut answers: HashMap<String, i64> = HashMap::new();
    for late in answer::late(connection, today)? {
        *answers.entry(late.bureau).or_default() += 1;
    }
    let problems: HashMap<String, i64> =
        rounds::problem::open_by_bureau(connection)?.into_iter().collect();
    let line = |line: board::Line| {
        let of = figures.line(&line.code);
        let late = petitions.iter().find(|it| it.of == line.code).map_or(0, |it| it.tally.late);
        let count = |counts: &HashMap<String, i64>| counts.get(&line.code).copied().unwrap_or(0);
        Line {
            open: line.open,
            late: line.late,
            soon: line.soon,
            returned: of.get("returned"),
            chased: of.get("chased"),
            demanded: of.get("demanded"),
            demands: line.demands,
            listings: count(&listings),
            petitions: late,
            answers: count(&answers),
            problems: count(&problems),
            code: line.code,
        }
    };
    Ok(board.into_iter().map(line).collect())
}

/// Supervised cases past their date, by bureau.
fn listings_overdue(
    connection: &mut Connection,
    viewer: &Viewer,
    today: NaiveDate,
) -> QueryResult<HashMap<String, i64>> {
    let overdue: Vec<i64> = supervisions::table
        .filter(listings::access::visible(viewer))
        .filter(supervisions::state.eq_any(listings::State::LIVING))
        .filter(supervisions::due_on.lt(today))
        .select(supervisions::id)
        .load(connection)?;
    let counts: Vec<(String, i64)> = supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(overdue))
        .group_by(supervision_bureaus::bureau)
        .select((supervision_bureaus::bureau, count_star()))
        .load(connection)?;
    Ok(counts.into_iter().collect())
}

/// What a bureau owes the city.
pub struct Owed {
    /// Matters past their date, the longest first.
    pub matters: Vec<Overdue>,
    /// Circulars that it has not answered by their date.
    pub answers: Vec<answer::Late>,
    /// Problems of rounds that are open.
    pub problems: Vec<rounds::problem::Open>,
}

/// What `bureau` owes.
pub fn owed(
    connection: &mut Connection,
    viewer: &Viewer,
    bureau: &str,
    today: NaiveDate,
) -> QueryResult<Owed> {
    let mut answers = answer::late(connection, today)?;
    answers.retain(|it| it.bureau == bureau);
    let matters = overdue(connection, viewer, bureau, today)?;
    Ok(Owed { matters, answers, problems: rounds::problem::open_of(connection, bureau)? })
}

/// An overdue matter.
#[derive(Clone, Debug, Queryable)]
#[allow(missing_docs)]
pub struct Overdue {
    pub number: String,
    pub summary: String,
    pub plant: String,
    pub state: String,
    pub due_on: Option<NaiveDate>,
}

/// The matters of a bureau that are past their date, the longest first: as many as one act for many takes.
fn overdue(
    connection: &mut Connection,
    viewer: &Viewer,
    bureau: &str,
    today: NaiveDate,
) -> QueryResult<Vec<Overdue>> {
    cases::table
        .filter(access::visible(viewer))
        .filter(cases::bureau.eq(bureau))
        .filter(cases::ended_at.is_null())
        .filter(cases::due_on.lt(today))
        .order((cases::due_on, cases::id))
        .limit(i64::try_from(bulk::MOST).unwrap_or(i64::MAX))
        .select((cases::number, cases::summary, cases::plant, cases::state, cases::due_on))
        .load(connection)
}
