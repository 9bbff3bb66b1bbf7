//! The work list: open matters by what is due, filtered by state, bureau and words.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};

use crate::{
    accounts::{Viewer, viewer},
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

/// The most matters that are counted for one of a person's own filters.
pub const MOST_COUNTED: i64 = 100;

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
    /// Who has them in hand.
    pub holder: Holder,
}

/// Who has a matter in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    /// Whoever it is.
    #[default]
    Anybody,
    /// Whoever looks.
    Me,
    /// Nobody yet.
    Nobody,
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
    pub claimed_by: Option<i64>,
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
    /// Names of those who have matters of the page in hand.
    pub holders: HashMap<i64, String>,
    /// Open matters that the viewer has in hand.
    pub mine: i64,
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
            holder: match query.text("holder") {
                "me" => Holder::Me,
                "nobody" => Holder::Nobody,
                _ => Holder::Anybody,
            },
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
    query = match filter.holder {
        Holder::Anybody => query,
        Holder::Me => query.filter(cases::claimed_by.eq(viewer.account)),
        Holder::Nobody => query.filter(cases::claimed_by.is_null()),
    };
    if filter.words.is_empty() {
        return Ok(query);
    }
    if let Ok(number) = Number::parse(&filter.words) {
        return Ok(query.filter(cases::number.eq(number.as_str().to_owned())));
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
    let rows: Vec<Row> = match filter.ended {
        true => query.order((cases::ended_at.desc(), cases::id.desc())),
        false => query.order((cases::due_on.asc(), cases::id.asc())),
    }
    .select(Row::as_select())
    .offset(paging.offset())
    .limit(PER_PAGE + 1)
    .load(connection)?;
    let (states, bureaus, late) = counts(connection, viewer, today)?;
    let holders: Vec<i64> = rows.iter().filter_map(|row| row.claimed_by).collect();
    let holders = viewer::names(connection, &holders)?.into_iter().collect();
    let mine = Filter { holder: Holder::Me, ..Filter::default() };
    let mine = count(connection, viewer, &mine, today)?;
    Ok(List { rows, states, bureaus, late, holders, mine })
}

/// How many matters the filter has; no more than [`MOST_COUNTED`] are counted.
pub fn count(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    today: NaiveDate,
) -> Result<i64> {
    let query = matching(connection, viewer, filter, today)?;
    let ids: Vec<i64> = query.select(cases::id).limit(MOST_COUNTED).load(connection)?;
    Ok(i64::try_from(ids.len()).unwrap_or(MOST_COUNTED))
}

/// A place in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The date it is due.
    pub due_on: NaiveDate,
    /// The matter's row.
    pub id: i64,
}

/// The numbers of the matters before and after `place` in the list that the filter gives.
pub fn neighbours(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    place: Place,
    today: NaiveDate,
) -> Result<(Option<String>, Option<String>)> {
    let Place { due_on, id } = place;
    let earlier = cases::due_on.lt(Some(due_on));
    let earlier = earlier.or(cases::due_on.eq(Some(due_on)).and(cases::id.lt(id)));
    let later = cases::due_on.gt(Some(due_on));
    let later = later.or(cases::due_on.eq(Some(due_on)).and(cases::id.gt(id)));
    let before = matching(connection, viewer, filter, today)?
        .filter(earlier)
        .order((cases::due_on.desc(), cases::id.desc()))
        .select(cases::number)
        .first(connection)
        .optional()?;
    let after = matching(connection, viewer, filter, today)?
        .filter(later)
        .order((cases::due_on.asc(), cases::id.asc()))
        .select(cases::number)
        .first(connection)
        .optional()?;
    Ok((before, after))
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
