//! Atom feeds of the public list and of each listing, kept like public pages.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use serde_json::{Value, json};

use super::shown::Shown;
use crate::{
    app::App,
    db::Connection,
    error::Result,
    i18n::Language,
    supervisions::feed::News,
    web::{Visit, atom},
};

/// `GET /supervisions/feed`.
pub async fn all(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| {
        let news = News::of(connection, None)?;
        Ok(feed(&app, language, &news, "/supervisions", None))
    };
    visit.public_document(&request, atom::TEMPLATE, atom::TYPE, content).await
}

/// `GET /supervisions/{number}/feed`.
pub async fn one(visit: Visit, number: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language, number) = (visit.app.clone(), visit.language, number.into_inner());
    let content = move |connection: &mut Connection| {
        let news = News::of(connection, Some(&number))?;
        let title = news.cases.first().map(|case| format!("{} {}", case.number, case.title));
        Ok(feed(&app, language, &news, &format!("/supervisions/{number}"), title))
    };
    visit.public_document(&request, atom::TEMPLATE, atom::TYPE, content).await
}

fn feed(app: &App, language: Language, news: &News, path: &str, title: Option<String>) -> Value {
    let shown = Shown { app, language };
    let entries = news.events.iter().filter_map(|event| {
        let case = news.case_of(event)?;
        let link = app.link(&format!("/supervisions/{}", case.number));
        Some(json!({
            "id": format!("{link}#event-{}", event.id),
            "link": link,
            "title": format!("{} {}", case.number, case.title),
            "text": shown.said(event),
            "at": atom::stamp(event.at),
        }))
    });
    let title = title.unwrap_or_else(|| shown.text("supervisions-title"));
    atom::feed(app, path, &title, news.updated(), entries.collect())
}
