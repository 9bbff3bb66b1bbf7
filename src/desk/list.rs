//! The work list: open matters by what is due, filtered by state, bureau and words.

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};

use crate::{
    accounts::Viewer,
    cases::{
        Case, State,
        access::{self, Backend},
    },
    db::{Connection, schema::cases},
    error::Result,
    reports::Number,
    search,
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// The most matters that a search by words looks through.
const MOST_FOUND: i64 = 500;

/// What is asked of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Matters in this state; without one, all open ones.
    pub state: Option<State>,
    /// Whether ended ones are listed, too.
    pub ended: bool,
    /// Matters of this bureau.
    pub bureau: Option<String>,
    /// Only those past their date.
    pub late: bool,
    /// Words or a number.
    pub words: String,
}

/// A line of the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct Row {
    pub number: String,
    pub state: String,
    pub bureau: String,
    pub county: Option<String>,
    pub plant: String,
    pub place: String,
    pub summary: String,
    pub kinds: String,
    pub urgent: bool,
    pub day: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
}

/// The list with the counts beside its filters.
pub struct List {
    /// One row more than a page when there are more.
    pub rows: Vec<Row>,
    /// Matters by state.
    pub states: Vec<(State, i64)>,
    /// Open matters by bureau.
    pub bureaus: Vec<(String, i64)>,
    /// Open matters past their date.
    pub late: i64,
}

impl Filter {
    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        Self {
            state: query.text("state").parse().ok(),
            ended: query.text("state") == "ended",
            bureau: query.given("bureau").map(str::to_owned),
            late: query.ticked("late"),
            words: query.text("q").chars().take(100).collect(),
        }
    }
}

type Boxed = cases::BoxedQuery<'static, Backend>;

/// What the viewer may see of what was asked.
fn matching(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    today: NaiveDate,
) -> QueryResult<Boxed> {
    let mut query = cases::table.filter(access::visible(viewer)).into_boxed();
    query = match filter.state {
        Some(state) => query.filter(cases::state.eq(state.name())),
        None if filter.ended => query.filter(cases::ended_at.is_not_null()),
        None if !filter.words.is_empty() => query,
        None => query.filter(cases::ended_at.is_null()),
    };
    if let Some(bureau) = &filter.bureau {
        query = query.filter(cases::bureau.eq(bureau.clone()));
    }
    if filter.late {
        query = query.filter(cases::ended_at.is_null()).filter(cases::due_on.lt(Some(today)));
    }
    if filter.words.is_empty() {
        return Ok(query);
    }
    if let Ok((_, number)) = Number::parse_matter(&filter.words) {
        return Ok(query.filter(cases::number.eq(number)));
    }
    let found = search::find(connection, Case::NOUN, &filter.words, MOST_FOUND)?;
    Ok(query.filter(cases::id.eq_any(found)))
}

/// Reads the list.
pub fn read(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    paging: Paging,
    today: NaiveDate,
) -> Result<List> {
    let query = matching(connection, viewer, filter, today)?;
    let rows = match filter.ended {
        true => query.order((cases::ended_at.desc(), cases::id.desc())),
        false => query.order((cases::due_on.asc(), cases::id.asc())),
    }
    .select(Row::as_select())
    .offset(paging.offset())
    .limit(PER_PAGE + 1)
    .load(connection)?;
    let (states, bureaus, late) = counts(connection, viewer, today)?;
    Ok(List { rows, states, bureaus, late })
}

type Counts = (Vec<(State, i64)>, Vec<(String, i64)>, i64);

fn counts(connection: &mut Connection, viewer: &Viewer, today: NaiveDate) -> Result<Counts> {
    let states: Vec<(String, i64)> = cases::table
        .filter(access::visible(viewer))
        .group_by(cases::state)
        .select((cases::state, count_star()))
        .load(connection)?;
    let mut states: Vec<(State, i64)> = states
        .into_iter()
        .filter_map(|(state, count)| Some((state.parse().ok()?, count)))
        .collect();
    states.sort_by_key(|(state, _)| State::ALL.iter().position(|known| known == state));
    let open = cases::ended_at.is_null();
    let mut bureaus: Vec<(String, i64)> = cases::table
        .filter(access::visible(viewer))
        .filter(open)
        .group_by(cases::bureau)
        .select((cases::bureau, count_star()))
        .load(connection)?;
    bureaus.sort();
    let late = cases::table
        .filter(access::visible(viewer))
        .filter(open)
        .filter(cases::due_on.lt(Some(today)))
        .count()
        .get_result(connection)?;
    Ok((states, bureaus, late))
}
