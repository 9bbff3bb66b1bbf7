//! The one append-only record of what was done to what, by whom (`S4`).
//!
//! One entry per act, in the act's own transaction. Entries of one subject form a chain: each is
//! sealed over the one before, so that a changed, removed or inserted entry shows. Triggers refuse
//! changes in the database itself. The audience of an entry says who may read it.

use std::str::FromStr;

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    db::{Connection, schema::events},
    vault::Vault,
};

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who has the number.
    Public,
    /// The reporter, who has number and code.
    Reporter,
    /// The office alone.
    Staff,
}

impl Audience {
    /// All, the widest first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Reporter, Self::Staff];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Reporter => "reporter",
            Self::Staff => "staff",
        }
    }

    /// The audiences whose entries a reader of this kind sees.
    pub const fn visible(self) -> &'static [&'static str] {
        match self {
            Self::Public => &["public"],
            Self::Reporter => &["public", "reporter"],
            Self::Staff => &["public", "reporter", "staff"],
        }
    }
}

impl FromStr for Audience {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|audience| audience.name() == name).ok_or(())
    }
}

/// What an entry is about: a noun and its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The noun, such as `case`.
    pub noun: &'static str,
    /// Its row.
    pub id: i64,
}

impl Subject {
    /// The nouns that a stored subject can be of.
    const NOUNS: [&'static str; 10] = [
        "case",
        "report",
        "petition",
        "supervision",
        "enterprise",
        "campaign",
        "notice",
        "circular",
        "round",
        "publication",
    ];

    /// A subject whose noun was stored as text; nothing for a noun that nobody has.
    pub fn stored(noun: &str, id: i64) -> Option<Self> {
        let noun = Self::NOUNS.into_iter().find(|known| *known == noun)?;
        Some(Self { noun, id })
    }
}

/// Who acted: the account, if any, and what the public may know of them (a role or a bureau).
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account of a member of staff.
    pub account: Option<i64>,
    /// `reporter`, `system`, or the code of the bureau.
    pub name: String,
}

impl Actor {
    /// The reporter, unnamed.
    pub fn reporter() -> Self {
        Self { account: None, name: "reporter".to_owned() }
    }

    /// The portal itself.
    pub fn system() -> Self {
        Self { account: None, name: "system".to_owned() }
    }
}

/// An entry to be recorded.
pub struct Entry {
    /// What it is about.
    pub subject: Subject,
    /// The act, as a message key suffix, such as `accept`.
    pub act: &'static str,
    /// Who did it.
    pub actor: Actor,
    /// Who may read it.
    pub audience: Audience,
    /// What the act stated.
    pub detail: Value,
}

/// An entry as stored.
#[derive(Clone, Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = events)]
pub struct Event {
    /// Row.
    pub id: i64,
    /// Noun.
    pub subject: String,
    /// Row of the noun.
    pub subject_id: i64,
    /// Place in the subject's chain, from 1.
    pub position: i64,
    /// The act.
    pub act: String,
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// The account that acted.
    pub actor_id: Option<i64>,
    /// `reporter`, `system` or a bureau's code.
    pub actor: String,
    /// Who may read it.
    pub audience: String,
    /// What the act stated, as JSON.
    pub detail: String,
    /// Seal of the entry before.
    #[serde(skip)]
    pub previous: String,
    /// Seal of this entry.
    #[serde(skip)]
    pub seal: String,
}

/// Keeps others from the subject's chain until this transaction ends: two entries at once would want the
/// same place. SQLite has one writer at a time anyway.
fn hold(connection: &mut Connection, subject: Subject) -> QueryResult<()> {
    let Connection::Postgres(postgres) = connection else { return Ok(()) };
    sql_query("SELECT pg_advisory_xact_lock(hashtext($1), hashint8($2))")
        .bind::<Text, _>(subject.noun)
        .bind::<BigInt, _>(subject.id)
        .execute(postgres)
        .map(drop)
}

/// Adds an entry at the end of its subject's chain and returns its row.
pub fn record(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    entry: &Entry,
) -> QueryResult<i64> {
    hold(connection, entry.subject)?;
    let last: Option<(i64, String)> = events::table
        .filter(events::subject.eq(entry.subject.noun))
        .filter(events::subject_id.eq(entry.subject.id))
        .order(events::position.desc())
        .select((events::position, events::seal))
        .first(connection)
        .optional()?;
    let (position, previous) = last.map_or((1, String::new()), |(at, seal)| (at + 1, seal));
    append(connection, vault, now, entry, position, previous)
}

/// [`record`] for a subject that was made in the same transaction: there is no entry before.
pub fn record_first(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    entry: &Entry,
) -> QueryResult<i64> {
    append(connection, vault, now, entry, 1, String::new())
}

fn append(
    connection: &mut Connection,
    vault: &Vault,
    now: NaiveDateTime,
    entry: &Entry,
    position: i64,
    previous: String,
) -> QueryResult<i64> {
    let mut event = Event {
        id: 0,
        subject: entry.subject.noun.to_owned(),
        subject_id: entry.subject.id,
        position,
        act: entry.act.to_owned(),
        at: now,
        actor_id: entry.actor.account,
        actor: entry.actor.name.clone(),
        audience: entry.audience.name().to_owned(),
        detail: entry.detail.to_string(),
        previous,
        seal: String::new(),
    };
    event.seal = vault.timeline_seal(&event.sealed_text());
    insert(connection, &event)
}

fn insert(connection: &mut Connection, event: &Event) -> QueryResult<i64> {
    diesel::insert_into(events::table)
        .values((
            events::subject.eq(&event.subject),
            events::subject_id.eq(event.subject_id),
            events::position.eq(event.position),
            events::act.eq(&event.act),
            events::at.eq(event.at),
            events::actor_id.eq(event.actor_id),
            events::actor.eq(&event.actor),
            events::audience.eq(&event.audience),
            events::detail.eq(&event.detail),
            events::previous.eq(&event.previous),
            events::seal.eq(&event.seal),
        ))
        .returning(events::id)
        .get_result(connection)
}

impl Event {
    /// What the seal covers.
    fn sealed_text(&self) -> String {
        format!(
            "{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{:?}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}",
            self.previous,
            self.subject,
            self.subject_id,
            self.position,
            self.at.and_utc().timestamp_micros(),
            self.actor_id,
            self.actor,
            self.audience,
            self.act,
            self.detail
        )
    }

    /// What the act stated.
    pub fn detail(&self) -> Value {
        serde_json::from_str(&self.detail).unwrap_or(Value::Null)
    }
}

/// The entries about `subject` that a reader of `audience` may see, oldest first.
pub fn read(
    connection: &mut Connection,
    subject: Subject,
    audience: Audience,
) -> QueryResult<Vec<Event>> {
    events::table
        .filter(events::subject.eq(subject.noun))
        .filter(events::subject_id.eq(subject.id))
        .filter(events::audience.eq_any(audience.visible()))
        .order(events::position)
        .select(Event::as_select())
        .load(connection)
}

/// [`read`] for several rows of one noun, in the order in which things were done.
pub fn read_all(
    connection: &mut Connection,
    noun: &str,
    ids: &[i64],
    audience: Audience,
) -> QueryResult<Vec<Event>> {
    events::table
        .filter(events::subject.eq(noun))
        .filter(events::subject_id.eq_any(ids))
        .filter(events::audience.eq_any(audience.visible()))
        .order(events::id)
        .select(Event::as_select())
        .load(connection)
}

/// The entry about `subject` that was made last.
pub fn last(connection: &mut Connection, subject: Subject) -> QueryResult<Event> {
    events::table
        .filter(events::subject.eq(subject.noun))
        .filter(events::subject_id.eq(subject.id))
        .order(events::position.desc())
        .select(Event::as_select())
        .first(connection)
}

/// One entry by its row.
pub fn find(connection: &mut Connection, id: i64) -> QueryResult<Event> {
    events::table.find(id).select(Event::as_select()).first(connection)
}

/// The first entry whose seal or place does not fit, if there is one: proof of tampering.
pub fn verify(connection: &mut Connection, vault: &Vault) -> QueryResult<Option<Event>> {
    let mut after = (String::new(), 0_i64, 0_i64);
    let mut previous = String::new();
    loop {
        let page = page_after(connection, &after)?;
        let Some(last) = page.last() else { return Ok(None) };
        let end = (last.subject.clone(), last.subject_id, last.position);
        for event in page {
            let follows = event.subject == after.0 && event.subject_id == after.1;
            let (place, before) =
                if follows { (after.2 + 1, previous) } else { (1, String::new()) };
            let seal = vault.timeline_seal(&event.sealed_text());
            if event.position != place || event.previous != before || event.seal != seal {
                return Ok(Some(event));
            }
            after = (event.subject.clone(), event.subject_id, event.position);
            previous = event.seal;
        }
        after = end;
    }
}

/// So many entries are verified at a time.
const PAGE: i64 = 1_000;

/// The entries after that one, at least one unless it is the last of all; a page may be short where one
/// noun's end.
fn page_after(
    connection: &mut Connection,
    (subject, id, position): &(String, i64, i64),
) -> QueryResult<Vec<Event>> {
    // Each of the two is one walk over the index; in one condition they would be none.
    let of_it = events::table
        .filter(events::subject.eq(subject))
        .filter(events::subject_id.ge(id))
        .filter(events::subject_id.gt(id).or(events::position.gt(position)));
    let rest: Vec<Event> = of_it
        .order((events::subject, events::subject_id, events::position))
        .limit(PAGE)
        .select(Event::as_select())
        .load(connection)?;
    if !rest.is_empty() {
        return Ok(rest);
    }
    events::table
        .filter(events::subject.gt(subject))
        .order((events::subject, events::subject_id, events::position))
        .limit(PAGE)
        .select(Event::as_select())
        .load(connection)
}
