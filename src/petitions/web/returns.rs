//! `/petitions/{number}/return`: the report of what became of a petition, written, approved, and
//! printed on A4.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::{Value, json};

use crate::{
    accounts::{Viewer, viewer, web::Staff},
    app::App,
    error::{Error, FieldError, Result},
    i18n::Language,
    message::Message,
    petitions::{
        returns::{self, PARTS, Return, Step},
        track::Dossier,
        whole::Recorded,
    },
    web::{Fields, Submission, visit::see_other},
};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/petitions/{number}/return", get().to(show))
        .route("/petitions/{number}/return", post().to(act));
}

/// The petition, the people of its reports, and what is on record of each matter, to begin one.
type Known = (Dossier, Vec<(i64, String)>, Vec<Recorded>);

async fn open(staff: &Staff, number: String) -> Result<(Viewer, Known)> {
    let app = staff.app.clone();
    let read = move |connection: &mut _, viewer: &Viewer| {
        let dossier = Dossier::open(connection, &app, viewer, &number)?;
        let people = dossier.oversight.returns.iter();
        let people = people.flat_map(|it| [Some(it.edited_by), it.approved_by]).flatten();
        let names = viewer::names(connection, people)?;
        let begins = dossier.leads(viewer) && dossier.current_return().is_none();
        let recorded = if begins { Recorded::of(connection, &dossier)? } else { Vec::new() };
        Ok((dossier, names, recorded))
    };
    staff.read(read).await
}

/// `GET /petitions/{number}/return`.
async fn show(staff: Staff, number: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (viewer, known) = open(&staff, number.into_inner()).await?;
    let mut page = page(&staff, &viewer, &known, None)?;
    if let Some(step) = query.given("done").and_then(Step::parse) {
        let key = match step {
            Step::Save => "petitions-return-saved",
            Step::Propose => "petitions-return-proposed",
            Step::Approve => "petitions-return-approved",
            Step::SendBack => "petitions-return-sent-back",
        };
        page["notice"] = super::notice(&staff, key);
    }
    staff.show(&viewer, "petitions/return", page)
}

/// `POST /petitions/{number}/return`: saves, proposes, approves or sends back.
async fn act(staff: Staff, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    let number = number.into_inner();
    let step = Step::parse(form.fields.text("action")).ok_or(Error::NotFound)?;
    let (app, asked, fields) = (staff.app.clone(), number.clone(), form.fields.clone());
    let done = staff.write(move |connection, viewer| {
        let dossier = Dossier::open(connection, &app, viewer, &asked)?;
        returns::step(connection, &app, viewer, &dossier, step, &fields)
    });
    let (status, errors, said) = match done.await {
        Ok(_) => {
            let done = form.fields.text("action");
            return Ok(see_other(&format!("/petitions/{number}/return?done={done}")));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Err(Error::Conflict(message)) => (StatusCode::CONFLICT, Vec::new(), Some(message)),
        // Two who begin it at the same moment.
        Err(Error::Database(error)) if error.is_lost_race() => {
            (StatusCode::CONFLICT, Vec::new(), Some(Message::new("error-changed")))
        }
        Err(error) => return Err(error),
    };
    let (viewer, known) = open(&staff, number).await?;
    let mut page = page(&staff, &viewer, &known, Some((&form.fields, &errors)))?;
    if let Some(said) = said {
        let text = staff.say(&said);
        page["errors"] = json!([{ "message": text }]);
    }
    staff.show_with(status, &viewer, "petitions/return", page)
}

fn page(
    staff: &Staff,
    viewer: &Viewer,
    (dossier, names, recorded): &Known,
    typed: Option<(&Fields, &[FieldError])>,
) -> Result<Value> {
    let leads = dossier.leads(viewer);
    let current = dossier.current_return();
    // Others than the bureau see only what was sent.
    let shown = match current {
        Some(current) if leads => Some(current),
        _ => dossier.oversight.returns.iter().rev().find(|it| it.is_sent()),
    };
    let writes = leads && dossier.answered().is_some();
    let writes = writes && current.is_none_or(|report| report.state == "draft");
    if shown.is_none() && !writes {
        return Err(Error::NotFound);
    }
    let texts = match shown {
        Some(report) => report.parts().map(str::to_owned),
        None => drafted(&staff.app, dossier, recorded),
    };
    let untyped = Fields::default();
    let (fields, errors) = typed.unwrap_or((&untyped, &[]));
    let state = staff.form(fields, errors);
    let part = |(at, name): (usize, &&str)| {
        let value = state.form.get(*name).filter(|_| writes).unwrap_or(&texts[at]);
        json!({ "name": name, "key": format!("petitions-return-{name}"), "text": value,
            "error": state.error.get(*name) })
    };
    let name = |id: i64| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name);
    Ok(json!({
        "number": dossier.petition.number, "batch": dossier.batch.number,
        "owner": staff.full_name(&dossier.case.bureau),
        "title": dossier.report.plant, "text": dossier.report.text,
        "parts": PARTS.iter().enumerate().map(part).collect::<Vec<_>>(),
        "writes": writes, "version": current.map(|it| it.version),
        "decides": current.is_some_and(|it| dossier.may_approve(viewer, it)),
        "state": shown.map(|it| format!("petitions-return-state-{}", it.state)),
        "due": dossier.petition.due_on.filter(|_| shown.is_none_or(|it| !it.is_sent())),
        "steps": [staff.text("petitions-date-given")],
        "sent": shown.filter(|it| it.is_sent()).map(|it| json!({ "at": it.approved_at })),
        "by": shown.filter(|_| leads).and_then(|it| name(it.edited_by)),
        "approved_by": shown.filter(|_| leads).and_then(|it| name(it.approved_by?)),
        "note": shown.filter(|it| leads && it.state == "draft" && !it.note.is_empty()).map(|it: &Return| &it.note),
        "note_error": state.error.get("note"), "note_typed": state.form.get("note"),
        "errors": state.errors,
    }))
}

/// The office's own language: what is drafted is sent in it.
const WRITTEN: Language = Language::Chinese;

fn say(app: &App, message: &Message) -> String {
    app.pages.messages.say(WRITTEN, message)
}

fn text(app: &App, key: &str) -> String {
    app.pages.messages.text(WRITTEN, key).into_owned()
}

/// What the matters themselves tell, to be edited: the parts in their order, each matter by itself where
/// there are several.
fn drafted(app: &App, dossier: &Dossier, recorded: &[Recorded]) -> [String; 4] {
    let joined = |of_one: fn(&App, &Recorded) -> Vec<String>| {
        let mut all: Vec<String> = Vec::new();
        for matter in recorded {
            let lines = of_one(app, matter);
            if recorded.len() > 1 && !lines.is_empty() {
                let bureau = app.jurisdiction.bureau_name(&matter.bureau, WRITTEN.tag());
                let head = Message::new("petitions-return-of").with("bureau", bureau);
                all.push(say(app, &head.with("number", &matter.number)));
            }
            all.extend(lines);
        }
        if all.is_empty() { text(app, "petitions-return-none") } else { all.join("\n") }
    };
    [dossier.report.text.clone(), joined(found), joined(taken), joined(held)]
}

/// What was found, or that there was nothing to be found.
fn found(app: &App, matter: &Recorded) -> Vec<String> {
    match (&matter.finding, matter.state.as_str()) {
        (Some(finding), _) => {
            let verdict = text(app, &format!("verdict-{}", finding.verdict));
            let verdict = Message::new("petitions-return-verdict").with("verdict", verdict);
            vec![say(app, &verdict), finding.text.clone()]
        }
        (None, state @ ("declined" | "withdrawn")) => {
            vec![text(app, &format!("petitions-progress-{state}"))]
        }
        (None, _) => Vec::new(),
    }
}

/// Measures and promises.
fn taken(app: &App, matter: &Recorded) -> Vec<String> {
    let date = |on| app.pages.messages.date(WRITTEN, on);
    let measures = matter.measures.iter().map(|it| {
        let message = Message::new("petitions-return-measure")
            .with("on", date(it.taken_on))
            .with("measure", text(app, &format!("measure-{}", it.kind)))
            .with("text", &it.text);
        say(app, &message)
    });
    let promises = matter.promises.iter().map(|it| {
        let message = Message::new("petitions-return-promise")
            .with("text", &it.text)
            .with("due", date(it.due_on));
        say(app, &message)
    });
    measures.chain(promises).collect()
}

/// Who was held to account.
fn held(app: &App, matter: &Recorded) -> Vec<String> {
    let held = matter.held.iter().map(|it| {
        let message = Message::new("petitions-return-held")
            .with("unit", &it.unit)
            .with("post", &it.post)
            .with("kind", text(app, &format!("accountability-{}", it.kind)))
            .with("on", app.pages.messages.date(WRITTEN, it.taken_on));
        say(app, &message)
    });
    held.collect()
}
