//! What was typed into a form that could not be taken: in words, so that it can be looked at and copied.

use actix_web::{HttpMessage as _, HttpRequest};
use serde_json::{Value, json};

use super::{Fields, Visit};

/// Fields that are never put back into a page.
const SECRETS: [&str; 2] = ["password", "code"];
/// Fields that pages send by themselves.
const HIDDEN: [&str; 3] = ["version", "marks_shown", "reporter_told"];
/// Plain letters that are fewer were chosen, not written.
const WRITTEN: usize = 4;

/// Whether the forms of that path hold passwords under any name.
pub fn is_secret(path: &str) -> bool {
    path.starts_with("/account/") || path == "/login"
}

/// What `request` sent in a form, for the page that says why it was refused: all that has a name in words,
/// and of the rest what somebody wrote.
pub fn of(request: &HttpRequest, visit: &Visit) -> Vec<Value> {
    lines(request, visit, false)
}

/// Of what `request` sent in a form only what somebody wrote.
pub fn written(request: &HttpRequest, visit: &Visit) -> Vec<Value> {
    lines(request, visit, true)
}

fn lines(request: &HttpRequest, visit: &Visit, words_alone: bool) -> Vec<Value> {
    if is_secret(request.path()) {
        return Vec::new();
    }
    let kept = request.extensions();
    let Some(fields) = kept.get::<Fields>() else { return Vec::new() };
    let closed = |name: &str| SECRETS.contains(&name) || HIDDEN.contains(&name);
    let open = fields.pairs().iter().filter(|(name, _)| !closed(name));
    let wanted = open.filter(|(_, value)| !words_alone || is_written(value));
    let line = |(name, value): &(String, String)| {
        let bare = || is_written(value).then(|| json!({ "value": value }));
        named(visit, request.path(), name, value).or_else(bare)
    };
    wanted.filter_map(line).collect()
}

/// A field as its form calls it (`hotline-phone` for `/hotline/calls`), its value in words where it
/// was chosen from a list; nothing for one that is empty or has no name in words.
pub fn named(visit: &Visit, path: &str, name: &str, value: &str) -> Option<Value> {
    if HIDDEN.contains(&name) {
        return None;
    }
    let messages = &visit.app.pages.messages;
    let text = |key: &str| {
        let known = messages.has(visit.language, key);
        known.then(|| messages.text(visit.language, key).into_owned())
    };
    let room = path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    let label = text(&format!("{room}-{name}")).or_else(|| text(&format!("field-{name}")))?;
    let bureau = visit.app.jurisdiction.bureau(value);
    let bureau = bureau.map(|bureau| bureau.names.in_language(visit.language.tag()).to_owned());
    let keys = ["", "matter-"].map(|noun| format!("{noun}{name}-{value}"));
    let words = keys.iter().find_map(|key| text(key)).or(bureau);
    let value = words.unwrap_or_else(|| value.to_owned());
    (!value.trim().is_empty()).then(|| json!({ "label": label, "value": value }))
}

/// Whether it is somebody's words, and no number, key or choice.
fn is_written(value: &str) -> bool {
    let value = value.trim();
    !value.is_ascii() || value.len() >= WRITTEN && value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_keys() {
        assert!(is_written("夜里有刺鼻的气味"));
        assert!(is_written("占线") && is_written("It smells at night."));
        for key in ["", " 7 ", "140821", "0123456789abcdef", "substantiated", "2026-11-23"] {
            assert!(!is_written(key), "{key}");
        }
    }

    #[test]
    fn passwords_stay_out() {
        assert!(is_secret("/login") && is_secret("/account/password"));
        assert!(!is_secret("/accounts") && !is_secret("/cases/1/accept"));
    }
}
