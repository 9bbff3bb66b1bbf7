//! The records that acts write, and what each leads to.

use chrono::NaiveDate;
use diesel::{dsl::max, prelude::*};
use serde_json::{Value, json};

use super::{Outcome, Work, end_lifting};
use crate::{
    cases::due,
    db::{
        Connection,
        schema::{
            supervision_evidence, supervision_extensions, supervision_liftings, supervision_notes,
            supervision_objections, supervision_requirements, supervision_verifications,
            supervisions,
        },
    },
    deadlines::PolicyId,
    error::{Error, Result},
    message::Message,
    reports::picture,
    supervisions::{
        Act, Onward, State, Supervision,
        lifecycle::{Next, Rule},
        lifting::{Obstacle, ReadyToLift, ReadyToPublish, Record},
        proposal::latest_due,
        records::{EVIDENCE, Lifting},
        statement::Statement,
    },
    timeline::{self, Actor, Audience, Entry, Subject},
};

fn conflict(obstacle: &Obstacle) -> Error {
    Error::Conflict(obstacle.message())
}

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
            Statement::GiveEvidence { requirement, text, document, pictures } => {
                self.give_evidence(connection, *requirement, (text, document), pictures)?
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
                return Ok((Outcome::Leaves(ready.map_err(|it| conflict(&it))?), json!({})));
            }
        };
        let onward = match rule.next {
            Next::To(onward) => Some(onward),
            Next::Stay | Next::AsDecided | Next::Lifted => None,
        };
        Ok((Outcome::Goes(onward), detail))
    }

    fn lifting(&self) -> Result<&Lifting> {
        let none = || Error::Internal("no lifting is in hand".to_owned());
        self.records.lifting(self.case).ok_or_else(none)
    }

    /// What `L4` looks at.
    fn proof(&self) -> Result<Record> {
        let none = || conflict(&Obstacle::NotApproved);
        self.records.for_lifting(self.case).ok_or_else(none)
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
        Ok(json!({ "due": due_on }))
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

    fn give_evidence(
        &self,
        connection: &mut Connection,
        requirement: i64,
        (text, document): (&str, &str),
        pictures: &[picture::Stored],
    ) -> Result<Value> {
        let known = self.records.requirements.iter().find(|known| known.id == requirement);
        let known =
            known.ok_or_else(|| Error::field("requirement_id", "field-requirement_id-missing"))?;
        let id: i64 = diesel::insert_into(supervision_evidence::table)
            .values((
                supervision_evidence::requirement_id.eq(requirement),
                supervision_evidence::text.eq(text),
                supervision_evidence::document.eq(document),
                supervision_evidence::by_account.eq(self.by.account()?),
                supervision_evidence::given_on.eq(self.today),
                supervision_evidence::at.eq(self.now),
            ))
            .returning(supervision_evidence::id)
            .get_result(connection)?;
        picture::attach(connection, pictures, EVIDENCE, id, self.now)?;
        Ok(json!({ "position": known.position }))
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

    fn apply(&self, connection: &mut Connection, statement: &str) -> Result<Value> {
        let lifting: i64 = diesel::insert_into(supervision_liftings::table)
            .values((
                supervision_liftings::supervision_id.eq(self.case.id),
                supervision_liftings::statement.eq(statement),
                supervision_liftings::applied_by.eq(self.by.account()?),
                supervision_liftings::applied_on.eq(self.today),
                supervision_liftings::applied_at.eq(self.now),
            ))
            .returning(supervision_liftings::id)
            .get_result(connection)?;
        diesel::update(supervisions::table.find(self.case.id))
            .set(supervisions::lifting_id.eq(Some(lifting)))
            .execute(connection)?;
        Ok(json!({}))
    }

    fn verify(
        &self,
        connection: &mut Connection,
        visited_on: NaiveDate,
        findings: &str,
    ) -> Result<Value> {
        let lifting = self.lifting()?;
        if visited_on < lifting.applied_on {
            return Err(Error::field("visited_on", "supervisions-visit-early"));
        }
        diesel::insert_into(supervision_verifications::table)
            .values((
                supervision_verifications::lifting_id.eq(lifting.id),
                supervision_verifications::account.eq(self.by.account()?),
                supervision_verifications::visited_on.eq(visited_on),
                supervision_verifications::findings.eq(findings),
                supervision_verifications::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({ "on": visited_on }))
    }

    /// The lifting ends; evidence of the requirements that were found unmet no longer holds.
    fn send_back(&self, connection: &mut Connection, note: &str, unmet: &[i64]) -> Result<Value> {
        end_lifting(connection, self.lifting()?.id, "sent_back", Some(note), self.now)?;
        let unmet =
            self.records.requirements.iter().filter(|requirement| unmet.contains(&requirement.id));
        let mut positions = Vec::new();
        for requirement in unmet {
            let last: Option<i64> = supervision_evidence::table
                .filter(supervision_evidence::requirement_id.eq(requirement.id))
                .select(max(supervision_evidence::id))
                .first(connection)?;
            diesel::update(supervision_requirements::table.find(requirement.id))
                .set(supervision_requirements::evidence_after.eq(last.unwrap_or_default()))
                .execute(connection)?;
            positions.push(requirement.position);
        }
        Ok(json!({ "unmet": positions }))
    }

    /// The notice begins; seven whole days at least (`L4`).
    fn approve_lifting(&self, connection: &mut Connection, notice: &str) -> Result<Value> {
        let id = PolicyId::LiftingNotice;
        let day = self.case.listed_on.unwrap_or(self.today);
        let reckoned = due::reckoned(&self.app.jurisdiction, id, day, self.today)?.due;
        let approver = self.by.account()?;
        let ready = ReadyToPublish::check(&self.proof()?, approver, self.today, reckoned)
            .map_err(|it| conflict(&it))?;
        let (from, until) = ready.notice();
        diesel::update(supervision_liftings::table.find(ready.lifting()))
            .set((
                supervision_liftings::approved_by.eq(Some(ready.approver())),
                supervision_liftings::approved_at.eq(Some(self.now)),
                supervision_liftings::notice.eq(Some(notice)),
                supervision_liftings::notice_from.eq(Some(from)),
                supervision_liftings::notice_until.eq(Some(until)),
            ))
            .execute(connection)?;
        Ok(json!({ "from": from, "until": until }))
    }

    fn object(&self, connection: &mut Connection, text: &str) -> Result<Value> {
        diesel::insert_into(supervision_objections::table)
            .values((
                supervision_objections::lifting_id.eq(self.lifting()?.id),
                supervision_objections::text.eq(text),
                supervision_objections::digest.eq(digest(text)),
                supervision_objections::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({}))
    }

    fn decide_objection(
        &self,
        connection: &mut Connection,
        objection: i64,
        upheld: bool,
        reason: &str,
    ) -> Result<Value> {
        let mut open = self.records.objections_to(self.lifting()?.id);
        if !open.any(|it| it.id == objection && it.upheld.is_none()) {
            return Err(Error::field("objection", "field-objection-missing"));
        }
        diesel::update(supervision_objections::table.find(objection))
            .set((
                supervision_objections::decided_by.eq(Some(self.by.account()?)),
                supervision_objections::decided_at.eq(Some(self.now)),
                supervision_objections::upheld.eq(Some(upheld)),
                supervision_objections::reason.eq(Some(reason)),
            ))
            .execute(connection)?;
        Ok(json!({ "upheld": upheld }))
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
        match changed {
            1 => Ok(()),
            _ => Err(Error::Conflict(Message::new("error-changed"))),
        }
    }

    /// One entry per act.
    pub(super) fn enter(&self, connection: &mut Connection, act: Act, detail: Value) -> Result<()> {
        let entry = Entry {
            subject: self.case.subject(),
            act: act.name(),
            actor: self.by.actor(),
            audience: act.audience(),
            detail,
        };
        timeline::record(connection, &self.app.vault, self.now, &entry)?;
        Ok(())
    }
}

/// By which an objection that is sent twice is known.
pub fn digest(text: &str) -> String {
    blake3::hash(text.trim().as_bytes()).to_hex().to_string()
}
