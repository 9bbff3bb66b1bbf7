//! The pages of batches, as their templates take them.

use serde_json::{Value, json};

use super::Looked;
use crate::{
    accounts::{Viewer, web::Staff},
    cases::open::summary,
    message::Message,
    petitions::{
        Batch,
        access::ENTERERS,
        batch::Meant,
        batches::{Checked, Row, draft::Waiting, rows::FIELDS},
        board::Line,
    },
    web::Fields,
};

/// The most characters in the forms of one page; further rows wait for the next.
const MOST_IN_FORMS: usize = 40_000;
/// The most rows that are forms on one page.
const MOST_FORMS: usize = 12;

/// The name of a row's field.
pub(super) fn field(row: &Row, name: &str) -> String {
    format!("row{}-{name}", row.key())
}

/// The context of `petitions/batches`.
pub(super) fn list(
    staff: &Staff,
    viewer: &Viewer,
    batches: &[Line<Batch>],
    waiting: &[Waiting],
    query: &Fields,
) -> Value {
    let rows = batches.iter().map(|row| {
        let query = serde_html_form::to_string([("state", "all"), ("batch", &row.of.number)]);
        json!({
            "number": row.of.number, "received": row.of.received_on, "tally": row.tally,
            "href": format!("/petitions?{}", query.unwrap_or_default()),
        })
    });
    let waiting = waiting
        .iter()
        .map(|(token, at)| json!({ "href": format!("/petitions/batches/{token}"), "at": at }));
    let notice = query.given("entered").map(|batch| {
        let text = match batch {
            "dropped" => staff.say(&Message::new("petitions-batch-dropped")),
            batch => staff.say(
                &Message::new("petitions-batch-entered")
                    .with("batch", batch)
                    .with("new", query.text("new"))
                    .with("known", query.text("known")),
            ),
        };
        json!({ "kind": "done", "text": text })
    });
    json!({
        "rows": rows.collect::<Vec<_>>(), "waiting": waiting.collect::<Vec<_>>(),
        "new": ENTERERS.contains(&viewer.role).then_some("/petitions/batches/new"),
        "notice": notice,
    })
}

/// The context of `petitions/batch`: bad rows are forms, as many as one page can send.
pub(super) fn dry_run(staff: &Staff, looked: &Looked) -> Value {
    let draft = &looked.kept.draft;
    let bad = looked.rows.iter().filter(|row| row.is_bad()).count();
    let forms = forms(looked);
    let rows: Vec<Value> = looked
        .rows
        .iter()
        .map(|row| described(staff, looked, row, forms.contains(&row.row.key())))
        .collect();
    let mut errors: Vec<Value> = Vec::new();
    if draft.batch.is_empty() {
        let text = staff.say(&Message::new("field-batch-missing"));
        errors.push(json!({ "field": "batch", "message": text }));
    }
    for row in &looked.rows {
        errors.extend(row.errors.iter().map(|error| {
            let text = staff.say(
                &Message::new("petitions-row-error")
                    .with("place", staff.say(&row.row.place()))
                    .with("error", staff.say(&error.message)),
            );
            let is_form = forms.contains(&row.row.key());
            let name = if is_form { error.field.as_str() } else { "row" };
            json!({ "field": field(&row.row, name), "message": text })
        }));
    }
    let known = looked.rows.iter().filter(|row| row.known).count();
    let warned = looked.rows.iter().filter(|row| !row.warnings.is_empty()).count();
    json!({
        "token": looked.kept.token, "version": looked.kept.version,
        "batch": draft.batch, "batch_error": draft.batch.is_empty().then(|| staff.say(&Message::new("field-batch-missing"))),
        "file": draft.file, "rows": rows, "errors": errors,
        "left_out": draft.left_out.iter().map(|it| json!({ "place": staff.say(&it.place()), "text": it.1 })).collect::<Vec<_>>(),
        "unread": draft.unread,
        "count": looked.rows.len(), "bad": bad, "known": known, "warned": warned,
        "good": looked.rows.len() - bad - known, "forms": forms.len(),
        "waiting": bad.saturating_sub(forms.len()),
        "ready": looked.is_ready(),
        "means": looked.meant.as_ref().map(|meant| staff.say(&meant.told())),
        "doubt": looked.meant.as_ref().and_then(Meant::doubt).map(|doubt| staff.say(&doubt)),
        "said": looked.said.as_ref().map(|it| staff.say(it)),
    })
}

/// The keys of the rows that are forms.
fn forms(looked: &Looked) -> Vec<String> {
    let (mut keys, mut length) = (Vec::new(), 0);
    let differs = |key: &str| looked.before.keys().any(|(of, _)| of == key);
    let is_edited = |row: &&Checked| {
        let key = row.row.key();
        looked.edited.as_ref() == Some(&key) || differs(&key)
    };
    let edited = looked.rows.iter().filter(is_edited);
    let bad = looked.rows.iter().filter(|row| row.is_bad() && !is_edited(row));
    for row in edited.chain(bad) {
        length += row.row.length();
        if !keys.is_empty() && (length > MOST_IN_FORMS || keys.len() == MOST_FORMS) {
            break;
        }
        keys.push(row.row.key());
    }
    keys
}

fn described(staff: &Staff, looked: &Looked, checked: &Checked, is_form: bool) -> Value {
    let (row, jurisdiction) = (&checked.row, &staff.app.jurisdiction);
    let tag = staff.language.tag();
    let new = checked.new.as_ref();
    let decision = checked.decision.as_ref();
    let to = decision.map(|it| match it.target.code.as_deref().filter(|_| it.certain) {
        Some(code) => jurisdiction.place(code, tag).to_owned(),
        None => jurisdiction.place(&jurisdiction.profile().dispatcher, tag).to_owned(),
    });
    let mut value = json!({
        "line": row.line, "sheet": row.sheet, "place": staff.say(&row.place()), "key": row.key(),
        "id": field(row, "row"), "number": row.cell("number"),
        "title": summary(row.cell("problem")), "unit": row.cell("unit"),
        "county": row.cell("county"), "to": to,
        "reason": decision.map(|it| staff.say(&it.reason)),
        "kept_from": decision.is_some_and(|it| !it.hidden_from.is_empty()),
        "due": new.and_then(|new| new.due_on), "priority": new.is_some_and(|new| new.priority),
        "report_back": new.is_some_and(|new| new.report_back),
        "known": checked.known, "bad": checked.is_bad(),
        "problems": checked.errors.iter().map(|error| staff.say(&error.message)).collect::<Vec<_>>(),
        "warnings": staff.say_all(&checked.warnings),
    });
    if is_form {
        value["fields"] = fields(staff, looked, checked).into();
        value["drop"] = field(row, "drop").into();
    }
    value
}

/// The fields of a row's form, as `parts/field` takes them.
fn fields(staff: &Staff, looked: &Looked, checked: &Checked) -> Vec<Value> {
    let key = checked.row.key();
    let one = |name: &'static str| {
        let kept = looked.before.get(&(key.clone(), name)).filter(|kept| !kept.is_empty());
        let kept = kept.map(|kept| Message::new("petitions-row-kept").with("value", kept));
        let error = checked.errors.iter().find(|error| error.field == name);
        json!({
            "kind": if name == "problem" { "textarea" } else { "input" },
            "rows": 4,
            "name": field(&checked.row, name),
            "label": staff.text(&format!("petitions-column-{name}")),
            "value": checked.row.cell(name),
            "hint": kept.map(|kept| staff.say(&kept)),
            "error": error.map(|error| staff.say(&error.message)),
        })
    };
    FIELDS.iter().map(|&(_, name)| one(name)).collect()
}
