//! The records that acts write, and what each leads to.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Outcome, Work, leave::conflict};
use crate::{
    db::{
        Connection,
        schema::{supervision_extensions, supervision_notes, supervisions},
    },
    error::{Error, Result, as_seen},
    message::Message,
    supervisions::{
        Act, Onward, State, Supervision,
        lifecycle::{Next, Rule},
        lifting::ReadyToLift,
        proposal::latest_due,
        statement::Statement,
    },
    timeline::{self, Actor, Audience, Entry, Subject},
};

impl Work<'_> {
    /// Writes the act's own record; says where it leads and what the timeline tells.
    pub(super) fn record(
        &self,
        connection: &mut Connection,
        rule: &Rule,
        statement: &Statement,
    ) -> Result<(Outcome, Value)> {
        let detail = match statement {
            Statement::List { due_on } => self.list(connection, *due_on)?,
            Statement::Refuse { reason } => self.decide(connection, None, Some(reason))?,
            Statement::NoteProgress { text } => self.note(connection, text)?,
            Statement::GiveEvidence { requirement, given } => {
                self.give_evidence(connection, *requirement, given)?
            }
            Statement::JudgeEvidence { evidence, accepted, note } => {
                self.judge_evidence(connection, *evidence, *accepted, note)?
            }
            Statement::GivePictures { moment, pictures } => {
                self.give_pictures(connection, moment, pictures)?
            }
            Statement::CheckPicture { picture, shown } => {
                self.check_picture(connection, *picture, *shown)?
            }
            Statement::ProposeExtension { until, reason } => {
                self.propose_extension(connection, *until, reason)?
            }
            Statement::ApproveExtension => self.decide_extension(connection, true)?,
            Statement::RefuseExtension => self.decide_extension(connection, false)?,
            Statement::ApplyForLifting { statement } => self.apply(connection, statement)?,
            Statement::Verify { visited_on, findings } => {
                self.verify(connection, *visited_on, findings)?
            }
            Statement::SendBack { note, unmet } => self.send_back(connection, note, unmet)?,
            Statement::ApproveLifting { notice } => self.approve_lifting(connection, notice)?,
            Statement::Object { text } => self.object(connection, text)?,
            Statement::DecideObjection { objection, upheld, reason, unmet } => {
                let detail = self.decide_objection(connection, *objection, *upheld, reason)?;
                if *upheld {
                    self.send_back(connection, reason, unmet)?;
                }
                let onward = upheld.then_some(Onward::Listed);
                return Ok((Outcome::Goes(onward), detail));
            }
            Statement::Lift => {
                let ready = ReadyToLift::check(&self.proof()?, self.today);
                let ready = ready.map_err(|it| conflict(&it))?;
                let detail = json!({ "bureaus": self.case.bureaus(connection)? });
                return Ok((Outcome::Leaves(ready), detail));
            }
        };
        let onward = match rule.next {
            Next::To(onward) => Some(onward),
            Next::Stay | Next::AsDecided | Next::Lifted => None,
        };
        Ok((Outcome::Goes(onward), detail))
    }

    /// The listing is decided: public from now on (`L2`), and told where it relapsed from (`L6`).
    fn list(&self, connection: &mut Connection, due_on: NaiveDate) -> Result<Value> {
        if due_on > latest_due(self.today) {
            return Err(Error::field("listing_due_on", "supervisions-due-too-late"));
        }
        if let Some(before) = self.case.relapse_of {
            let entry = Entry {
                subject: Subject { noun: Supervision::NOUN, id: before },
                act: "relapse",
                actor: Actor::system(),
                audience: Audience::Public,
                detail: json!({ "number": self.case.number }),
            };
            timeline::record(connection, &self.app.vault, self.now, &entry)?;
        }
        self.decide(connection, Some(due_on), None)?;
        self.told_of_listing(connection, due_on)?;
        Ok(json!({
            "due": due_on, "plants": self.case.plant_count,
            "bureaus": self.case.bureaus(connection)?,
        }))
    }

    /// Lists or refuses what was proposed; the row's state goes with it, as the database asks.
    fn decide(
        &self,
        connection: &mut Connection,
        due_on: Option<NaiveDate>,
        refusal: Option<&String>,
    ) -> Result<Value> {
        let onward = if refusal.is_some() { Onward::Refused } else { Onward::Listed };
        diesel::update(supervisions::table.find(self.case.id))
            .set((
                supervisions::state.eq(State::from(onward).name()),
                supervisions::decided_by.eq(Some(self.by.account()?)),
                supervisions::decided_at.eq(Some(self.now)),
                supervisions::refusal.eq(refusal),
                supervisions::listed_on.eq(due_on.map(|_| self.today)),
                supervisions::due_on.eq(due_on.unwrap_or(self.case.due_on)),
            ))
            .execute(connection)?;
        Ok(json!({}))
    }

    fn note(&self, connection: &mut Connection, text: &str) -> Result<Value> {
        diesel::insert_into(supervision_notes::table)
            .values((
                supervision_notes::supervision_id.eq(self.case.id),
                supervision_notes::text.eq(text),
                supervision_notes::by_account.eq(self.by.account()?),
                supervision_notes::noted_on.eq(self.today),
                supervision_notes::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({}))
    }

    /// Later than now, and a year in all (`L3`).
    fn propose_extension(
        &self,
        connection: &mut Connection,
        until: NaiveDate,
        reason: &str,
    ) -> Result<Value> {
        let listed_on = self.case.listed_on.unwrap_or(self.today);
        if until <= self.case.due_on {
            return Err(Error::field("until", "supervisions-extension-earlier"));
        }
        if until > latest_due(listed_on) {
            return Err(Error::field("until", "supervisions-due-too-late"));
        }
        diesel::insert_into(supervision_extensions::table)
            .values((
                supervision_extensions::supervision_id.eq(self.case.id),
                supervision_extensions::until.eq(until),
                supervision_extensions::reason.eq(reason),
                supervision_extensions::proposed_by.eq(self.by.account()?),
                supervision_extensions::proposed_at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({ "until": until }))
    }

    fn decide_extension(&self, connection: &mut Connection, approved: bool) -> Result<Value> {
        let none = || Error::Conflict(Message::new("supervisions-extension-none"));
        let asked = self.records.asked_extension().ok_or_else(none)?;
        diesel::update(supervision_extensions::table.find(asked.id))
            .set((
                supervision_extensions::decided_by.eq(Some(self.by.account()?)),
                supervision_extensions::decided_at.eq(Some(self.now)),
                supervision_extensions::approved.eq(Some(approved)),
            ))
            .execute(connection)?;
        if approved {
            diesel::update(supervisions::table.find(self.case.id))
                .set(supervisions::due_on.eq(asked.until))
                .execute(connection)?;
        }
        Ok(json!({ "until": asked.until }))
    }

    /// Moves the row, unless somebody changed it since it was read. Lifted is not among the states
    /// that this can write.
    pub(super) fn move_on(
        &self,
        connection: &mut Connection,
        onward: Option<Onward>,
    ) -> Result<()> {
        let case = self.case;
        let state = onward.map_or(case.state.as_str(), |onward| State::from(onward).name());
        let seen = supervisions::table
            .filter(supervisions::id.eq(case.id))
            .filter(supervisions::version.eq(case.version));
        let set = (supervisions::state.eq(state), supervisions::version.eq(case.version + 1));
        let changed = match onward {
            Some(Onward::Listed) => diesel::update(seen)
                .set((set, supervisions::lifting_id.eq(None::<i64>)))
                .execute(connection)?,
            _ => diesel::update(seen).set(set).execute(connection)?,
        };
        as_seen(changed)
    }

    /// One entry per act; its row.
    pub(super) fn enter(
        &self,
        connection: &mut Connection,
        act: Act,
        detail: Value,
    ) -> Result<i64> {
        let entry = Entry {
            subject: self.case.subject(),
            act: act.name(),
            actor: self.by.actor(),
            audience: act.audience(),
            detail,
        };
        Ok(timeline::record(connection, &self.app.vault, self.now, &entry)?)
    }
}
