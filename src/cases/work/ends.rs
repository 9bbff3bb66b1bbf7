//! What one person proposes and another decides (`C2`): an end, in whole or in part, more time; and
//! what was promised meanwhile (`C3`, `T2`).

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work};
use crate::{
    cases::{Proposed, access, due, records::Finding, statement::NewPromise},
    db::{
        Connection,
        schema::{extensions, promises, proposals},
    },
    deadlines::deadline,
    error::{Error, FieldError, Result},
    message::Message,
};

impl Work<'_> {
    pub(super) fn decline(
        &self,
        connection: &mut Connection,
        reason: &str,
        points_to: Option<&str>,
        explanation: &str,
    ) -> Result<Change> {
        if let Some(number) = points_to.filter(|_| reason == "already_accepted") {
            self.is_accepted(connection, number)?;
        }
        let texts = ["", "", explanation];
        let (proposal, change) =
            self.propose(connection, Proposed::Decline, Some(reason), texts)?;
        diesel::update(proposals::table.find(proposal))
            .set(proposals::points_to.eq(points_to))
            .execute(connection)?;
        Ok(change)
    }

    /// The number is that of another matter that was accepted, and that whoever declines may see (`I9`,
    /// `R3`).
    fn is_accepted(&self, connection: &mut Connection, number: &str) -> Result<()> {
        match access::open(connection, self.by.staff()?, number) {
            Ok(case) if case.id != self.case.id && case.accepted_on.is_some() => Ok(()),
            Ok(_) | Err(Error::NotFound) => {
                Err(Error::field("accepted_number", "field-accepted_number-unknown"))
            }
            Err(error) => Err(error),
        }
    }

    fn has_finding(&self, connection: &mut Connection) -> Result<()> {
        match Finding::of_case(connection, self.case.id)?.is_empty() {
            true => Err(Error::Conflict(Message::new("conclusion-needs-finding"))),
            false => Ok(()),
        }
    }

    /// Nothing that others were asked, and nothing that was promised, is left open (`R7`, `C3`).
    fn nothing_left(&self) -> Result<()> {
        let bureau = |code: &str| {
            let bureau = self.app.jurisdiction.bureau(code);
            bureau.map_or_else(|| code.to_owned(), |bureau| bureau.short.clone())
        };
        let separator = &self.app.jurisdiction.profile().separator.zh;
        let waiting: Vec<String> =
            self.facts.open_parts().map(|part| bureau(&part.department)).collect();
        if !waiting.is_empty() {
            let message = Message::new("conclusion-needs-parts");
            return Err(Error::Conflict(message.with("bureaus", waiting.join(separator))));
        }
        let promised: Vec<&str> =
            self.facts.open_promises().map(|promise| promise.text.as_str()).collect();
        if !promised.is_empty() {
            let message = Message::new("conclusion-needs-promises");
            return Err(Error::Conflict(message.with("promises", promised.join(separator))));
        }
        Ok(())
    }

    fn propose(
        &self,
        connection: &mut Connection,
        kind: Proposed,
        reason: Option<&str>,
        [internal_text, public_text, answer]: [&str; 3],
    ) -> Result<(i64, Change)> {
        let id: i64 = diesel::insert_into(proposals::table)
            .values((
                proposals::case_id.eq(self.case.id),
                proposals::kind.eq(kind.name()),
                proposals::from_state.eq(self.facts.state.name()),
                proposals::reason.eq(reason),
                proposals::internal_text.eq(internal_text),
                proposals::public_text.eq(public_text),
                proposals::answer.eq(answer),
                proposals::proposed_by.eq(self.by.account()?),
                proposals::proposed_at.eq(self.now),
            ))
            .returning(proposals::id)
            .get_result(connection)?;
        Ok((id, Change::stating(json!({ "kind": kind.name(), "reason": reason }))))
    }

    /// An answer to all of it.
    pub(super) fn conclude(&self, connection: &mut Connection, texts: [&str; 3]) -> Result<Change> {
        self.has_finding(connection)?;
        self.nothing_left()?;
        Ok(self.propose(connection, Proposed::Conclusion, None, texts)?.1)
    }

    /// An answer in part, with what is promised (`C3`).
    pub(super) fn conclude_part(
        &self,
        connection: &mut Connection,
        texts: [&str; 3],
        made: &[NewPromise],
    ) -> Result<Change> {
        self.has_finding(connection)?;
        let (proposal, change) = self.propose(connection, Proposed::Partial, None, texts)?;
        for promise in made {
            diesel::insert_into(promises::table)
                .values((
                    promises::case_id.eq(self.case.id),
                    promises::proposal_id.eq(proposal),
                    promises::text.eq(&promise.text),
                    promises::due_on.eq(promise.due_on),
                ))
                .execute(connection)?;
        }
        Ok(change)
    }

    /// Decides the open proposal; the database, too, refuses the proposer (`C2`).
    pub(super) fn decide(
        &self,
        connection: &mut Connection,
        approved: bool,
        note: Option<&String>,
    ) -> Result<Change> {
        let proposal = self.open_proposal()?;
        diesel::update(proposals::table.find(proposal.id))
            .set((
                proposals::decided_by.eq(Some(self.by.account()?)),
                proposals::decided_at.eq(Some(self.now)),
                proposals::approved.eq(Some(approved)),
                proposals::note.eq(note),
            ))
            .execute(connection)?;
        let mut detail = json!({
            "kind": proposal.kind, "reason": proposal.reason, "proposal": proposal.id,
        });
        if let Some(points_to) = &proposal.points_to {
            detail["points_to"] = json!(points_to);
        }
        let mut change = Change::stating(detail);
        if approved {
            change.name = Some(proposal.kind()?.entry());
        }
        Ok(change)
    }

    pub(super) fn fulfil(
        &self,
        connection: &mut Connection,
        promise: i64,
        done: &str,
        on: NaiveDate,
    ) -> Result<Change> {
        if !self.facts.open_promises().any(|open| open.id == promise) {
            return Err(Error::field("promise", "field-promise-missing"));
        }
        diesel::update(promises::table.find(promise))
            .set((
                promises::done.eq(Some(done)),
                promises::done_on.eq(Some(on)),
                promises::done_by.eq(Some(self.by.account()?)),
                promises::done_at.eq(Some(self.now)),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "on": on, "promise": promise })))
    }

    pub(super) fn ask_for_time(
        &self,
        connection: &mut Connection,
        days: i32,
        reason: &str,
    ) -> Result<Change> {
        let Some((clock, most)) = self.facts.extendable(self.app, self.case) else {
            return Err(Error::Conflict(Message::new("extension-none")));
        };
        if days > most {
            let message = Message::new("field-days-many").with("most", most);
            return Err(Error::Invalid(vec![FieldError { field: "days".to_owned(), message }]));
        }
        diesel::insert_into(extensions::table)
            .values((
                extensions::case_id.eq(self.case.id),
                extensions::deadline_id.eq(clock.id),
                extensions::days.eq(days),
                extensions::reason.eq(reason),
                extensions::proposed_by.eq(self.by.account()?),
                extensions::proposed_at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "days": days })))
    }

    /// The head of the bureau gives more time; the reporter is told why, and until when (`T2`).
    pub(super) fn give_time(&self, connection: &mut Connection) -> Result<Change> {
        let asked = self.facts.extension().ok_or_else(|| self.no_extension())?;
        let clocks = self.facts.extended_by(asked);
        let first = clocks.iter().min_by_key(|clock| clock.due_on);
        let first = first.ok_or_else(|| self.no_extension())?;
        self.decide_time(connection, asked.id, true, None)?;
        for clock in &clocks {
            let due_on = due::with_more(&self.app.jurisdiction, self.case, clock, asked.days)?;
            deadline::extend(connection, clock.id, asked.days, due_on)?;
        }
        // All behind the matter are told of it together: by the day that comes first.
        let next = deadline::earliest(connection, self.case.id, &[first.policy.as_str()])?;
        Ok(Change::stating(json!({
            "days": asked.days, "reason": asked.reason, "from": first.due_on,
            "due": next.map(|clock| clock.due_on),
        })))
    }

    pub(super) fn refuse_time(&self, connection: &mut Connection, note: &str) -> Result<Change> {
        let asked = self.facts.extension().ok_or_else(|| self.no_extension())?;
        self.decide_time(connection, asked.id, false, Some(note))?;
        Ok(Change::stating(json!({ "days": asked.days })))
    }

    fn no_extension(&self) -> Error {
        Error::Conflict(Message::new("extension-decided"))
    }

    fn decide_time(
        &self,
        connection: &mut Connection,
        extension: i64,
        approved: bool,
        note: Option<&str>,
    ) -> Result<()> {
        diesel::update(extensions::table.find(extension))
            .set((
                extensions::decided_by.eq(Some(self.by.account()?)),
                extensions::decided_at.eq(Some(self.now)),
                extensions::approved.eq(Some(approved)),
                extensions::note.eq(note),
            ))
            .execute(connection)?;
        Ok(())
    }
}
