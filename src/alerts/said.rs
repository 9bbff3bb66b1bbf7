//! An alert in the reader's words.

use chrono::NaiveDate;

use crate::{app::App, i18n::Language, message::Message};

/// What `message` says; a bureau that it names by its code as `bureau` is named in that language, and so
/// are a `figure` and the day `counted_on`.
pub fn said(app: &App, language: Language, message: &Message) -> String {
    let mut message = message.clone();
    if let Some(bureau) = message.args.get_mut("bureau") {
        let place = app.jurisdiction.place(bureau, language.tag());
        if !place.is_empty() {
            *bureau = place.to_owned();
        }
    }
    let messages = &app.pages.messages;
    if let Some(figure) = message.args.get_mut("figure") {
        let key = format!("figure-{figure}");
        if messages.has(language, &key) {
            *figure = messages.text(language, &key).into_owned();
        }
    }
    if let Some(day) = message.args.get_mut("counted_on")
        && let Ok(date) = day.parse::<NaiveDate>()
    {
        *day = messages.date(language, date);
    }
    messages.say(language, &message)
}
