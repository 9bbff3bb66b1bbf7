//! `POST /desk/bulk`: one act on many matters. First its form, then a preview of what will happen
//! to each, then what did, which can be taken back for ten seconds.

use actix_web::{HttpResponse, http::StatusCode, web::ServiceConfig};
use serde_json::{Value, json};

use crate::{
    accounts::{Staff, Viewer},
    cases::{
        Act, Track,
        statement::{Statement, is_assignable},
        undo::Offer,
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
        .route("/desk/bulk/confirmation", post().to(confirm))
        .route("/desk/bulk/undo", post().to(take_back));
}

/// What was chosen in the list.
struct Choice {
    act: Act,
    numbers: Vec<String>,
}

/// The act of a form.
fn act(fields: &Fields) -> Result<Act> {
    let act: Option<Act> = fields.text("act").parse().ok();
    let act = act.filter(|act| bulk::ACTS.contains(act));
    act.ok_or_else(|| Error::BadRequest(Message::new("bulk-no-act")))
}

/// The matters of a form, each with what it was looked at by: its version, or the entry of an act.
fn matters(fields: &Fields) -> Result<Vec<(String, i64)>> {
    let matters: Option<Vec<(String, i64)>> = fields
        .all("matter")
        .into_iter()
        .map(|seen| {
            let (number, by) = seen.split_once(':')?;
            Some((number.to_owned(), by.parse().ok()?))
        })
        .collect();
    let matters = matters.filter(|it| !it.is_empty() && it.len() <= bulk::MOST);
    matters.ok_or_else(|| Error::BadRequest(Message::new("bulk-none-chosen")))
}

impl Choice {
    /// # Errors
    /// Nothing chosen, too much, or an act that is not for many.
    fn of(fields: &Fields) -> Result<Self> {
        let act = act(fields)?;
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
    if !bulk::states(choice.act).is_empty() && !form.fields.ticked("filled") {
        let state = staff.form(&form.fields, &[]);
        return ask(&staff, &choice, state, StatusCode::OK).await;
    }
    let today = staff.app.clock.today();
    let statement = match Statement::parse(choice.act, &form.fields, today, &staff.app.jurisdiction)
    {
        Ok(statement) => statement,
        Err(errors) => {
            let state = staff.form(&form.fields, &errors);
            return ask(&staff, &choice, state, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let (app, numbers) = (staff.app.clone(), choice.numbers.clone());
    let (viewer, lines) = staff
        .write_and_show(move |connection, viewer| {
            bulk::preview(connection, &app, viewer, &numbers, &statement)
        })
        .await?;
    let (able, unable): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| matches!(line.outcome, Outcome::To(_)));
    let stated: Vec<Value> = bulk::states(choice.act)
        .iter()
        .map(|name| {
            let value = form.fields.text(name);
            json!({ "name": name, "value": value, "label": staff.text(&format!("field-{name}")),
                    "shown": shown(&staff, name, value) })
        })
        .collect();
    let seen = able.iter().map(|line| format!("{}:{}", line.number, line.version));
    let page = json!({
        "act": choice.act,
        "act_label": staff.text(&format!("act-{}", choice.act)),
        "stated": stated,
        "able_count": able.len(),
        "unable_count": unable.len(),
        "able": rows(&staff, &able, ALREADY),
        "unable": rows(&staff, &unable, ALREADY),
        "seen": seen.collect::<Vec<_>>(),
    });
    staff.show(&viewer, "desk/bulk_preview", page)
}

/// A stated value in words.
fn shown(staff: &Staff, name: &str, value: &str) -> String {
    match name {
        "bureau" => staff.short_name(value).to_owned(),
        "track" => staff.text(&format!("matter-track-{value}")),
        _ => value.to_owned(),
    }
}

/// The form of the act, once for all.
async fn ask(
    staff: &Staff,
    choice: &Choice,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await?;
    let fields: Vec<Value> =
        bulk::states(choice.act).iter().map(|name| field(staff, name, &state)).collect();
    let page = json!({
        "act": choice.act,
        "act_label": staff.text(&format!("act-{}", choice.act)),
        "numbers": choice.numbers,
        "count": choice.numbers.len(),
        "fields": fields,
        "errors": state.errors,
    });
    staff.show_with(status, &viewer, "desk/bulk_form", page)
}

/// How a field of an act for many is asked.
fn field(staff: &Staff, name: &str, state: &FormState) -> Value {
    let mut field = json!({
        "kind": "textarea",
        "name": name,
        "label": staff.text(&format!("field-{name}")),
        "value": state.form.get(name),
        "error": state.error.get(name),
        "rows": 4,
    });
    if name == "track" {
        field["kind"] = "radios".into();
        field["value"] =
            json!(state.form.get(name).map_or(Track::default().name(), String::as_str));
        let named = |track: &str| json!({ "value": track, "label": staff.text(&format!("matter-track-{track}")) });
        field["items"] = Track::ALL.map(Track::name).into_iter().map(named).collect();
    }
    if name == "into" {
        field["kind"] = "input".into();
    }
    if name == "bureau" {
        field["kind"] = "select".into();
        field["empty"] = staff.text("desk-choose").into();
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
    let (act, seen) = (act(fields)?, matters(fields)?);
    let today = staff.app.clock.today();
    let statement =
        Statement::parse(act, fields, today, &staff.app.jurisdiction).map_err(Error::Invalid)?;
    let app = staff.app.clone();
    let (viewer, (lines, undos)): (Viewer, (Vec<Line>, Vec<Offer>)) = staff
        .write_and_show(move |connection, viewer| {
            let lines = bulk::perform(connection, &app, viewer, &seen, &statement)?;
            let undos = bulk::undos(connection, &app, viewer, &lines)?;
            Ok((lines, undos))
        })
        .await?;
    let mut page = came_of(&staff, act, &lines, ALREADY);
    page["undo"] = json!(undo(&staff, act, &undos));
    staff.show(&viewer, "desk/bulk_done", page)
}

/// The banner that takes all of it back.
fn undo(staff: &Staff, act: Act, undos: &[Offer]) -> Option<Value> {
    let first = undos.iter().min_by_key(|offer| offer.at)?;
    let message = Message::new("bulk-undo-offer")
        .with("act", staff.text(&format!("act-{act}")))
        .with("count", undos.len());
    let matters = undos.iter().map(|offer| format!("{}:{}", offer.number, offer.event));
    Some(json!({
        "act": act,
        "text": staff.say(&message),
        "seconds": first.seconds(staff.app.clock.now()),
        "matters": matters.collect::<Vec<_>>(),
    }))
}

/// `POST /desk/bulk/undo`: takes back what the viewer did to each, and says what came of it.
async fn take_back(staff: Staff, form: Submission) -> Result<HttpResponse> {
    let (act, done) = (act(&form.fields)?, matters(&form.fields)?);
    let app = staff.app.clone();
    let (viewer, lines): (Viewer, Vec<Line>) = staff
        .write_and_show(move |connection, viewer| bulk::take_back(connection, &app, viewer, &done))
        .await?;
    let page = came_of(&staff, act, &lines, "bulk-undone-already");
    staff.show(&viewer, "desk/bulk_undone", page)
}

/// The key of what is said of an act that was done before.
const ALREADY: &str = "bulk-already";

/// What came of it: to which it was done, and to which not.
fn came_of(staff: &Staff, act: Act, lines: &[Line], already: &str) -> Value {
    let (done, not): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| !matches!(line.outcome, Outcome::Not(_)));
    json!({
        "act_label": staff.text(&format!("act-{act}")),
        "done_count": done.len(),
        "not_count": not.len(),
        "done": rows(staff, &done, already),
        "not": rows(staff, &not, already),
    })
}

fn rows(staff: &Staff, lines: &[&Line], said_already: &str) -> Vec<Value> {
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
            "already": already.then(|| staff.text(said_already)),
            "why": why.map(|why| staff.say(why)),
        })
    };
    lines.iter().map(row).collect()
}
