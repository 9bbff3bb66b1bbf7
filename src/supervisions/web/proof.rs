//! Requirements with their evidence, and pictures before and after, as pages show them: to the public
//! only what somebody has looked at (`S2`, `S3`).

use serde_json::{Value, json};

use super::shown::{Seen, Shown};
use crate::supervisions::{
    figure::Figure,
    records::{Evidence, Measured, Photo, Requirement},
};

impl Shown<'_> {
    /// Requirements one by one; `done` when evidence for it was accepted.
    pub fn requirements(&self, seen: &Seen<'_>) -> Value {
        let one = |requirement: &Requirement| {
            let accepted: Vec<_> = seen.records.accepted_for(requirement).collect();
            let given: Vec<&Evidence> = match seen.office {
                true => seen.given(requirement).collect(),
                false => accepted.clone(),
            };
            let waits = seen.records.evidence_for(requirement).count() > accepted.len();
            json!({
                "text": requirement.text,
                "done": !accepted.is_empty(),
                "waits": waits,
                "evidence": given.into_iter().map(|it| seen.evidence(it)).collect::<Vec<_>>(),
            })
        };
        json!(seen.records.requirements.iter().map(one).collect::<Vec<_>>())
    }

    /// Pictures of one moment, the oldest first.
    pub fn pictures(&self, seen: &Seen<'_>, moment: &str) -> Value {
        let of_moment = seen.records.pictures.iter().filter(|it| it.moment == moment);
        let mine = of_moment.filter(|it| seen.office || it.shown == Some(true));
        let views = mine.flat_map(|picture| {
            let views = seen.records.views.iter().filter(move |view| view.1 == picture.id);
            views.map(move |view| {
                let mut shown = seen.photo(view);
                shown["id"] = json!(picture.id);
                shown["shown"] = json!(picture.shown == Some(true));
                shown["refused"] = json!(picture.shown == Some(false));
                shown
            })
        });
        json!(views.collect::<Vec<_>>())
    }
}

impl Seen<'_> {
    /// All evidence for `requirement` that was not overtaken, rejected or not.
    fn given(&self, requirement: &Requirement) -> impl Iterator<Item = &Evidence> {
        let (id, after) = (requirement.id, requirement.evidence_after);
        self.records.evidence.iter().filter(move |it| it.requirement_id == id && it.id > after)
    }

    fn evidence(&self, evidence: &Evidence) -> Value {
        let id = evidence.id;
        let photos = self.records.photos.iter().filter(|photo| photo.1 == id);
        let documents = self.records.documents.iter().filter(|it| it.evidence_id == id);
        let figures = self.records.figures.iter().filter(|it| it.evidence_id == id);
        let judgement = self.records.judgement(id);
        let files: Vec<Value> = documents
            .map(|it| {
                let href = format!("/desk/supervisions/{}/documents/{}", self.case.number, it.id);
                json!({ "href": href, "name": it.name })
            })
            .collect();
        json!({
            "text": evidence.text,
            "document": evidence.document,
            "date": evidence.given_on,
            "photos": photos.map(|it| self.photo(it)).collect::<Vec<_>>(),
            "figures": figures.map(figure).collect::<Vec<_>>(),
            // Of documents the public learns how many there are.
            "count": files.len(),
            "files": self.office.then_some(files),
            "judgement": self.office.then_some(match judgement {
                None => "waiting",
                Some(judgement) if judgement.accepted => "accepted",
                Some(_) => "rejected",
            }),
            "judged": judgement.filter(|_| self.office).map(|it| &it.note),
        })
    }

    fn photo(&self, (id, _, width, height): &Photo) -> Value {
        let desk = if self.office { "/desk" } else { "" };
        let src = format!("{desk}/supervisions/{}/photos/{id}", self.case.number);
        json!({ "src": src, "width": width, "height": height })
    }
}

fn figure(measured: &Measured) -> Value {
    json!({
        "substance": measured.substance,
        "value": measured.value.to_string(),
        "unit": measured.unit,
        "most": measured.most.map(|most| most.to_string()),
        "over": Figure::keeps(measured.value, measured.most) == Some(false),
        "on": measured.sampled_on,
    })
}
