//! Lists of supervised cases: the public one, the desk's, the front page's, and their counts.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{
    dsl::{count_star, exists, sum},
    prelude::*,
};
use serde::Serialize;

use super::{
    State, Supervision,
    access::Condition,
    overdue::{Due, due},
    records::{Evidence, Requirement},
};
use crate::{
    db::{
        Connection,
        schema::{
            case_enterprises, enterprises, supervision_bureaus, supervision_cases, supervisions,
        },
    },
    error::{Error, Result},
    search::{self, Index, Wanted},
    web::paging::PER_PAGE,
};

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The case.
    pub case: Supervision,
    /// Codes of its bureaus.
    pub bureaus: Vec<String>,
    /// Requirements that have evidence.
    pub done: usize,
    /// All requirements.
    pub total: usize,
    /// How it stands to its due date.
    pub due: Due,
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A state, or `overdue`; everything else means all.
    pub state: Option<String>,
    /// Code of a bureau.
    pub bureau: Option<String>,
    /// Those that this account proposed.
    pub proposer: Option<i64>,
    /// Those that hold these words.
    pub words: String,
    /// Those rows alone, such as those about one plant.
    pub ids: Option<Vec<i64>>,
}

/// Counts for the front page and statistics (`N1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// On the list now.
    pub listed: i64,
    /// Of these, past their date (`L5`).
    pub overdue: i64,
    /// Lifted.
    pub lifted: i64,
    /// Plants in all public cases.
    pub plants: i64,
    /// Counties involved in all public cases.
    pub counties: i64,
}

/// Those that everybody may see (`L2`, `L6`).
pub fn public() -> Condition {
    Box::new(supervisions::listed_on.assume_not_null().is_not_null())
}

/// The condition of a filter.
fn within(connection: &Connection, filter: &Filter, today: NaiveDate) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    if !filter.words.is_empty() {
        let wanted = Wanted::of(&filter.words);
        let column = "supervisions.id";
        conditions.push(search::among(connection, Index::Supervisions, column, wanted.as_ref()));
    }
    if let Some(ids) = &filter.ids {
        conditions.push(Box::new(supervisions::id.eq_any(ids.clone())));
    }
    match filter.state.as_deref() {
        Some("overdue") => {
            let living = supervisions::state.eq_any(State::LIVING);
            conditions.push(Box::new(living.and(supervisions::due_on.lt(today))));
        }
        Some("living") => conditions.push(Box::new(supervisions::state.eq_any(State::LIVING))),
        Some("escalated") => {
            conditions.push(Box::new(supervisions::escalated_on.assume_not_null().is_not_null()))
        }
        Some(state) if state.parse::<State>().is_ok() => {
            conditions.push(Box::new(supervisions::state.eq(state.to_owned())));
        }
        _ => {}
    }
    if let Some(bureau) = &filter.bureau {
        let of_bureau = supervision_bureaus::table
            .filter(supervision_bureaus::supervision_id.eq(supervisions::id))
            .filter(supervision_bureaus::bureau.eq(bureau.clone()));
        conditions.push(Box::new(exists(of_bureau)));
    }
    if let Some(proposer) = filter.proposer {
        conditions.push(Box::new(supervisions::proposed_by.eq(proposer)));
    }
    conditions
}

/// A page of those that `seen` allows, the living first and the soonest due first, one row more
/// than a page has.
pub fn page(
    connection: &mut Connection,
    seen: Condition,
    filter: &Filter,
    today: NaiveDate,
    offset: i64,
) -> Result<Vec<Row>> {
    let mut query = supervisions::table.filter(seen).select(Supervision::as_select()).into_boxed();
    for condition in within(connection, filter, today) {
        query = query.filter(condition);
    }
    let cases = query
        .order((supervisions::lifted_on.is_not_null(), supervisions::due_on, supervisions::id))
        .limit(PER_PAGE + 1)
        .offset(offset)
        .load::<Supervision>(connection)?;
    rows(connection, cases, today)
}

/// Rows of the cases that stand on matters about the plant of that number, in the register (`I8`).
pub fn of_plant(connection: &mut Connection, plant: &str) -> QueryResult<Vec<i64>> {
    let roots: Vec<i64> = enterprises::table
        .filter(enterprises::number.eq(plant))
        .select(enterprises::root)
        .load(connection)?;
    supervision_cases::table
        .inner_join(
            case_enterprises::table.on(case_enterprises::case_id.eq(supervision_cases::case_id)),
        )
        .inner_join(enterprises::table.on(enterprises::id.eq(case_enterprises::enterprise_id)))
        .filter(enterprises::root.eq_any(roots))
        .select(supervision_cases::supervision_id)
        .load(connection)
}

/// How many `seen` allows in each state, and how many of them are overdue.
pub fn counts(
    connection: &mut Connection,
    seen: impl Fn() -> Condition,
    bureau: Option<&str>,
    today: NaiveDate,
) -> Result<HashMap<String, i64>> {
    let of_bureau = Filter { bureau: bureau.map(str::to_owned), ..Filter::default() };
    let mut query = supervisions::table
        .filter(seen())
        .group_by(supervisions::state)
        .select((supervisions::state, count_star()))
        .into_boxed();
    for condition in within(connection, &of_bureau, today) {
        query = query.filter(condition);
    }
    let mut counts: HashMap<String, i64> =
        query.load::<(String, i64)>(connection)?.into_iter().collect();
    let living = State::LIVING.iter().filter_map(|state| counts.get(*state)).sum();
    counts.insert("living".to_owned(), living);
    for state in ["overdue", "escalated"] {
        let filter = Filter { state: Some(state.to_owned()), ..of_bureau.clone() };
        let mut query = supervisions::table.filter(seen()).select(count_star()).into_boxed();
        for condition in within(connection, &filter, today) {
            query = query.filter(condition);
        }
        counts.insert(state.to_owned(), query.first(connection)?);
    }
    Ok(counts)
}

/// Bureaus with cases that `seen` allows, and how many.
pub fn by_bureau(connection: &mut Connection, seen: Condition) -> Result<Vec<(String, i64)>> {
    let cases: Vec<i64> =
        supervisions::table.filter(seen).select(supervisions::id).load(connection)?;
    Ok(supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(cases))
        .group_by(supervision_bureaus::bureau)
        .order(supervision_bureaus::bureau)
        .select((supervision_bureaus::bureau, count_star()))
        .load(connection)?)
}

/// The cases that are on the list, the soonest due first: for the front page.
pub fn listed(connection: &mut Connection, today: NaiveDate, limit: i64) -> Result<Vec<Row>> {
    let cases = supervisions::table
        .filter(supervisions::state.eq_any(State::LIVING))
        .order((supervisions::due_on, supervisions::id))
        .limit(limit)
        .select(Supervision::as_select())
        .load(connection)?;
    rows(connection, cases, today)
}

/// Adds what a list shows beside a case: three queries, however many there are.
fn rows(
    connection: &mut Connection,
    cases: Vec<Supervision>,
    today: NaiveDate,
) -> Result<Vec<Row>> {
    let ids: Vec<i64> = cases.iter().map(|case| case.id).collect();
    let bureaus: Vec<(i64, String)> = supervision_bureaus::table
        .filter(supervision_bureaus::supervision_id.eq_any(&ids))
        .order((supervision_bureaus::supervision_id, supervision_bureaus::bureau))
        .select((supervision_bureaus::supervision_id, supervision_bureaus::bureau))
        .load(connection)?;
    let requirements = Requirement::of(connection, &ids)?;
    let asked: Vec<i64> = requirements.iter().map(|requirement| requirement.id).collect();
    let evidence = Evidence::of(connection, &asked)?;
    let is_met = |it: &Requirement| {
        evidence.iter().any(|given| given.requirement_id == it.id && given.id > it.evidence_after)
    };
    let row = |case: Supervision| {
        let mine = requirements.iter().filter(|it| it.supervision_id == case.id);
        let of_it = bureaus.iter().filter(|(id, _)| *id == case.id);
        Ok(Row {
            bureaus: of_it.map(|(_, bureau)| bureau.clone()).collect(),
            done: mine.clone().filter(|it| is_met(it)).count(),
            total: mine.count(),
            due: due(case.state()?, case.due_on, today),
            case,
        })
    };
    cases.into_iter().map(row).collect()
}

/// Counts of the public list (`N1`).
pub fn figures(connection: &mut Connection, today: NaiveDate) -> Result<Figures> {
    let counts = counts(connection, public, None, today)?;
    let count = |state: &str| counts.get(state).copied().unwrap_or_default();
    let plants: Option<i64> = supervisions::table
        .filter(public())
        .select(sum(supervisions::plant_count))
        .first(connection)?;
    let counties = by_bureau(connection, public())?.len();
    Ok(Figures {
        listed: count("living"),
        overdue: count("overdue"),
        lifted: count("lifted"),
        plants: plants.unwrap_or_default(),
        counties: i64::try_from(counties).map_err(|error| Error::Internal(error.to_string()))?,
    })
}
