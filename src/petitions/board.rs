//! How many petitions stand how, by bureau and by batch (`F3`): only those that the viewer may see
//! are counted (`R3`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::{Batch, access::Scope};
use crate::{
    accounts::Viewer,
    cases::State,
    db::{
        Connection,
        schema::{case_reports, cases, petition_batches, petitions},
    },
    error::Result,
};

/// Counts of one bureau, one batch, or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Tally {
    pub all: i64,
    pub in_hand: i64,
    pub late: i64,
    pub partly: i64,
    pub concluded: i64,
    pub priority: i64,
}

/// What is counted of a petition: batch, priority, bureau, state, due date.
type Counted = (i64, bool, String, String, Option<NaiveDate>);

/// A bureau or a batch with its counts.
#[derive(Clone, Debug)]
pub struct Line<T> {
    /// Whose counts they are.
    pub of: T,
    /// The counts.
    pub tally: Tally,
}

impl Tally {
    fn take(&mut self, (_, priority, _, state, due_on): &Counted, today: NaiveDate) {
        let Ok(state) = state.parse::<State>() else { return };
        let is_open = !state.is_ended();
        self.all += 1;
        self.priority += i64::from(*priority);
        self.in_hand += i64::from(is_open);
        self.partly += i64::from(state == State::PartlyConcluded);
        self.concluded += i64::from(state == State::Concluded);
        self.late += i64::from(is_open && due_on.is_some_and(|due| due < today));
    }
}

/// By bureau, in the order of their codes, with the sum.
pub fn by_bureau(
    connection: &mut Connection,
    viewer: &Viewer,
    today: NaiveDate,
) -> Result<(Vec<Line<String>>, Tally)> {
    let mut lines: Vec<Line<String>> = Vec::new();
    let mut sum = Tally::default();
    for counted in counted(connection, viewer)? {
        sum.take(&counted, today);
        let known = lines.iter().position(|line| line.of == counted.2);
        let at = known.unwrap_or_else(|| {
            lines.push(Line { of: counted.2.clone(), tally: Tally::default() });
            lines.len() - 1
        });
        lines[at].tally.take(&counted, today);
    }
    lines.sort_by(|one, other| one.of.cmp(&other.of));
    Ok((lines, sum))
}

/// By batch, the newest first; one of which the viewer may see nothing is not there.
pub fn by_batch(
    connection: &mut Connection,
    viewer: &Viewer,
    today: NaiveDate,
) -> Result<Vec<Line<Batch>>> {
    let batches: Vec<Batch> = petition_batches::table
        .order(petition_batches::id.desc())
        .select(Batch::as_select())
        .load(connection)?;
    let mut lines: Vec<Line<Batch>> =
        batches.into_iter().map(|of| Line { of, tally: Tally::default() }).collect();
    for counted in counted(connection, viewer)? {
        if let Some(line) = lines.iter_mut().find(|line| line.of.id == counted.0) {
            line.tally.take(&counted, today);
        }
    }
    lines.retain(|line| line.tally.all > 0);
    Ok(lines)
}

fn counted(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Counted>> {
    let scope = Scope::of(viewer)?;
    let mut query = petitions::table
        .inner_join(case_reports::table.on(case_reports::report_id.eq(petitions::report_id)))
        .inner_join(cases::table.on(cases::id.eq(case_reports::case_id)))
        .filter(cases::state.ne(State::Merged.name()))
        .filter(cases::hidden_from.not_like(scope.hidden))
        .select((
            petitions::batch_id,
            petitions::priority,
            cases::bureau,
            cases::state,
            cases::due_on,
        ))
        .into_boxed();
    if let Some(bureau) = scope.bureau {
        query = query.filter(cases::bureau.eq(bureau));
    }
    Ok(query.load(connection)?)
}
