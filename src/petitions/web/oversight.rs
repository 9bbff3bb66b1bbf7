//! What the office above asks and accepts, and what the bureau answers, on the page of a petition.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, post},
};
use serde_json::{Value, json};

use super::{asked_for, back, show};
use crate::{
    accounts::{Viewer, web::Staff},
    app::App,
    db::Connection,
    error::{Error, Result},
    message::Message,
    petitions::{
        accountability::{self, Accountability, KINDS, TAKEN_BACK},
        oversight,
        track::Dossier,
    },
    web::{
        Fields, Submission,
        visit::{FormState, see_other},
    },
};

type Deed = fn(&mut Connection, &App, &Viewer, &Dossier, &Fields) -> Result<()>;

/// What can be sent from the page: the resource, what it does, and its name in messages.
const DEEDS: [(&str, Deed, &str); 5] = [
    ("questions", oversight::ask, "ask"),
    ("answers", oversight::answer, "answer_question"),
    ("result-acceptance", oversight::accept, "accept_result"),
    ("accountability", accountability::hold, "hold_to_account"),
    ("accountability-correction", accountability::correct, "correct_account"),
];

pub(super) fn routes(config: &mut ServiceConfig) {
    for (resource, ..) in DEEDS {
        let path = format!("/petitions/{{number}}/{{deed:{resource}}}");
        config.route(&path, post().to(act));
    }
}

/// `POST /petitions/{number}/questions` and the others of [`DEEDS`].
async fn act(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
    form: Submission,
) -> Result<HttpResponse> {
    let ((number, resource), matter) = (path.into_inner(), asked_for(&request)?);
    let deed = DEEDS.iter().find(|(known, ..)| *known == resource).ok_or(Error::NotFound)?;
    let (_, act, name) = *deed;
    let (app, asked, fields) = (staff.app.clone(), number.clone(), form.fields.clone());
    let at = matter.clone();
    let done = staff.write(move |connection, viewer| {
        let dossier = Dossier::open_at(connection, &app, viewer, &asked, at.as_deref())?;
        act(connection, &app, viewer, &dossier, &fields)
    });
    let (status, errors, said) = match done.await {
        Ok(_) => return Ok(see_other(&back(&number, matter.as_deref(), name))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Error::Conflict(message)) => (StatusCode::CONFLICT, Vec::new(), Some(message)),
        // Somebody did the same at the same moment.
        Err(Error::Database(error)) if error.is_lost_race() => {
            (StatusCode::CONFLICT, Vec::new(), Some(Message::new("error-changed")))
        }
        Err(error) => return Err(error),
    };
    let app = staff.app.clone();
    let read = staff.read(move |connection, viewer| {
        Dossier::open_at(connection, &app, viewer, &number, matter.as_deref())
    });
    let (viewer, dossier) = read.await?;
    let state = staff.form(&form.fields, &errors);
    let mut page = show::page(&staff, &viewer, &dossier, None);
    if said.is_some() {
        page["left_over"] = json!(left_over(&staff, &dossier, name, &state));
    }
    let said = said.map(|message| {
        let text = staff.say(&message);
        json!({ "field": "acts", "message": text })
    });
    page["errors"] = state.errors.iter().cloned().chain(said).collect::<Vec<_>>().into();
    page["oversight"] = described(&staff, &viewer, &dossier, Some((name, &state)));
    staff.show_with(status, &viewer, "petitions/show", page)
}

/// What was typed into a form that is gone since somebody else was first, to be copied.
fn left_over(staff: &Staff, dossier: &Dossier, name: &str, state: &FormState) -> Option<Value> {
    let field = match name {
        "answer_question" => "reply_text",
        "correct_account" => "account_reason",
        "accept_result" if dossier.result().is_none() => "accept_note",
        _ => return None,
    };
    let label = staff.text(&format!("field-{field}"));
    Some(json!({ "label": label, "value": state.form.get(field) }))
}

/// The names of deeds that a notice can be about.
pub(super) fn is_deed(name: &str) -> bool {
    DEEDS.iter().any(|(_, _, known)| *known == name)
}

/// What of it the page shows; `typed` is a form that was refused.
pub(super) fn described(
    staff: &Staff,
    viewer: &Viewer,
    dossier: &Dossier,
    typed: Option<(&str, &FormState)>,
) -> Value {
    let known = &dossier.oversight;
    let accepted = dossier.acceptance();
    let is_theirs = dossier.is_theirs(viewer);
    let questions = known.questions.iter().map(|question| {
        let can_answer = is_theirs && question.answer.is_none();
        json!({
            "text": question.text, "at": question.asked_at, "answer": question.answer,
            "answered_at": question.answered_at,
            "form": can_answer.then(|| answer_form(staff, dossier, question.id, typed)),
        })
    });
    let accountability = |it: &Accountability| {
        json!({
            "unit": it.unit, "post": it.post, "key": format!("accountability-{}", it.kind),
            "on": it.taken_on, "taken_back": it.taken_back,
            "form": (is_theirs && !it.taken_back && known.corrected.iter().all(|old| old.id != it.id))
                .then(|| correction_form(staff, dossier, it, typed)),
            "reason": known.reason_against(it),
        })
    };
    let corrected = known.corrected.iter().filter(|it| !it.taken_back);
    json!({
        "accepted": accepted.map(|it| json!({ "at": it.at, "note": it.note })),
        "accepted_before": accepted.is_none().then(|| known.acceptances.last().map(|it| it.at)).flatten(),
        "questions": questions.collect::<Vec<_>>(),
        "accountabilities": known.accountabilities.iter().map(accountability).collect::<Vec<_>>(),
        "corrected": corrected.map(accountability).collect::<Vec<_>>(),
        "acts": forms(staff, viewer, dossier, typed),
        "report": report(viewer, dossier),
    })
}

/// The return report, as far as `viewer` may know of it: the office above sees what was sent.
fn report(viewer: &Viewer, dossier: &Dossier) -> Value {
    let sent = dossier.oversight.returns.iter().rev().find(|it| it.is_sent());
    let current = dossier.current_return();
    let leads = dossier.leads(viewer);
    let can_begin = leads && current.is_none() && dossier.answered().is_some();
    let state = match (current, sent) {
        (Some(current), _) if leads => Some(current.state.clone()),
        (_, Some(_)) => Some("sent".to_owned()),
        _ if can_begin => Some("none".to_owned()),
        _ => None,
    };
    json!({
        "wanted": dossier.petition.report_back,
        "state": state.as_ref().map(|state| format!("petitions-return-state-{state}")),
        "href": state.map(|_| format!("/petitions/{}/return", dossier.petition.number)),
    })
}

fn forms(
    staff: &Staff,
    viewer: &Viewer,
    dossier: &Dossier,
    typed: Option<(&str, &FormState)>,
) -> Vec<Value> {
    let mut forms = Vec::new();
    let one = |name: &str, fields: Vec<Value>| form(staff, dossier, name, fields, typed);
    let field = |kind: &str, name: &str, act: &str| field(staff, (kind, name), act, typed);
    if dossier.is_upstream(viewer) {
        forms.push(one("ask", vec![field("textarea", "question", "ask")]));
        if dossier.result().is_some() && dossier.acceptance().is_none() {
            let note = field("textarea", "accept_note", "accept_result");
            forms.push(one("accept_result", vec![note]));
        }
    }
    if dossier.is_theirs(viewer) {
        let act = "hold_to_account";
        forms.push(one(act, account_fields(staff, act, &KINDS, typed)));
    }
    forms
}

/// The fields of an entry about somebody who was held to account.
fn account_fields(
    staff: &Staff,
    act: &str,
    kinds: &[&str],
    typed: Option<(&str, &FormState)>,
) -> Vec<Value> {
    let field = |kind: &str, name: &str| field(staff, (kind, name), act, typed);
    let item = |kind: &&str| {
        let label = staff.text(&format!("accountability-{kind}"));
        json!({ "value": kind, "label": label })
    };
    let mut kind = field("select", "account_kind");
    kind["items"] = kinds.iter().map(item).collect();
    kind["empty"] = staff.text("petitions-choose").into();
    let mut on = field("input", "account_on");
    on["type"] = "date".into();
    vec![field("input", "account_unit"), field("input", "account_post"), kind, on]
}

/// The form by which an entry is corrected or taken back, filled in as it is.
fn correction_form(
    staff: &Staff,
    dossier: &Dossier,
    entry: &Accountability,
    typed: Option<(&str, &FormState)>,
) -> Value {
    let id = entry.id.to_string();
    let act = "correct_account";
    let mine = typed.filter(|(_, state)| state.form.get("corrected") == Some(&id));
    let mut kinds = KINDS.to_vec();
    kinds.push(TAKEN_BACK);
    let mut fields = account_fields(staff, act, &kinds, mine);
    if mine.is_none() {
        let on = entry.taken_on.to_string();
        let known = [&entry.unit, &entry.post, &entry.kind, &on];
        for (field, known) in fields.iter_mut().zip(known) {
            field["value"] = known.as_str().into();
        }
    }
    fields.push(field(staff, ("textarea", "account_reason"), act, mine));
    for field in &mut fields {
        let name = field["name"].as_str().unwrap_or_default();
        field["id"] = format!("{name}-{id}").into();
    }
    fields.push(json!({
        "kind": "hidden", "name": "corrected", "id": format!("corrected-{id}"), "value": id,
    }));
    form(staff, dossier, act, fields, mine)
}

fn answer_form(
    staff: &Staff,
    dossier: &Dossier,
    question: i64,
    typed: Option<(&str, &FormState)>,
) -> Value {
    let asked = question.to_string();
    let mine = typed.filter(|(_, state)| state.form.get("asked") == Some(&asked));
    let mut text = field(staff, ("textarea", "reply_text"), "answer_question", mine);
    text["id"] = format!("reply_text-{question}").into();
    let asked = json!({
        "kind": "hidden", "name": "asked", "id": format!("asked-{question}"), "value": asked,
    });
    form(staff, dossier, "answer_question", vec![text, asked], mine)
}

fn form(
    staff: &Staff,
    dossier: &Dossier,
    name: &str,
    fields: Vec<Value>,
    typed: Option<(&str, &FormState)>,
) -> Value {
    let resource = DEEDS.iter().find(|(_, _, known)| *known == name).map_or("", |deed| deed.0);
    json!({
        "label": staff.text(&format!("petitions-act-{name}")),
        "note": staff.text(&format!("petitions-act-note-{name}")),
        "action": dossier.href(&format!("/{resource}")),
        "primary": typed.is_some_and(|(typed, _)| typed == name),
        "fields": fields,
    })
}

fn field(
    staff: &Staff,
    (kind, name): (&str, &str),
    act: &str,
    typed: Option<(&str, &FormState)>,
) -> Value {
    let typed = typed.filter(|(known, _)| *known == act).map(|(_, state)| state);
    let label = staff.text(&format!("field-{name}"));
    json!({
        "kind": kind, "name": name, "rows": 3, "label": label,
        "value": typed.and_then(|state| state.form.get(name)),
        "error": typed.and_then(|state| state.error.get(name)),
    })
}
