//! The front page and the pages of published results: all public, kept until something changes.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, ServiceConfig, get},
};
use serde_json::{Value, json};

use super::{
    results::{self, Filter, Published},
    supervised::{self, supervised},
};
use crate::{
    app::App,
    db::Connection,
    error::{Error, Result},
    i18n::Language,
    notices::{self, Notice},
    reports::category::CATEGORIES,
    statistics::{Asked, Figures, Period, figures::shown, web::place},
    web::{Fields, Visit, paging::Places},
};

/// The most characters of a search.
const LONGEST: usize = 100;
/// How many results the front page shows.
const LATEST: i64 = 6;
/// How many notices it shows.
const NOTICES: i64 = 3;
/// How much of a result's text stands for it in a short list, in characters.
const SHORT: usize = 40;
/// How much of it stands in the list of results.
const LONG: usize = 120;

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/", get().to(show))
        .route("/results", get().to(list))
        .route("/results/{number}", get().to(result));
}

/// `GET /`.
async fn show(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let page = move |connection: &mut _| front(connection, &app, language);
    visit.public_page(&request, "home/show", page).await
}

fn front(connection: &mut Connection, app: &App, language: Language) -> Result<Value> {
    let today = app.clock.today();
    let days = Period::Year.days(today, today);
    let asked = Asked { days, channel: None, kind: None, bureau: None };
    let figures = Figures::read(connection, &app.jurisdiction, &asked)?;
    let supervised = supervised(connection, &app.jurisdiction, language, today, supervised::SHOWN)?;
    let latest = results::latest(connection, LATEST)?;
    let notices = Notice::latest(connection, today, NOTICES)?;
    let notices = notices.iter().map(|it| notices::web::line(app, language, it));
    let counties = figures.lines.iter().map(|(code, line)| {
        let (received, concluded) = (line.get("received"), line.get("concluded"));
        // What is concluded this year may have come in before it.
        let share = if received > 0 { (concluded * 100 / received).min(100) } else { 0 };
        json!({
            "name": place(app, language, code), "href": format!("/results?county={code}"),
            "received": received, "concluded": concluded, "share": share,
        })
    });
    let results = latest.iter().map(|result| {
        json!({
            "href": format!("/results/{}", result.number), "title": result.title(SHORT),
            "county": place(app, language, result.shown_under(&app.jurisdiction)),
            "date": result.published_at.map(|at| app.clock.day(at)),
        })
    });
    Ok(json!({
        "since": figures.from, "received": figures.sum.get("received"),
        "concluded": figures.sum.get("concluded"),
        "on_time": figures.sum.share_of("concluded").percent(), "listed": supervised.listed,
        "notices": notices.collect::<Vec<_>>(),
        "supervisions": supervised.cards,
        "counties": counties.collect::<Vec<_>>(), "results": results.collect::<Vec<_>>(),
    }))
}

/// `GET /results`: by county and kind, the latest first.
async fn list(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, language) = (visit.app.clone(), visit.language);
    let filter = filter(&app, &query);
    let page = move |connection: &mut _| {
        let places = Places::of(&query);
        let (found, more) = results::list(connection, &app.jurisdiction, &filter, &places)?;
        let place = |it: Option<&Published>| it.and_then(Published::place).map(|it| it.to_string());
        let ends = (place(found.first()), place(found.last()));
        let pages = places.links("/results", &query, more, ends);
        let rows = found.iter().map(|result| row(&app, language, result));
        Ok(json!({
            "rows": rows.collect::<Vec<_>>(), "pages": pages,
            "counties": counties(&app, language), "kinds": kinds(&app, language),
            "form": { "q": filter.words, "county": filter.bureau, "kind": filter.kind },
            "filtered": !filter.words.is_empty() || filter.bureau.is_some() || filter.kind.is_some(),
        }))
    };
    visit.public_page(&request, "results/index", page).await
}

/// Only what is known can be asked for.
fn filter(app: &App, query: &Fields) -> Filter {
    let bureaus = shown(&app.jurisdiction);
    let asked = query.given("county").filter(|code| bureaus.contains(code));
    let kind = CATEGORIES.iter().map(|category| category.name);
    Filter {
        words: query.text("q").trim().chars().take(LONGEST).collect(),
        bureau: asked.map(str::to_owned),
        kind: kind.into_iter().find(|name| *name == query.text("kind")),
    }
}

fn counties(app: &App, language: Language) -> Vec<Value> {
    let item = |code: &str| json!({ "value": code, "label": place(app, language, code) });
    shown(&app.jurisdiction).into_iter().map(item).collect()
}

fn kinds(app: &App, language: Language) -> Vec<Value> {
    let item = |name: &str| {
        let label = app.pages.messages.text(language, &format!("kind-{name}"));
        json!({ "value": name, "label": label })
    };
    CATEGORIES.iter().map(|category| item(category.name)).collect()
}

/// What lists and pages show of a result alike.
fn row(app: &App, language: Language, result: &Published) -> Value {
    let kinds: Vec<String> = result.kinds().map(|kind| format!("kind-{kind}")).collect();
    json!({
        "number": result.number, "href": format!("/results/{}", result.number),
        "county": place(app, language, result.shown_under(&app.jurisdiction)),
        "kinds": kinds, "verdict": result.verdict(), "standing": result.standing(), "excerpt": result.title(LONG),
        "published": result.published_at.map(|at| app.clock.day(at)),
    })
}

/// `GET /results/{number}`.
async fn result(visit: Visit, request: HttpRequest, number: Path<String>) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let page = move |connection: &mut _| {
        let found = results::find(connection, &number)?;
        let measures = results::measures_of(connection, &found)?;
        let code = found.shown_under(&app.jurisdiction);
        let bureau = app.jurisdiction.bureau(code);
        let mut page = row(&app, language, &found);
        let more = json!({
            "text": found.text(),
            "bureau": bureau.map(|bureau| bureau.names.in_language(language.tag())),
            "received": found.day, "accepted": found.accepted_on, "ended": found.ended_on,
            "measures": measures.iter()
                .map(|(kind, on)| json!({ "key": format!("measure-{kind}"), "on": on }))
                .collect::<Vec<_>>(),
        });
        if let (Value::Object(page), Value::Object(more)) = (&mut page, more) {
            page.extend(more);
        }
        Ok::<_, Error>(page)
    };
    visit.public_page(&request, "results/show", page).await
}
