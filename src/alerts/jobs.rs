//! Alerts by mail, in the language of each reader: urgent ones at once (`I6`), the others once a day
//! and person (`T9`).
//!
//! A day of digests ends at midnight UTC, which is eight in the morning in China: what a night's
//! sweep warns of is on the desk when people come in.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use diesel::prelude::*;
use lettre::Address;
use serde::{Deserialize, Serialize};

use super::{Mail, said};
use crate::{
    app::App,
    db::{
        self, Connection,
        schema::{accounts, alerts},
    },
    error::{Error, Result},
    i18n::Language,
    jobs::Job,
    mail::{self, Kind, Outgoing},
    message::Message,
};

/// The most alerts in one message; the list in the portal has the rest.
const MOST_LINES: usize = 50;
/// What was raised just before the end of a day is committed by then.
const SLACK: TimeDelta = TimeDelta::minutes(5);
/// How many messages are put into the outbox by one transaction.
const BATCH: usize = 100;

/// Sends an urgent alert to everybody whom it is for and who left an address.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MailAlert {
    /// The alert.
    pub alert: i64,
}

/// Sends the alerts of one day: one message to each person.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MailDigest {
    /// The day, in UTC, on which they were raised.
    pub day: NaiveDate,
}

impl MailDigest {
    /// The digest that an alert raised at `at` is in.
    pub fn of(at: NaiveDateTime) -> Self {
        Self { day: at.date() }
    }

    fn window(&self) -> (NaiveDateTime, NaiveDateTime) {
        let next = self.day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        (self.day.and_time(NaiveTime::MIN), next.and_time(NaiveTime::MIN))
    }

    /// When its day is over.
    pub fn run_at(&self) -> NaiveDateTime {
        self.window().1 + SLACK
    }
}

/// A member of staff who left an address.
struct Reader {
    account: i64,
    bureau: String,
    role: String,
    mail: Address,
    /// In which they are written to.
    language: Language,
}

/// An alert with whom it is for.
#[derive(Queryable)]
struct Raised {
    bureau: Option<String>,
    role: Option<String>,
    account: Option<i64>,
    message: String,
    link: String,
}

type Columns = (alerts::bureau, alerts::role, alerts::account, alerts::message, alerts::link);
const COLUMNS: Columns =
    (alerts::bureau, alerts::role, alerts::account, alerts::message, alerts::link);

impl Raised {
    fn is_for(&self, reader: &Reader) -> bool {
        let of_role = self.role.as_ref().is_none_or(|role| *role == reader.role);
        self.account == Some(reader.account)
            || (self.bureau.as_ref() == Some(&reader.bureau) && of_role)
    }

    /// What is said and where to look, as lines of a letter.
    fn lines(&self, app: &App, language: Language) -> String {
        let message: Option<Message> = serde_json::from_str(&self.message).ok();
        let message = message.unwrap_or_else(|| Message::new("alerts-unclear"));
        format!("{}\n{}", said(app, language, &message), app.link(&self.link))
    }

    /// What is said, or that it is urgent, as the subject of a letter.
    fn subject(&self, app: &App, language: Language) -> String {
        let message: Option<Message> = serde_json::from_str(&self.message).ok();
        said(app, language, &message.unwrap_or_else(|| Message::new("alerts-mail-urgent")))
    }
}

impl Job for MailAlert {
    const NAME: &'static str = "mail_alert";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("mail alert {}", self.alert))
    }

    fn run(&self, app: &App) -> Result<()> {
        let id = self.alert;
        let (alert, readers) = app.db.read_now(|connection| {
            let alert: Raised = alerts::table.find(id).select(COLUMNS).first(connection)?;
            Ok::<_, Error>((alert, readers(connection)?))
        })?;
        let letters =
            readers.into_iter().filter(|reader| alert.is_for(reader)).map(|reader| Letter {
                key: format!("alert {id} {}", reader.account),
                kind: Kind::Statutory,
                to: reader.mail,
                language: reader.language,
                subject: alert.subject(app, reader.language),
                body: body(app, reader.language, &[&alert]),
            });
        post(app, letters.collect())
    }
}

impl Job for MailDigest {
    const NAME: &'static str = "mail_digest";

    fn dedup_key(&self) -> Option<String> {
        Some(format!("{} {}", Self::NAME, self.day))
    }

    fn run(&self, app: &App) -> Result<()> {
        let (from, to) = self.window();
        let (raised, readers) = app.db.read_now(|connection| {
            let raised: Vec<Raised> = alerts::table
                .filter(db::is_literally("alerts.mail", Mail::Digest.name()))
                .filter(alerts::at.ge(from).and(alerts::at.lt(to)))
                .order(alerts::id)
                .select(COLUMNS)
                .load(connection)?;
            Ok::<_, Error>((raised, readers(connection)?))
        })?;
        let mut letters = Vec::new();
        for reader in readers {
            let mine: Vec<&Raised> = raised.iter().filter(|alert| alert.is_for(&reader)).collect();
            if mine.is_empty() {
                continue;
            }
            let subject = Message::new("alerts-mail-digest").with("count", mine.len());
            letters.push(Letter {
                key: format!("alerts of {} for {}", self.day, reader.account),
                // The bell has the same.
                kind: Kind::Courtesy,
                to: reader.mail,
                language: reader.language,
                subject: app.pages.messages.say(reader.language, &subject),
                body: body(app, reader.language, &mine),
            });
        }
        post(app, letters)
    }
}

struct Letter {
    key: String,
    /// What is urgent comes to whoever left an address (`I6`); the reminders of a day may be declined.
    kind: Kind,
    to: Address,
    language: Language,
    subject: String,
    body: String,
}

/// The lines of the alerts, and how to stop them.
fn body(app: &App, language: Language, alerts: &[&Raised]) -> String {
    let say = |message: &Message| app.pages.messages.say(language, message);
    let mut parts: Vec<String> =
        alerts.iter().take(MOST_LINES).map(|alert| alert.lines(app, language)).collect();
    if alerts.len() > MOST_LINES {
        let more = Message::new("alerts-mail-more").with("count", alerts.len() - MOST_LINES);
        parts.push(format!("{}\n{}", say(&more), app.link("/alerts")));
    }
    parts.push(say(&Message::new("alerts-mail-end").with("office", &app.portal(language).office)));
    parts.join("\n\n") + "\n"
}

/// Puts the letters into the outbox; one that is there already is not put in again.
fn post(app: &App, letters: Vec<Letter>) -> Result<()> {
    let mut letters = letters.into_iter().peekable();
    while letters.peek().is_some() {
        let batch: Vec<Letter> = letters.by_ref().take(BATCH).collect();
        let (vault, now) = (app.vault.clone(), app.clock.now());
        app.db.write_now(move |connection| {
            for Letter { key, kind, to, language, subject, body } in batch {
                // Staff stop all of it by taking their address out of their account.
                let letter = Outgoing { key, to: &to, kind, language, about: None, subject, body };
                mail::post(connection, &vault, now, &letter)?;
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(())
}

/// Open accounts with an address that can be written to.
fn readers(connection: &mut Connection) -> QueryResult<Vec<Reader>> {
    let columns = (
        accounts::id,
        accounts::bureau,
        accounts::role,
        accounts::mail.assume_not_null(),
        accounts::language,
    );
    let rows: Vec<(i64, String, String, String, String)> = accounts::table
        .filter(accounts::mail.is_not_null())
        .filter(accounts::disabled_at.is_null())
        .order(accounts::id)
        .select(columns)
        .load(connection)?;
    let readers = rows.into_iter().filter_map(|(account, bureau, role, mail, language)| {
        let language = language.parse().unwrap_or_default();
        Some(Reader { account, bureau, role, mail: mail.parse().ok()?, language })
    });
    Ok(readers.collect())
}
