//! A matter that is over is handled again: by order, by its bureau, of own motion, or because a rule
//! of the portal says so (`C1`, `C6`).

use super::{By, Change, Work, act};
use crate::{
    app::App,
    cases::{Act, Case, State, statement::Statement},
    db::Connection,
    error::Result,
};

impl Work<'_> {
    /// A withdrawn matter goes on of the office's own motion (依职权); there is nobody to be told.
    pub(super) fn reopen(&self, connection: &mut Connection, reason: &str) -> Result<Change> {
        let change = self.direct(connection, Act::Reopen, reason)?;
        let name = (self.facts.state == State::Withdrawn).then_some("own_motion");
        Ok(Change { name, ..change })
    }
}

/// Reopens a matter because something came to light, such as a closed plant that runs again (`C6`);
/// where it was merged, the one it goes on in. One that is open already stays as it is.
pub fn reopen_by_system(
    connection: &mut Connection,
    app: &App,
    case: &Case,
    reason: &str,
) -> Result<State> {
    let mut case = case.clone();
    while let Some(target) = case.merged_into {
        case = Case::find(connection, target)?;
    }
    let state = case.state()?;
    // What is final stays so: a new report opens a new matter (T4).
    if !state.is_ended() || state == State::Final {
        return Ok(state);
    }
    let statement = Statement::Reopen { reason: reason.to_owned() };
    act(connection, app, By::System, &case, None, &statement)
}
