//! A notice, from its draft to its end.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    draft::{self, Draft, Ground},
    lifecycle::{self, Act, State, Who},
};
use crate::{
    accounts::{Role, Viewer},
    alerts::{self, Alert, To},
    app::App,
    cases::{
        plant,
        publication::{Mark, pointed_out},
    },
    db::{
        Connection, counters,
        schema::{accounts, cases, enterprises, notice_plants, notices, supervisions},
    },
    error::{Error, Result},
    message::Message,
    timeline::{self, Audience, Entry, Subject},
    web::paging::{PER_PAGE, Paging},
};

/// Who writes notices.
pub const WRITERS: [Role; 4] = [Role::Officer, Role::Chief, Role::Dispatcher, Role::Supervisor];
/// Who publishes them and takes them back.
pub const HEADS: [Role; 2] = [Role::Chief, Role::Supervisor];
/// How many stand in the feed.
const IN_FEED: i64 = 30;

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
    pub fn marks(&self) -> Vec<Mark> {
        let reason = self.withdrawal_reason.as_deref().unwrap_or_default();
        pointed_out(&[&self.title, &self.text, &self.legal_basis, reason].join("\n"))
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

    /// Whether `viewer`, of its office, may do `act` now.
    pub fn allows(&self, viewer: &Viewer, act: Act) -> bool {
        self.allow(viewer, act).is_ok()
    }

    /// Whether `viewer` drafted it or wrote in it last.
    pub fn is_written_by(&self, viewer: &Viewer) -> bool {
        [self.drafted_by, self.edited_by].contains(&viewer.account)
    }

    fn allow(&self, viewer: &Viewer, act: Act) -> Result<State> {
        let rule = lifecycle::find(self.state()?, act)
            .ok_or_else(|| Error::Conflict(Message::new("notices-out-of-order")))?;
        let head = HEADS.contains(&viewer.role);
        match rule.who {
            Who::Writer => Ok(rule.next),
            Who::HeadNotWriter if head && !self.is_written_by(viewer) => Ok(rule.next),
            Who::HeadNotProposer if head && Some(viewer.account) != self.withdrawal_by => {
                Ok(rule.next)
            }
            _ if head => Err(Error::Conflict(Message::new("notices-own"))),
            _ => Err(Error::Forbidden),
        }
    }

    /// Stores a new draft and tells those who may publish it.
    pub fn make(
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        draft: &Draft,
        corrects: Option<i64>,
    ) -> Result<i64> {
        by.only(&WRITERS)?;
        let ground = draft.ground(connection, app, by)?;
        let id: i64 = diesel::insert_into(notices::table)
            .values((
                notices::kind.eq(draft.kind),
                notices::state.eq(State::Draft.name()),
                notices::bureau.eq(&by.bureau),
                notices::title.eq(&draft.title),
                notices::text.eq(&draft.text),
                notices::legal_basis.eq(&draft.legal_basis),
                notices::shown_until.eq(draft.shown_until),
                notices::case_id.eq(ground.case),
                notices::supervision_id.eq(ground.supervision),
                notices::corrects.eq(corrects),
                notices::drafted_by.eq(by.account),
                notices::edited_by.eq(by.account),
                notices::edited_at.eq(app.clock.now()),
            ))
            .returning(notices::id)
            .get_result(connection)?;
        name_plants(connection, id, &ground)?;
        let made: Self = notices::table.find(id).select(Self::as_select()).first(connection)?;
        made.enter(connection, app, by, "draft", Audience::Staff, json!({}))?;
        made.ask(connection, app, "check")?;
        Ok(id)
    }

    /// Writes in a draft; what it corrects stays what it was.
    pub fn save(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        draft: &Draft,
    ) -> Result<()> {
        self.allow(by, Act::Save)?;
        let ground = draft.ground(connection, app, by)?;
        let changed = diesel::update(self.seen())
            .set((
                notices::kind.eq(draft.kind),
                notices::title.eq(&draft.title),
                notices::text.eq(&draft.text),
                notices::legal_basis.eq(&draft.legal_basis),
                notices::shown_until.eq(draft.shown_until),
                notices::case_id.eq(ground.case),
                notices::supervision_id.eq(ground.supervision),
                notices::edited_by.eq(by.account),
                notices::edited_at.eq(app.clock.now()),
                notices::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        name_plants(connection, self.id, &ground)?;
        self.enter(connection, app, by, "save", Audience::Staff, json!({}))
    }

    /// Drops a draft; it had no number. Its timeline tells that there was one.
    pub fn discard(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        self.allow(by, Act::Discard)?;
        let plants = notice_plants::table.filter(notice_plants::notice_id.eq(self.id));
        diesel::delete(plants).execute(connection)?;
        as_seen(diesel::delete(self.seen()).execute(connection)?)?;
        self.enter(connection, app, by, "discard", Audience::Staff, json!({ "title": self.title }))
    }

    /// Publishes it with the next number of its office, kind and year; what it corrects gives way.
    ///
    /// # Errors
    /// [`Error::Conflict`] for whoever wrote in it last (`C2`), and when the result that it stands on is
    /// public no more.
    pub fn publish(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        let next = self.allow(by, Act::Publish)?;
        if let Some(case) = self.case_id
            && !draft::is_still_told(connection, case)?
        {
            return Err(Error::Conflict(Message::new("notices-case-unpublished")));
        }
        let year = app.clock.today().year();
        let series = format!("notices {} {} {year}", self.bureau, self.kind);
        let place = counters::next(connection, &series)?;
        let changed = diesel::update(self.seen())
            .set((
                notices::state.eq(next.name()),
                notices::published_by.eq(Some(by.account)),
                notices::published_at.eq(Some(app.clock.now())),
                notices::told_at.eq(Some(app.clock.now())),
                notices::year.eq(Some(year)),
                notices::place.eq(Some(place)),
                notices::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        self.enter(connection, app, by, "publish", Audience::Public, json!({}))?;
        self.tell_plants(connection, app, by, "exposed")?;
        match self.corrects {
            Some(id) => Self::give_way(connection, app, by, id),
            None => Ok(()),
        }
    }

    /// The register shows with each plant that it was exposed, and that it is no longer.
    fn tell_plants(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: &'static str,
    ) -> Result<()> {
        let named: Vec<i64> = notice_plants::table
            .filter(notice_plants::notice_id.eq(self.id))
            .select(notice_plants::enterprise_id)
            .load(connection)?;
        for id in named {
            let entry = Entry {
                subject: Subject { noun: plant::NOUN, id },
                act,
                actor: by.actor(),
                audience: Audience::Staff,
                detail: json!({ "name": self.title, "notice": self.id }),
            };
            timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
        }
        Ok(())
    }

    /// Another has taken its place.
    fn give_way(connection: &mut Connection, app: &App, by: &Viewer, id: i64) -> Result<()> {
        // Where somebody proposes to take it back, that is decided first.
        let row = notices::table.find(id).filter(notices::state.eq(State::Published.name()));
        let changed = diesel::update(row)
            .set((
                notices::state.eq(State::Corrected.name()),
                notices::told_at.eq(Some(app.clock.now())),
                notices::version.eq(notices::version + 1),
            ))
            .execute(connection)?;
        if changed != 1 {
            return Err(Error::Conflict(Message::new("notices-out-of-order")));
        }
        let old: Self = notices::table.find(id).select(Self::as_select()).first(connection)?;
        old.enter(connection, app, by, "corrected", Audience::Public, json!({}))?;
        old.tell_plants(connection, app, by, "unexposed")
    }

    /// Proposes to take it back.
    pub fn propose_withdrawal(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        reason: &str,
    ) -> Result<()> {
        let next = self.allow(by, Act::ProposeWithdrawal)?;
        let changed = diesel::update(self.seen())
            .set((
                notices::state.eq(next.name()),
                notices::withdrawal_reason.eq(Some(reason)),
                notices::withdrawal_by.eq(Some(by.account)),
                notices::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        self.enter(connection, app, by, "propose_withdrawal", Audience::Staff, json!({}))?;
        self.ask(connection, app, "withdrawal")
    }

    /// Takes it back: number, title and reason stay public.
    pub fn withdraw(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        let next = self.allow(by, Act::Withdraw)?;
        let changed = diesel::update(self.seen())
            .set((
                notices::state.eq(next.name()),
                notices::withdrawn_by.eq(Some(by.account)),
                notices::withdrawn_at.eq(Some(app.clock.now())),
                notices::told_at.eq(Some(app.clock.now())),
                notices::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        self.enter(connection, app, by, "withdraw", Audience::Public, json!({}))?;
        self.tell_plants(connection, app, by, "unexposed")
    }

    /// Leaves it public after all.
    pub fn keep(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<()> {
        let next = self.allow(by, Act::Keep)?;
        let changed = diesel::update(self.seen())
            .set((
                notices::state.eq(next.name()),
                notices::withdrawal_reason.eq(None::<String>),
                notices::withdrawal_by.eq(None::<i64>),
                notices::version.eq(self.version + 1),
            ))
            .execute(connection)?;
        as_seen(changed)?;
        self.enter(connection, app, by, "keep", Audience::Staff, json!({}))
    }

    /// Drafts what shall take its place, with the same words.
    pub fn correct(&self, connection: &mut Connection, app: &App, by: &Viewer) -> Result<i64> {
        self.allow(by, Act::Correct)?;
        let known = notices::table.filter(notices::corrects.eq(self.id)).select(notices::id);
        if known.first::<i64>(connection).optional()?.is_some() {
            return Err(Error::Conflict(Message::new("notices-corrected-already")));
        }
        let ties = self.ties(connection)?;
        let kind = draft::KINDS.into_iter().find(|kind| *kind == self.kind);
        let again = Draft {
            kind: kind.unwrap_or(draft::KINDS[0]),
            title: self.title.clone(),
            text: self.text.clone(),
            legal_basis: self.legal_basis.clone(),
            shown_until: self.shown_until,
            plants: ties.plants.into_iter().map(|(number, _)| number).collect(),
            case: ties.case,
            supervision: ties.supervision,
        };
        Self::make(connection, app, by, &again, Some(self.id))
    }

    /// Tells the heads of the office that something waits for one of them.
    fn ask(&self, connection: &mut Connection, app: &App, what: &str) -> Result<()> {
        for role in HEADS {
            let alert = Alert {
                key: format!("notice {} {} {what} {role}", self.id, self.version),
                to: To::Role { bureau: self.bureau.clone(), role },
                kind: "notice",
                message: Message::new(format!("alerts-notice-{what}")).with("title", &self.title),
                link: format!("/desk/notices/{}", self.id),
            };
            alerts::raise(connection, app.clock.now(), &alert)?;
        }
        Ok(())
    }

    fn enter(
        &self,
        connection: &mut Connection,
        app: &App,
        by: &Viewer,
        act: &'static str,
        audience: Audience,
        detail: Value,
    ) -> Result<()> {
        let entry = Entry { subject: self.subject(), act, actor: by.actor(), audience, detail };
        timeline::record(connection, &app.vault, app.clock.now(), &entry)?;
        Ok(())
    }

    fn seen(&self) -> Seen {
        notices::table.find(self.id).filter(notices::version.eq(self.version))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<notices::table, i64>,
    diesel::dsl::Eq<notices::version, i64>,
>;

fn as_seen(changed: usize) -> Result<()> {
    match changed {
        1 => Ok(()),
        _ => Err(Error::Conflict(Message::new("error-changed"))),
    }
}

fn name_plants(connection: &mut Connection, notice: i64, ground: &Ground) -> QueryResult<()> {
    let before = notice_plants::table.filter(notice_plants::notice_id.eq(notice));
    diesel::delete(before).execute(connection)?;
    for plant in &ground.plants {
        diesel::insert_into(notice_plants::table)
            .values((notice_plants::notice_id.eq(notice), notice_plants::enterprise_id.eq(plant)))
            .execute(connection)?;
    }
    Ok(())
}
