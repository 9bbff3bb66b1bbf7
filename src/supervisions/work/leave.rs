//! The way off the list, record by record: application, verification, approval, objections (`L4`).

use chrono::NaiveDate;
use diesel::{dsl::max, prelude::*};
use serde_json::{Value, json};

use super::{Work, end_lifting};
use crate::{
    cases::{
        due,
        site_visit::{STATED, SiteVisit},
    },
    db::{
        Connection,
        schema::{
            supervision_evidence, supervision_liftings, supervision_objections,
            supervision_requirements, supervision_verifications, supervisions,
        },
    },
    deadlines::PolicyId,
    error::{Error, Result},
    supervisions::{
        Supervision,
        lifting::{Obstacle, ReadyToPublish, Record},
        plants,
        records::Lifting,
    },
};

/// An obstacle, as whoever tried is told.
pub(super) fn conflict(obstacle: &Obstacle) -> Error {
    Error::Conflict(obstacle.message())
}

impl Work<'_> {
    pub(super) fn lifting(&self) -> Result<&Lifting> {
        let none = || Error::Internal("no lifting is in hand".to_owned());
        self.records.lifting(self.case).ok_or_else(none)
    }

    /// What `L4` looks at.
    pub(super) fn proof(&self) -> Result<Record> {
        let none = || conflict(&Obstacle::NotApproved);
        self.records.for_lifting(self.case).ok_or_else(none)
    }

    pub(super) fn apply(&self, connection: &mut Connection, statement: &str) -> Result<Value> {
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

    pub(super) fn verify(
        &self,
        connection: &mut Connection,
        visited_on: NaiveDate,
        findings: &str,
    ) -> Result<Value> {
        let lifting = self.lifting()?;
        if visited_on < lifting.applied_on {
            return Err(Error::field("visited_on", "supervisions-visit-early"));
        }
        let visit = self.visit(connection, lifting, visited_on)?;
        diesel::insert_into(supervision_verifications::table)
            .values((
                supervision_verifications::lifting_id.eq(lifting.id),
                supervision_verifications::account.eq(self.by.account()?),
                supervision_verifications::visited_on.eq(visited_on),
                supervision_verifications::findings.eq(findings),
                supervision_verifications::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({ "on": visited_on, STATED: visit }))
    }

    /// Where the officer was (`N1`): at the plants of the listing, which counts for the county that leads.
    fn visit(
        &self,
        connection: &mut Connection,
        lifting: &Lifting,
        on: NaiveDate,
    ) -> Result<SiteVisit> {
        let bureaus = self.case.bureaus(connection)?;
        let lead = bureaus.first().map_or("", String::as_str);
        let plants = plants::of_listings(connection, &[self.case.id])?;
        let mut earlier = self.records.verifications.iter();
        let joins = earlier.any(|it| it.lifting_id == lifting.id && it.visited_on == on);
        let visit = SiteVisit::new((Supervision::NOUN, self.case.id), lead, 1);
        let visit = visit.of(plants.into_iter().map(|tied| tied.id).collect());
        let many = usize::try_from(self.case.plant_count).unwrap_or(0);
        Ok(visit.to_plants(many).joining(joins))
    }

    /// The lifting ends; evidence of the requirements that were found unmet no longer holds.
    pub(super) fn send_back(
        &self,
        connection: &mut Connection,
        note: &str,
        unmet: &[i64],
    ) -> Result<Value> {
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
    pub(super) fn approve_lifting(
        &self,
        connection: &mut Connection,
        notice: &str,
    ) -> Result<Value> {
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

    pub(super) fn object(&self, connection: &mut Connection, text: &str) -> Result<Value> {
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

    pub(super) fn decide_objection(
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
}

/// By which an objection that is sent twice is known.
pub fn digest(text: &str) -> String {
    blake3::hash(text.trim().as_bytes()).to_hex().to_string()
}
