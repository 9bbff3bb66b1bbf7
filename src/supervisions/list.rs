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
    progress,
    proposal::GROUNDS,
    records::{Evidence, Judgement, Note, Requirement},
};
use crate::{
    db::{
        Connection,
        schema::{supervision_bureaus, supervisions},
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
    /// Months that went by without a note of progress (`L7`).
    pub missing: usize,
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A state, or `overdue`; everything else means all.
    pub state: Option<String>,
    /// Code of a bureau.
    pub bureau: Option<String>,
    /// One of the grounds (`L1`).
    pub ground: Option<String>,
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
    if let Some(ground) = &filter.ground {
        conditions.push(Box::new(has_ground(ground)));
    }
    if let Some(proposer) = filter.proposer {
        conditions.push(Box::new(supervisions::proposed_by.eq(proposer)));
    }
    conditions
}

/// Grounds are words with a space between them.
fn has_ground(ground: &str) -> Condition {
    let grounds = supervisions::grounds;
    let alone = grounds.eq(ground.to_owned()).or(grounds.like(format!("{ground} %")));
    let later = grounds.like(format!("% {ground}")).or(grounds.like(format!("% {ground} %")));
    Box::new(alone.or(later))
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

/// How many `seen` allows in each state, and how many of them are overdue.
pub fn counts(
    connection: &mut Connection,
    seen: impl Fn() -> Condition,
    filter: &Filter,
    today: NaiveDate,
) -> Result<HashMap<String, i64>> {
    let (bureau, ground) = (filter.bureau.clone(), filter.ground.clone());
    let of_bureau = Filter { bureau, ground, ..Filter::default() };
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

/// The grounds of the cases that `seen` allows, in the order of the form (`L1`).
pub fn grounds(connection: &mut Connection, seen: Condition) -> QueryResult<Vec<&'static str>> {
    let stored: Vec<String> = supervisions::table
        .filter(seen)
        .select(supervisions::grounds)
        .distinct()
        .load(connection)?;
    let is_used = |ground: &&str| stored.iter().any(|it| it.split(' ').any(|one| one == *ground));
    Ok(GROUNDS.into_iter().filter(is_used).collect())
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

/// Adds what a list shows beside a case: five queries, however many there are.
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
    let given: Vec<i64> = evidence.iter().map(|evidence| evidence.id).collect();
    // The last word on a piece of evidence counts, so it comes last into the map.
    let judged: HashMap<i64, bool> = Judgement::of(connection, &given)?
        .into_iter()
        .map(|judgement| (judgement.evidence_id, judgement.accepted))
        .collect();
    let is_met = |it: &Requirement| {
        let mut mine = evidence.iter().filter(|given| given.requirement_id == it.id);
        mine.any(|given| given.id > it.evidence_after && judged.get(&given.id) == Some(&true))
    };
    let notes = Note::of(connection, &ids)?;
    let missing = |case: &Supervision| {
        let mine = notes.iter().filter(|note| note.supervision_id == case.id);
        let days: Vec<NaiveDate> = mine.map(|note| note.noted_on).collect();
        case.listed_on
            .filter(|_| case.is_living())
            .map_or(0, |on| progress::missing(on, today, &days))
    };
    let row = |case: Supervision| {
        let mine = requirements.iter().filter(|it| it.supervision_id == case.id);
        let of_it = bureaus.iter().filter(|(id, _)| *id == case.id);
        Ok(Row {
            bureaus: of_it.map(|(_, bureau)| bureau.clone()).collect(),
            done: mine.clone().filter(|it| is_met(it)).count(),
            total: mine.count(),
            due: due(case.state()?, case.due_on, today),
            missing: missing(&case),
            case,
        })
    };
    cases.into_iter().map(row).collect()
}

/// Counts of the public list (`N1`).
pub fn figures(connection: &mut Connection, today: NaiveDate) -> Result<Figures> {
    let counts = counts(connection, public, &Filter::default(), today)?;
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
