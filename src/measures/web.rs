//! `/measures`: the list, and the page of one with what can be done about it (`C5`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Running, ending,
    ending::{Ending, HOW},
    extension,
    list::{self, Line, Which},
    look::{self, Seen},
};
use crate::{
    accounts::{Staff, Viewer},
    app::App,
    cases::{
        access, due,
        measure::{self, DAILY_PENALTY},
        records::Check,
    },
    db::Connection,
    error::{Error, Result},
    message::Message,
    pages::in_wan,
    web::{
        Fields, Submission,
        paging::Paging,
        visit::{FormState, see_other},
    },
};

const PATH: &str = "/measures";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route(PATH, get().to(index))
        .route("/measures/{id}", get().to(show))
        .route("/measures/{id}/{resource}", get().to(back))
        .route("/measures/{id}/{resource}", post().to(act));
}

/// What can be done about a measure: the ends of its forms' addresses.
const FORMS: [&str; 4] = ["checks", "ending", "extension", "decision"];

/// `GET /measures?which=&bureau=&page=`.
async fn index(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (which, paging, today) = (Which::of(&query), Paging::of(&query), staff.app.clock.today());
    let bureau = query.given("bureau").map(str::to_owned);
    let (viewer, mut rows) = staff
        .read(move |connection, viewer| {
            list::page(connection, viewer, which, bureau.as_deref(), today, paging)
        })
        .await?;
    let pages = paging.cut(PATH, &query, &mut rows);
    let teller = Teller { staff: &staff };
    let bureaus = access::to_ask_for(&viewer, &staff.app.jurisdiction).map(|it| it.code.as_str());
    let mut page = staff.top_of_list(PATH, "measures-which", &query, &Which::ALL, bureaus);
    page["rows"] = rows.iter().map(|row| teller.line(row)).collect();
    page["pages"] = json!(pages);
    staff.show(&viewer, "measures/index", page)
}

/// `GET /measures/{id}`.
async fn show(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, *id, query.given("done"), FormState::default(), StatusCode::OK).await
}

/// `GET` of a form's own address, as after a log-in: the page it is on.
async fn back(path: Path<(i64, String)>) -> HttpResponse {
    see_other(&format!("{PATH}/{}", path.0))
}

/// `POST /measures/{id}/{checks|ending|extension|decision}`.
async fn act(staff: Staff, path: Path<(i64, String)>, form: Submission) -> Result<HttpResponse> {
    let (id, resource) = path.into_inner();
    let known = FORMS.into_iter().find(|it| *it == resource).ok_or(Error::NotFound)?;
    match done(&staff, id, known, &form.fields).await {
        Ok(()) => Ok(see_other(&format!("{PATH}/{id}?done={known}"))),
        Err(error) => {
            let (status, state) = staff.refused_form(&form.fields, error)?;
            page(&staff, id, None, state, status).await
        }
    }
}

async fn done(staff: &Staff, id: i64, resource: &'static str, fields: &Fields) -> Result<()> {
    let (app, fields) = (staff.app.clone(), fields.clone());
    let change = move |connection: &mut Connection, viewer: &Viewer| {
        let running = Running::open(connection, viewer, id)?;
        // Who may not see it learns nothing from what is wrong with a form.
        running.take(viewer, None)?;
        change(connection, &app, viewer, &running, resource, &fields)
    };
    staff.write(change).await.map(drop)
}

fn change(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    running: &Running,
    resource: &str,
    fields: &Fields,
) -> Result<()> {
    let (version, today) = (fields.version(), app.clock.today());
    match resource {
        "checks" => {
            look::record(connection, app, viewer, running, version, &Seen::parse(fields, today)?)
        }
        "ending" => {
            ending::end(connection, app, viewer, running, version, &Ending::parse(fields, today)?)
        }
        "extension" => extension::propose(connection, app, viewer, running, version, fields),
        _ => extension::decide(connection, app, viewer, running, version, fields),
    }
}

async fn page(
    staff: &Staff,
    id: i64,
    said: Option<&str>,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (viewer, running) =
        staff.read(move |connection, viewer| Running::open(connection, viewer, id)).await?;
    let teller = Teller { staff };
    let notice = said
        .filter(|it| FORMS.contains(it))
        .map(|it| json!({ "kind": "done", "text": staff.text(&format!("measures-done-{it}")) }));
    let mut page = teller.whole(&running);
    page["notice"] = json!(notice);
    page["forms"] = teller.forms(&viewer, &running)?;
    // What was typed into a form that is no longer there can be copied.
    let texts = [("checks", "findings"), ("ending", "ended_reason"), ("extension", "more_reason")];
    let gone = texts.iter().filter(|(form, _)| page["forms"][*form].is_null());
    page["kept"] = gone.filter_map(|(_, name)| state.form.get(*name)).cloned().collect();
    let mut form = state.form;
    for day in ["checked_on", "ended_on"] {
        form.entry(day.to_owned()).or_insert_with(|| staff.app.clock.today().to_string());
    }
    page["form"] = json!(form);
    page["errors"] = json!(state.errors);
    page["error"] = json!(state.error);
    staff.show_with(status, &viewer, "measures/show", page)
}

/// Says what is known of measures in the reader's language.
struct Teller<'a> {
    staff: &'a Staff,
}

impl Teller<'_> {
    fn money(&self, fen: i64) -> String {
        self.staff.say(&Message::new("desk-wan").with("amount", in_wan(fen)))
    }

    fn line(&self, line: &Line) -> Value {
        let measure = &line.measure;
        let chip = due::chip(measure.taken_on, measure.look_on, None, self.staff.app.clock.today());
        let plant = line.plant.as_ref().map(|it| it.name.as_str()).unwrap_or(&line.unit);
        json!({
            "href": format!("{PATH}/{}", measure.id),
            "title": self.staff.text(&format!("measure-{}", measure.kind)),
            "plant": plant,
            "case": line.case,
            "bureau": self.staff.place(&line.bureau),
            "taken_on": measure.taken_on,
            "until": measure.due_on,
            "look_on": measure.look_on,
            "status": chip.status,
            "days": chip.days,
            "ended_on": measure.ended_on,
            "how": self.how(measure.ended_how.as_deref()),
        })
    }

    fn how(&self, how: Option<&str>) -> Option<String> {
        how.map(|how| self.staff.text(&format!("measure-ended-{how}")))
    }

    fn whole(&self, running: &Running) -> Value {
        let measure = &running.measure;
        let chip = due::chip(measure.taken_on, measure.look_on, None, self.staff.app.clock.today());
        let by_day = measure.kind == DAILY_PENALTY;
        let jurisdiction = &self.staff.app.jurisdiction;
        let seen = running.checks.last().map(|it| it.checked_on);
        let until_steps = measure::until_steps(jurisdiction, &running.case, measure);
        let look_steps = measure::look_steps(jurisdiction, &running.case, measure, seen);
        let (days, fen) = running.charged();
        let name = |id: i64| running.names.get(&id).cloned().unwrap_or_default();
        let extensions = running.extensions.iter().map(|it| {
            json!({
                "until": it.until, "reason": it.reason, "by": name(it.proposed_by),
                "at": it.proposed_at, "approved": it.approved, "note": it.note,
                "decided_by": it.decided_by.map(name),
            })
        });
        json!({
            "id": measure.id,
            "path": format!("{PATH}/{}", measure.id),
            "version": measure.version,
            "title": self.staff.text(&format!("measure-{}", measure.kind)),
            "case": running.case.number,
            "bureau": self.staff.place(&running.case.bureau),
            "unit": running.case.plant,
            "plant": running.plant.as_ref().map(|it| json!({
                "name": it.name, "href": format!("/enterprises/{}", it.number),
            })),
            "text": measure.text,
            "document": measure.document,
            "taken_on": measure.taken_on,
            "by": name(measure.by_account),
            "until": measure.due_on,
            "until_steps": self.staff.say_all(&until_steps),
            "money": measure.amount_fen.map(|fen| self.money(fen)),
            "by_day": by_day,
            "charged": by_day.then(|| json!({ "days": days, "money": self.money(fen) })),
            "look_on": measure.look_on,
            "look_steps": self.staff.say_all(&look_steps),
            "follows_up": measure.ended_on.is_some(),
            "status": chip.status,
            "days": chip.days,
            "ended_on": measure.ended_on,
            "how": self.how(measure.ended_how.as_deref()),
            "ended_reason": measure.ended_reason,
            "checks": running.checks.iter().rev().map(|it| self.check(running, it)).collect::<Vec<_>>(),
            "extensions": extensions.collect::<Vec<_>>(),
        })
    }

    fn check(&self, running: &Running, check: &Check) -> Value {
        let money = check.amount_fen.map(|fen| self.money(fen));
        json!({
            "on": check.checked_on,
            "officers": check.officers.replace('\n', &self.staff.text("desk-list-separator")),
            "met": check.met,
            "findings": check.findings,
            "days": check.days,
            "money": money,
            "by": running.names.get(&check.by_account),
        })
    }

    /// Which forms there are for `viewer`, with what they offer.
    fn forms(&self, viewer: &Viewer, running: &Running) -> Result<Value> {
        let mine = running.is_worked_by(viewer);
        let goes_on = mine && running.goes_on();
        let asked = running.asked().filter(|_| goes_on);
        let today = self.staff.app.clock.today();
        let in_time = running.measure.due_on.is_some_and(|until| until >= today);
        let latest = match goes_on && in_time && asked.is_none() {
            true => extension::latest(&self.staff.app, running)?,
            false => None,
        };
        let radios = |noun: &str, names: &[&str]| -> Vec<Value> {
            let label = |name: &str| self.staff.text(&format!("{noun}-{name}"));
            names.iter().map(|name| json!({ "value": name, "label": label(name) })).collect()
        };
        Ok(json!({
            "checks": (mine && running.is_looked_after()).then(|| radios("measures-met", &["yes", "no"])),
            "ending": goes_on.then(|| radios("measure-ended", &HOW)),
            "extension": latest.map(|latest| json!({ "latest": latest })),
            "decision": asked
                .filter(|asked| extension::may_decide(viewer, running, asked))
                .map(|_| radios("measures-decision", &["yes", "no"])),
        }))
    }
}
