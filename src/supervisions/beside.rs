//! Beside a matter: the listings that it stands behind, and where one is proposed (`L1`).

use diesel::prelude::*;

use super::{State, Supervision, access, join, overdue::due, proposal, tell};
use crate::{
    accounts::Viewer,
    app::App,
    cases::{self, Case},
    db::{
        Connection,
        schema::{cases as matters, supervision_cases, supervisions},
    },
    desk::listings::{Listing, Listings, Tie},
    error::Result,
};

/// States of a matter that nobody works on: no listing is proposed for it.
const OVER: [cases::State; 3] =
    [cases::State::Merged, cases::State::Withdrawn, cases::State::Declined];

/// The listings of `case` that `viewer` may know of, and where to propose one while none of these
/// stands. The caller has seen that they may see the matter.
pub fn of_matter(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    case: &Case,
) -> Result<Listings> {
    let behind = behind(connection, case.id)?;
    let mut listings = Listings::default();
    let mut stands = false;
    if !behind.is_empty() {
        let mine = mine(connection, viewer, &behind)?;
        for listing in found(connection, &behind)? {
            let state = listing.state()?;
            let base = match (mine.contains(&listing.id), state.is_public()) {
                (true, _) => "/desk/supervisions",
                (false, true) => "/supervisions",
                (false, false) => continue,
            };
            stands |= state.is_living() || state == State::Proposed;
            let due = due(state, listing.due_on, app.clock.today());
            listings.rows.push(Listing {
                href: format!("{base}/{}", listing.number),
                number: listing.number,
                title: listing.title,
                state: listing.state,
                overdue: due.is_overdue(),
                status: due.status,
                days: due.days,
                due: listing.due_on,
            });
        }
    }
    for (_, number, title) in join::offers(connection, viewer, case)? {
        let action = format!("/desk/supervisions/{number}/matters");
        listings.ties.push(Tie { number, title, action });
    }
    if !stands && !is_over(case) && proposal::may(app, viewer).is_ok() {
        listings.propose = Some(format!("/desk/supervisions/new?case={}", case.number));
    }
    Ok(listings)
}

/// Whether nobody works on the matter any longer.
pub(super) fn is_over(case: &Case) -> bool {
    OVER.iter().any(|state| state.name() == case.state)
}

/// Rows of the listings behind which the matter stands, or one that was merged into it.
pub(super) fn behind(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    let rows = joined(connection, case)?;
    supervision_cases::table
        .filter(supervision_cases::case_id.eq_any(rows))
        .select(supervision_cases::supervision_id)
        .load(connection)
}

/// The matter and those that were merged into it, one after another.
fn joined(connection: &mut Connection, case: i64) -> QueryResult<Vec<i64>> {
    let (mut rows, mut last) = (vec![case], vec![case]);
    for _ in 0..tell::MERGERS {
        last = matters::table
            .filter(matters::merged_into.assume_not_null().eq_any(last))
            .select(matters::id)
            .load(connection)?;
        if last.is_empty() {
            break;
        }
        rows.extend(&last);
    }
    Ok(rows)
}

fn found(connection: &mut Connection, rows: &[i64]) -> QueryResult<Vec<Supervision>> {
    supervisions::table
        .filter(supervisions::id.eq_any(rows))
        .order(supervisions::id.desc())
        .select(Supervision::as_select())
        .load(connection)
}

/// Those of the rows that are on the viewer's desk.
fn mine(connection: &mut Connection, viewer: &Viewer, rows: &[i64]) -> QueryResult<Vec<i64>> {
    supervisions::table
        .filter(supervisions::id.eq_any(rows))
        .filter(access::visible(viewer))
        .select(supervisions::id)
        .load(connection)
}
