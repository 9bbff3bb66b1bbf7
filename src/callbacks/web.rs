//! `/callbacks`, `/dissatisfactions`, `/reviews` and `/ratings`.

mod calls;
mod decisions;
mod reviews;
mod sheet;
mod told;

use actix_web::web::ServiceConfig;
use serde_json::{Value, json};

use crate::{accounts::Staff, web::Fields};

/// The routes of this room.
pub fn routes(config: &mut ServiceConfig) {
    use actix_web::web::{get, post};
    config
        .route("/callbacks", get().to(calls::index))
        .route("/callbacks/assignment", post().to(calls::assign))
        .route("/callbacks/next", get().to(calls::next))
        .route("/callbacks/{id}", get().to(sheet::show))
        .route("/callbacks/{id}/number", post().to(sheet::number))
        .route("/callbacks/{id}/tries", post().to(sheet::enter))
        .route("/dissatisfactions", get().to(decisions::index))
        .route("/dissatisfactions/{id}", get().to(decisions::show))
        .route("/dissatisfactions/{id}/decision", post().to(decisions::decide))
        .route("/reviews", get().to(reviews::index))
        .route("/ratings/new", get().to(told::new))
        .route("/ratings", post().to(told::enter));
}

/// Choices by name: `noun-name` is the label's key.
fn named(staff: &Staff, noun: &str, names: &[&str]) -> Value {
    let item =
        |name: &&str| json!({ "value": name, "label": staff.text(&format!("{noun}-{name}")) });
    names.iter().map(item).collect()
}

/// The choices of a rating.
fn rating_choices(staff: &Staff) -> Value {
    use crate::reports::rating::{CAUSES, MARKS, SOLVED};
    json!({
        "marks": named(staff, "mark", &MARKS),
        "solved": named(staff, "solved", &SOLVED),
        "causes": named(staff, "cause", &CAUSES),
    })
}

/// A banner that says what was done, when it is one of `known`.
fn done(staff: &Staff, query: &Fields, noun: &str, known: &[&str]) -> Option<Value> {
    let done = known.iter().find(|name| query.text("done") == **name)?;
    Some(json!({ "kind": "done", "text": staff.text(&format!("{noun}-done-{done}")) }))
}
