//! The public pages: the list, one case, its pictures, and objections to a lifting (`L2`–`L6`).

mod acts;
mod desk;
mod entries;
mod feed;
mod files;
mod forms;
mod letters;
mod proof;
mod proposing;
pub mod shown;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Supervision,
    letter::Letter,
    list::{self, Filter},
    proposal::{self, GROUNDS},
    records::{self, Records},
    statement::{Files, Statement},
    work::{self, By},
};
use crate::{
    app::App,
    db::Connection,
    error::{Error, FieldError, Result},
    i18n::Language,
    timeline::{self, Audience, Event},
    web::{
        Fields, Submission, Visit,
        paging::Paging,
        visit::{FormState, see_other},
    },
};
use shown::{Seen, Shown};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{delete, get, patch, post, put};
    config
        .route("/supervisions", get().to(index))
        .route("/supervisions", post().to(proposing::propose))
        .route("/supervisions/feed", get().to(feed::all))
        .route("/supervisions/{number}", get().to(show))
        .route("/supervisions/{number}/feed", get().to(feed::one))
        .route("/supervisions/{number}/letter", get().to(letters::show))
        .route("/supervisions/{number}/letter/pdf", get().to(letters::file))
        .route("/supervisions/{number}/photos/{photo}", get().to(photo))
        .route("/supervisions/{number}/objections", post().to(object))
        .route("/supervisions/{number}/{resource}", post().to(acts::act))
        .route("/supervisions/{number}", delete().to(acts::never))
        .route("/supervisions/{number}", put().to(acts::never))
        .route("/supervisions/{number}", patch().to(acts::never))
        .route("/supervisions/{number}/{resource}", delete().to(acts::never_a_part))
        .route("/supervisions/{number}/{resource}", put().to(acts::never_a_part))
        .route("/supervisions/{number}/{resource}", patch().to(acts::never_a_part))
        .route("/desk/supervisions", get().to(desk::index))
        .route("/desk/supervisions/new", get().to(proposing::form))
        .route("/desk/supervisions/{number}", get().to(desk::show))
        .route("/desk/supervisions/{number}/matters", get().to(desk::back))
        .route("/desk/supervisions/{number}/matters", post().to(desk::tie))
        .route("/desk/supervisions/{number}/photos/{photo}", get().to(files::photo))
        .route("/desk/supervisions/{number}/documents/{file}", get().to(files::document));
}

/// The most characters of a search.
const LONGEST: usize = 100;
/// States that the public list can be narrowed to.
const STATES: [&str; 3] = ["living", "overdue", "lifted"];

/// `GET /supervisions?state=&county=&page=`: the living first, then history (`L6`).
async fn index(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| {
        let today = app.clock.today();
        let paging = Paging::of(&query);
        let filter = Filter {
            state: query.given("state").filter(|it| STATES.contains(it)).map(str::to_owned),
            bureau: query.given("county").map(str::to_owned),
            ground: ground(&query),
            words: typed(&query),
            ..Filter::default()
        };
        let found = list::page(connection, list::public(), &filter, today, paging.offset())?;
        let counts = list::counts(connection, list::public, &filter, today)?;
        let bureaus = list::by_bureau(connection, list::public())?;
        let grounds = list::grounds(connection, list::public())?;
        let figures = list::figures(connection, today)?;
        let shown = Shown { app: &app, language };
        let mut rows = found;
        let pages = paging.cut("/supervisions", &query, &mut rows);
        let cards: Vec<Value> = rows.iter().map(|row| shown.card(row, "/supervisions")).collect();
        Ok(json!({
            "listed": figures.listed,
            "overdue": figures.overdue,
            "lifted": figures.lifted,
            "filters": shown.states(&STATES, &filter, &counts, "/supervisions", "county"),
            "counties": (bureaus.len() > 1)
                .then(|| shown.bureaus(&bureaus, &filter, "/supervisions", "county")),
            "grounds": (grounds.len() > 1)
                .then(|| shown.grounds(&grounds, &filter, "/supervisions", "county")),
            "feed": "/supervisions/feed",
            "cases": cards,
            "query": filter.words,
            "kept": kept(&query, &["state", "county", "ground"]),
            "pagination": pages,
        }))
    };
    visit.public_page(&request, "supervisions/index", content).await
}

/// The ground that a list is narrowed to.
fn ground(query: &Fields) -> Option<String> {
    query.given("ground").filter(|it| GROUNDS.contains(it)).map(str::to_owned)
}

/// The words that are searched for.
fn typed(query: &Fields) -> String {
    query.text("q").trim().chars().take(LONGEST).collect()
}

/// What a search keeps of the filters.
fn kept(query: &Fields, names: &[&str]) -> Vec<Value> {
    let kept = names.iter().filter_map(|name| Some((*name, query.given(name)?)));
    kept.map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// What the page of one case shows, to everybody.
struct Public {
    case: Supervision,
    bureaus: Vec<String>,
    records: Records,
    relatives: super::supervision::Relatives,
    events: Vec<Event>,
    reports: usize,
    letter: Option<Letter>,
}

impl Public {
    fn of(connection: &mut Connection, number: &str) -> Result<Self> {
        let case = Supervision::public(connection, number)?;
        Ok(Self {
            bureaus: case.bureaus(connection)?,
            records: Records::of(connection, case.id)?,
            relatives: case.relatives(connection)?,
            events: timeline::read(connection, case.subject(), Audience::Public)?,
            reports: case.cases(connection)?.len(),
            letter: Letter::of(connection, case.id)?,
            case,
        })
    }

    fn page(&self, app: &App, language: Language, state: &FormState, heard: bool) -> Result<Value> {
        let shown = Shown { app, language };
        let today = app.clock.today();
        let seen = Seen { case: &self.case, records: &self.records, office: false };
        let mut page = shown.case(&seen, &self.bureaus, &self.relatives)?;
        let notice = self.records.lifting(&self.case).and_then(|lifting| {
            let (from, until) = (lifting.notice_from?, lifting.notice_until?);
            let objections = self.records.objections_to(lifting.id).count();
            let steps = (today <= until).then(|| proposal::notice_steps(app, &self.case, lifting));
            Some(json!({
                "steps": shown.steps(steps),
                "from": from, "until": until, "text": lifting.notice, "open": today <= until,
                "objections": objections,
                "objection": format!("/supervisions/{}/objections", self.case.number),
            }))
        });
        page["lifting_notice"] = notice.unwrap_or_default();
        page["decisions"] = shown.decisions(&self.records);
        page["events"] = shown.events(&self.events, None);
        page["reports"] = json!(self.reports);
        page["feed"] = json!(format!("/supervisions/{}/feed", self.case.number));
        page["letter"] = json!(self.letter.as_ref().map(|letter| json!({
            "number": letter.number,
            "href": format!("/supervisions/{}/letter", self.case.number),
        })));
        page["errors"] = json!(state.errors);
        page["form"] = json!(state.form);
        page["error"] = json!(state.error);
        if heard {
            let text = shown.text("supervisions-objection-heard");
            page["notice"] = json!({ "kind": "done", "text": text });
        }
        Ok(page)
    }
}

/// `GET /supervisions/{number}`.
async fn show(visit: Visit, number: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let heard = Fields::parse(request.query_string().as_bytes())?.ticked("objected");
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| {
        let public = Public::of(connection, &number)?;
        public.page(&app, language, &FormState::default(), heard)
    };
    visit.public_page(&request, "supervisions/show", content).await
}

/// `GET /supervisions/{number}/photos/{photo}`: the copy without metadata (`S3`).
async fn photo(visit: Visit, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let (number, photo) = path.into_inner();
    let app = visit.app.clone();
    let read = move |connection: &mut Connection| {
        let case = Supervision::public(connection, &number)?;
        files::copy(connection, &app, &case, photo, true)
    };
    let bytes = visit.app.db.read(read).await?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("max-age=86400")))
        .body(bytes))
}

/// `POST /supervisions/{number}/objections`: anybody, while the notice stands (`L4`).
async fn object(visit: Visit, number: Path<String>, form: Submission) -> Result<HttpResponse> {
    visit.app.limits.write(visit.address)?;
    let (number, today) = (number.into_inner(), visit.app.clock.today());
    let statement = Statement::parse(super::Act::Object, &form.fields, Files::default(), today);
    let statement = match statement {
        Ok(statement) => statement,
        Err(errors) => return object_again(&visit, number, &form.fields, &errors).await,
    };
    let (app, place) = (visit.app.clone(), format!("/supervisions/{number}?objected=1"));
    let change = move |connection: &mut Connection| {
        Supervision::hold(connection, &number)?;
        let case = Supervision::public(connection, &number)?;
        let Statement::Object { text } = &statement else { return Ok(()) };
        if records::is_objected(connection, case.lifting_id, &work::digest(text))? {
            return Ok(());
        }
        work::act(connection, &app, By::Public, &case, None, &statement).map(drop)
    };
    visit.app.db.write::<_, Error, _>(change).await?;
    Ok(see_other(&place))
}

async fn object_again(
    visit: &Visit,
    number: String,
    fields: &Fields,
    errors: &[FieldError],
) -> Result<HttpResponse> {
    let found = visit.app.db.read(move |connection| Public::of(connection, &number)).await?;
    let state = visit.form(fields, errors);
    let page = found.page(&visit.app, visit.language, &state, false)?;
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "supervisions/show", page)
}
