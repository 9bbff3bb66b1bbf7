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
    let detail = event.detail();
    let stated = |name: &str| detail.get(name).and_then(Value::as_str);
    let messages = &app.pages.messages;
    let word = |noun: &str, name: &str| {
        stated(name).map(|name| messages.text(language, &format!("{noun}-{name}")).into_owned())
    };
    let on = stated("on").and_then(|on| on.parse().ok()).map(|on| messages.date(language, on));
    let mut message = Message::new(format!("timeline-{}", event.act))
        .with("bureau", bureau(app, language, stated("bureau").unwrap_or(&event.actor)));
    if event.act == "find" {
        message = message.with("verdict", word("verdict", "verdict").unwrap_or_default());
    }
    if event.act == "measure" {
        message = message.with("measure", word("measure", "kind").unwrap_or_default());
    }
    for (name, value) in [("on", on.as_deref()), ("into", stated("into"))] {
        if let Some(value) = value {
            message = message.with(name, value);
        }
    }
    messages.say(language, &message)
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
