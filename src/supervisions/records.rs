//! What is on record about a supervised case: requirements and their evidence, progress,
//! extensions, liftings, verifications, objections (`L1`, `L3`, `L4`, `L7`).

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::{Supervision, lifting::Record};
use crate::db::{
    Connection,
    schema::{
        attachments, supervision_documents, supervision_evidence, supervision_extensions,
        supervision_figures, supervision_judgements, supervision_liftings, supervision_notes,
        supervision_objections, supervision_pictures, supervision_requirements,
        supervision_verifications,
    },
};

/// The noun of evidence in attachments.
pub const EVIDENCE: &str = "supervision_evidence";
/// The noun of pictures before and after in attachments.
pub const PICTURE: &str = "supervision_picture";

macro_rules! record {
    ($(#[$doc:meta])* $name:ident of $table:ident by $owner:ident { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Queryable, Selectable, Serialize)]
        #[diesel(table_name = $table)]
        #[allow(missing_docs)]
        pub struct $name { pub id: i64, pub $owner: i64, $(pub $field: $kind,)* }

        impl $name {
            /// Those of several owners, oldest first, in one query.
            pub fn of(connection: &mut Connection, owners: &[i64]) -> QueryResult<Vec<Self>> {
                $table::table
                    .filter($table::$owner.eq_any(owners))
                    .order($table::id)
                    .select(Self::as_select())
                    .load(connection)
            }
        }
    };
}

record! {
    /// 督办事项: what must be done. Evidence up to `evidence_after` was found wanting.
    Requirement of supervision_requirements by supervision_id {
        position: i32,
        text: String,
        evidence_after: i64,
    }
}
record! {
    /// 佐证材料: what shows that a requirement is met.
    Evidence of supervision_evidence by requirement_id {
        text: String,
        document: String,
        by_account: i64,
        given_on: NaiveDate,
        at: NaiveDateTime,
    }
}
record! {
    /// 文书, for staff alone.
    Document of supervision_documents by evidence_id {
        name: String,
        bytes: i64,
    }
}
record! {
    /// 监测数据.
    Measured of supervision_figures by evidence_id {
        substance: String,
        value: f64,
        unit: String,
        most: Option<f64>,
        sampled_on: NaiveDate,
    }
}
record! {
    /// What the city says of a piece of evidence; the last word counts.
    Judgement of supervision_judgements by evidence_id {
        accepted: bool,
        note: String,
        by_account: i64,
        at: NaiveDateTime,
    }
}
record! {
    /// 整改前、整改后: in public when another person has looked at it (`S2`).
    Picture of supervision_pictures by supervision_id {
        moment: String,
        by_account: i64,
        shown: Option<bool>,
    }
}
record! {
    /// 进展 (`L7`).
    Note of supervision_notes by supervision_id {
        text: String,
        by_account: i64,
        noted_on: NaiveDate,
        at: NaiveDateTime,
    }
}
record! {
    /// 延期, asked by one and decided by another (`C2`).
    Extension of supervision_extensions by supervision_id {
        until: NaiveDate,
        reason: String,
        proposed_by: i64,
        proposed_at: NaiveDateTime,
        decided_by: Option<i64>,
        decided_at: Option<NaiveDateTime>,
        approved: Option<bool>,
    }
}
record! {
    /// One attempt to leave the list (`L4`).
    Lifting of supervision_liftings by supervision_id {
        statement: String,
        applied_by: i64,
        applied_on: NaiveDate,
        applied_at: NaiveDateTime,
        approved_by: Option<i64>,
        approved_at: Option<NaiveDateTime>,
        notice: Option<String>,
        notice_from: Option<NaiveDate>,
        notice_until: Option<NaiveDate>,
        outcome: Option<String>,
        ended_at: Option<NaiveDateTime>,
        note: Option<String>,
    }
}
record! {
    /// 现场核查 by one officer of the city (`L4`).
    Verification of supervision_verifications by lifting_id {
        account: i64,
        visited_on: NaiveDate,
        findings: String,
        at: NaiveDateTime,
    }
}
record! {
    /// 异议 by the public (`L4`).
    Objection of supervision_objections by lifting_id {
        text: String,
        at: NaiveDateTime,
        decided_by: Option<i64>,
        decided_at: Option<NaiveDateTime>,
        upheld: Option<bool>,
        reason: Option<String>,
    }
}

/// A picture's copy: row, row of what it shows, width, height.
pub type Photo = (i64, i64, i32, i32);

/// Everything on record about one case, loaded in a fixed number of queries.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Requirements in order.
    pub requirements: Vec<Requirement>,
    /// Evidence for them.
    pub evidence: Vec<Evidence>,
    /// Pictures of the evidence.
    pub photos: Vec<Photo>,
    /// Documents behind it.
    pub documents: Vec<Document>,
    /// Figures in it.
    pub figures: Vec<Measured>,
    /// What the city says of it.
    pub judgements: Vec<Judgement>,
    /// Pictures before and after, and their copies.
    pub pictures: Vec<Picture>,
    /// Their copies.
    pub views: Vec<Photo>,
    /// Progress.
    pub notes: Vec<Note>,
    /// Extensions.
    pub extensions: Vec<Extension>,
    /// Attempts to leave the list.
    pub liftings: Vec<Lifting>,
    /// Verifications of all attempts.
    pub verifications: Vec<Verification>,
    /// Objections to all attempts.
    pub objections: Vec<Objection>,
}

impl Records {
    /// Loads them.
    pub fn of(connection: &mut Connection, case: i64) -> QueryResult<Self> {
        let mut requirements = Requirement::of(connection, &[case])?;
        requirements.sort_by_key(|requirement| requirement.position);
        let ids: Vec<i64> = requirements.iter().map(|requirement| requirement.id).collect();
        let evidence = Evidence::of(connection, &ids)?;
        let shown: Vec<i64> = evidence.iter().map(|evidence| evidence.id).collect();
        let pictures = Picture::of(connection, &[case])?;
        let views: Vec<i64> = pictures.iter().map(|picture| picture.id).collect();
        let liftings = Lifting::of(connection, &[case])?;
        let attempts: Vec<i64> = liftings.iter().map(|lifting| lifting.id).collect();
        Ok(Self {
            requirements,
            photos: photos(connection, EVIDENCE, &shown)?,
            documents: Document::of(connection, &shown)?,
            figures: Measured::of(connection, &shown)?,
            judgements: Judgement::of(connection, &shown)?,
            views: photos(connection, PICTURE, &views)?,
            pictures,
            evidence,
            notes: Note::of(connection, &[case])?,
            extensions: Extension::of(connection, &[case])?,
            verifications: Verification::of(connection, &attempts)?,
            objections: Objection::of(connection, &attempts)?,
            liftings,
        })
    }

    /// The evidence that holds for `requirement`: given since it was last found wanting, and not
    /// rejected.
    pub fn evidence_for(&self, requirement: &Requirement) -> impl Iterator<Item = &Evidence> {
        let (id, after) = (requirement.id, requirement.evidence_after);
        let given = self.evidence.iter().filter(move |it| it.requirement_id == id && it.id > after);
        given.filter(move |it| self.judgement(it.id).is_none_or(|judgement| judgement.accepted))
    }

    /// The evidence for `requirement` that the city has accepted: what the public may see (`S2`).
    pub fn accepted_for(&self, requirement: &Requirement) -> impl Iterator<Item = &Evidence> {
        self.evidence_for(requirement).filter(move |it| self.judgement(it.id).is_some())
    }

    /// The last word on a piece of evidence.
    pub fn judgement(&self, evidence: i64) -> Option<&Judgement> {
        self.judgements.iter().rev().find(|judgement| judgement.evidence_id == evidence)
    }

    /// How many requirements have evidence that holds.
    pub fn given(&self) -> usize {
        let met = |it: &&Requirement| self.evidence_for(it).next().is_some();
        self.requirements.iter().filter(met).count()
    }

    /// How many requirements have evidence that the city has accepted.
    pub fn done(&self) -> usize {
        let met = |it: &&Requirement| self.accepted_for(it).next().is_some();
        self.requirements.iter().filter(met).count()
    }

    /// Pieces of evidence that hold and wait for a word of the city, with their requirement.
    pub fn unjudged(&self) -> impl Iterator<Item = (&Requirement, &Evidence)> {
        self.requirements.iter().flat_map(move |requirement| {
            let given = self.evidence_for(requirement);
            let waiting = given.filter(move |it| self.judgement(it.id).is_none());
            waiting.map(move |it| (requirement, it))
        })
    }

    /// The extension that waits for a decision.
    pub fn asked_extension(&self) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.approved.is_none())
    }

    /// The attempt in hand.
    pub fn lifting(&self, case: &Supervision) -> Option<&Lifting> {
        let id = case.lifting_id?;
        self.liftings.iter().find(|lifting| lifting.id == id)
    }

    /// Officers who verified for `lifting`.
    pub fn verifiers(&self, lifting: i64) -> Vec<i64> {
        let of_it = self.verifications.iter().filter(|it| it.lifting_id == lifting);
        of_it.map(|verification| verification.account).collect()
    }

    /// Objections to `lifting`.
    pub fn objections_to(&self, lifting: i64) -> impl Iterator<Item = &Objection> {
        self.objections.iter().filter(move |it| it.lifting_id == lifting)
    }

    /// What `L4` looks at, for the attempt in hand.
    pub fn for_lifting(&self, case: &Supervision) -> Option<Record> {
        let lifting = self.lifting(case)?;
        let open = |it: &&Objection| it.upheld.is_none();
        let upheld = |it: &&Objection| it.upheld == Some(true);
        Some(Record {
            supervision: case.id,
            lifting: lifting.id,
            requirements: self.requirements.len(),
            without_evidence: self.requirements.len() - self.given(),
            unjudged: self.requirements.len() - self.done(),
            proposer: case.proposed_by,
            applicant: lifting.applied_by,
            verifiers: self.verifiers(lifting.id),
            approver: lifting.approved_by,
            notice_until: lifting.notice_until,
            objections_open: self.objections_to(lifting.id).filter(open).count(),
            objections_upheld: self.objections_to(lifting.id).filter(upheld).count(),
        })
    }
}

fn photos(connection: &mut Connection, noun: &str, rows: &[i64]) -> QueryResult<Vec<Photo>> {
    attachments::table
        .filter(attachments::subject.eq(noun))
        .filter(attachments::subject_id.eq_any(rows))
        .order(attachments::id)
        .select((attachments::id, attachments::subject_id, attachments::width, attachments::height))
        .load(connection)
}

impl Records {
    /// Whether that picture belongs to the case, and may be seen by everybody: its evidence was
    /// accepted, or somebody checked it (`S2`).
    pub fn has_photo(&self, photo: i64, public: bool) -> bool {
        let of = |photos: &[Photo]| photos.iter().find(|it| it.0 == photo).map(|it| it.1);
        let evidence = of(&self.photos);
        let picture = of(&self.views);
        match public {
            false => evidence.or(picture).is_some(),
            true => {
                let accepted = self.requirements.iter().flat_map(|it| self.accepted_for(it));
                let checked = self.pictures.iter().filter(|it| it.shown == Some(true));
                accepted.map(|it| it.id).any(|id| evidence == Some(id))
                    || checked.map(|it| it.id).any(|id| picture == Some(id))
            }
        }
    }
}

/// The key of a picture's copy without metadata (`S3`).
pub fn copy_key(connection: &mut Connection, photo: i64) -> QueryResult<String> {
    attachments::table.find(photo).select(attachments::copy_key).first(connection)
}

/// Whether the same objection was made to `lifting` before.
pub fn is_objected(
    connection: &mut Connection,
    lifting: Option<i64>,
    digest: &str,
) -> QueryResult<bool> {
    let Some(lifting) = lifting else { return Ok(false) };
    let same = supervision_objections::table
        .filter(supervision_objections::lifting_id.eq(lifting))
        .filter(supervision_objections::digest.eq(digest))
        .select(supervision_objections::id);
    Ok(same.first::<i64>(connection).optional()?.is_some())
}
