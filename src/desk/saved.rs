//! Filters of the work list by name: a person's own, those the chief shares with the bureau, and
//! the one that a person's day begins with.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{
    list::{self, Filter},
    phrases::manages,
    walk,
};
use crate::{
    accounts::Viewer,
    db::{
        Connection,
        schema::{saved_filters, start_filters},
    },
    error::{Error, Result},
    web::Fields,
};

/// The most filters that a person keeps, and that a bureau shares.
const MOST: i64 = 12;
/// The most characters of a name.
const NAME: usize = 30;

/// A filter by name.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = saved_filters)]
pub struct Saved {
    /// Row.
    pub id: i64,
    /// Who keeps it.
    pub account_id: i64,
    /// Whether the bureau has it, too.
    pub shared: bool,
    /// What it is called.
    pub name: String,
    /// The list's query.
    pub query: String,
}

/// A saved filter with how many matters it has now.
pub struct Tab {
    /// The filter.
    pub saved: Saved,
    /// How many; no more than [`list::MOST_COUNTED`] are counted.
    pub count: i64,
}

/// The viewer's own filters, then those shared with the bureau.
pub fn of_viewer(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Saved>> {
    let own: Vec<Saved> = saved_filters::table
        .filter(saved_filters::account_id.eq(viewer.account))
        .order(saved_filters::id)
        .select(Saved::as_select())
        .load(connection)?;
    let shared: Vec<Saved> = saved_filters::table
        .filter(saved_filters::bureau.eq(&viewer.bureau))
        .filter(saved_filters::shared)
        .filter(saved_filters::account_id.ne(viewer.account))
        .order(saved_filters::id)
        .limit(MOST)
        .select(Saved::as_select())
        .load(connection)?;
    Ok(own.into_iter().chain(shared).collect())
}

/// [`of_viewer`] with the count of each.
pub fn tabs(connection: &mut Connection, viewer: &Viewer, today: NaiveDate) -> Result<Vec<Tab>> {
    let mut tabs = Vec::new();
    for saved in of_viewer(connection, viewer)? {
        let filter = Filter::of(&Fields::parse(saved.query.as_bytes())?);
        let count = list::count(connection, viewer, &filter, today)?;
        tabs.push(Tab { saved, count });
    }
    Ok(tabs)
}

/// Keeps a list's query under a name; the same name again is the same filter, changed.
pub fn keep(
    connection: &mut Connection,
    viewer: &Viewer,
    fields: &Fields,
    now: NaiveDateTime,
) -> Result<()> {
    let mut errors = Vec::new();
    let name = fields.required("filter_name", NAME, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let shared = fields.ticked("shared");
    if shared && !manages(viewer) {
        return Err(Error::Forbidden);
    }
    let query = walk::list_of(&Fields::parse(fields.text("query").as_bytes())?);
    if query.is_empty() {
        return Err(Error::field("filter_name", "filter-nothing"));
    }
    let mine = saved_filters::table.filter(saved_filters::account_id.eq(viewer.account));
    let values = (saved_filters::query.eq(&query), saved_filters::shared.eq(shared));
    let same = diesel::update(mine.filter(saved_filters::name.eq(&name))).set(values);
    if same.execute(connection)? > 0 {
        return Ok(());
    }
    if mine.count().get_result::<i64>(connection)? >= MOST {
        return Err(Error::field("filter_name", "filter-too-many"));
    }
    diesel::insert_into(saved_filters::table)
        .values((
            saved_filters::bureau.eq(&viewer.bureau),
            saved_filters::account_id.eq(viewer.account),
            saved_filters::shared.eq(shared),
            saved_filters::name.eq(&name),
            saved_filters::query.eq(&query),
            saved_filters::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes away one of the viewer's own filters; whoever began their day with it begins with all.
pub fn remove(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<()> {
    let mine = saved_filters::table
        .filter(saved_filters::id.eq(id))
        .filter(saved_filters::account_id.eq(viewer.account));
    mine.select(saved_filters::id).first::<i64>(connection)?;
    diesel::delete(start_filters::table.filter(start_filters::filter_id.eq(id)))
        .execute(connection)?;
    diesel::delete(mine).execute(connection)?;
    Ok(())
}

/// The viewer's day begins with that filter from now on; with none, with all open matters.
pub fn start_with(connection: &mut Connection, viewer: &Viewer, id: Option<i64>) -> Result<()> {
    diesel::delete(start_filters::table.find(viewer.account)).execute(connection)?;
    let Some(id) = id else { return Ok(()) };
    if !of_viewer(connection, viewer)?.iter().any(|saved| saved.id == id) {
        return Err(Error::NotFound);
    }
    diesel::insert_into(start_filters::table)
        .values((start_filters::account_id.eq(viewer.account), start_filters::filter_id.eq(id)))
        .execute(connection)?;
    Ok(())
}

/// The filter that the viewer's day begins with, if it is still theirs to see.
pub fn start_of(connection: &mut Connection, viewer: &Viewer) -> QueryResult<Option<Saved>> {
    let shown = saved_filters::account_id
        .eq(viewer.account)
        .or(saved_filters::shared.and(saved_filters::bureau.eq(&viewer.bureau)));
    saved_filters::table
        .inner_join(start_filters::table.on(start_filters::filter_id.eq(saved_filters::id)))
        .filter(start_filters::account_id.eq(viewer.account))
        .filter(shown)
        .select(Saved::as_select())
        .first(connection)
        .optional()
}
