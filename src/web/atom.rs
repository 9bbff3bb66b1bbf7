//! What all Atom feeds have in common (RFC 4287).

use chrono::NaiveDateTime;

/// Their media type.
pub const TYPE: &str = "application/atom+xml; charset=utf-8";
/// Their template.
pub const TEMPLATE: &str = "layouts/feed";

/// A moment as feeds write it.
pub fn stamp(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
