//! `/letters/templates`: an administrator changes a wording, sees it on an invented matter, and can go
//! back to the shipped one.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::{Value, json};

use crate::{
    accounts::{Role, Staff, Viewer, viewer},
    cases::Track,
    error::{Error, Result},
    i18n::Language,
    letters::{
        Kind, Sheet, sheet,
        template::{Fault, Template},
        wording::{self, Version},
    },
    message::Message,
    web::{Fields, Submission, visit::see_other},
};

/// What the page of a wording can say was done: `letters-done-<word>`.
const DONE: [&str; 2] = ["kept", "reset"];

/// What the page of a wording says above it.
#[derive(Default)]
struct Said<'a> {
    /// What was done, of [`DONE`].
    done: Option<&'static str>,
    /// Why nothing was.
    wrong: Option<&'a Message>,
}

fn only_administrators(viewer: &Viewer) -> Result<()> {
    viewer.only(&[Role::Administrator])
}

/// `GET /letters/templates`.
pub async fn index(staff: Staff) -> Result<HttpResponse> {
    let (viewer, versions) = staff
        .read(|connection, viewer| {
            only_administrators(viewer)?;
            let mut all = Vec::new();
            for (kind, language) in all_wordings() {
                let newest = wording::versions(connection, kind, language)?.into_iter().next();
                all.push((kind, language, newest));
            }
            Ok(all)
        })
        .await?;
    let row = |(kind, language, newest): &(Kind, Language, Option<Version>)| {
        json!({
            "kind": staff.text(&format!("letters-kind-{}", kind.name())),
            "language": staff.text(&format!("letters-language-{language}")),
            "href": href(*kind, *language),
            "version": newest.as_ref().map(|it| it.version),
            "at": newest.as_ref().map(|it| it.at),
            "own": newest.as_ref().is_some_and(|it| it.text.is_some()),
        })
    };
    let page = json!({ "rows": versions.iter().map(row).collect::<Vec<_>>() });
    staff.show(&viewer, "letters/templates", page)
}

fn all_wordings() -> impl Iterator<Item = (Kind, Language)> {
    Kind::ALL.into_iter().flat_map(|kind| Language::ALL.map(|language| (kind, language)))
}

fn href(kind: Kind, language: Language) -> String {
    format!("/letters/templates/{}/{language}", kind.name())
}

fn named(path: &(String, String)) -> Result<(Kind, Language)> {
    let kind = path.0.parse().map_err(|()| Error::NotFound)?;
    let language = path.1.parse().map_err(|()| Error::NotFound)?;
    Ok((kind, language))
}

/// `GET /letters/templates/{kind}/{language}`.
pub async fn edit(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let done = DONE.into_iter().find(|done| *done == query.text("done"));
    show(&staff, named(&path)?, StatusCode::OK, None, Said { done, ..Said::default() }).await
}

/// `POST /letters/templates/{kind}/{language}`: shows, keeps, or goes back to the shipped wording.
pub async fn change(
    staff: Staff,
    path: Path<(String, String)>,
    form: Submission,
) -> Result<HttpResponse> {
    let (kind, language) = named(&path)?;
    let seen: i32 = form.fields.text("version").parse().unwrap_or(-1);
    let typed = form.fields.text("text").replace("\r\n", "\n");
    let text = match form.fields.text("do") {
        "reset" => None,
        "keep" => match Template::parse(kind, &typed) {
            Ok(_) => Some(typed.clone()),
            Err(_) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return show(
                    &staff,
                    (kind, language),
                    status,
                    Some((seen, typed)),
                    Said::default(),
                )
                .await;
            }
        },
        _ => {
            let typed = Some((seen, typed));
            let said = Said::default();
            return show(&staff, (kind, language), StatusCode::OK, typed, said).await;
        }
    };
    let done = if text.is_some() { "kept" } else { "reset" };
    let now = staff.app.clock.now();
    let keep = staff.write(move |connection, viewer| {
        only_administrators(viewer)?;
        let by = (viewer.account, now);
        wording::keep(connection, (kind, language), seen, text.as_deref(), by)
    });
    match keep.await {
        Ok(_) => Ok(see_other(&format!("{}?done={done}", href(kind, language)))),
        // What was typed stays; what holds now is among the versions below it.
        Err(Error::Conflict(message)) => {
            let typed = Some((wording::NEWEST, typed));
            let said = Said { wrong: Some(&message), ..Said::default() };
            show(&staff, (kind, language), StatusCode::CONFLICT, typed, said).await
        }
        Err(error) => Err(error),
    }
}

/// The page with what is stored, or with what was typed over the version that was seen.
async fn show(
    staff: &Staff,
    (kind, language): (Kind, Language),
    status: StatusCode,
    typed: Option<(i32, String)>,
    said: Said<'_>,
) -> Result<HttpResponse> {
    let app = staff.app.clone();
    let (viewer, (current, versions, names)) = staff
        .read(move |connection, viewer| {
            only_administrators(viewer)?;
            let current = wording::current(connection, &app.pages.messages, kind, language)?;
            let versions = wording::versions(connection, kind, language)?;
            let by = versions.iter().map(|it| it.account_id);
            let names: HashMap<i64, String> = viewer::names(connection, by)?.into_iter().collect();
            Ok((current, versions, names))
        })
        .await?;
    let newest = current.0;
    let (version, wording) = typed.unwrap_or(current);
    let version = if version == wording::NEWEST { newest } else { version };
    let shipped = wording::shipped(&staff.app.pages.messages, kind, language);
    let parsed = Template::parse(kind, &wording);
    let faults = parsed.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let sheet = parsed.as_ref().ok().map(|template| sample(staff, kind, language, template));
    let version_row = |it: &Version| {
        let by = names.get(&it.account_id);
        json!({ "version": it.version, "at": it.at, "by": by, "text": it.text })
    };
    let name = |name: &&str| {
        let meaning = staff.text(&format!("letters-placeholder-{name}"));
        json!({ "name": format!("{{{name}}}"), "meaning": meaning,
            "required": kind.required().contains(name) })
    };
    let names: Vec<Value> = kind.required().iter().chain(kind.optional()).map(name).collect();
    let wrong = said.wrong.map(|it| json!({ "message": staff.say(it) }));
    let mut errors: Vec<Value> = wrong.into_iter().collect();
    errors.extend(faults.iter().map(|it| error(staff, it)));
    let done = said.done.map(|done| staff.text(&format!("letters-done-{done}")));
    let page = json!({
        "notice": done.map(|text| json!({ "kind": "done", "text": text })),
        "kind": staff.text(&format!("letters-kind-{}", kind.name())),
        "language": staff.text(&format!("letters-language-{language}")),
        "action": href(kind, language),
        "version": version,
        "text": wording,
        "shipped": shipped == wording,
        "placeholders": names,
        "versions": versions.iter().map(version_row).collect::<Vec<_>>(),
        "errors": errors,
        "sheet": sheet,
    });
    staff.show_with(status, &viewer, "letters/template", page)
}

fn error(staff: &Staff, fault: &Fault) -> Value {
    json!({ "field": "text", "message": staff.say(&fault.message()) })
}

/// The letter on an invented matter.
fn sample(staff: &Staff, kind: Kind, language: Language, template: &Template) -> Sheet {
    let (app, messages) = (&staff.app, &staff.app.pages.messages);
    let today = app.clock.today();
    let profile = app.jurisdiction.profile();
    let bureau = app.jurisdiction.bureau(&profile.dispatcher);
    let office = bureau.map_or("", |it| it.names.in_language(language.tag())).to_owned();
    let word = |key: &str| messages.text(language, key).into_owned();
    let track = if Kind::REVIEWS.contains(&kind) { Track::Grievance } else { Track::default() };
    let body = template.fill(|name| match name {
        "person" | "matter" => word(&format!("letters-{name}-{}", track.name())),
        "bureau" => office.clone(),
        "today" | "received" => messages.date(language, today),
        "due" => messages.deadline(language, today + chrono::Duration::days(60)),
        "link" => app.link("/track"),
        "remedy" => match kind {
            Kind::Reexamination => word("letters-remedy-review"),
            Kind::Answer => word("letters-remedy-reexamination"),
            _ => word("letters-remedy-report"),
        },
        "reason" if kind == Kind::Refusal => word("decline_reason-outside_duties"),
        "outcome" => word("outcome-upheld"),
        name => word(&format!("letters-sample-{name}")),
    });
    let series = Message::new("letters-series")
        .with("mark", bureau.map_or("", |it| it.mark()))
        .with("kind", messages.text(Language::Chinese, &format!("letters-mark-{}", kind.name())))
        .with("year", chrono::Datelike::year(&today));
    let end = messages.text(Language::Chinese, "letters-series-end");
    let number = format!("{}1{end}", messages.say(Language::Chinese, &series));
    let title = sheet::title(app, language, kind, track.name());
    Sheet::new(app, language, (office, number, title), &body, today)
}
