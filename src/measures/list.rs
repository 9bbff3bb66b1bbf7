//! Measures that somebody must look at, and those that ended.

use chrono::NaiveDate;
use diesel::{dsl::exists, prelude::*};

use super::running::ROLES;
use crate::{
    accounts::Viewer,
    cases::{access, plant::Plant, records::Measure},
    db::{
        Condition, Connection,
        schema::{cases, enterprises, measures},
    },
    error::Result,
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// Which measures are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those to be looked at, the soonest first.
    #[default]
    Waiting,
    /// Of these, those past their date.
    Late,
    /// Those that ended, the newest first.
    Ended,
}

impl Which {
    /// In the order of the filters; each the end of a message key and the value of `?which=`.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Waiting, "waiting"), (Self::Late, "late"), (Self::Ended, "ended")];

    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        query.chosen("which", &Self::ALL)
    }
}

/// A line: the measure, the number of its matter with who has it, and its plant.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Line {
    pub measure: Measure,
    pub case: String,
    pub bureau: String,
    pub unit: String,
    pub plant: Option<Plant>,
}

type Seen = Condition<measures::table>;

/// Of matters that `viewer` may see: the city all, a bureau its own; none that is kept from them (`R3`).
fn visible(viewer: &Viewer, bureau: Option<&str>) -> Seen {
    let case = cases::table
        .filter(cases::id.eq(measures::case_id))
        .filter(cases::hidden_from.not_like(access::hidden_pattern(viewer)));
    match access::shown_of(viewer, bureau) {
        Some(bureau) => Box::new(exists(case.filter(cases::bureau.eq(bureau.to_owned())))),
        None => Box::new(exists(case)),
    }
}

/// One page of the list, with one row more than a page.
pub fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    which: Which,
    bureau: Option<&str>,
    today: NaiveDate,
    paging: Paging,
) -> Result<Vec<Line>> {
    viewer.only(&ROLES)?;
    let query = measures::table
        .filter(visible(viewer, bureau))
        .select(Measure::as_select())
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .into_boxed();
    let query = match which {
        Which::Waiting => query.filter(measures::look_on.is_not_null()),
        Which::Late => query.filter(measures::look_on.lt(today)),
        Which::Ended => query.filter(measures::ended_on.is_not_null()),
    };
    let query = match which {
        Which::Ended => query.order((measures::ended_on.desc(), measures::id.desc())),
        _ => query.order((measures::look_on.asc(), measures::id.asc())),
    };
    let rows = query.load(connection)?;
    lines(connection, rows)
}

/// Adds matters and plants to the rows.
fn lines(connection: &mut Connection, rows: Vec<Measure>) -> Result<Vec<Line>> {
    let ids: Vec<i64> = rows.iter().map(|it| it.case_id).collect();
    let matters: Vec<(i64, String, String, String)> = cases::table
        .filter(cases::id.eq_any(ids))
        .select((cases::id, cases::number, cases::bureau, cases::plant))
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().filter_map(|it| it.enterprise_id).collect();
    let plants: Vec<Plant> = enterprises::table
        .filter(enterprises::id.eq_any(ids))
        .select(Plant::as_select())
        .load(connection)?;
    let line = |measure: Measure| {
        let (_, case, bureau, unit) = matters.iter().find(|it| it.0 == measure.case_id)?.clone();
        let plant = plants.iter().find(|it| Some(it.id) == measure.enterprise_id).cloned();
        Some(Line { measure, case, bureau, unit, plant })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}
