//! Published results: the text that a person checked, and bare facts (`C4`, `S2`).
//!
//! Nothing else of a matter is public: neither what the reporter wrote, nor the reported unit, nor
//! the finding, nor the answer. The columns below are all that is ever read for these pages.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::{
    cases::access::Condition,
    db::{
        Connection,
        schema::{cases, measures},
    },
    error::Result,
    jurisdiction::Jurisdiction,
    statistics::figures::{shown, shown_under},
    web::paging::{PER_PAGE, Paging},
};

/// What is public of a concluded matter.
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
}

impl Published {
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

    /// Categories, without their sub-types.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.split(' ').filter(|kind| !kind.is_empty() && !kind.contains('_'))
    }
}

/// Which results are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Code of the bureau they are shown under.
    pub bureau: Option<String>,
    /// A category.
    pub kind: Option<&'static str>,
}

/// Concluded, checked by a person, and published; that an answer is reviewed does not hide it.
fn is_public() -> Condition {
    let published = cases::published_at.is_not_null().and(cases::public_text.is_not_null());
    Box::new(published.and(cases::state.eq_any(["concluded", "reviewing", "final"])))
}

/// The latest published results, a page of them and one more.
pub fn list(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    filter: &Filter,
    paging: Paging,
) -> Result<Vec<Published>> {
    let mut query = cases::table
        .filter(is_public())
        .order((cases::published_at.desc(), cases::id))
        .limit(PER_PAGE + 1)
        .offset(paging.offset())
        .select(Published::as_select())
        .into_boxed();
    if let Some(bureau) = &filter.bureau {
        query = query.filter(under(jurisdiction, bureau));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(
            cases::kinds
                .eq(kind)
                .or(cases::kinds.like(format!("{kind} %")))
                .or(cases::kinds.like(format!("% {kind} %")))
                .or(cases::kinds.like(format!("% {kind}"))),
        );
    }
    Ok(query.load(connection)?)
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

/// Kinds of measures taken and when, without their texts (`C5`).
pub fn measures_of(connection: &mut Connection, case: i64) -> Result<Vec<(String, NaiveDate)>> {
    let query = measures::table
        .filter(measures::case_id.eq(case))
        .order((measures::taken_on, measures::id))
        .select((measures::kind, measures::taken_on));
    Ok(query.load(connection)?)
}
