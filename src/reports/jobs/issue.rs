//! The numbered letters of an entry, issued with the messages that take them along.

use chrono::NaiveDateTime;

use super::Letter;
use crate::{
    app::App,
    db::Connection,
    error::{Error, Result},
    letters::{self, Addressee, Delivery, Draft, Occasion, pdf, web::file_name},
    mail::Attachment,
    message::Message,
    reports::{Identity, Report},
};

/// What one person is told: by mail, by a numbered letter for each report, or both.
pub(super) struct Told {
    pub mail: Option<Letter>,
    pub drafts: Vec<Draft>,
}

impl Told {
    /// The key of the message.
    pub fn key(&self) -> Option<&str> {
        self.mail.as_ref().map(|mail| mail.key.as_str())
    }

    /// One more report of this person, with the letters that it is owed.
    pub fn add(&mut self, report: &Report, drafts: Vec<Draft>) {
        if let Some(mail) = &mut self.mail {
            mail.also.push(report.number.clone());
        }
        self.drafts.extend(drafts);
    }
}

/// The letter to one reporter. Of who they are it takes only how the letter can reach them (`S1`).
pub(super) fn draft(
    connection: &mut Connection,
    app: &App,
    occasion: &Occasion<'_>,
    report: &Report,
    identity: &Identity,
    mail: Option<&Letter>,
) -> Result<Option<Draft>> {
    let can_be_reached = !identity.address.is_empty() || !identity.phone.is_empty();
    let to = Addressee {
        report: report.id,
        number: &report.number,
        received: report.day,
        language: report.language.parse().unwrap_or_default(),
        delivery: match mail {
            Some(_) => Delivery::Mail,
            None if can_be_reached => Delivery::Hand,
            None => Delivery::Track,
        },
        mail_key: mail.map(|mail| mail.key.as_str()),
    };
    letters::draft(connection, app, occasion, &to)
}

/// Issues the letters, all in one transaction, and puts their PDFs into the messages. A second run finds
/// what the first one issued.
pub(super) fn issued(app: &App, told: Vec<Told>) -> Result<Vec<Letter>> {
    let now = app.clock.now();
    let (mails, drafts): (Vec<_>, Vec<Vec<Draft>>) =
        told.into_iter().map(|it| (it.mail, it.drafts)).unzip();
    let letters = app.db.write_now(move |connection| {
        let mut letters = Vec::with_capacity(drafts.len());
        for theirs in &drafts {
            letters.push(issue_all(connection, theirs, now)?);
        }
        Ok::<_, Error>(letters)
    })?;
    let mut ready = Vec::new();
    for (mail, letters) in mails.into_iter().zip(letters) {
        let Some(mut mail) = mail else { continue };
        for letter in &letters {
            attach(app, &mut mail, letter)?;
        }
        ready.push(mail);
    }
    Ok(ready)
}

fn issue_all(
    connection: &mut Connection,
    drafts: &[Draft],
    now: NaiveDateTime,
) -> Result<Vec<letters::Letter>> {
    drafts.iter().map(|draft| draft.issue(connection, now)).collect()
}

fn attach(app: &App, mail: &mut Letter, letter: &letters::Letter) -> Result<()> {
    let message = Message::new("letters-attached")
        .with("title", &letter.title)
        .with("number", &letter.number);
    let said = app.pages.messages.say(mail.language, &message);
    mail.body = format!("{}\n\n{said}", mail.body.trim_end());
    mail.files.push(Attachment {
        name: file_name(letter),
        media_type: "application/pdf".to_owned(),
        bytes: pdf::of(app, letter)?,
    });
    Ok(())
}
