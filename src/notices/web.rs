//! `/notices` for everybody, `/desk/notices` for those who write them.

mod desk;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, ServiceConfig, get, post},
};
use serde_json::{Value, json};

use super::{
    Notice,
    draft::{ANNOUNCEMENT, EXPOSURE, KINDS},
    lifecycle::State,
    notice::{Ties, Which},
};
use crate::{
    app::App,
    db::Connection,
    error::Result,
    i18n::Language,
    web::{Fields, Visit, atom, form, paging::Paging},
};

const PATH: &str = "/notices";
/// How much of a text stands in the feed, in characters.
const SHORT: usize = 200;

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route(PATH, get().to(index))
        .route("/notices/feed", get().to(feed))
        .route("/notices/{id:\\d+}", get().to(show))
        .route(desk::PATH, get().to(desk::index))
        .route(desk::PATH, post().to(desk::make))
        .route("/desk/notices/new", get().to(desk::new))
        .route("/desk/notices/{id:\\d+}", get().to(desk::show))
        .route("/desk/notices/{id:\\d+}", post().to(desk::decide));
}

/// A line of a list, and the head of a page.
pub fn line(app: &App, language: Language, notice: &Notice) -> Value {
    let number = notice.number().map(|number| app.pages.messages.say(language, &number));
    json!({
        "id": notice.id,
        "href": format!("{PATH}/{}", notice.id),
        "desk": format!("{}/{}", desk::PATH, notice.id),
        "title": notice.title,
        "number": number,
        "kind": format!("notices-kind-{}", notice.kind),
        "state": format!("notices-state-{}", notice.state),
        "bureau": app.jurisdiction.place(&notice.bureau, language.tag()),
        "on": notice.published_at.map(|at| app.clock.day(at)),
    })
}

/// `GET /notices?kind=&archive=&page=`.
async fn index(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let (app, language) = (visit.app.clone(), visit.language);
    let page = move |connection: &mut Connection| {
        let which = if query.ticked("archive") { Which::Archived } else { Which::Current };
        let kind = KINDS.into_iter().find(|kind| *kind == query.text("kind"));
        let paging = Paging::of(&query);
        let mut rows = Notice::public(connection, which, kind, app.clock.today(), paging)?;
        let pages = paging.cut(PATH, &query, &mut rows);
        let rows = rows.iter().map(|it| line(&app, language, it)).collect::<Vec<_>>();
        Ok(json!({ "rows": rows, "pages": pages, "filters": filters(&app, language, which, kind) }))
    };
    visit.public_page(&request, "notices/index", page).await
}

fn filters(app: &App, language: Language, which: Which, kind: Option<&str>) -> Vec<Value> {
    let archive = which == Which::Archived;
    let link = |key: &str, kind_to: Option<&str>, archive_to: bool| {
        let pairs = [("kind", kind_to), ("archive", archive_to.then_some("1"))];
        let pairs: Vec<(String, String)> = pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        json!({
            "label": app.pages.messages.text(language, key),
            "href": format!("{PATH}?{}", form::encode(&pairs.into())),
            "current": kind_to == kind && archive_to == archive,
        })
    };
    vec![
        link("notices-all", None, false),
        link("notices-kind-announcement", Some(ANNOUNCEMENT), false),
        link("notices-kind-exposure", Some(EXPOSURE), false),
        link("notices-archive", None, true),
    ]
}

/// `GET /notices/{id}`.
async fn show(visit: Visit, id: Path<i64>, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language, id) = (visit.app.clone(), visit.language, id.into_inner());
    let page = move |connection: &mut Connection| {
        let notice = Notice::find_public(connection, id)?;
        let ties = notice.ties(connection)?;
        shown(&app, language, &notice, &ties)
    };
    visit.public_page(&request, "notices/show", page).await
}

/// A notice as everybody may read it: of one that was taken back or corrected, no words; of no one the
/// matters that it stands on, which would tell a plant when it was reported (`S1`).
fn shown(app: &App, language: Language, notice: &Notice, ties: &Ties) -> Result<Value> {
    let mut page = line(app, language, notice);
    let state = notice.state()?;
    let names: Vec<&str> = ties.plants.iter().map(|(_, name)| name.as_str()).collect();
    let other = |it: &Option<Notice>| it.as_ref().map(|it| line(app, language, it));
    let more = match state {
        State::Withdrawn => json!({
            "withdrawn_on": notice.withdrawn_at.map(|at| app.clock.day(at)),
            "reason": notice.withdrawal_reason,
        }),
        State::Corrected => json!({ "corrected_by": other(&ties.corrected_by) }),
        _ => json!({
            "words": notice.text,
            "legal_basis": notice.legal_basis,
            "plants": names.join(&app.pages.messages.text(language, "desk-list-separator")),
            "supervision": ties.supervision.as_ref().map(|number| format!("/supervisions/{number}")),
            "supervision_number": ties.supervision,
            "corrects": other(&ties.corrects),
            "until": notice.shown_until,
            "over": notice.shown_until.is_some_and(|day| day < app.clock.today()),
        }),
    };
    if let (Value::Object(page), Value::Object(more)) = (&mut page, more) {
        page.extend(more);
    }
    Ok(page)
}

/// `GET /notices/feed`: also what was taken back, so that readers learn of it.
async fn feed(visit: Visit, request: HttpRequest) -> Result<HttpResponse> {
    let (app, language) = (visit.app.clone(), visit.language);
    let content = move |connection: &mut Connection| {
        let news = Notice::news(connection)?;
        let entries: Vec<Value> = news.iter().filter_map(|it| entry(&app, language, it)).collect();
        let updated = news.iter().filter_map(|it| it.told_at).max();
        let title = app.pages.messages.text(language, "notices-title");
        Ok(atom::feed(&app, PATH, &title, updated, entries))
    };
    visit.public_document(&request, atom::TEMPLATE, atom::TYPE, content).await
}

fn entry(app: &App, language: Language, notice: &Notice) -> Option<Value> {
    let link = app.link(&format!("{PATH}/{}", notice.id));
    let say = |key: &str| app.pages.messages.text(language, key).into_owned();
    let text = match notice.state().ok()?.is_shown() {
        true => notice.text.chars().take(SHORT).collect(),
        false => say(&format!("notices-state-{}", notice.state)),
    };
    let number = notice.number().map(|it| app.pages.messages.say(language, &it));
    Some(json!({
        "id": link,
        "link": link,
        "title": format!("{} {}", number.unwrap_or_default(), notice.title),
        "text": text,
        "at": atom::stamp(notice.told_at?),
    }))
}
