//! How many petitions stand how, by bureau and by batch (`F3`): only those that the viewer may see
//! are counted (`R3`).

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Batch,
    access::{Scope, strangers},
    standing::{self, Counted, Tally},
};
use crate::{
    accounts::Viewer,
    cases::State,
    db::{
        Connection,
        schema::{case_reports, cases, petition_batches, petitions},
    },
    error::Result,
};

/// A bureau or a batch with its counts.
#[derive(Clone, Debug)]
pub struct Line<T> {
    /// Whose counts they are.
    pub of: T,
    /// The counts.
    pub tally: Tally,
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
        let known = lines.iter().position(|line| line.of == counted.bureau);
        let at = known.unwrap_or_else(|| {
            lines.push(Line { of: counted.bureau.clone(), tally: Tally::default() });
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
        if let Some(line) = lines.iter_mut().find(|line| line.of.id == counted.batch) {
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
        .filter(petitions::entered_by.ne_all(strangers(connection, viewer)?))
        .select(standing::columns())
        .into_boxed();
    if let Some(bureau) = scope.bureau {
        query = query.filter(cases::bureau.eq(bureau));
    }
    Ok(query.load(connection)?)
}
