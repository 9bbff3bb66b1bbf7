//! Published results: the text that a person checked, and bare facts (`C4`, `S2`).
//!
//! Nothing else of a matter is public: neither what the reporter wrote, nor the reported unit, nor
//! the finding, nor the answer. The columns below are all that is ever read for these pages.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};

use crate::{
    cases::{
        State,
        access::{self, Condition},
        words,
    },
    db::{
        self, Connection,
        schema::{cases, measures, search_results},
    },
    error::Result,
    jurisdiction::Jurisdiction,
    reports::Number,
    search::{self, Index, Joined, Wanted},
    statistics::figures::{shown, shown_under},
    web::paging::{More, PER_PAGE, Places},
};

/// What is public of a matter whose result was published.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
#[allow(missing_docs)]
pub struct Published {
    pub id: i64,
    pub number: String,
    pub kinds: String,
    pub bureau: String,
    pub hidden_from: String,
    pub verdict: Option<String>,
    pub public_text: Option<String>,
    pub published_at: Option<NaiveDateTime>,
    pub day: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub state: String,
    pub reopened: i32,
}

impl Published {
    /// Its place in the list.
    pub fn place(&self) -> Option<Place> {
        self.published_at.map(|at| Place(at, self.id))
    }

    /// The bureau it is shown under: the city's, when it is against a bureau (`R3`).
    pub fn shown_under<'a>(&self, jurisdiction: &'a Jurisdiction) -> &'a str {
        let owner = if self.hidden_from.is_empty() { self.bureau.as_str() } else { "" };
        shown_under(jurisdiction, owner)
    }

    /// The checked text.
    pub fn text(&self) -> &str {
        self.public_text.as_deref().unwrap_or_default()
    }

    /// Its beginning, on one line.
    pub fn title(&self, most: usize) -> String {
        let line = self.text().split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(most) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }

    /// Where it stands, when that is not simply concluded: the end of a message key.
    pub fn standing(&self) -> Option<&str> {
        match self.state.parse::<State>() {
            Ok(State::Concluded) => None,
            Ok(state) if state.is_ended() => Some(&self.state),
            _ if self.reopened > 0 => Some("again"),
            _ => Some("partly"),
        }
    }

    /// The verdict, once it stands: what is found meanwhile is not public (`C4`).
    pub fn verdict(&self) -> Option<&String> {
        self.verdict.as_ref().filter(|_| self.standing().is_none())
    }

    /// Categories, without their sub-types.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.split(' ').filter(|kind| !kind.is_empty() && !kind.contains('_'))
    }
}

/// Which results are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words of the text, or a number.
    pub words: String,
    /// Code of the bureau they are shown under.
    pub bureau: Option<String>,
    /// A category.
    pub kind: Option<&'static str>,
}

/// The place of a result in the list: when it was published, and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(NaiveDateTime, i64);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.0.and_utc().timestamp_micros(), self.1)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let (micros, id) = text.split_once('_').ok_or(())?;
        let at = DateTime::from_timestamp_micros(micros.parse().map_err(drop)?).ok_or(())?;
        Ok(Self(at.naive_utc(), id.parse().map_err(drop)?))
    }
}

/// Checked by a person and published. The entry stays while promises are kept (`C3`) and while the
/// matter is handled again: it says so.
fn is_public() -> Condition {
    Box::new(cases::published_at.is_not_null().and(cases::public_text.is_not_null()))
}

/// What of the published is asked for, words left aside.
fn within(jurisdiction: &Jurisdiction, filter: &Filter) -> Vec<Condition> {
    let mut conditions = vec![is_public()];
    if let Some(bureau) = &filter.bureau {
        conditions.push(under(jurisdiction, bureau));
    }
    if let Some(kind) = filter.kind {
        conditions.push(access::of_kind(kind));
    }
    conditions
}

/// The latest published results, a page of them in the order of the list, and whether there are more.
pub fn list(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    filter: &Filter,
    places: &Places,
) -> Result<(Vec<Published>, More)> {
    let conditions = || within(jurisdiction, filter);
    let (after, before) = (places.after::<Place>(), places.before::<Place>());
    let backwards = after.is_none() && before.is_some();
    // Beyond a place no row is left out.
    let offset = if after.is_some() || before.is_some() { 0 } else { places.offset() };
    let page = Page { after, before, offset, limit: PER_PAGE + 1 };
    let mut rows: Vec<Published> = match Number::parse_matter(&filter.words) {
        Ok((_, number)) => {
            let mut conditions = conditions();
            conditions.push(Box::new(cases::number.eq(number)));
            page.listed(connection, conditions)?
        }
        Err(_) if filter.words.is_empty() => page.listed(connection, conditions())?,
        Err(_) => match wanted(jurisdiction, filter) {
            Some(wanted) if filter.kind.is_some() => {
                page.joined(connection, conditions(), None, &wanted)?
            }
            // But for what the city has, all that is asked is marked in the index.
            Some(wanted) => search::page(
                connection,
                (page.offset, page.limit),
                |connection, most| page.first(connection, &wanted, most),
                |connection, rows| page.joined(connection, conditions(), rows, &wanted),
            )?,
            None => Vec::new(),
        },
    };
    let more = places.cut(&mut rows, backwards);
    Ok((rows, more))
}

/// The words, narrowed to the bureau where that is marked in the index.
fn wanted(jurisdiction: &Jurisdiction, filter: &Filter) -> Option<Wanted> {
    let city = &jurisdiction.profile().dispatcher;
    let bureau = filter.bureau.iter().filter(|code| *code != city);
    let marks = bureau.map(|code| words::shown_under(Some(code))).collect();
    Wanted::of(&filter.words).map(|wanted| wanted.marked(marks))
}

/// A page of the list.
#[derive(Clone, Copy)]
struct Page {
    after: Option<Place>,
    before: Option<Place>,
    offset: i64,
    limit: i64,
}

impl Page {
    /// The matters for which the conditions hold, without words.
    fn listed(
        self,
        connection: &mut Connection,
        conditions: Vec<Condition>,
    ) -> QueryResult<Vec<Published>> {
        use cases::{id, published_at};
        let mut query = cases::table
            .select(Published::as_select())
            .limit(self.limit)
            .offset(self.offset)
            .into_boxed();
        for condition in conditions {
            query = query.filter(condition);
        }
        match (self.after, self.before) {
            (Some(Place(at, row)), _) => query
                .filter(published_at.le(at).and(published_at.lt(at).or(id.gt(row).nullable())))
                .order((published_at.desc(), id.asc())),
            (None, Some(Place(at, row))) => query
                .filter(published_at.ge(at).and(published_at.gt(at).or(id.lt(row).nullable())))
                .order((published_at.asc(), id.desc())),
            (None, None) => query.order((published_at.desc(), id.asc())),
        }
        .load(connection)
    }

    /// The rows on its side of a place.
    fn side(self) -> db::Condition<search_results::table> {
        let row = search_results::rowid;
        match (self.after, self.before) {
            (Some(Place(at, id)), _) => Box::new(row.lt(words::row(id, Some(at)))),
            (None, Some(Place(at, id))) => Box::new(row.gt(words::row(id, Some(at)))),
            (None, None) => Box::new(row.gt(0)),
        }
    }

    /// Whether it is read from its end.
    fn is_backwards(self) -> bool {
        self.after.is_none() && self.before.is_some()
    }

    /// The first rows that hold the words, without what only the matter tells.
    fn first(
        self,
        connection: &mut Connection,
        wanted: &Wanted,
        most: i64,
    ) -> QueryResult<Vec<i64>> {
        let row = search_results::rowid;
        let query = search_results::table
            .filter(search::matches::<search_results::table>(connection, Index::Results, wanted))
            .filter(self.side())
            .select(row)
            .limit(most);
        match self.is_backwards() {
            false => query.order(row.desc()).load(connection),
            true => query.order(row.asc()).load(connection),
        }
    }

    /// The matters of these rows, or of all that hold the words, as far as the conditions hold.
    fn joined(
        self,
        connection: &mut Connection,
        conditions: Vec<Condition>,
        rows: Option<Vec<i64>>,
        wanted: &Wanted,
    ) -> QueryResult<Vec<Published>> {
        let chosen: db::Condition<search_results::table> = match rows {
            Some(rows) => Box::new(search_results::rowid.eq_any(rows)),
            None => search::matches(connection, Index::Results, wanted),
        };
        let id = format!("cases.id = (search_results.rowid & {})", words::ID);
        let mut query = search_results::table
            .inner_join(cases::table.on(sql::<Bool>(&id)))
            .filter(Joined(chosen))
            .filter(Joined(self.side()))
            .select(Published::as_select())
            .limit(self.limit)
            .offset(self.offset)
            .into_boxed();
        for condition in conditions {
            query = query.filter(Joined(condition));
        }
        match self.is_backwards() {
            false => query.order(search_results::rowid.desc()).load(connection),
            true => query.order(search_results::rowid.asc()).load(connection),
        }
    }
}

/// The matters shown under a bureau; under the city's also those of nobody's place (`R3`).
fn under(jurisdiction: &Jurisdiction, bureau: &str) -> Condition {
    let own = cases::hidden_from.eq("").and(cases::bureau.eq(bureau.to_owned()));
    let city = &jurisdiction.profile().dispatcher;
    if bureau != city {
        return Box::new(own);
    }
    let others = shown(jurisdiction).into_iter().filter(|code| code != city);
    let others: Vec<String> = others.map(str::to_owned).collect();
    Box::new(cases::hidden_from.ne("").or(cases::bureau.ne_all(others)))
}

/// The latest few.
pub fn latest(connection: &mut Connection, limit: i64) -> Result<Vec<Published>> {
    let query = cases::table
        .filter(is_public())
        .order((cases::published_at.desc(), cases::id))
        .limit(limit)
        .select(Published::as_select());
    Ok(query.load(connection)?)
}

/// The published result of that number; a matter that is not published is not found.
pub fn find(connection: &mut Connection, number: &str) -> Result<Published> {
    let query = cases::table
        .filter(cases::number.eq(number))
        .filter(is_public())
        .select(Published::as_select());
    Ok(query.first(connection)?)
}

/// Kinds of measures taken and when, without their texts (`C5`): those on record when the text was
/// published.
pub fn measures_of(
    connection: &mut Connection,
    result: &Published,
) -> Result<Vec<(String, NaiveDate)>> {
    let query = measures::table
        .filter(measures::case_id.eq(result.id))
        .filter(measures::at.nullable().le(result.published_at))
        .order((measures::taken_on, measures::id))
        .select((measures::kind, measures::taken_on));
    Ok(query.load(connection)?)
}
