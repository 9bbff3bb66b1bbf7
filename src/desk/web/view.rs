//! `GET /cases/{number}`, and the page again when a form of it was refused.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Path};
use serde_json::json;

use super::{beside_page, case_page, list_page::DESK_ROLES};
use crate::{
    accounts::{Staff, Viewer},
    cases::Act,
    desk::{
        beside::{self, Beside},
        dossier::{self, Dossier},
        editing,
        forms::Refused,
        listings::{AskListings, Listings},
        presence,
        walk::Walk,
    },
    error::Result,
    web::{
        Fields,
        visit::{FormState, cookie},
    },
};

/// The cookie with the list that a matter was opened from.
pub const LIST_COOKIE: &str = "list";
/// The cookie with the matter last opened and its place in that list.
const PLACE_COOKIE: &str = "place";
/// How long the browser remembers them, in seconds: a day at work.
const REMEMBERED: i64 = 12 * 3600;
/// What a page can say after something else than an act was done: `desk-said-<word>`.
const SAID: [&str; 8] =
    ["claim", "hand_over", "release", "note", "undo", "none_left", "filter", "phrase"];

/// What goes with the page of a matter, beyond the matter.
#[derive(Default)]
pub struct With {
    /// The act that was just done.
    pub done: Option<Act>,
    /// What else was just done.
    pub said: Option<&'static str>,
    /// An act that was refused.
    pub refused: Option<Refused>,
    /// Another form of the page that was refused: as sent, and what is wrong.
    pub form: Option<(Fields, FormState)>,
}

/// One of the words that a page can say.
pub fn said(query: &Fields) -> Option<&'static str> {
    SAID.into_iter().find(|word| *word == query.text("said"))
}

/// The banner for such a word.
pub fn notice(staff: &Staff, word: Option<&str>) -> Option<serde_json::Value> {
    let key = format!("desk-said-{}", word?);
    let text = staff.text(&key);
    Some(json!({ "kind": "done", "text": text }))
}

/// What a request brings to the page of a matter.
pub struct Around {
    /// What the browser remembers of the list.
    walk: Walk,
    /// Who knows the listings behind which it stands.
    ask: Option<AskListings>,
}

/// What `request` brings.
pub fn around(request: &HttpRequest) -> Around {
    Around {
        walk: Walk::of(cookie(request, LIST_COOKIE), cookie(request, PLACE_COOKIE)),
        ask: request.app_data::<AskListings>().copied(),
    }
}

/// Makes the browser remember the list shown, and forget the matter.
pub fn remember_list(staff: &Staff, response: &mut HttpResponse, list: String) -> Result<()> {
    set(response, staff.cookie(LIST_COOKIE, list, REMEMBERED))?;
    set(response, staff.cookie(PLACE_COOKIE, String::new(), 0))
}

fn set(response: &mut HttpResponse, cookie: actix_web::cookie::Cookie<'_>) -> Result<()> {
    response.add_cookie(&cookie).map_err(|error| crate::error::Error::Internal(error.to_string()))
}

/// `GET /cases/{number}`.
pub async fn show(
    staff: Staff,
    number: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let query = Fields::parse(request.query_string().as_bytes())?;
    let done = query.text("done").parse::<Act>().ok();
    let with = With { done, said: said(&query), ..With::default() };
    render(&staff, StatusCode::OK, number.into_inner(), around(&request), with).await
}

/// The page with what goes with it.
pub async fn render(
    staff: &Staff,
    status: StatusCode,
    number: String,
    Around { walk, ask }: Around,
    with: With,
) -> Result<HttpResponse> {
    let (app, known) = (staff.app.clone(), walk.clone());
    let (viewer, (dossier, beside, listings)) = staff
        .read(move |connection, viewer| {
            let dossier = dossier::read(connection, &app, viewer, &number)?;
            let beside = beside::read(connection, &app, &dossier, &known)?;
            let listings = match ask.filter(|_| dossier.sight.casework) {
                Some(AskListings(ask)) => ask(connection, &app, viewer, &dossier.case)?,
                None => Listings::default(),
            };
            Ok((dossier, beside, listings))
        })
        .await?;
    sign(staff, &dossier, &beside).await?;
    let mut page = case_page::page(staff, &dossier, with.refused.as_ref(), with.done);
    if with.said.is_some() {
        page["notice"] = json!(notice(staff, with.said));
    }
    if let Some((_, state)) = &with.form {
        page["errors"] = json!(state.errors);
    }
    let (list, label) = back(&viewer, &walk);
    page["list"] = json!(list);
    page["list_label"] = json!(staff.text(label));
    page["listings"] = json!(listings);
    page["desk"] = beside_page::context(staff, &dossier, &beside, with.form.as_ref());
    // Another is at work on the forms; what was typed into one stays.
    if page["desk"]["editing"]["held"].is_string() && with.refused.is_none() {
        page["groups"] = json!([]);
    }
    let mut response = staff.show_with(status, &viewer, "cases/show", page)?;
    let at = beside.way.at;
    if !at.is_empty() && walk.at.is_none_or(|(number, _)| number != dossier.case.number) {
        set(&mut response, staff.cookie(PLACE_COOKIE, at, REMEMBERED))?;
    }
    Ok(response)
}

/// Where the page's first link leads, and the key of its words: the list that the matter was opened
/// from, else the first page of the viewer's menu that lists what they work on.
fn back(viewer: &Viewer, walk: &Walk) -> (String, &'static str) {
    let (home, label) = viewer.role.menu().next().unwrap_or(("/", "nav-home"));
    match DESK_ROLES.contains(&viewer.role) && (home == "/desk" || !walk.list.is_empty()) {
        true => (format!("/desk?{}", walk.list), "nav-desk"),
        false => (home.to_owned(), label),
    }
}

/// Whoever opens a matter that they can act upon is seen there; a second hop, and that only when
/// the last sign is old.
async fn sign(staff: &Staff, dossier: &Dossier, beside: &Beside) -> Result<()> {
    let (now, case) = (staff.app.clock.now(), dossier.case.id);
    let works = dossier.sight.casework && !dossier.acts.is_empty();
    if !works || !presence::is_stale(&beside.present, dossier.viewer.account, now) {
        return Ok(());
    }
    let write = staff.write(move |connection, viewer| {
        presence::sign(connection, viewer, case, now)?;
        editing::renew(connection, viewer, case, now)
    });
    write.await.map(drop)
}
