//! An alert in the reader's words.

use crate::{app::App, i18n::Language, message::Message};

/// What `message` says; a bureau that it names by its code as `bureau` is named in that language.
pub fn said(app: &App, language: Language, message: &Message) -> String {
    let mut message = message.clone();
    if let Some(bureau) = message.args.get_mut("bureau") {
        let place = app.jurisdiction.place(bureau, language.tag());
        if !place.is_empty() {
            *bureau = place.to_owned();
        }
    }
    app.pages.messages.say(language, &message)
}
