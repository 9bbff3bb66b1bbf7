//! The record that each act writes, and what it changes beyond the state.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Change, Work};
use crate::{
    cases::{
        Act, Track,
        jobs::FollowClosure,
        measure::{self, DAILY_PENALTY},
        plant,
        reviews::Round,
        statement::{NewInspection, NewMeasure, Statement},
        undo,
    },
    db::{
        Connection,
        schema::{directions, findings, inspections, measures, transfers},
    },
    error::{Error, Result},
    jobs,
};

impl Work<'_> {
    /// Writes the act's own record.
    pub(super) fn record(
        &self,
        connection: &mut Connection,
        statement: &Statement,
    ) -> Result<Change> {
        use Statement as S;
        match statement {
            S::Assign { bureau, reason } => self.give(connection, bureau, "assigned", reason),
            S::Transfer { bureau, reason } => self.pass_on(connection, bureau, reason),
            S::Return { reason } => self.hand_back(connection, reason),
            S::Accept => Ok(self.accept(Track::Violation)),
            S::AcceptGrievance => Ok(self.accept(Track::Grievance)),
            S::ProposeDecline { reason, points_to, explanation } => {
                self.decline(connection, reason, points_to.as_deref(), explanation)
            }
            S::Inspect(inspection) => self.inspect(connection, inspection),
            S::Find { verdict, text } => self.find(connection, verdict, text),
            S::Measure(measure) => self.measure(connection, measure),
            S::Refer { department, request, due_on } => {
                self.ask(connection, department, request, *due_on)
            }
            S::Assist { bureau, request, due_on } => {
                self.ask_bureau(connection, bureau, request, *due_on)
            }
            S::Reply { text } => self.reply(connection, text),
            S::TakeBack { part, reason } => self.take_back(connection, *part, reason),
            S::ProposePartial { internal_text, public_text, answer, promises } => {
                let texts = [internal_text.as_str(), public_text, answer];
                self.conclude_part(connection, texts, promises)
            }
            S::Fulfil { promise, done, on } => self.fulfil(connection, *promise, done, *on),
            S::ProposeConclusion { internal_text, public_text, answer } => {
                self.conclude(connection, [internal_text.as_str(), public_text, answer])
            }
            S::Approve => self.decide(connection, true, None),
            S::SendBack { note } => self.decide(connection, false, Some(note)),
            S::ProposeExtension { days, reason } => self.ask_for_time(connection, *days, reason),
            S::Extend => self.give_time(connection),
            S::RefuseExtension { note } => self.refuse_time(connection, note),
            S::Publish { public_text } => {
                let change = Change::stating(Value::Null);
                Ok(Change { public_text: Some(public_text.clone()), ..change })
            }
            S::Chase { note } => self.direct(connection, Act::Chase, note),
            S::Rehandle { reason } => self.direct(connection, Act::Rehandle, reason),
            S::Reopen { reason } => self.reopen(connection, reason),
            S::Withdraw => Ok(Change::default()),
            S::Merge { into } => self.merge(connection, into),
            S::Unmerge { reason } => self.unmerge(connection, reason),
            S::Split(matter) => self.split(connection, matter),
            S::AskReexamination(petition) => {
                self.ask_review(connection, Round::Reexamination, petition)
            }
            S::AskReview(petition) => self.ask_review(connection, Round::Review, petition),
            S::WithdrawReview => self.withdraw_review(connection),
            S::DirectToReview { reason } => self.direct_to_review(connection, reason),
            S::Hear { from, until, note } => self.hear(connection, (*from, *until), note),
            S::ProposeDecision { outcome, text } => self.draft(connection, outcome, text),
            S::ApproveDecision => self.approve_draft(connection),
            S::SendBackDecision { note } => self.send_back_draft(connection, note),
        }
    }

    /// Told once that it is accepted: whoever gets it later takes it over (`T1`, `R6`).
    fn accept(&self, track: Track) -> Change {
        match self.case.accepted_on {
            Some(_) => Change { name: Some("take_over"), ..Change::default() },
            None => {
                let change = Change::stating(json!({ "track": track.name() }));
                Change { track: Some(track), ..change }
            }
        }
    }

    fn give(
        &self,
        connection: &mut Connection,
        bureau: &str,
        rule: &str,
        reason: &str,
    ) -> Result<Change> {
        // A report against a bureau never goes to that bureau (R3).
        if self.case.is_kept_from(bureau) {
            return Err(Error::field("bureau", "assign-conflict"));
        }
        self.transfer(connection, bureau, rule, reason)?;
        let change = Change::stating(json!({ "bureau": bureau }));
        Ok(Change { bureau: Some(bureau.to_owned()), ..change })
    }

    /// From one bureau to another, without the clocks noticing (`R6`).
    fn pass_on(&self, connection: &mut Connection, bureau: &str, reason: &str) -> Result<Change> {
        if self.case.bureau == bureau {
            return Err(Error::field("bureau", "transfer-same"));
        }
        // Whoever assisted and leads now is no longer asked by anybody (R7).
        self.drop_parts_of(connection, bureau, reason)?;
        self.give(connection, bureau, "transferred", reason)
    }

    fn hand_back(&self, connection: &mut Connection, reason: &str) -> Result<Change> {
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

    /// The words of an act that moves a matter from outside its handling; they stay in the office.
    pub(super) fn direct(
        &self,
        connection: &mut Connection,
        act: Act,
        text: &str,
    ) -> Result<Change> {
        let actor = self.by.actor();
        let direction: i64 = diesel::insert_into(directions::table)
            .values((
                directions::case_id.eq(self.case.id),
                directions::act.eq(act.name()),
                directions::text.eq(text),
                directions::by_account.eq(actor.account),
                directions::by_bureau.eq(actor.name),
                directions::at.eq(self.now),
            ))
            .returning(directions::id)
            .get_result(connection)?;
        Ok(Change::stating(json!({ "direction": direction })))
    }

    fn inspect(&self, connection: &mut Connection, new: &NewInspection) -> Result<Change> {
        let named = i32::try_from(new.officers.len()).unwrap_or(i32::MAX);
        let sent = new.sent.unwrap_or(named).max(named);
        let tied = self.plants(connection)?;
        let least = i32::try_from(tied.len()).unwrap_or(i32::MAX).max(1);
        diesel::insert_into(inspections::table)
            .values((
                inspections::case_id.eq(self.case.id),
                inspections::inspected_on.eq(new.on),
                inspections::officers.eq(new.officers.join("\n")),
                inspections::officer_count.eq(sent),
                inspections::findings.eq(&new.findings),
                inspections::by_account.eq(self.by.account()?),
                inspections::at.eq(self.now),
                inspections::bureau.eq(Some(&self.by.staff()?.bureau)),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({
            "on": new.on, "officers": sent, "plants": tied,
            "visited": new.visited.unwrap_or(least).max(least),
        })))
    }

    /// The plants that the matter is about (`C5`): acts count for them in the figures (`N1`).
    fn plants(&self, connection: &mut Connection) -> Result<Vec<i64>> {
        let plants = plant::of_case(connection, self.case.id)?;
        Ok(plants.into_iter().map(|plant| plant.id).collect())
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
        let tied = self.plants(connection)?;
        let meant = match measure.plant {
            Some(plant) if !tied.contains(&plant) => {
                return Err(Error::field("measured_plant", "field-measured_plant-missing"));
            }
            Some(plant) => vec![plant],
            None => tied,
        };
        let (kind, all) = (measure::kind(&measure.kind)?, &self.app.jurisdiction);
        let until = kind.until(all, self.case, measure.taken_on, measure.due_on)?;
        let look_on = kind.first_look(all, self.case, measure.taken_on, until)?;
        let only = <[i64; 1]>::try_from(meant.clone()).ok().map(|[plant]| plant);
        let id: i64 = diesel::insert_into(measures::table)
            .values((
                measures::case_id.eq(self.case.id),
                measures::kind.eq(&measure.kind),
                measures::document.eq(&measure.document),
                measures::amount_fen.eq(measure.amount_fen),
                measures::due_on.eq(until),
                measures::look_on.eq(look_on),
                measures::enterprise_id.eq(only),
                measures::text.eq(&measure.text),
                measures::taken_on.eq(measure.taken_on),
                measures::by_account.eq(self.by.account()?),
                measures::at.eq(self.now),
                measures::bureau.eq(Some(&self.by.staff()?.bureau)),
            ))
            .returning(measures::id)
            .get_result(connection)?;
        if kind.stops.is_some() {
            let then = undo::effects_at(Act::Measure, self.now);
            jobs::enqueue(connection, &FollowClosure { measure: id }, then)?;
        }
        Ok(Change::stating(json!({
            "kind": measure.kind, "amount_fen": measure.amount_fen, "plants": meant,
            // Of a daily penalty the looks count the money (N1), not its beginning.
            "by_day": measure.kind == DAILY_PENALTY,
        })))
    }
}
