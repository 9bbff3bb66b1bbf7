//! A bulletin or a special report, from its draft to its number.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::json;

use super::{
    draft,
    report::{self, Row},
    subject::Subject,
};
use crate::{
    accounts::{Role, Viewer},
    app::App,
    cases::publication::Mark,
    db::{
        Connection, counters,
        schema::{accounts, bulletins},
    },
    error::{Error, Result, as_seen},
    message::Message,
    reports::Wording,
};

/// 简报.
pub const BULLETIN: &str = "bulletin";
/// 专报.
pub const REPORT: &str = "report";
/// Issued to everybody.
pub const PUBLIC: &str = "public";
/// Issued to the province.
pub const PROVINCE: &str = "province";
/// Whom one can be issued to; each the end of a message key.
pub const TO: [&str; 2] = [PUBLIC, PROVINCE];
/// Who drafts, checks and issues them.
pub const WRITERS: [Role; 2] = [Role::Supervisor, Role::Dispatcher];
/// How many are listed.
const LISTED: i64 = 60;

/// One as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = bulletins)]
#[allow(missing_docs)]
pub struct Bulletin {
    pub id: i64,
    pub kind: String,
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
    pub title: String,
    pub text: String,
    pub version: i64,
    pub bureau: String,
    pub edited_by: i64,
    pub edited_at: NaiveDateTime,
    pub issued_to: Option<String>,
    pub issued_by: Option<i64>,
    pub issued_at: Option<NaiveDateTime>,
    pub year: Option<i32>,
    pub place: Option<i64>,
    pub withdrawn_by: Option<i64>,
    pub withdrawn_at: Option<NaiveDateTime>,
    pub about: Option<String>,
    pub subject: Option<String>,
    pub figures: Option<String>,
}

impl Bulletin {
    /// Its number in words, once it has one.
    pub fn number(&self) -> Option<Message> {
        let (year, place) = self.year.zip(self.place)?;
        let message = Message::new(format!("bulletins-number-{}", self.kind));
        Some(message.with("year", year).with("place", place))
    }

    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        self.issued_to.as_deref() == Some(PUBLIC) && self.withdrawn_at.is_none()
    }

    /// Whether it is written no more.
    pub fn is_issued(&self) -> bool {
        self.issued_at.is_some()
    }

    /// What may point to a person (`S2`), also in how those worded it who told us in its days; nothing
    /// of that once it is issued.
    pub fn marks(&self, connection: &mut Connection, viewer: &Viewer) -> QueryResult<Vec<Mark>> {
        let wording = match self.is_issued() {
            true => Wording::default(),
            false => Wording::of_days(connection, viewer, (self.from_on, self.until_on))?,
        };
        Ok(wording.marks(&format!("{}\n{}", self.title, self.text)))
    }

    /// The table that it was drafted with; a bulletin has none.
    pub fn rows(&self) -> Vec<Row> {
        let rows = self.figures.as_deref().map(serde_json::from_str::<Vec<Row>>);
        rows.and_then(std::result::Result::ok).unwrap_or_default()
    }

    /// Drafts a bulletin from the figures of some days, or a special report on `subject`, and returns its
    /// row.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is no such subject.
    pub fn make(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        subject: Option<&Subject>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<i64> {
        by.only(&WRITERS)?;
        let (kind, (title, text, figures)) = match subject {
            None => {
                let (title, text) = draft::drafted(connection, app, days)?;
                (BULLETIN, (title, text, None))
            }
            Some(subject) => {
                let (title, text, rows) = report::drafted(connection, app, subject, days)?;
                (REPORT, (title, text, Some(json!(rows).to_string())))
            }
        };
        let id = diesel::insert_into(bulletins::table)
            .values((
                bulletins::about.eq(subject.map(|it| it.about)),
                bulletins::subject.eq(subject.map(|it| &it.which)),
                bulletins::figures.eq(figures),
                bulletins::kind.eq(kind),
                bulletins::from_on.eq(days.0),
                bulletins::until_on.eq(days.1),
                bulletins::title.eq(title),
                bulletins::text.eq(text),
                bulletins::bureau.eq(&by.bureau),
                bulletins::edited_by.eq(by.account),
                bulletins::edited_at.eq(app.clock.now()),
            ))
            .returning(bulletins::id)
            .get_result(connection)?;
        Ok(id)
    }

    /// Those that `viewer` works on, or, for the province, those that it was sent.
    pub fn list(connection: &mut Connection, viewer: &Viewer) -> Result<Vec<Self>> {
        let mut query = bulletins::table
            .order(bulletins::id.desc())
            .limit(LISTED)
            .select(Self::as_select())
            .into_boxed();
        query = match viewer.role {
            Role::Province => query
                .filter(bulletins::issued_to.eq(PROVINCE))
                .filter(bulletins::withdrawn_at.is_null()),
            _ => {
                viewer.only(&WRITERS)?;
                query.filter(bulletins::bureau.eq(viewer.bureau.clone()))
            }
        };
        Ok(query.load(connection)?)
    }

    /// The one of that row, if `viewer` may see it.
    pub fn open(connection: &mut Connection, viewer: &Viewer, id: i64) -> Result<Self> {
        let found: Self = bulletins::table.find(id).select(Self::as_select()).first(connection)?;
        let sent = found.issued_to.as_deref() == Some(PROVINCE) && found.withdrawn_at.is_none();
        let may = match viewer.role {
            Role::Province => sent,
            role => WRITERS.contains(&role) && found.bureau == viewer.bureau,
        };
        if may { Ok(found) } else { Err(Error::NotFound) }
    }

    /// Those that everybody may read, the newest first.
    pub fn public(connection: &mut Connection) -> QueryResult<Vec<Self>> {
        bulletins::table
            .filter(bulletins::issued_to.eq(PUBLIC))
            .filter(bulletins::withdrawn_at.is_null())
            .order((bulletins::issued_at.desc(), bulletins::id.desc()))
            .limit(LISTED)
            .select(Self::as_select())
            .load(connection)
    }

    /// The one of that row, if everybody may read it.
    pub fn find_public(connection: &mut Connection, id: i64) -> Result<Self> {
        let found: Self = bulletins::table.find(id).select(Self::as_select()).first(connection)?;
        if found.is_public() { Ok(found) } else { Err(Error::NotFound) }
    }

    /// Who wrote in it last, by name.
    pub fn editor(&self, connection: &mut Connection) -> QueryResult<String> {
        accounts::table.find(self.edited_by).select(accounts::name).first(connection)
    }

    /// Writes in a draft; what was issued stays as it is.
    pub fn edit(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        (title, text): (&str, &str),
    ) -> Result<()> {
        by.only(&WRITERS)?;
        self.check_draft()?;
        let changed = diesel::update(self.seen())
            .set((
                bulletins::title.eq(title),
                bulletins::text.eq(text),
                bulletins::edited_by.eq(by.account),
                bulletins::edited_at.eq(app.clock.now()),
                bulletins::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    /// Issues it, with the next number of its kind and year: by another person than the one who wrote
    /// in it last (`C2`). A number is taken in the transaction that uses it, so that none is missing.
    pub fn issue(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        to: &str,
    ) -> Result<()> {
        by.only(&WRITERS)?;
        self.check_draft()?;
        if self.edited_by == by.account {
            return Err(Error::Conflict(Message::new("bulletins-own")));
        }
        let year = app.clock.today().year();
        let series = format!("bulletins {} {} {year}", self.bureau, self.kind);
        let place = counters::next(connection, &series)?;
        let changed = diesel::update(self.seen())
            .set((
                bulletins::issued_to.eq(Some(to)),
                bulletins::issued_by.eq(Some(by.account)),
                bulletins::issued_at.eq(Some(app.clock.now())),
                bulletins::year.eq(Some(year)),
                bulletins::place.eq(Some(place)),
                bulletins::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    /// Takes it out of everybody's sight; the row and its number stay.
    pub fn withdraw(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        by.only(&WRITERS)?;
        if !self.is_issued() || self.withdrawn_at.is_some() {
            return Err(Error::Conflict(Message::new("bulletins-not-issued")));
        }
        let changed = diesel::update(self.seen())
            .set((
                bulletins::withdrawn_by.eq(Some(by.account)),
                bulletins::withdrawn_at.eq(Some(app.clock.now())),
                bulletins::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)
    }

    /// Drops a draft; it had no number.
    pub fn discard(&self, connection: &mut Connection, by: &Viewer) -> Result<()> {
        by.only(&WRITERS)?;
        self.check_draft()?;
        as_seen(diesel::delete(self.seen()).execute(connection)?)
    }

    /// Refuses to change what was issued.
    fn check_draft(&self) -> Result<()> {
        match self.is_issued() {
            true => Err(Error::Conflict(Message::new("bulletins-issued-already"))),
            false => Ok(()),
        }
    }

    fn seen(&self) -> Seen {
        bulletins::table.find(self.id).filter(bulletins::version.eq(self.version))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<bulletins::table, i64>,
    diesel::dsl::Eq<bulletins::version, i64>,
>;
