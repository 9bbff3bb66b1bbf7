//! Outgoing mail: written into the outbox with the change that causes it, sent by a job.
//!
//! One message per event and person (`dedup_key`). The address is sealed in the database (`S1`).
//! Without `SMTP_URL`, a message becomes an `.eml` file.

use std::{fs, io::Write as _, path::PathBuf};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use lettre::{
    Address, Message as Letter, SmtpTransport, Transport as _,
    message::{Mailbox, header::ContentType},
};
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    config,
    db::{Connection, schema::mails},
    error::{Error, Result},
    jobs::{self, Job},
    vault::Vault,
};

/// A way out for letters.
pub enum Transport {
    /// A mail server.
    Smtp(Box<SmtpTransport>),
    /// A folder of `.eml` files.
    Folder(PathBuf),
}

impl Transport {
    /// By the settings; `folder` is made when it is to be used.
    ///
    /// # Errors
    /// A mail server's address that cannot be understood, or a folder that cannot be made.
    pub fn new(settings: &config::Mail, folder: PathBuf) -> Result<Self, String> {
        match &settings.smtp_url {
            Some(url) => {
                let transport = SmtpTransport::from_url(url).map_err(|error| error.to_string())?;
                let patience = Some(std::time::Duration::from_secs(30));
                Ok(Self::Smtp(Box::new(transport.timeout(patience).build())))
            }
            None => {
                fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
                Ok(Self::Folder(folder))
            }
        }
    }

    fn send(&self, id: i64, letter: &Letter) -> Result<()> {
        match self {
            Self::Smtp(server) => {
                server.send(letter).map_err(|error| Error::Internal(error.to_string()))?;
            }
            Self::Folder(folder) => {
                let unfinished = folder.join(format!("{id}.part"));
                let mut file = fs::File::create(&unfinished)?;
                file.write_all(&letter.formatted())?;
                file.sync_all()?;
                fs::rename(unfinished, folder.join(format!("{id}.eml")))?;
            }
        }
        Ok(())
    }
}

/// A message to one person.
pub struct Outgoing<'a> {
    /// The event and person it is for; a second one of the same key is not stored.
    pub key: String,
    /// Where it goes.
    pub to: &'a Address,
    /// The subject line.
    pub subject: String,
    /// The text, plain.
    pub body: String,
}

/// Puts a message into the outbox on the caller's connection.
pub fn post(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    mail: &Outgoing<'_>,
) -> Result<()> {
    let known = mails::table.filter(mails::dedup_key.eq(&mail.key)).select(mails::id);
    if known.first::<i64>(connection).optional()?.is_some() {
        return Ok(());
    }
    let address: &str = mail.to.as_ref();
    let id: i64 = diesel::insert_into(mails::table)
        .values((
            mails::dedup_key.eq(&mail.key),
            mails::recipient.eq(vault.seal(&mail.key, address.as_bytes())?),
            mails::subject.eq(&mail.subject),
            mails::body.eq(&mail.body),
            mails::created_at.eq(now),
        ))
        .returning(mails::id)
        .get_result(connection)?;
    jobs::enqueue(connection, &DeliverMail { mail: id }, now)?;
    Ok(())
}

/// Puts a message into the outbox that no rule obliges us to send, such as an invitation to rate an
/// answer. All of these, and nothing else, go through here: what a person does not wish to get is
/// left out here and nowhere else.
pub fn post_voluntary(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    mail: &Outgoing<'_>,
) -> Result<()> {
    post(connection, vault, now, mail)
}

#[derive(Queryable)]
struct Stored {
    key: String,
    recipient: Vec<u8>,
    subject: String,
    body: String,
    created_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
}

/// Sends one message of the outbox; once sent, it is never sent again.
#[derive(Serialize, Deserialize)]
pub struct DeliverMail {
    /// The message.
    pub mail: i64,
}

impl Job for DeliverMail {
    const NAME: &'static str = "deliver_mail";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("mail {}", self.mail))
    }

    fn run(&self, app: &App) -> Result<()> {
        let id = self.mail;
        let stored: Stored = app.db.read_now(|connection| {
            let columns = (
                mails::dedup_key,
                mails::recipient,
                mails::subject,
                mails::body,
                mails::created_at,
                mails::sent_at,
            );
            Ok::<_, Error>(mails::table.find(id).select(columns).first(connection)?)
        })?;
        if stored.sent_at.is_some() {
            return Ok(());
        }
        let letter = write_letter(app, id, &stored)?;
        app.mail.send(id, &letter)?;
        let now = app.clock.now();
        app.db.write_now(move |connection| {
            diesel::update(mails::table.find(id))
                .set(mails::sent_at.eq(Some(now)))
                .execute(connection)?;
            Ok::<_, Error>(())
        })
    }
}

/// The same message always has the same Message-ID, so that a mail server can see a second sending
/// after a crash for what it is.
fn write_letter(app: &App, id: i64, stored: &Stored) -> Result<Letter> {
    let broken = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
    let address = app.vault.unseal(&stored.key, &stored.recipient)?;
    let address = String::from_utf8_lossy(&address);
    let to: Address = address.parse().map_err(|_| Error::Internal("a mail's address".into()))?;
    let from = app.config.mail.from.clone();
    let domain = from.email.domain().to_owned();
    let stamp = stored.created_at.and_utc().timestamp_micros();
    Letter::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .date(stored.created_at.and_utc().into())
        .message_id(Some(format!("<{id}.{stamp}@{domain}>")))
        .subject(stored.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(stored.body.clone())
        .map_err(|error| broken(&error))
}
