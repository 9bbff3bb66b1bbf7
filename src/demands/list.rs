//! Demands of all matters that somebody sees.

use chrono::NaiveDate;
use diesel::{
    dsl::{count_star, exists},
    prelude::*,
};

use super::{
    demand::{self, Demand, ROLES},
    lifecycle::State,
};
use crate::{
    accounts::Viewer,
    cases::access,
    db::{
        Condition, Connection,
        schema::{cases, demands},
    },
    error::Result,
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// Which demands are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that have not ended, the most pressing first.
    #[default]
    Living,
    /// Of these, those that wait for a report: what the boards count.
    Waiting,
    /// Of these, those whose report is late.
    Late,
    /// Of these, those with a report that waits for a word of the city.
    Reported,
    /// Those that ended, the newest first.
    Ended,
}

impl Which {
    /// In the order of the filters; each the end of a message key and the value of `?which=`.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Living, "living"),
        (Self::Waiting, "waiting"),
        (Self::Late, "late"),
        (Self::Reported, "reported"),
        (Self::Ended, "ended"),
    ];

    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        query.chosen("which", &Self::ALL)
    }
}

/// A line: the demand, and of its matter the number, who has it, the plant and what it is about.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Line {
    pub demand: Demand,
    pub case: String,
    pub bureau: String,
    pub plant: String,
    pub summary: String,
}

type Seen = Condition<demands::table>;

/// Of matters that `viewer` may see: the city all, a bureau its own; none that is kept from them (`R3`).
fn visible(viewer: &Viewer, bureau: Option<&str>) -> Seen {
    let case = cases::table
        .filter(cases::id.eq(demands::case_id))
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
    let query = demands::table
        .filter(visible(viewer, bureau))
        .select(Demand::as_select())
        .offset(paging.offset())
        .limit(PER_PAGE + 1)
        .into_boxed();
    let stands = |state: State| demands::state.eq(state.name());
    let query = match which {
        Which::Living => query.filter(demand::living()),
        Which::Waiting => query.filter(stands(State::Open)),
        Which::Late => query.filter(stands(State::Open)).filter(demands::due_on.lt(today)),
        Which::Reported => query.filter(stands(State::Reported)),
        Which::Ended => query.filter(demand::ended()),
    };
    let query = match which {
        Which::Ended => query.order((demands::ended_at.desc(), demands::id.desc())),
        _ => query.filter(demand::living()).order((demands::due_on.asc(), demands::id.asc())),
    };
    let rows = query.load(connection)?;
    lines(connection, rows)
}

/// Adds the matters to the rows.
fn lines(connection: &mut Connection, rows: Vec<Demand>) -> Result<Vec<Line>> {
    let ids: Vec<i64> = rows.iter().map(|it| it.case_id).collect();
    let matters: Vec<(i64, String, String, String, String)> = cases::table
        .filter(cases::id.eq_any(ids))
        .select((cases::id, cases::number, cases::bureau, cases::plant, cases::summary))
        .load(connection)?;
    let line = |demand: Demand| {
        let (_, case, bureau, plant, summary) =
            matters.iter().find(|it| it.0 == demand.case_id)?.clone();
        Some(Line { demand, case, bureau, plant, summary })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// How many demands wait for a report, by bureau, as far as `viewer` sees them: for the boards.
pub fn waiting_by_bureau(
    connection: &mut Connection,
    viewer: &Viewer,
) -> QueryResult<Vec<(String, i64)>> {
    demands::table
        .inner_join(cases::table.on(cases::id.eq(demands::case_id)))
        .filter(demands::state.eq(State::Open.name()))
        .filter(cases::hidden_from.not_like(access::hidden_pattern(viewer)))
        .group_by(cases::bureau)
        .select((cases::bureau, count_star()))
        .load(connection)
}
