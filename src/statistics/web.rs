//! The page of figures, and its table as CSV.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{ServiceConfig, get},
};
use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Figures, Line, Period, Share, figures::shown_under, map, map::Map, table};
use crate::{
    app::App,
    error::{Error, Result},
    i18n::Language,
    web::{Fields, Visit},
};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/statistics", get().to(show)).route("/statistics.csv", get().to(export));
}

/// A column of the table: the end of a message key, and the figure.
type Column = (&'static str, fn(&Line) -> i64);

/// The columns.
const COLUMNS: [Column; 19] = [
    ("received", |line| line.received),
    ("in-hand", |line| line.in_hand),
    ("concluded", |line| line.concluded),
    ("declined", |line| line.declined),
    ("withdrawn", |line| line.withdrawn),
    ("merged", |line| line.merged),
    ("late", |line| line.late),
    ("accepted", |line| line.accepted.done),
    ("accepted-of", |line| line.accepted.of),
    ("on-time", |line| line.on_time.done),
    ("on-time-of", |line| line.on_time.of),
    ("answered", |line| line.answered().done),
    ("found", |line| line.substantiated.done),
    ("found-of", |line| line.substantiated.of),
    ("satisfied", |line| line.satisfied.done),
    ("satisfied-of", |line| line.satisfied.of),
    ("solved", |line| line.solved.done),
    ("solved-of", |line| line.solved.of),
    ("closed", |line| line.closed),
];

#[derive(Serialize)]
struct Page {
    periods: Vec<Value>,
    from: NaiveDate,
    until: NaiveDate,
    updated: NaiveDateTime,
    totals: Value,
    map: Map,
    rows: Vec<Value>,
    sum: Value,
    breakdowns: Vec<Value>,
    export: String,
}

/// `GET /statistics`: public, kept until something changes.
async fn show(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let period = period(&request)?;
    let (app, language) = (visit.app.clone(), visit.language);
    let page = move |connection: &mut _| {
        let today = app.clock.today();
        let figures = Figures::gather(connection, &app.jurisdiction, period, today)?;
        Ok(page(&app, language, period, &figures))
    };
    visit.public_page(&request, "statistics/show", page).await
}

/// `GET /statistics.csv`: the table for spreadsheet programs.
async fn export(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let period = period(&request)?;
    let app = visit.app.clone();
    let figures = move |connection: &mut _| {
        Figures::gather(connection, &app.jurisdiction, period, app.clock.today())
    };
    let figures = visit.app.db.read::<_, Error, _>(figures).await?;
    let name = format!("attachment; filename=\"figures-{}.csv\"", period.name());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(table::csv(&rows(&visit, &figures))))
}

fn period(request: &HttpRequest) -> Result<Period> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    Ok(Period::parse(query.text("period")))
}

/// The table: a head, a row for each bureau, the sum.
fn rows(visit: &Visit, figures: &Figures) -> Vec<Vec<String>> {
    let say = |key: &str| visit.app.pages.messages.text(visit.language, key).into_owned();
    let column = |(name, _): &(&str, _)| say(&format!("statistics-column-{name}"));
    let cells = |line: &Line| {
        let figures = COLUMNS.iter().map(|(_, figure)| figure(line).to_string());
        figures.chain([crate::pages::in_wan(line.fined).replace(',', "")]).collect::<Vec<_>>()
    };
    let mut head = vec![say("home-county")];
    head.extend(COLUMNS.iter().map(column));
    head.push(say("statistics-column-fined"));
    let lines = figures.lines.iter().map(|(code, line)| {
        let name = place(&visit.app, visit.language, code);
        [vec![name], cells(line)].concat()
    });
    let sum = [vec![say("statistics-sum")], cells(&figures.sum)].concat();
    std::iter::once(head).chain(lines).chain([sum]).collect()
}

/// What a line is called: the county, the zone, or the city with all that has no county.
pub fn place(app: &App, language: Language, code: &str) -> String {
    if code == app.jurisdiction.profile().dispatcher {
        return app.pages.messages.text(language, "statistics-city").into_owned();
    }
    app.jurisdiction.place(code, language.tag()).to_owned()
}

fn page(app: &App, language: Language, period: Period, figures: &Figures) -> Page {
    let most = figures.lines.iter().map(|(_, line)| line.received).max().unwrap_or(0).max(1);
    let received = |code: &str| {
        let line = figures.lines.iter().find(|(known, _)| known == code);
        line.map_or(0, |(_, line)| line.received)
    };
    let by_bureau = |code: &str| format!("/results?county={code}");
    let row = |(code, line): &(String, Line)| {
        let href = by_bureau(shown_under(&app.jurisdiction, code));
        described(&place(app, language, code), Some(&href), line, most)
    };
    let sum = app.pages.messages.text(language, "statistics-sum");
    Page {
        periods: periods(app, language, period, figures),
        from: figures.from,
        until: figures.until,
        updated: app.clock.now(),
        totals: totals(figures),
        map: map::draw(&app.jurisdiction, language.tag(), received, by_bureau),
        rows: figures.lines.iter().map(row).collect(),
        sum: described(&sum, None, &figures.sum, most),
        breakdowns: breakdowns(app, language, figures),
        export: format!("/statistics.csv?period={}", period.name()),
    }
}

fn totals(figures: &Figures) -> Value {
    let sum = &figures.sum;
    json!({
        "received": figures.received,
        "in_hand": sum.in_hand, "concluded": sum.concluded, "declined": sum.declined,
        "withdrawn": sum.withdrawn, "merged": sum.merged, "late": sum.late,
        "accepted": share(sum.accepted), "on_time": share(sum.on_time),
        "answered": share(sum.answered()), "substantiated": share(sum.substantiated),
        "satisfied": share(sum.satisfied), "solved": share(sum.solved),
        "fined": sum.fined, "closed": sum.closed,
    })
}

/// A share with its denominator (`N1`).
fn share(share: Share) -> Value {
    json!({ "done": share.done, "of": share.of, "percent": share.percent() })
}

fn described(name: &str, href: Option<&str>, line: &Line, most: i64) -> Value {
    json!({
        "name": name, "href": href,
        "received": line.received, "in_hand": line.in_hand, "concluded": line.concluded,
        "declined": line.declined, "withdrawn": line.withdrawn, "merged": line.merged,
        "late": line.late, "accepted": share(line.accepted), "on_time": share(line.on_time),
        "answered": share(line.answered()), "found": share(line.substantiated),
        "satisfied": share(line.satisfied),
        "share": line.received * 100 / most,
    })
}

/// This month, this year, the years before that have reports, and all of it.
fn periods(app: &App, language: Language, chosen: Period, figures: &Figures) -> Vec<Value> {
    let say = |key: &str| app.pages.messages.text(language, key).into_owned();
    let mut all = vec![
        (Period::Month, say("statistics-period-month")),
        (Period::Year, say("statistics-period-year")),
    ];
    let this = app.clock.today().year();
    let past = (figures.first.year()..this).rev().take(20);
    all.extend(past.map(|year| (Period::Of(year), year.to_string())));
    all.push((Period::All, say("statistics-period-all")));
    let link = |(period, label): (Period, String)| {
        let href = format!("/statistics?period={}", period.name());
        json!({ "href": href, "label": label, "current": period == chosen })
    };
    all.into_iter().map(link).collect()
}

/// What is counted: the end of its title's key, the beginning of its words' keys, the counts.
type Group<'a> = (&'a str, &'a str, &'a [(&'static str, i64)]);

/// By channel, category, state and measure, each with bars.
fn breakdowns(app: &App, language: Language, figures: &Figures) -> Vec<Value> {
    let groups: [Group<'_>; 4] = [
        ("channels", "channel", &figures.channels),
        ("kinds", "kind", &figures.kinds),
        ("states", "state", &figures.states),
        ("measures", "measure", &figures.measures),
    ];
    let shown = groups.iter().filter(|(_, _, counted)| !counted.is_empty());
    let group = |(name, prefix, counted): &Group<'_>| {
        let most = counted.iter().map(|(_, many)| *many).max().unwrap_or(1).max(1);
        let item = |(key, many): &(&str, i64)| {
            let label = app.pages.messages.text(language, &format!("{prefix}-{key}"));
            json!({ "label": label, "value": many, "share": many * 100 / most })
        };
        let items: Vec<Value> = counted.iter().map(item).collect();
        json!({ "title_key": format!("statistics-by-{name}"), "items": items })
    };
    shown.map(group).collect()
}
