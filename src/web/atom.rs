//! What all Atom feeds have in common (RFC 4287).

use chrono::{NaiveDateTime, NaiveTime};
use serde_json::{Value, json};

use crate::app::App;

/// Their media type.
pub const TYPE: &str = "application/atom+xml; charset=utf-8";
/// Their template.
pub const TEMPLATE: &str = "layouts/feed";

/// A moment as feeds write it.
pub fn stamp(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The feed of the page at `path`, for [`TEMPLATE`]. One in which nothing was ever told was renewed today.
pub fn feed(
    app: &App,
    path: &str,
    title: &str,
    updated: Option<NaiveDateTime>,
    entries: Vec<Value>,
) -> Value {
    let updated = updated.unwrap_or_else(|| app.clock.today().and_time(NaiveTime::MIN));
    json!({
        "title": title,
        "self": app.link(&format!("{path}/feed")),
        "link": app.link(path),
        "updated": stamp(updated),
        "entries": entries,
    })
}
