//! Timeline entries in words, for whoever may read them.

use serde_json::Value;

use crate::{
    app::App,
    i18n::Language,
    message::Message,
    timeline::{Actor, Event},
};

/// What an entry says: `timeline-<act>` with the bureau that acted or was given the matter, and what
/// the act stated.
pub fn title(app: &App, language: Language, event: &Event) -> String {
    titled(app, language, event, |code| bureau(app, language, code).to_owned())
}

/// [`title`], with bureaus named as the reader knows them.
pub fn titled(
    app: &App,
    language: Language,
    event: &Event,
    named: impl Fn(&str) -> String,
) -> String {
    let detail = event.detail();
    let stated = |name: &str| detail.get(name).and_then(Value::as_str);
    let messages = &app.pages.messages;
    let word = |noun: &str, name: &str| {
        stated(name).map(|name| messages.text(language, &format!("{noun}-{name}")).into_owned())
    };
    let date = |name: &str| Some(messages.date(language, stated(name)?.parse().ok()?));
    let is = |act: &str| event.act == act;
    let days = detail.get("days").and_then(Value::as_i64).map(|days| days.to_string());
    let stated = [
        ("verdict", if is("find") { word("verdict", "verdict") } else { None }),
        ("measure", if has_measure(&event.act) { word("measure", "kind") } else { None }),
        ("met", detail.get("met").and_then(Value::as_bool).map(|met| met.to_string())),
        ("how", word("measure-ended", "how")),
        ("outcome", word("outcome", "outcome")),
        ("policy", word("policy", "policy")),
        ("on", date("on")),
        ("due", date("due")),
        ("days", days),
        ("into", stated("into").map(str::to_owned)),
        ("from", stated("from").map(str::to_owned)),
        ("to", stated("to").map(str::to_owned)),
    ];
    let code = detail.get("bureau").and_then(Value::as_str).unwrap_or(&event.actor);
    let mut message = Message::new(format!("timeline-{}", event.act)).with("bureau", named(code));
    for (name, value) in stated {
        if let Some(value) = value {
            message = message.with(name, value);
        }
    }
    messages.say(language, &message)
}

/// Entries about a measure (`C5`): their `kind` is its own.
fn has_measure(act: &str) -> bool {
    act.contains("measure") || act == "recheck"
}

/// The name of the bureau with that code; nothing for the reporter and the portal itself.
fn bureau<'a>(app: &'a App, language: Language, code: &'a str) -> &'a str {
    let [reporter, system] = [Actor::reporter().name, Actor::system().name];
    match app.jurisdiction.bureau(code) {
        Some(bureau) => bureau.names.in_language(language.tag()),
        None if code == reporter || code == system => "",
        None => code,
    }
}
