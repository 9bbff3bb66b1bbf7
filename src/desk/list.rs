//! The work list: matters filtered by state, bureau and words; open ones by what is due, then those
//! that have ended. A page goes on from the place where the last one stopped, so that the thousandth
//! is as quick as the first.

mod counts;
mod found;
mod part;
mod place;
mod words;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::{
    accounts::{Viewer, viewer},
    cases::{Due, State},
    db::{Connection, schema::cases},
    demands::{Demand, demand},
    error::Result,
    web::{
        Fields,
        paging::{More, PER_PAGE, Places},
    },
};

pub use counts::Counts;
use part::{Asked, From};
pub use place::Place;
use words::Words;

/// The most matters that are counted for one of a person's own filters.
pub const MOST_COUNTED: i64 = 100;
/// The most characters of a search.
const LONGEST: usize = 100;

/// What is asked of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Matters in this state; without one, all open ones.
    pub state: Option<State>,
    /// Those that have ended instead of the open ones.
    pub ended: bool,
    /// Matters of this bureau.
    pub bureau: Option<String>,
    /// Only open ones that are so near their date.
    pub due: Option<Due>,
    /// Words or a number; with them, ended matters are listed after the open ones.
    pub words: String,
    /// Who has them in hand; an ended one is in nobody's hands.
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
#[allow(missing_docs)]
pub struct Row {
    pub id: i64,
    pub number: String,
    pub state: String,
    pub bureau: String,
    pub county: Option<String>,
    pub plant: String,
    pub place: String,
    pub summary: String,
    pub kinds: String,
    pub urgent: bool,
    pub closed_plant: bool,
    pub day: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub ended_at: Option<NaiveDateTime>,
    pub ended_on: Option<NaiveDate>,
    pub claimed_by: Option<i64>,
}

impl Row {
    /// Its place in the list.
    pub fn place(&self) -> Option<Place> {
        Place::of(self.due_on, self.ended_at, self.id)
    }
}

/// The list with the counts beside its filters.
pub struct List {
    /// The page.
    pub rows: Vec<Row>,
    /// Whether there are pages before and after.
    pub more: More,
    /// The counts beside the filters.
    pub counts: Counts,
    /// Names of those who have matters of the page in hand.
    pub holders: HashMap<i64, String>,
    /// Open matters that the viewer has in hand.
    pub mine: i64,
    /// Rows of the matters of the page about which the city demands something (`P5`).
    pub pressing: Vec<i64>,
}

impl Filter {
    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        Self {
            state: query.text("state").parse().ok(),
            ended: query.text("state") == "ended",
            bureau: query.given("bureau").map(str::to_owned),
            due: query.text("due").parse().ok(),
            words: query.text("q").chars().take(LONGEST).collect(),
            holder: match query.text("holder") {
                "me" => Holder::Me,
                "nobody" => Holder::Nobody,
                _ => Holder::Anybody,
            },
        }
    }

    fn asked<'a>(
        &'a self,
        connection: &mut Connection,
        viewer: &'a Viewer,
        today: NaiveDate,
    ) -> Result<Asked<'a>> {
        let words = Words::of(connection, viewer, &self.words)?;
        Ok(Asked { viewer, filter: self, words, today })
    }
}

/// Reads a page of the list.
pub fn read(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    paging: &Places,
    today: NaiveDate,
) -> Result<List> {
    let asked = filter.asked(connection, viewer, today)?;
    let from = match (paging.after(), paging.before()) {
        (Some(place), _) => From::After(place),
        (None, Some(place)) => From::Before(place),
        (None, None) => From::Offset(paging.offset()),
    };
    let mut rows = rows(connection, &asked, from, PER_PAGE + 1)?;
    let more = paging.cut(&mut rows, from.is_backwards());
    let holders = rows.iter().filter_map(|row| row.claimed_by);
    let holders = viewer::names(connection, holders)?.into_iter().collect();
    let mine = Filter { holder: Holder::Me, ..Filter::default() };
    let mine = count(connection, viewer, &mine, today)?;
    let counts = Counts::read(connection, viewer, today)?;
    let seen = rows.iter().filter(|row| demand::is_seen_by(viewer, &row.bureau));
    let ids: Vec<i64> = seen.map(|row| row.id).collect();
    let pressing = Demand::pressing(connection, &ids)?;
    Ok(List { rows, more, counts, holders, mine, pressing })
}

/// At most `limit` rows, over all parts of the list; backwards the nearest first.
fn rows(
    connection: &mut Connection,
    asked: &Asked<'_>,
    from: From,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut parts = asked.parts().to_vec();
    if from.is_backwards() {
        parts.reverse();
    }
    let (mut rows, mut skip) = (Vec::new(), from.offset());
    for part in parts {
        let left = limit - rows.len() as i64;
        let Some(start) = from.within(part, skip).filter(|_| left > 0) else { continue };
        let some = asked.rows(connection, part, start, left)?;
        if skip > 0 {
            let passed = if some.is_empty() { asked.count(connection, part, skip)? } else { skip };
            skip -= passed;
        }
        rows.extend(some);
    }
    Ok(rows)
}

/// How many matters the filter has; no more than [`MOST_COUNTED`] are counted.
pub fn count(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    today: NaiveDate,
) -> Result<i64> {
    let asked = filter.asked(connection, viewer, today)?;
    let mut count = 0;
    for part in asked.parts() {
        count += asked.count(connection, *part, MOST_COUNTED - count)?;
    }
    Ok(count)
}

/// The numbers of the matters before and after `place` in the list that the filter gives.
pub fn neighbours(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    place: Place,
    today: NaiveDate,
) -> Result<(Option<String>, Option<String>)> {
    let asked = filter.asked(connection, viewer, today)?;
    let mut next = |from| {
        let rows = rows(connection, &asked, from, 1)?;
        Ok::<_, crate::error::Error>(rows.into_iter().next().map(|row| row.number))
    };
    Ok((next(From::Before(place))?, next(From::After(place))?))
}
