//! What stands beside a matter, as its templates take it.

use serde_json::{Value, json};

use crate::{
    accounts::Staff,
    cases::undo::Offer,
    desk::{
        beside::Beside,
        claims,
        dossier::Dossier,
        editing::Hold,
        notes::{self, Note},
        presence::Presence,
    },
    message::Message,
    web::{Fields, visit::FormState},
};

/// `page.desk` of `cases/show`.
pub fn context(
    staff: &Staff,
    dossier: &Dossier,
    beside: &Beside,
    sent: Option<&(Fields, FormState)>,
) -> Value {
    let number = &dossier.case.number;
    let link = |number: &Option<String>| number.as_ref().map(|it| format!("/cases/{it}"));
    let works = dossier.sight.casework && !dossier.acts.is_empty();
    json!({
        "number": number,
        "undo": undo(staff, beside.offer.as_ref()),
        "present": present(staff, dossier.viewer.account, &beside.present, None),
        "editing": works.then(|| editing(staff, dossier, beside)),
        "presence": works.then(|| format!("/cases/{number}/presence")),
        "previous": link(&beside.way.previous),
        "next": link(&beside.way.next),
        "phrases": works.then(|| format!("/cases/{number}/phrases")),
        "holding": holding(staff, dossier, beside),
        "notes": beside.notes.iter().map(|it| note(staff, beside, it)).collect::<Vec<_>>(),
        "note_form": notes::may_write(dossier.sight, &beside.notes)
            .then(|| note_form(staff, number, beside, sent)),
        "keys": keys(),
    })
}

fn keys() -> Value {
    json!([
        { "keys": "j", "label_key": "desk-keys-next" },
        { "keys": "k", "label_key": "desk-keys-previous" },
        { "keys": "u", "label_key": "desk-keys-list" },
        { "keys": "n", "label_key": "desk-keys-note" },
        { "keys": "Alt P", "label_key": "desk-keys-phrases" },
        { "keys": "?", "label_key": "desk-keys-help" },
    ])
}

/// The banner that takes the last act back.
pub fn undo(staff: &Staff, offer: Option<&Offer>) -> Option<Value> {
    let offer = offer?;
    let seconds = offer.seconds(staff.app.clock.now());
    let act = staff.text(&format!("act-{}", offer.act));
    let message = Message::new("undo-offer").with("act", act).with("number", &offer.number);
    Some(json!({
        "action": format!("/cases/{}/undo", offer.number),
        "text": staff.say(&message),
        "seconds": seconds,
    }))
}

/// Who is at work on the forms, and how one begins or takes over.
fn editing(staff: &Staff, dossier: &Dossier, beside: &Beside) -> Value {
    let me = dossier.viewer.account;
    let held = beside.editing.as_ref().filter(|it| it.account != me);
    json!({
        "action": format!("/cases/{}/editing", dossier.case.number),
        "version": dossier.case.version,
        "mine": beside.editing.as_ref().is_some_and(|it| it.account == me),
        "held": held.map(|it| staff.say(&it.said(&staff.app, me))),
    })
}

/// Who else is at work on the forms, and in the matter, in words.
pub fn present(staff: &Staff, me: i64, present: &[Presence], hold: Option<&Hold>) -> Vec<String> {
    let now = staff.app.clock.now();
    let held = hold.filter(|it| it.account != me);
    let held = held.map(|it| staff.say(&it.said(&staff.app, me)));
    let others = present.iter().filter(|it| it.account != me);
    let others = others.map(|it| {
        let message = match (now - it.at).num_minutes() {
            ..=0 => Message::new("desk-present-now"),
            minutes => Message::new("desk-present").with("minutes", minutes),
        }
        .with("name", &it.name);
        staff.say(&message)
    });
    held.into_iter().chain(others).collect()
}

/// Who has it in hand, and what the viewer may change about that.
fn holding(staff: &Staff, dossier: &Dossier, beside: &Beside) -> Option<Value> {
    let (viewer, case) = (&dossier.viewer, &dossier.case);
    if !dossier.sight.casework {
        return None;
    }
    let may_give = claims::may_give(viewer, case);
    let may_hold = claims::may_hold(viewer.role, &viewer.bureau, case);
    let colleagues = beside.people.iter().filter(|it| {
        claims::may_hold(it.role, &it.bureau, case) && Some(it.account) != case.claimed_by
    });
    let items: Vec<Value> = colleagues
        .filter(|_| may_give)
        .map(|it| json!({ "value": it.login, "label": it.name }))
        .collect();
    let holder = case.claimed_by.and_then(|id| beside.names.get(&id));
    if holder.is_none() && !may_hold && !may_give {
        return None;
    }
    Some(json!({
        "name": holder,
        "mine": case.claimed_by == Some(viewer.account),
        "may_take": case.claimed_by.is_none() && may_hold,
        "may_release": case.claimed_by.is_some() && may_give,
        "colleagues": items,
        "empty": staff.text("desk-choose"),
    }))
}

fn note(staff: &Staff, beside: &Beside, note: &Note) -> Value {
    let name = |id: i64| beside.names.get(&id).map_or("", String::as_str);
    let separator = staff.text("desk-list-separator");
    let mentioned: Vec<&str> = note.mentions().map(name).collect();
    json!({
        "id": note.id,
        "by": format!("{} {}", staff.short_name(&note.bureau), name(note.account_id)),
        "at": note.at,
        "text": note.text,
        "mentioned": mentioned.join(&separator),
    })
}

fn note_form(
    staff: &Staff,
    number: &str,
    beside: &Beside,
    sent: Option<&(Fields, FormState)>,
) -> Value {
    let ticked = sent.map(|(fields, _)| fields.all("mention")).unwrap_or_default();
    let people: Vec<Value> = beside
        .people
        .iter()
        .map(|it| {
            json!({
                "value": it.login,
                "label": it.name,
                "hint": staff.short_name(&it.bureau),
                "checked": ticked.contains(&it.login.as_str()),
            })
        })
        .collect();
    json!({
        "action": format!("/cases/{number}/notes"),
        "people": people,
        "opened": !ticked.is_empty(),
        "value": sent.map(|(fields, _)| fields.text("staff_note")),
        "error": sent.and_then(|(_, state)| state.error.get("staff_note")),
        "to_error": sent.and_then(|(_, state)| state.error.get("to")),
    })
}
