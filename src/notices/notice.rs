//! A notice as stored, what it stands on, and the lists of notices.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::lifecycle::State;
use crate::{
    accounts::{Role, Viewer},
    cases::publication::Mark,
    db::{
        Connection,
        schema::{
            accounts, case_enterprises, cases, enterprises, notice_plants, notices,
            supervision_cases, supervisions,
        },
    },
    error::{Error, Result},
    message::Message,
    reports::Wording,
    timeline::Subject,
    web::paging::{PER_PAGE, Paging},
};

/// Who writes notices.
pub const WRITERS: [Role; 4] = [Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor];
/// Who publishes them and takes them back.
pub const HEADS: [Role; 2] = [Role::Chief, Role::Supervisor];
/// How many stand in the feed.
const IN_FEED: i64 = 30;
/// The most matters about its plants whose reports it is compared with: the newest.
const MOST_MATTERS: i64 = 500;

/// One as stored; the columns' comments are in the migration.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = notices)]
#[allow(missing_docs)]
pub struct Notice {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub bureau: String,
    pub title: String,
    pub text: String,
    pub legal_basis: String,
    pub shown_until: Option<NaiveDate>,
    pub case_id: Option<i64>,
    pub supervision_id: Option<i64>,
    pub corrects: Option<i64>,
    pub version: i64,
    pub drafted_by: i64,
    pub edited_by: i64,
    pub published_at: Option<NaiveDateTime>,
    pub year: Option<i32>,
    pub place: Option<i64>,
    pub told_at: Option<NaiveDateTime>,
    pub withdrawal_reason: Option<String>,
    pub withdrawal_by: Option<i64>,
    pub withdrawn_at: Option<NaiveDateTime>,
}

/// What a notice stands on, and what stands in its place, as names and numbers.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Ties {
    /// Number and name of each plant.
    pub plants: Vec<(String, String)>,
    pub case: Option<String>,
    pub supervision: Option<String>,
    /// The notice that it corrects, and the one that corrects it.
    pub corrects: Option<Notice>,
    pub corrected_by: Option<Notice>,
}

/// Which public notices are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that hold.
    Current,
    /// Those whose time is over, and those that were taken back or corrected.
    Archived,
}

impl Notice {
    /// Its number in words, once it has one.
    pub fn number(&self) -> Option<Message> {
        let (year, place) = self.year.zip(self.place)?;
        let message = Message::new(format!("notices-number-{}", self.kind));
        Some(message.with("year", year).with("place", place))
    }

    /// Where it stands.
    ///
    /// # Errors
    /// A state that this version does not know.
    pub fn state(&self) -> Result<State> {
        self.state.parse().map_err(|()| Error::Internal(format!("state {}", self.state)))
    }

    /// As a timeline's subject.
    pub fn subject(&self) -> Subject {
        Subject { noun: "notice", id: self.id }
    }

    /// What may point to a person (`S2`).
    pub fn marks(&self, wording: &Wording) -> Vec<Mark> {
        let reason = self.withdrawal_reason.as_deref().unwrap_or_default();
        wording.marks(&[&self.title, &self.text, &self.legal_basis, reason].join("\n"))
    }

    /// How those worded it who stand behind what it stands on, as far as `viewer` may see that; nothing
    /// once it is public.
    pub fn wording(
        &self,
        connection: &mut Connection,
        viewer: &Viewer,
        ties: &Ties,
    ) -> QueryResult<Wording> {
        if self.published_at.is_some() {
            return Ok(Wording::default());
        }
        let mut matters: Vec<i64> = notice_plants::table
            .inner_join(
                case_enterprises::table
                    .on(case_enterprises::enterprise_id.eq(notice_plants::enterprise_id)),
            )
            .filter(notice_plants::notice_id.eq(self.id))
            .order(case_enterprises::case_id.desc())
            .limit(MOST_MATTERS)
            .select(case_enterprises::case_id)
            .load(connection)?;
        matters.extend(self.case_id);
        if let Some(listing) = self.supervision_id {
            let behind: Vec<i64> = supervision_cases::table
                .filter(supervision_cases::supervision_id.eq(listing))
                .select(supervision_cases::case_id)
                .load(connection)?;
            matters.extend(behind);
        }
        let names = ties.plants.iter().map(|(_, name)| name.clone());
        Ok(Wording::behind(connection, viewer, &matters)?.knowing(names))
    }

    /// The notices of the viewer's office, the newest first, with one row more than a page.
    pub fn list(connection: &mut Connection, viewer: &Viewer, paging: Paging) -> Result<Vec<Self>> {
        viewer.only(&WRITERS)?;
        Ok(notices::table
            .filter(notices::bureau.eq(&viewer.bureau))
            .order(notices::id.desc())
            .offset(paging.offset())
            .limit(PER_PAGE + 1)
            .select(Self::as_select())
            .load(connection)?)
    }

    /// The one of that row, if it is of the viewer's office.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        viewer.only(&WRITERS)?;
        let mine = notices::table.find(id).filter(notices::bureau.eq(&viewer.bureau));
        Ok(mine.select(Self::as_select()).first(connection)?)
    }

    /// Those that everybody may read, the newest first, with one row more than a page.
    pub fn public(
        connection: &mut Connection,
        which: Which,
        kind: Option<&str>,
        today: NaiveDate,
        paging: Paging,
    ) -> QueryResult<Vec<Self>> {
        let mut query = notices::table
            .filter(notices::published_at.is_not_null())
            .order((notices::published_at.desc(), notices::id.desc()))
            .offset(paging.offset())
            .limit(PER_PAGE + 1)
            .select(Self::as_select())
            .into_boxed();
        let shown = State::ALL.into_iter().filter(|it| it.is_shown()).map(State::name);
        let shown: Vec<&str> = shown.collect();
        let over = notices::shown_until.lt(today);
        query = match which {
            Which::Current => query
                .filter(notices::state.eq_any(shown))
                .filter(notices::shown_until.is_null().or(notices::shown_until.ge(today))),
            Which::Archived => query.filter(
                notices::state
                    .ne_all(shown)
                    .or(notices::shown_until.is_not_null().and(over.assume_not_null())),
            ),
        };
        if let Some(kind) = kind {
            query = query.filter(notices::kind.eq(kind.to_owned()));
        }
        query.load(connection)
    }

    /// The newest that hold: for the front page.
    pub fn latest(
        connection: &mut Connection,
        today: NaiveDate,
        most: i64,
    ) -> QueryResult<Vec<Self>> {
        let first = Paging { number: 1 };
        let mut rows = Self::public(connection, Which::Current, None, today, first)?;
        rows.truncate(usize::try_from(most).unwrap_or(0));
        Ok(rows)
    }

    /// The newest of all that ever were public: for the feed.
    pub fn news(connection: &mut Connection) -> QueryResult<Vec<Self>> {
        notices::table
            .filter(notices::published_at.is_not_null())
            .order((notices::told_at.desc(), notices::id.desc()))
            .limit(IN_FEED)
            .select(Self::as_select())
            .load(connection)
    }

    /// The one of that row, if it ever was public.
    pub fn find_public(connection: &mut Connection, id: i64) -> Result<Self> {
        let public = notices::table.find(id).filter(notices::published_at.is_not_null());
        Ok(public.select(Self::as_select()).first(connection)?)
    }

    /// What it stands on.
    pub fn ties(&self, connection: &mut Connection) -> QueryResult<Ties> {
        let plants = notice_plants::table
            .inner_join(enterprises::table)
            .filter(notice_plants::notice_id.eq(self.id))
            .order(enterprises::id)
            .select((enterprises::number, enterprises::name))
            .load(connection)?;
        let case = match self.case_id {
            Some(id) => cases::table.find(id).select(cases::number).first(connection).optional()?,
            None => None,
        };
        let supervision = match self.supervision_id {
            Some(id) => {
                let row = supervisions::table.find(id).select(supervisions::number);
                row.first(connection).optional()?
            }
            None => None,
        };
        let corrects = match self.corrects {
            Some(id) => {
                notices::table.find(id).select(Self::as_select()).first(connection).optional()?
            }
            None => None,
        };
        let corrected_by = notices::table
            .filter(notices::corrects.eq(self.id))
            .filter(notices::published_at.is_not_null())
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(Ties { plants, case, supervision, corrects, corrected_by })
    }

    /// Who wrote in it last, by name.
    pub fn editor(&self, connection: &mut Connection) -> QueryResult<String> {
        accounts::table.find(self.edited_by).select(accounts::name).first(connection)
    }
}
