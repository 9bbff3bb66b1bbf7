//! The list of plants: by last report or by how many, of one county, in one state, or by name.

use diesel::{dsl::count_star, prelude::*};

use super::{Enterprise, State, access};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::enterprises},
    error::Result,
    search::{self, Index, Wanted},
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// A merged name finds the plant that stands for it.
const ROOTS: (&str, &str) =
    ("enterprises.id IN (SELECT named.root FROM enterprises named WHERE named.id IN (", "))");

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Code of the bureau that serves the place.
    pub county: Option<String>,
    /// Only plants in this state.
    pub state: Option<State>,
    /// Only those that nobody has confirmed yet.
    pub fresh: bool,
    /// The most reported first, instead of the last reported.
    pub by_reports: bool,
    /// Part of a name, or a number.
    pub words: String,
}

impl Filter {
    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        Self {
            county: query.given("county").map(str::to_owned),
            state: query.text("state").parse().ok(),
            fresh: query.text("state") == "candidate",
            by_reports: query.text("order") == "reports",
            words: query.text("q").chars().take(100).collect(),
        }
    }
}

/// One page of plants that `viewer` may see, with one row more than a page.
pub fn page(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    filter: &Filter,
    paging: Paging,
) -> Result<Vec<Enterprise>> {
    let mut query = enterprises::table
        .filter(access::visible(app, viewer))
        .filter(enterprises::merged_into.is_null())
        .select(Enterprise::as_select())
        .into_boxed();
    if let Some(county) = &filter.county {
        query = query.filter(enterprises::county.eq(county));
    }
    if let Some(state) = filter.state {
        query = query.filter(enterprises::state.eq(state.name()));
    }
    if filter.fresh {
        query = query.filter(enterprises::confirmed.eq(false));
    }
    if !filter.words.is_empty() {
        let wanted = Wanted::of(&filter.words);
        query =
            query.filter(search::within(connection, Index::Enterprises, ROOTS, wanted.as_ref()));
    }
    let query = match filter.by_reports {
        true => query.order((enterprises::reports.desc(), enterprises::id.desc())),
        false => query.order((enterprises::last_seen.desc(), enterprises::id.desc())),
    };
    Ok(query.offset(paging.offset()).limit(PER_PAGE + 1).load(connection)?)
}

/// How many plants there are in each county that `viewer` may see.
pub fn by_county(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
) -> QueryResult<Vec<(String, i64)>> {
    let mut counts: Vec<(String, i64)> = enterprises::table
        .filter(access::visible(app, viewer))
        .filter(enterprises::merged_into.is_null())
        .group_by(enterprises::county)
        .select((enterprises::county, count_star()))
        .load(connection)?;
    counts.sort();
    Ok(counts)
}
