//! `POST /desk/bulk`: one act on many matters. First its form, then a preview of what will happen
//! to each, then what did.

use actix_web::{HttpResponse, http::StatusCode, web::ServiceConfig};
use serde_json::{Value, json};

use super::list_page::{bureau_name, text};
use crate::{
    accounts::{Staff, Viewer},
    cases::{
        Act,
        statement::{Statement, is_assignable},
    },
    desk::bulk::{self, Line, Outcome},
    error::{Error, Result},
    message::Message,
    web::{Fields, Submission, visit::FormState},
};

/// The routes of this part.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::post;
    config
        .route("/desk/bulk", post().to(preview))
        .route("/desk/bulk/confirmation", post().to(confirm));
}

/// What was chosen in the list.
struct Choice {
    act: Act,
    numbers: Vec<String>,
}

impl Choice {
    /// # Errors
    /// Nothing chosen, too much, or an act that is not for many.
    fn of(fields: &Fields) -> Result<Self> {
        let act: Option<Act> = fields.text("act").parse().ok();
        let act = act.filter(|act| bulk::ACTS.contains(act));
        let act = act.ok_or_else(|| Error::BadRequest(Message::new("bulk-no-act")))?;
        let mut numbers: Vec<String> =
            fields.all("number").into_iter().map(str::to_owned).collect();
        numbers.sort();
        numbers.dedup();
        match numbers.len() {
            0 => Err(Error::BadRequest(Message::new("bulk-none-chosen"))),
            1..=bulk::MOST => Ok(Self { act, numbers }),
            _ => Err(Error::BadRequest(Message::new("bulk-too-many").with("most", bulk::MOST))),
        }
    }
}

/// `POST /desk/bulk`: the form when the act must state something and does not yet, else what will
/// happen to each.
async fn preview(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let choice = Choice::of(&form.fields)?;
    let today = staff.app.clock.today();
    let statement = match Statement::parse(choice.act, &form.fields, today, &staff.app.jurisdiction)
    {
        Ok(statement) => statement,
        Err(errors) => {
            let filled = form.fields.ticked("filled");
            let errors = if filled { errors } else { Vec::new() };
            let state = staff.form(&form.fields, &errors);
            return ask(&staff, &choice, state, filled).await;
        }
    };
    let (app, numbers) = (staff.app.clone(), choice.numbers.clone());
    let (viewer, lines) = staff
        .write(move |connection, viewer| {
            bulk::preview(connection, &app, viewer, &numbers, &statement)
        })
        .await?;
    let (able, unable): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| matches!(line.outcome, Outcome::To(_)));
    let stated: Vec<Value> = bulk::states(choice.act)
        .iter()
        .map(|name| {
            let value = form.fields.text(name);
            json!({ "name": name, "value": value, "label": text(&staff, &format!("field-{name}")),
                    "shown": shown(&staff, name, value) })
        })
        .collect();
    let seen = able.iter().map(|line| format!("{}:{}", line.number, line.version));
    let page = json!({
        "act": choice.act,
        "act_label": text(&staff, &format!("act-{}", choice.act)),
        "stated": stated,
        "able_count": able.len(),
        "unable_count": unable.len(),
        "able": rows(&staff, &able),
        "unable": rows(&staff, &unable),
        "seen": seen.collect::<Vec<_>>(),
    });
    staff.show(&viewer, "desk/bulk_preview", page)
}

/// A stated value in words.
fn shown(staff: &Staff, name: &str, value: &str) -> String {
    if name == "bureau" { bureau_name(staff, value) } else { value.to_owned() }
}

/// The form of the act, once for all.
async fn ask(
    staff: &Staff,
    choice: &Choice,
    state: FormState,
    refused: bool,
) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    let fields: Vec<Value> =
        bulk::states(choice.act).iter().map(|name| field(staff, name, &state)).collect();
    let page = json!({
        "act": choice.act,
        "act_label": text(staff, &format!("act-{}", choice.act)),
        "numbers": choice.numbers,
        "count": choice.numbers.len(),
        "fields": fields,
        "errors": state.errors,
    });
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    staff.show_with(status, &viewer, "desk/bulk_form", page)
}

/// How a field of an act for many is asked.
fn field(staff: &Staff, name: &str, state: &FormState) -> Value {
    let mut field = json!({
        "kind": "textarea",
        "name": name,
        "label": text(staff, &format!("field-{name}")),
        "value": state.form.get(name),
        "error": state.error.get(name),
        "rows": 4,
    });
    if name == "into" {
        field["kind"] = "input".into();
    }
    if name == "bureau" {
        field["kind"] = "select".into();
        field["empty"] = text(staff, "desk-choose").into();
        let bureaus = staff.app.jurisdiction.bureaus().iter();
        field["items"] = bureaus
            .filter(|bureau| is_assignable(bureau.kind))
            .map(|it| {
                json!({ "value": it.code, "label": it.names.in_language(staff.language.tag()) })
            })
            .collect();
    }
    field
}

/// `POST /desk/bulk/confirmation`: does it to each as it was looked at, and says what came of it.
async fn confirm(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let fields = &form.fields;
    let act: Option<Act> = fields.text("act").parse().ok();
    let act = act.filter(|act| bulk::ACTS.contains(act));
    let act = act.ok_or_else(|| Error::BadRequest(Message::new("bulk-no-act")))?;
    let seen: Option<Vec<(String, i64)>> = fields
        .all("matter")
        .into_iter()
        .map(|seen| {
            let (number, version) = seen.split_once(':')?;
            Some((number.to_owned(), version.parse().ok()?))
        })
        .collect();
    let seen = seen.filter(|seen| !seen.is_empty() && seen.len() <= bulk::MOST);
    let seen = seen.ok_or_else(|| Error::BadRequest(Message::new("bulk-none-chosen")))?;
    let today = staff.app.clock.today();
    let statement =
        Statement::parse(act, fields, today, &staff.app.jurisdiction).map_err(Error::Invalid)?;
    let app = staff.app.clone();
    let (viewer, lines): (Viewer, Vec<Line>) = staff
        .write(move |connection, viewer| bulk::perform(connection, &app, viewer, &seen, &statement))
        .await?;
    let (done, not): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| !matches!(line.outcome, Outcome::Not(_)));
    let page = json!({
        "act_label": text(&staff, &format!("act-{act}")),
        "done_count": done.len(),
        "not_count": not.len(),
        "done": rows(&staff, &done),
        "not": rows(&staff, &not),
    });
    staff.show(&viewer, "desk/bulk_done", page)
}

fn rows(staff: &Staff, lines: &[&Line]) -> Vec<Value> {
    let row = |line: &&Line| {
        let (to, already, why) = match &line.outcome {
            Outcome::To(state) => (Some(state), false, None),
            Outcome::Already => (None, true, None),
            Outcome::Not(message) => (None, false, Some(message)),
        };
        json!({
            "number": line.number,
            "href": (!line.state.is_empty()).then(|| format!("/cases/{}", line.number)),
            "title": line.title,
            "state": line.state,
            "to": to,
            "already": already,
            "why": why.map(|why| staff.app.pages.messages.say(staff.language, why)),
        })
    };
    lines.iter().map(row).collect()
}
