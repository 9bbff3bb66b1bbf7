//! What is done with a notice, by the table of `lifecycle`: each act in the caller's transaction, entered
//! in its timeline.

use chrono::Datelike as _;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    Notice,
    draft::{self, Draft, Ground},
    lifecycle::{self, Act, State, Who},
    notice::{HEADS, WRITERS},
};
use crate::{
    accounts::Viewer,
    alerts::{self, Alert, To},
    app::App,
    cases::plant,
    db::{
        Connection, counters,
        schema::{notice_plants, notices},
    },
    error::{Error, Result, as_seen},
    message::Message,
    timeline::{Audience, Subject},
};

impl Notice {
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
        let made: Self = notices::table.find(id).select(Notice::as_select()).first(connection)?;
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
            let plant = Subject { noun: plant::NOUN, id };
            let detail = json!({ "name": self.title, "notice": self.id });
            by.enter(connection, app, plant, (act, Audience::Staff), detail)?;
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
        let old: Self = notices::table.find(id).select(Notice::as_select()).first(connection)?;
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
            kind: kind.unwrap_or(draft::ANNOUNCEMENT),
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
        by.enter(connection, app, self.subject(), (act, audience), detail)
    }

    fn seen(&self) -> Seen {
        notices::table.find(self.id).filter(notices::version.eq(self.version))
    }
}

type Seen = diesel::dsl::Filter<
    diesel::dsl::Find<notices::table, i64>,
    diesel::dsl::Eq<notices::version, i64>,
>;

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
