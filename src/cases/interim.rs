//! What a matter was answered so far, for those who come to stand behind it later (`C3`, `I8`).

use chrono::NaiveDateTime;

use super::{Case, Proposed, facts, records::Proposal, undo};
use crate::{
    db::Connection,
    error::Result,
    timeline::{self, Audience},
};

/// The entry by which the matter was answered in part, while that answer holds. Not one that can still be
/// taken back at `now`: its letters go to all who stand behind the matter by then.
pub fn answered(
    connection: &mut Connection,
    case: &Case,
    now: NaiveDateTime,
) -> Result<Option<i64>> {
    let proposals = Proposal::of_case(connection, case.id)?;
    let last = Proposal::last_approved(&proposals);
    let settled = |at: NaiveDateTime| at + undo::TIME <= now;
    let in_part = last.filter(|it| it.is(Proposed::Partial) && it.decided_at.is_some_and(settled));
    let Some(answer) = in_part else { return Ok(None) };
    if facts::is_sent_back(connection, case, &proposals)? {
        return Ok(None);
    }
    let events = timeline::read(connection, case.subject(), Audience::Staff)?;
    // Older entries do not say which answer it was.
    let given = Proposed::Partial.entry();
    let entry = events.iter().rev().filter(|it| it.act == given).find(|it| {
        let detail = it.detail();
        detail["proposal"].is_null() || detail["proposal"] == answer.id
    });
    Ok(entry.map(|it| it.id))
}
