//! 函件登记簿: the letters of a bureau, and those that must still be posted or handed over.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use serde_json::json;

use super::{Kind, Letter};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::{Case, access, sight},
    db::{
        Connection,
        schema::{cases, letters, mails},
    },
    error::{Error, FieldError, Result},
    message::Message,
    timeline::{self, Audience, Entry},
    web::{
        Fields,
        paging::{PER_PAGE, Paging},
    },
};

/// How a letter that was not mailed reaches its reader.
pub const WAYS: [&str; 3] = ["posted", "handed", "collected"];

/// Who has a register.
pub const READERS: [Role; 5] =
    [Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor, Role::Province];

/// Letters that wait for a hand: those never mailed, by an index that holds no others; and those whose
/// message was refused, from the few refused messages on (a cross join is read in its order).
const WAITING: &str = "letters.id IN (\
    SELECT waiting.id FROM letters waiting \
    WHERE waiting.delivery = 'hand' AND waiting.delivered_on IS NULL \
    UNION ALL \
    SELECT refused.id FROM mails CROSS JOIN letters refused \
    WHERE refused.mail_key = mails.dedup_key \
    AND mails.failed_at IS NOT NULL AND refused.delivered_on IS NULL)";

/// What is asked of the register.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only those that somebody must still post or hand over.
    pub waiting: bool,
    /// The number of a letter, or of its matter.
    pub number: String,
}

impl Filter {
    /// From the query of an address.
    pub fn of(query: &Fields) -> Self {
        Self {
            kind: query.text("kind").parse().ok(),
            waiting: query.text("state") == "waiting",
            number: query.text("q").trim().chars().take(60).collect(),
        }
    }
}

/// A line of the register.
pub struct Line {
    /// The letter.
    pub letter: Letter,
    /// The number of its matter.
    pub case: String,
    /// When its message went out, and when it was given up.
    pub mail: Option<(Option<NaiveDateTime>, Option<NaiveDateTime>)>,
}

impl Line {
    /// `done`, `mailed`, `mailing`, `refused`, `waiting` or `track`: the end of a message key.
    pub fn state(&self) -> &'static str {
        match (&self.letter.delivered_on, self.letter.delivery.as_str(), self.mail) {
            (Some(_), ..) => "done",
            (None, "mail", Some((Some(_), _))) => "mailed",
            (None, "mail", Some((None, Some(_)))) => "refused",
            (None, "mail", _) => "mailing",
            (None, "hand", _) => "waiting",
            _ => "track",
        }
    }
}

/// One page of the letters that `viewer` may read, the newest first, with one row too many.
pub fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &Filter,
    paging: Paging,
) -> Result<Vec<Line>> {
    viewer.only(&READERS)?;
    let mut query = letters::table
        .inner_join(cases::table)
        .filter(cases::hidden_from.not_like(access::hidden_pattern(viewer)))
        .select(Letter::as_select())
        .into_boxed();
    // An office has what it decided on review, what it wrote about what is still its matter, and what
    // others left for it to deliver when they handed a matter over.
    if !is_of_the_city(viewer.role) {
        let decided = letters::kind.eq_any(Kind::REVIEWS.map(Kind::name));
        let wrote = letters::bureau.eq(viewer.bureau.clone());
        let left = letters::delivered_on.is_null().and(letters::delivery.ne("track"));
        let has = cases::bureau.eq(viewer.bureau.clone());
        query = query.filter(has.and(wrote.clone().or(left)).or(wrote.and(decided)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(letters::kind.eq(kind.name()));
    }
    if filter.waiting {
        query = query.filter(sql::<Bool>(WAITING));
    }
    if !filter.number.is_empty() {
        let wanted = &filter.number;
        let matters = cases::table.filter(cases::number.eq(wanted)).select(cases::id);
        query = match matters.first::<i64>(connection).optional()? {
            Some(matter) => {
                query.filter(letters::number.eq(wanted).or(letters::case_id.eq(matter)))
            }
            None => query.filter(letters::number.eq(wanted)),
        };
    }
    let query = query.order(letters::id.desc()).offset(paging.offset()).limit(PER_PAGE + 1);
    let found: Vec<Letter> = query.load(connection)?;
    lines(connection, found)
}

/// Letters with what the register says beside them.
fn lines(connection: &mut Connection, found: Vec<Letter>) -> Result<Vec<Line>> {
    let numbers: HashMap<i64, String> = cases::table
        .filter(cases::id.eq_any(found.iter().map(|it| it.case_id)))
        .select((cases::id, cases::number))
        .load(connection)?
        .into_iter()
        .collect();
    let mailed: Vec<(String, Option<NaiveDateTime>, Option<NaiveDateTime>)> = mails::table
        .filter(mails::dedup_key.eq_any(found.iter().filter_map(|it| it.mail_key.as_ref())))
        .select((mails::dedup_key, mails::sent_at, mails::failed_at))
        .load(connection)?;
    let mails: HashMap<String, _> =
        mailed.into_iter().map(|(key, sent, failed)| (key, (sent, failed))).collect();
    let line = |letter: Letter| Line {
        case: numbers.get(&letter.case_id).cloned().unwrap_or_default(),
        mail: letter.mail_key.as_ref().and_then(|key| mails.get(key)).copied(),
        letter,
    };
    Ok(found.into_iter().map(line).collect())
}

/// The letter of that row with its matter, for staff who may read what was answered.
///
/// # Errors
/// [`Error::NotFound`] also when it exists and is not for this viewer.
pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<(Letter, Case)> {
    let letter = Letter::find(connection, id)?;
    let case = Case::find(connection, letter.case_id)?;
    let case = access::open(connection, viewer, &case.number)?;
    match sight::of(viewer, &case) {
        Some(sight) if sight.casework => Ok((letter, case)),
        _ => Err(Error::NotFound),
    }
}

/// The line of one letter.
pub fn line(connection: &mut Connection, letter: Letter) -> Result<Line> {
    lines(connection, vec![letter])?.pop().ok_or(Error::NotFound)
}

/// Whether `viewer` posts the letter: as the office that wrote it, or that has the matter now.
pub fn may_deliver(viewer: &Viewer, letter: &Letter, case: &Case) -> bool {
    let is_theirs = viewer.bureau == letter.bureau || viewer.bureau == case.bureau;
    READERS.contains(&viewer.role) && (is_of_the_city(viewer.role) || is_theirs)
}

/// Whether `viewer` may know how the letter reaches its reader: that tells what the reporter left (`S1`).
pub fn may_know_way(viewer: &Viewer, letter: &Letter, case: &Case) -> bool {
    let knows = sight::of(viewer, case).is_some_and(|sight| sight.reporter);
    knows || may_deliver(viewer, letter, case)
}

/// Those who see to everybody's letters; the others have those of their own office.
fn is_of_the_city(role: Role) -> bool {
    matches!(role, Role::Dispatcher | Role::Supervisor)
}

/// Notes that a letter was posted or handed over; once.
pub fn deliver(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    id: i64,
    (way, on): (&str, NaiveDate),
) -> Result<()> {
    let (letter, case) = open(connection, viewer, id)?;
    if !may_deliver(viewer, &letter, &case) {
        return Err(Error::Forbidden);
    }
    if on < letter.issued_on || on > app.clock.today() {
        let message = Message::new("letters-delivered_on-wrong");
        return Err(Error::Invalid(vec![FieldError { field: "delivered_on".to_owned(), message }]));
    }
    let open = letters::table.find(id).filter(letters::delivered_on.is_null());
    let marked = diesel::update(open)
        .set((
            letters::delivered_on.eq(Some(on)),
            letters::delivered_way.eq(Some(way)),
            letters::delivered_by.eq(Some(viewer.account)),
        ))
        .execute(connection)?;
    if marked != 1 {
        return Err(Error::Conflict(Message::new("letters-delivered-already")));
    }
    let entry = Entry {
        subject: case.subject(),
        act: "letter_delivered",
        actor: viewer.actor(),
        audience: Audience::Staff,
        detail: json!({ "letter": letter.number, "way": way, "on": on }),
    };
    timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}
