//! `/demands`: the list, the form for a new one, and the page of one with what can be done about it (`P5`).

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::{Value, json};

use super::{
    Act,
    demand::{self, Demand, Report, Whole},
    lifecycle::{self, State},
    list::{self, Line, Which},
    work,
};
use crate::{
    accounts::{Staff, Viewer},
    cases::{Case, access, case, due},
    db::Connection,
    deadlines::PolicyId,
    error::{Error, Result},
    message::Message,
    web::{
        Fields, Submission,
        paging::Paging,
        visit::{FormState, see_other},
    },
};

const PATH: &str = "/demands";

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route(PATH, get().to(index))
        .route(PATH, post().to(make))
        .route("/demands/new", get().to(new))
        .route("/demands/{id:\\d+}", get().to(show))
        .route("/demands/{id:\\d+}/{resource}", get().to(back))
        .route("/demands/{id:\\d+}/{resource}", post().to(act));
}

/// `GET /demands?which=&bureau=&page=`.
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
    let mut page = staff.top_of_list(PATH, "demands-which", &query, &Which::ALL, bureaus);
    page["rows"] = rows.iter().map(|row| teller.line(row)).collect();
    page["pages"] = json!(pages);
    staff.show(&viewer, "demands/index", page)
}

/// `GET /demands/new?case=`: the usual day is filled in.
async fn new(staff: Staff, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let number = query.text("case").to_owned();
    blank(&staff, number, FormState::default(), StatusCode::OK).await
}

async fn blank(
    staff: &Staff,
    number: String,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let case = work::to_demand(connection, &app, viewer, &number)?;
        let day = demand::usual_day(&app, &case)?;
        Ok((case, day))
    };
    let (viewer, (case, day)) = staff.read(read).await?;
    let mut form = state.form;
    form.entry("demand_due".to_owned()).or_insert_with(|| day.to_string());
    let page = json!({
        "case": case.number, "title": case.title(), "bureau": staff.place(&case.bureau),
        "form": form, "error": state.error, "errors": state.errors,
    });
    staff.show_with(status, &viewer, "demands/new", page)
}

/// `POST /demands`.
async fn make(staff: Staff, submission: Submission) -> Result<HttpResponse> {
    let (app, fields) = (staff.app.clone(), submission.fields.clone());
    let number = submission.fields.text("case").to_owned();
    let of = number.clone();
    let made = staff.write(move |connection: &mut Connection, viewer: &Viewer| {
        work::issue(connection, &app, viewer, &of, &fields)
    });
    let error = match made.await {
        Ok(id) => return Ok(see_other(&format!("{PATH}/{id}?done=demand"))),
        // Another supervisor demanded something at the same moment.
        Err(Error::Database(error)) if error.is_lost_race() => {
            Error::Conflict(Message::new("demands-open-already"))
        }
        Err(error) => error,
    };
    let (status, state) = staff.refused_form(&submission.fields, error)?;
    blank(&staff, number, state, status).await
}

/// `GET /demands/{id}`.
async fn show(staff: Staff, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    page(&staff, *id, query.given("done"), FormState::default(), StatusCode::OK).await
}

/// `GET` of a form's own address, as after a log-in: the page it is on.
async fn back(path: Path<(i64, String)>) -> HttpResponse {
    see_other(&format!("{PATH}/{}", path.0))
}

/// `POST /demands/{id}/{report|ending|again}`.
async fn act(staff: Staff, path: Path<(i64, String)>, form: Submission) -> Result<HttpResponse> {
    let (id, resource) = path.into_inner();
    let act = Act::of_resource(&resource).ok_or(Error::NotFound)?;
    let (app, fields) = (staff.app.clone(), form.fields.clone());
    let done = staff.write(move |connection: &mut Connection, viewer: &Viewer| {
        // Who may not see it learns nothing from what is wrong with a form.
        Whole::open(connection, viewer, id)?.act(connection, &app, viewer, act, &fields)
    });
    match done.await {
        Ok(_) => Ok(see_other(&format!("{PATH}/{id}?done={}", act.resource()))),
        Err(error) => {
            let (status, state) = staff.refused_form(&form.fields, error)?;
            page(&staff, id, None, state, status).await
        }
    }
}

/// The texts that the forms take, by the address of the form.
const TEXTS: [(Act, &str); 3] =
    [(Act::Report, "demand_report"), (Act::Again, "demand_more"), (Act::End, "demand_end")];

async fn page(
    staff: &Staff,
    id: i64,
    said: Option<&str>,
    state: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let read = move |connection: &mut Connection, viewer: &Viewer| {
        let whole = Whole::open(connection, viewer, id)?;
        let day = demand::usual_day(&app, &whole.case)?;
        Ok((whole, day))
    };
    let (viewer, (whole, day)) = staff.read(read).await?;
    let teller = Teller { staff };
    let known = ["demand"].into_iter().chain(Act::UPON.iter().map(|act| act.resource()));
    let notice = known
        .filter(|it| said == Some(*it))
        .map(|it| json!({ "kind": "done", "text": staff.text(&format!("demands-done-{it}")) }))
        .next();
    let standing = whole.standing(&staff.app)?;
    let mut page = teller.whole(&whole);
    page["notice"] = json!(notice);
    for act in Act::UPON {
        page["forms"][act.resource()] = lifecycle::may(&viewer, act, &standing).into();
    }
    // What was typed into a form that is no longer there can be copied.
    let gone = TEXTS.iter().filter(|(act, _)| page["forms"][act.resource()] != true);
    page["kept"] = gone.filter_map(|(_, name)| state.form.get(*name)).cloned().collect();
    let mut form = state.form;
    form.entry("demand_due".to_owned()).or_insert_with(|| day.to_string());
    page["form"] = json!(form);
    page["errors"] = json!(state.errors);
    page["error"] = json!(state.error);
    staff.show_with(status, &viewer, "demands/show", page)
}

/// Says what is known of demands in the reader's language.
struct Teller<'a> {
    staff: &'a Staff,
}

impl Teller<'_> {
    fn chip(&self, demand: &Demand) -> due::Chip {
        let due = demand.is(State::Open).then_some(demand.due_on);
        due::chip(demand.started_on, due, None, self.staff.app.clock.today())
    }

    /// How the day of the report was reckoned, or that the city set it (`T8`).
    fn steps(&self, demand: &Demand, case: &Case) -> Vec<String> {
        let app = &self.staff.app;
        let usual = Some((PolicyId::DemandReport, demand.started_on));
        let steps = due::steps_or_given(&app.jurisdiction, case, demand.due_on, usual);
        self.staff.say_all(&steps)
    }

    fn line(&self, line: &Line) -> Value {
        let chip = self.chip(&line.demand);
        json!({
            "href": format!("{PATH}/{}", line.demand.id), "demand": line.demand.demand,
            "title": case::title(&line.plant, &line.summary),
            "case": line.case, "bureau": self.staff.place(&line.bureau),
            "state": format!("demands-state-{}", line.demand.state),
            "open": line.demand.is(State::Open), "due": line.demand.due_on,
            "status": chip.status, "days": chip.days,
        })
    }

    fn whole(&self, whole: &Whole) -> Value {
        let (it, case) = (&whole.demand, &whole.case);
        let chip = self.chip(it);
        let name = |id: i64| whole.names.get(&id).cloned();
        let report = |report: &Report| {
            json!({
                "text": report.text, "at": report.at, "due": report.due_on,
                "bureau": self.staff.place(&report.bureau), "by": name(report.by_account),
                "satisfied": report.satisfied, "note": report.note,
                "decided_by": report.decided_by.and_then(name), "decided_at": report.decided_at,
            })
        };
        json!({
            "path": format!("{PATH}/{}", it.id), "version": it.version, "demand": it.demand,
            "case": case.number, "title": case.title(), "bureau": self.staff.place(&case.bureau),
            "state": format!("demands-state-{}", it.state), "open": it.is(State::Open),
            "due": it.due_on, "steps": self.steps(it, case),
            "status": chip.status, "days": chip.days,
            "by": name(it.by_account), "at": it.at,
            "ended_at": it.ended_at, "ended_by": it.ended_by.and_then(name),
            "ended_note": it.ended_note, "reported": it.is(State::Reported),
            "reports": whole.reports.iter().map(report).collect::<Vec<_>>(),
            "forms": {},
        })
    }
}
