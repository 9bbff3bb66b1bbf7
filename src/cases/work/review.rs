//! Reviews of the answer to a grievance (`T4`): asked for, heard, decided by two people of the unit
//! one level up (`C2`), and final after the second.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Change, Work};
use crate::{
    accounts::Role,
    alerts::{self, Alert, To},
    cases::{
        Act, State, Track, due,
        reviews::{self, Draft, Review, Round},
        statement::Petition,
    },
    db::{
        Connection,
        schema::{case_reports, reports, review_drafts, review_hearings, reviews as table},
    },
    deadlines::deadline,
    error::{Error, Result},
    jurisdiction::BureauKind,
    message::Message,
};

impl Work<'_> {
    fn open_review(&self) -> Result<&Review> {
        let none = || Error::Conflict(Message::new("review-none"));
        self.facts.reviews.open().ok_or_else(none)
    }

    fn open_draft(&self) -> Result<&Draft> {
        let none = || Error::Conflict(Message::new("decision-none"));
        self.facts.reviews.draft().ok_or_else(none)
    }

    /// Asked in time, of the unit one level up; a letter counts by its own day.
    pub(super) fn ask_review(
        &self,
        connection: &mut Connection,
        round: Round,
        petition: &Petition,
    ) -> Result<Change> {
        let answer = self.facts.approved();
        let jurisdiction = &self.app.jurisdiction;
        let offer = self.facts.reviews.open_to_reporter(self.app, self.case, answer)?;
        if offer.round != round {
            return Err(Error::Conflict(Message::new("review-other-round")));
        }
        if petition.asked_on < offer.since {
            return Err(Error::field("asked_on", "review-asked-early"));
        }
        if petition.asked_on > offer.until {
            let message = Message::new(format!("review-late-{}", round.name()));
            return Err(Error::Conflict(message.with("until", offer.until)));
        }
        let limit = due::reckoned(jurisdiction, round.limit(), self.case, self.today)?;
        let id: i64 = diesel::insert_into(table::table)
            .values((
                table::case_id.eq(self.case.id),
                table::answer_id.eq(answer.map_or(0, |answer| answer.id)),
                table::report_id.eq(self.asking_report(connection, petition)?),
                table::round.eq(round.name()),
                table::channel.eq(&petition.via),
                table::grounds.eq(&petition.grounds),
                table::asked_on.eq(petition.asked_on),
                table::asked_by.eq(self.by.actor().account),
                table::at.eq(self.now),
                table::unit.eq(&offer.unit),
                table::due_on.eq(limit.due),
            ))
            .returning(table::id)
            .get_result(connection)?;
        self.alert_unit(connection, id, &offer.unit, round)?;
        Ok(Change::stating(json!({ "bureau": offer.unit, "due": limit.due, "review": id })))
    }

    /// The report whose reporter asks: the one named, or the only one behind the matter.
    fn asking_report(&self, connection: &mut Connection, petition: &Petition) -> Result<i64> {
        let behind: Vec<(i64, String)> = case_reports::table
            .inner_join(reports::table.on(reports::id.eq(case_reports::report_id)))
            .filter(case_reports::case_id.eq(self.case.id))
            .filter(reports::withdrawn_at.is_null())
            .select((reports::id, reports::number))
            .load(connection)?;
        let found = match &petition.report {
            Some(number) => behind.iter().find(|(_, known)| known == number),
            None if behind.len() == 1 => behind.first(),
            None => None,
        };
        found.map(|(id, _)| *id).ok_or_else(|| Error::field("report", "field-report-missing"))
    }

    fn alert_unit(
        &self,
        connection: &mut Connection,
        review: i64,
        unit: &str,
        round: Round,
    ) -> Result<()> {
        let kind = self.app.jurisdiction.bureau(unit).map(|bureau| bureau.kind);
        let is_province = kind == Some(BureauKind::Province);
        let role = if is_province { Role::Province } else { Role::Supervisor };
        let message = Message::new(format!("alerts-review-{}", round.name()));
        let alert = Alert {
            key: format!("review {review}"),
            to: To::Role { bureau: unit.to_owned(), role },
            kind: "review",
            message: message.with("number", &self.case.number),
            link: format!("/cases/{}", self.case.number),
        };
        alerts::raise(connection, self.now, &alert)?;
        Ok(())
    }

    pub(super) fn withdraw_review(&self, connection: &mut Connection) -> Result<Change> {
        let review = self.open_review()?;
        diesel::update(table::table.find(review.id))
            .set((table::outcome.eq(Some("withdrawn")), table::decided_on.eq(Some(self.today))))
            .execute(connection)?;
        Ok(Change::stating(json!({ "review": review.id })))
    }

    /// The days of a hearing do not count: the last day moves by as many.
    pub(super) fn hear(
        &self,
        connection: &mut Connection,
        (from, until): (NaiveDate, NaiveDate),
        note: &str,
    ) -> Result<Change> {
        let review = self.open_review()?;
        let begun = self.app.clock.day(review.at);
        let days = |a: NaiveDate, b: NaiveDate| (b - a).num_days() + 1;
        let overlaps = |it: &reviews::Hearing| from <= it.until_on && it.from_on <= until;
        if until < from || from < begun {
            return Err(Error::field("hearing_until", "field-hearing_until-wrong"));
        }
        if self.facts.reviews.hearings.iter().any(overlaps) {
            return Err(Error::field("hearing_from", "field-hearing_from-twice"));
        }
        let limit = deadline::running(connection, self.case.id, &review.round)?;
        let limit = limit.ok_or_else(|| Error::Conflict(Message::new("review-none")))?;
        let spent = i32::try_from(days(from, until)).unwrap_or(i32::MAX);
        let total = review.hearing_days.saturating_add(spent);
        let id = review.round()?.limit();
        let base = due::reckoned(&self.app.jurisdiction, id, self.case, limit.started_on)?;
        let due_on = reviews::heard(self.app, base.due, total);
        diesel::insert_into(review_hearings::table)
            .values((
                review_hearings::review_id.eq(review.id),
                review_hearings::from_on.eq(from),
                review_hearings::until_on.eq(until),
                review_hearings::note.eq(note),
                review_hearings::by_account.eq(self.by.account()?),
                review_hearings::at.eq(self.now),
            ))
            .execute(connection)?;
        deadline::extend(connection, limit.id, total, due_on)?;
        diesel::update(table::table.find(review.id))
            .set((table::hearing_days.eq(total), table::due_on.eq(due_on)))
            .execute(connection)?;
        Ok(Change::stating(json!({ "days": spent, "due": due_on, "bureau": review.unit })))
    }

    pub(super) fn draft(
        &self,
        connection: &mut Connection,
        outcome: &str,
        text: &str,
    ) -> Result<Change> {
        let review = self.open_review()?;
        diesel::insert_into(review_drafts::table)
            .values((
                review_drafts::review_id.eq(review.id),
                review_drafts::outcome.eq(outcome),
                review_drafts::decision.eq(text),
                review_drafts::proposed_by.eq(self.by.account()?),
                review_drafts::proposed_at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(Change::stating(json!({ "outcome": outcome })))
    }

    /// The second person agrees: the draft becomes the decision.
    pub(super) fn approve_draft(&self, connection: &mut Connection) -> Result<Change> {
        let (review, draft) = (self.open_review()?, self.open_draft()?);
        self.decide_draft(connection, draft, true, None)?;
        diesel::update(table::table.find(review.id))
            .set((
                table::outcome.eq(Some(&draft.outcome)),
                table::decision.eq(Some(&draft.decision)),
                table::decided_on.eq(Some(self.today)),
            ))
            .execute(connection)?;
        let is_last = review.round()? == Round::Review;
        let detail = json!({
            "outcome": draft.outcome, "review": review.id, "bureau": review.unit,
            "final": self.reviewed()? == State::Final,
        });
        let name = if is_last { "reviewed" } else { "reexamined" };
        Ok(Change { name: Some(name), ..Change::stating(detail) })
    }

    /// The second person wants it otherwise: it is drafted again.
    pub(super) fn send_back_draft(
        &self,
        connection: &mut Connection,
        note: &str,
    ) -> Result<Change> {
        self.decide_draft(connection, self.open_draft()?, false, Some(note))?;
        Ok(Change::default())
    }

    /// Whoever proposed never decides; the database refuses it, too (`C2`).
    fn decide_draft(
        &self,
        connection: &mut Connection,
        draft: &Draft,
        approved: bool,
        note: Option<&str>,
    ) -> Result<()> {
        diesel::update(review_drafts::table.find(draft.id))
            .set((
                review_drafts::decided_by.eq(Some(self.by.account()?)),
                review_drafts::decided_at.eq(Some(self.now)),
                review_drafts::approved.eq(Some(approved)),
                review_drafts::note.eq(note),
            ))
            .execute(connection)?;
        Ok(())
    }

    /// Where the draft leads when it is approved: handled again, back to its end, or final.
    pub(super) fn reviewed(&self) -> Result<State> {
        let (review, draft) = (self.open_review()?, self.open_draft()?);
        Ok(match (draft.outcome.as_str(), review.round()?) {
            ("revoked", _) => State::Accepted,
            (_, Round::Reexamination) => State::Concluded,
            (_, Round::Review) => State::Final,
        })
    }

    /// A report taken for one of a violation is a grievance: it can be reviewed from today (`T4`).
    pub(super) fn direct_to_review(
        &self,
        connection: &mut Connection,
        reason: &str,
    ) -> Result<Change> {
        let change = self.direct(connection, Act::DirectToReview, reason)?;
        Ok(Change { track: Some(Track::Grievance), review_from: Some(self.today), ..change })
    }
}
