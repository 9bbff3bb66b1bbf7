//! The outbox: one row per message, sent once.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use lettre::Address;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{refusal, transport::Unsent, wording};
use crate::{
    app::App,
    db::{
        Connection,
        schema::{mail_attachments, mails},
    },
    error::{Error, Result},
    i18n::Language,
    jobs::{self, Job},
    timeline::{self, Actor, Audience, Entry, Subject},
    vault::Vault,
};

/// How long a server may put a message off before it is given up (RFC 5321 4.5.4.1: 4–5 days),
/// counted from the first time that it did, without the times in which nobody tried or answered.
const PUT_OFF: chrono::Duration = chrono::Duration::days(5);
/// What lies between two answers counts for so long at most: who tries does so every hour
/// ([`crate::jobs`]), and what is longer is a time in which nobody tried or answered. So no message is
/// given up before it was tried some sixty times, however long nothing ran in between.
const COUNTED: chrono::Duration = chrono::Duration::hours(2);

/// Whether a reader may decline a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the law asks to be told (`I3`, `T1`): always sent.
    Statutory,
    /// Kind to tell: not sent to those who asked for no more.
    Courtesy,
}

impl Kind {
    /// As stored.
    const fn name(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::Courtesy => "courtesy",
        }
    }
}

/// A message to one person.
pub struct Outgoing<'a> {
    /// The event and person it is for; a second one of the same key is not stored.
    pub key: String,
    /// Where it goes.
    pub to: &'a Address,
    /// Whether it may be declined.
    pub kind: Kind,
    /// The reader's language.
    pub language: Language,
    /// What it is about: told there when it cannot be delivered.
    pub about: Option<Subject>,
    /// The subject line.
    pub subject: String,
    /// The text, plain; paragraphs with an empty line between.
    pub body: String,
}

/// Puts a message into the outbox on the caller's connection. `false` when it was there before, or
/// the reader wants none of its kind.
pub fn post(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    mail: &Outgoing<'_>,
) -> Result<bool> {
    let known = mails::table.filter(mails::dedup_key.eq(&mail.key)).select(mails::id);
    if known.first::<i64>(connection).optional()?.is_some() {
        return Ok(false);
    }
    let address: &str = mail.to.as_ref();
    if mail.kind == Kind::Courtesy
        && refusal::is_refused(connection, &refusal::index_of(vault, address))?
    {
        return Ok(false);
    }
    let id: i64 = diesel::insert_into(mails::table)
        .values((
            mails::dedup_key.eq(&mail.key),
            mails::recipient.eq(vault.seal(&mail.key, address.as_bytes())?),
            mails::kind.eq(mail.kind.name()),
            mails::language.eq(mail.language.tag()),
            mails::about.eq(mail.about.map(|about| about.noun)),
            mails::about_id.eq(mail.about.map(|about| about.id)),
            mails::subject.eq(&mail.subject),
            mails::body.eq(&mail.body),
            mails::created_at.eq(now),
        ))
        .returning(mails::id)
        .get_result(connection)?;
    jobs::enqueue(connection, &DeliverMail { mail: id }, now)?;
    Ok(true)
}

/// A file that goes out with a message.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = mail_attachments)]
pub struct Attachment {
    /// Its name; ASCII.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Adds a file to the message of that key, on the connection and in the transaction that posts it.
pub fn attach(connection: &mut Connection, key: &str, file: &Attachment) -> Result<()> {
    let mail: i64 =
        mails::table.filter(mails::dedup_key.eq(key)).select(mails::id).first(connection)?;
    diesel::insert_into(mail_attachments::table)
        .values((
            mail_attachments::mail_id.eq(mail),
            mail_attachments::name.eq(&file.name),
            mail_attachments::media_type.eq(&file.media_type),
            mail_attachments::bytes.eq(&file.bytes),
        ))
        .execute(connection)?;
    Ok(())
}

/// What has gone out, or never will, is kept no longer.
fn detach(connection: &mut Connection, mail: i64) -> QueryResult<()> {
    let with_it = mail_attachments::table.filter(mail_attachments::mail_id.eq(mail));
    diesel::delete(with_it).execute(connection).map(drop)
}

/// Deletes where messages about these rows of a noun went, once they went out or never will (`S5`).
pub fn forget(connection: &mut Connection, noun: &str, rows: &[i64]) -> QueryResult<()> {
    let about = mails::about.eq(noun).assume_not_null();
    let over = mails::sent_at.is_not_null().or(mails::failed_at.is_not_null());
    let told = mails::table
        .filter(about)
        .filter(mails::about_id.assume_not_null().eq_any(rows))
        .filter(over);
    diesel::update(told).set(mails::recipient.eq(Vec::<u8>::new())).execute(connection).map(drop)
}

/// A message as stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = mails)]
pub(super) struct Stored {
    #[diesel(column_name = dedup_key)]
    pub key: String,
    pub recipient: Vec<u8>,
    pub kind: String,
    pub language: String,
    pub about: Option<String>,
    pub about_id: Option<i64>,
    pub subject: String,
    pub body: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub failed_at: Option<NaiveDateTime>,
    pub put_off_since: Option<NaiveDateTime>,
    pub put_off_last: Option<NaiveDateTime>,
}

impl Stored {
    pub(super) fn may_be_declined(&self) -> bool {
        self.kind == Kind::Courtesy.name()
    }

    /// Since when the server puts it off, which it does again `now`: a silence moves the beginning.
    fn put_off_since(&self, now: NaiveDateTime) -> NaiveDateTime {
        let Some((since, last)) = self.put_off_since.zip(self.put_off_last) else { return now };
        since + (now - last - COUNTED).max(chrono::Duration::zero())
    }

    fn subject(&self) -> Option<Subject> {
        Subject::stored(self.about.as_deref()?, self.about_id?)
    }
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
        let (stored, files): (Stored, Vec<Attachment>) = app.db.read_now(|connection| {
            let stored = mails::table.find(id).select(Stored::as_select()).first(connection)?;
            let files = mail_attachments::table
                .filter(mail_attachments::mail_id.eq(id))
                .order(mail_attachments::id)
                .select(Attachment::as_select())
                .load(connection)?;
            Ok::<_, Error>((stored, files))
        })?;
        if stored.sent_at.is_some() || stored.failed_at.is_some() {
            return Ok(());
        }
        let letter = wording::letter(app, id, &stored, files)?;
        let now = app.clock.now();
        match app.mail.send(id, &letter) {
            Ok(()) => app.db.write_now(move |connection| sent(connection, id, now)),
            Err(Unsent::Refused(_)) => give_up(app, id, stored),
            Err(Unsent::PutOff(_)) if now - stored.put_off_since(now) > PUT_OFF => {
                give_up(app, id, stored)
            }
            Err(unsent @ Unsent::PutOff(_)) => {
                let since = stored.put_off_since(now);
                app.db.write_now(move |connection| put_off(connection, id, since, now))?;
                Err(unsent.into())
            }
            Err(unsent @ Unsent::Unreached(_)) => Err(unsent.into()),
        }
    }
}

fn sent(connection: &mut Connection, id: i64, now: NaiveDateTime) -> Result<()> {
    diesel::update(mails::table.find(id)).set(mails::sent_at.eq(Some(now))).execute(connection)?;
    detach(connection, id)?;
    Ok(())
}

fn put_off(
    connection: &mut Connection,
    id: i64,
    since: NaiveDateTime,
    now: NaiveDateTime,
) -> Result<()> {
    let answers = (mails::put_off_since.eq(Some(since)), mails::put_off_last.eq(Some(now)));
    diesel::update(mails::table.find(id)).set(answers).execute(connection)?;
    Ok(())
}

/// Nobody will get it by mail: the office must tell the reader another way (`I3`).
fn give_up(app: &App, id: i64, stored: Stored) -> Result<()> {
    let (vault, now) = (app.vault.clone(), app.clock.now());
    app.db.write_now(move |connection| {
        let open = mails::table.find(id).filter(mails::failed_at.is_null());
        let first = diesel::update(open).set(mails::failed_at.eq(Some(now))).execute(connection)?;
        detach(connection, id)?;
        if let Some(subject) = stored.subject().filter(|_| first == 1) {
            let entry = Entry {
                subject,
                act: "mail_failed",
                actor: Actor::system(),
                audience: Audience::Staff,
                detail: json!({ "subject": stored.subject }),
            };
            timeline::record(connection, &vault, now, &entry)?;
        }
        Ok::<_, Error>(())
    })
}
