//! Evidence and pictures: given by the county, looked at by the city before anybody else sees them
//! (`L4`, `S2`, `S3`).

use diesel::prelude::*;
use serde_json::{Value, json};

use super::Work;
use crate::{
    db::{
        Connection,
        schema::{
            supervision_evidence, supervision_figures, supervision_judgements, supervision_pictures,
        },
    },
    error::{Error, Result},
    message::Message,
    reports::picture,
    supervisions::{
        State, document,
        records::{EVIDENCE, PICTURE},
        statement::Given,
    },
};

impl Work<'_> {
    pub(super) fn give_evidence(
        &self,
        connection: &mut Connection,
        requirement: i64,
        given: &Given,
    ) -> Result<Value> {
        let known = self.records.requirements.iter().find(|known| known.id == requirement);
        let known =
            known.ok_or_else(|| Error::field("requirement_id", "field-requirement_id-missing"))?;
        let id: i64 = diesel::insert_into(supervision_evidence::table)
            .values((
                supervision_evidence::requirement_id.eq(requirement),
                supervision_evidence::text.eq(&given.text),
                supervision_evidence::document.eq(&given.document),
                supervision_evidence::by_account.eq(self.by.account()?),
                supervision_evidence::given_on.eq(self.today),
                supervision_evidence::at.eq(self.now),
            ))
            .returning(supervision_evidence::id)
            .get_result(connection)?;
        picture::attach(connection, &given.files.pictures, EVIDENCE, id, self.now)?;
        document::attach(connection, &given.files.documents, id, self.now)?;
        for figure in &given.figures {
            diesel::insert_into(supervision_figures::table)
                .values((
                    supervision_figures::evidence_id.eq(id),
                    supervision_figures::substance.eq(&figure.substance),
                    supervision_figures::value.eq(figure.value),
                    supervision_figures::unit.eq(&figure.unit),
                    supervision_figures::most.eq(figure.most),
                    supervision_figures::sampled_on.eq(figure.sampled_on),
                ))
                .execute(connection)?;
        }
        Ok(json!({ "position": known.position }))
    }

    /// The city's word on one piece of evidence. Once lifting is applied for, what is wanting sends
    /// the whole case back instead (`L4`).
    pub(super) fn judge_evidence(
        &self,
        connection: &mut Connection,
        evidence: i64,
        accepted: bool,
        note: &str,
    ) -> Result<Value> {
        let waiting = self.records.unjudged().find(|(_, it)| it.id == evidence);
        let (requirement, given) =
            waiting.ok_or_else(|| Error::field("evidence_id", "supervisions-evidence-judged"))?;
        if given.by_account == self.by.account()? {
            return Err(Error::Conflict(Message::new("supervisions-evidence-own")));
        }
        if !accepted && self.case.state()? != State::Listed {
            return Err(Error::field("judgement", "supervisions-evidence-send-back"));
        }
        diesel::insert_into(supervision_judgements::table)
            .values((
                supervision_judgements::evidence_id.eq(evidence),
                supervision_judgements::accepted.eq(accepted),
                supervision_judgements::note.eq(note),
                supervision_judgements::by_account.eq(self.by.account()?),
                supervision_judgements::at.eq(self.now),
            ))
            .execute(connection)?;
        Ok(json!({ "position": requirement.position, "accepted": accepted }))
    }

    /// Pictures before or after; nobody but the office sees them yet (`S2`).
    pub(super) fn give_pictures(
        &self,
        connection: &mut Connection,
        moment: &str,
        pictures: &[picture::Stored],
    ) -> Result<Value> {
        for picture in pictures {
            let id: i64 = diesel::insert_into(supervision_pictures::table)
                .values((
                    supervision_pictures::supervision_id.eq(self.case.id),
                    supervision_pictures::moment.eq(moment),
                    supervision_pictures::by_account.eq(self.by.account()?),
                    supervision_pictures::at.eq(self.now),
                ))
                .returning(supervision_pictures::id)
                .get_result(connection)?;
            picture::attach(connection, std::slice::from_ref(picture), PICTURE, id, self.now)?;
        }
        Ok(json!({ "count": pictures.len() }))
    }

    /// Another person than the giver looks at a picture and says whether it is shown (`S2`).
    pub(super) fn check_picture(
        &self,
        connection: &mut Connection,
        picture: i64,
        shown: bool,
    ) -> Result<Value> {
        let waiting = self.records.pictures.iter().find(|it| it.id == picture);
        let waiting = waiting.filter(|it| it.shown.is_none());
        let waiting = waiting.ok_or_else(|| Error::field("picture", "field-picture-missing"))?;
        let checker = self.by.account()?;
        if waiting.by_account == checker {
            return Err(Error::Conflict(Message::new("supervisions-picture-own")));
        }
        diesel::update(supervision_pictures::table.find(picture))
            .set((
                supervision_pictures::checked_by.eq(Some(checker)),
                supervision_pictures::checked_at.eq(Some(self.now)),
                supervision_pictures::shown.eq(Some(shown)),
            ))
            .execute(connection)?;
        Ok(json!({ "shown": shown }))
    }
}
