//! The record that each act writes, and what it changes beyond the state.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{By, Change, Work, hold_open, join, out_of_order, returns_left};
use crate::{
    cases::{
        access,
        jobs::FollowClosure,
        plant,
        records::{Finding, Proposal},
        statement::{NewMeasure, Statement},
    },
    db::{
        Connection,
        schema::{
            case_reports, cases, findings, inspections, measures, proposals, referrals, transfers,
        },
    },
    deadlines::deadline,
    error::{Error, Result},
    jobs,
    message::Message,
};

impl Work<'_> {
    /// Writes the act's own record.
    pub(super) fn record(
        &self,
        connection: &mut Connection,
        statement: &Statement,
    ) -> Result<Change> {
        match statement {
            Statement::Assign { bureau, reason } => self.assign(connection, bureau, reason),
            Statement::Return { reason } => self.hand_back(connection, reason),
            Statement::Inspect { on, officers, findings } => {
                self.inspect(connection, *on, officers, findings)
            }
            Statement::Find { verdict, text } => self.find(connection, verdict, text),
            Statement::Measure(measure) => self.measure(connection, measure),
            Statement::Refer { department, request } => self.refer(connection, department, request),
            Statement::Reply { text } => self.reply(connection, text),
            Statement::ProposeDecline { reason, explanation } => {
                self.propose(connection, "decline", Some(reason), ["", "", explanation])
            }
            Statement::ProposeConclusion { internal_text, public_text, answer } => {
                let known = Finding::of_case(connection, self.case.id)?;
                if known.is_empty() {
                    return Err(Error::Conflict(Message::new("conclusion-needs-finding")));
                }
                let texts = [internal_text.as_str(), public_text, answer];
                self.propose(connection, "conclusion", None, texts)
            }
            Statement::Approve => self.decide(connection, true, None),
            Statement::SendBack { note } => self.decide(connection, false, Some(note)),
            Statement::Publish { public_text } => {
                let change = Change::stating(Value::Null);
                Ok(Change { public_text: Some(public_text.clone()), ..change })
            }
            Statement::Merge { into } => self.merge(connection, into),
            Statement::Accept | Statement::Withdraw => Ok(Change::default()),
        }
    }

    fn assign(&self, connection: &mut Connection, bureau: &str, reason: &str) -> Result<Change> {
        // A report against a bureau never goes to that bureau (R3).
        if self.case.is_kept_from(bureau) {
            return Err(Error::field("bureau", "assign-conflict"));
        }
        self.transfer(connection, bureau, "assigned", reason)?;
        let change = Change::stating(json!({ "bureau": bureau }));
        Ok(Change { bureau: Some(bureau.to_owned()), ..change })
    }

    fn hand_back(&self, connection: &mut Connection, reason: &str) -> Result<Change> {
        returns_left(self.app, self.case, self.today)?;
        let city = self.app.jurisdiction.profile().dispatcher.clone();
        self.transfer(connection, &city, "returned", reason)?;
        let change = Change::stating(json!({ "bureau": self.case.bureau }));
        Ok(Change { bureau: Some(city), returned: true, ..change })
    }

    /// A transfer made by a person: its reason is what they wrote.
    fn transfer(
        &self,
        connection: &mut Connection,
        to: &str,
        rule: &str,
        reason: &str,
    ) -> Result<()> {
        diesel::insert_into(transfers::table)
            .values((
                transfers::case_id.eq(self.case.id),
                transfers::from_bureau.eq(Some(&self.case.bureau)),
                transfers::to_bureau.eq(to),
                transfers::rule.eq(rule),
                transfers::reason.eq(reason),
                transfers::by_account.eq(Some(self.by.account()?)),
                transfers::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(())
    }

    fn inspect(
        &self,
        connection: &mut Connection,
        on: NaiveDate,
        officers: &[String],
        text: &str,
    ) -> Result<Change> {
        diesel::insert_into(inspections::table)
            .values((
                inspections::case_id.eq(self.case.id),
                inspections::inspected_on.eq(on),
                inspections::officers.eq(officers.join("\n")),
                inspections::officer_count.eq(i32::try_from(officers.len()).unwrap_or(i32::MAX)),
                inspections::findings.eq(text),
                inspections::by_account.eq(self.by.account()?),
                inspections::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "on": on })))
    }

    fn find(&self, connection: &mut Connection, verdict: &str, text: &str) -> Result<Change> {
        diesel::insert_into(findings::table)
            .values((
                findings::case_id.eq(self.case.id),
                findings::verdict.eq(verdict),
                findings::text.eq(text),
                findings::by_account.eq(self.by.account()?),
                findings::at.eq(self.now),
            ))
            .execute(connection)?;
        let change = Change::stating(json!({ "verdict": verdict }));
        Ok(Change { verdict: Some(verdict.to_owned()), ..change })
    }

    fn measure(&self, connection: &mut Connection, measure: &NewMeasure) -> Result<Change> {
        let id: i64 = diesel::insert_into(measures::table)
            .values((
                measures::case_id.eq(self.case.id),
                measures::kind.eq(&measure.kind),
                measures::document.eq(&measure.document),
                measures::amount_fen.eq(measure.amount_fen),
                measures::due_on.eq(measure.due_on),
                measures::text.eq(&measure.text),
                measures::taken_on.eq(measure.taken_on),
                measures::by_account.eq(self.by.account()?),
                measures::at.eq(self.now),
            ))
            .returning(measures::id)
            .get_result(connection)?;
        if FollowClosure::KINDS.contains(&measure.kind.as_str()) {
            jobs::enqueue(connection, &FollowClosure { measure: id }, self.now)?;
        }
        Ok(Change::stating(json!({ "kind": measure.kind })))
    }

    fn refer(&self, connection: &mut Connection, department: &str, text: &str) -> Result<Change> {
        diesel::insert_into(referrals::table)
            .values((
                referrals::case_id.eq(self.case.id),
                referrals::department.eq(department),
                referrals::request.eq(text),
                referrals::by_account.eq(self.by.account()?),
                referrals::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "bureau": department })))
    }

    /// Answers all that this department was asked about the matter.
    fn reply(&self, connection: &mut Connection, text: &str) -> Result<Change> {
        let By::Staff(viewer) = self.by else { return Err(Error::Forbidden) };
        let waiting = referrals::table
            .filter(referrals::case_id.eq(self.case.id))
            .filter(referrals::department.eq(&viewer.bureau))
            .filter(referrals::replied_at.is_null());
        diesel::update(waiting)
            .set((
                referrals::reply.eq(Some(text)),
                referrals::replied_by.eq(Some(viewer.account)),
                referrals::replied_at.eq(Some(self.now)),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "bureau": viewer.bureau })))
    }

    fn propose(
        &self,
        connection: &mut Connection,
        kind: &str,
        reason: Option<&String>,
        [internal_text, public_text, answer]: [&str; 3],
    ) -> Result<Change> {
        diesel::insert_into(proposals::table)
            .values((
                proposals::case_id.eq(self.case.id),
                proposals::kind.eq(kind),
                proposals::from_state.eq(self.state.name()),
                proposals::reason.eq(reason),
                proposals::internal_text.eq(internal_text),
                proposals::public_text.eq(public_text),
                proposals::answer.eq(answer),
                proposals::proposed_by.eq(self.by.account()?),
                proposals::proposed_at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "kind": kind, "reason": reason })))
    }

    /// Decides the open proposal; the database, too, refuses the proposer (`C2`).
    fn decide(
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
        let mut change =
            Change::stating(json!({ "kind": proposal.kind, "reason": proposal.reason }));
        if approved {
            let concludes = proposal.kind == "conclusion";
            change.name = Some(if concludes { "conclude" } else { "decline" });
        }
        Ok(change)
    }

    pub(super) fn open_proposal(&self) -> Result<&Proposal> {
        self.proposal.as_ref().ok_or_else(|| out_of_order(self.state))
    }

    /// Joins another, living matter, which then answers these reporters, too (`I8`).
    fn merge(&self, connection: &mut Connection, into: &str) -> Result<Change> {
        let By::Staff(viewer) = self.by else { return Err(Error::Forbidden) };
        let target = match access::open(connection, viewer, into) {
            Ok(target) if target.id != self.case.id && target.ended_at.is_none() => target,
            Ok(_) | Err(Error::NotFound) => return Err(Error::field("into", "merge-not-living")),
            Err(error) => return Err(error),
        };
        // Those reported would read it there (R3).
        if !self.case.kept_from().all(|bureau| target.is_kept_from(bureau)) {
            return Err(Error::field("into", "merge-conflict"));
        }
        hold_open(connection, target.id, "into", "merge-not-living")?;
        let behind: Vec<i64> = case_reports::table
            .filter(case_reports::case_id.eq(self.case.id))
            .select(case_reports::report_id)
            .load(connection)?;
        for report in behind {
            join(connection, target.id, report)?;
        }
        plant::carry(connection, self.app, self.case.id, target.id)?;
        // What the province wants by a date it wants by that date there, too (T7).
        deadline::carry_forwarded(connection, self.case.id, target.id)?;
        if let Some((due_on, policy)) = deadline::next_due(connection, target.id)? {
            diesel::update(cases::table.find(target.id))
                .set((cases::due_on.eq(Some(due_on)), cases::due_kind.eq(Some(policy))))
                .execute(connection)?;
        }
        let change = Change::stating(json!({ "into": target.number }));
        Ok(Change { merged_into: Some(target.id), ..change })
    }
}
