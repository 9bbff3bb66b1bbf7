//! A letter as it stands on paper, the same for the page in the browser and the PDF: red head, number,
//! title, salutation, paragraphs, office and date.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Kind, Letter};
use crate::{app::App, error::Result, i18n::Language, message::Message};

/// What is on the paper.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// The language of all of it.
    pub lang: Language,
    /// Who writes: the red head, and below the text.
    pub office: String,
    /// 文号.
    pub number: String,
    /// What it is.
    pub title: String,
    /// The first line.
    pub salutation: String,
    /// The rest.
    pub paragraphs: Vec<String>,
    /// In words.
    pub date: String,
    /// Where the seal goes.
    pub seal: String,
}

impl Sheet {
    /// Of an issued letter.
    pub fn of(app: &App, letter: &Letter) -> Result<Self> {
        let language = letter.language();
        let head = (letter.office.clone(), letter.number.clone(), letter.title.clone());
        Ok(Self::new(app, language, head, &letter.body, letter.issued_on))
    }

    /// Of a text whose first line is the salutation.
    pub fn new(
        app: &App,
        lang: Language,
        (office, number, title): (String, String, String),
        body: &str,
        on: NaiveDate,
    ) -> Self {
        let mut lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        let messages = &app.pages.messages;
        Self {
            lang,
            office,
            number,
            title,
            salutation: lines.next().unwrap_or_default().to_owned(),
            paragraphs: lines.map(str::to_owned).collect(),
            date: messages.date(lang, on),
            seal: messages.text(lang, "letters-seal").into_owned(),
        }
    }
}

/// The title of a kind of letter: a grievance is called otherwise (`T4`).
pub fn title(app: &App, language: Language, kind: Kind, track: &str) -> String {
    let message = Message::new(format!("letters-title-{}", kind.name())).with("track", track);
    app.pages.messages.say(language, &message)
}
