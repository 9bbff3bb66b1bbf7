//! Does an act: checks it against the lifecycle, writes its record, moves the matter and its
//! clocks, and enters it in the timeline, all in the caller's transaction.

mod again;
mod ends;
mod merge;
mod parts;
mod review;
mod split;
mod stood;
mod tell;
mod write;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::Value;

use super::{
    Act, Case, Proposed, State, Track, due,
    facts::Facts,
    jobs::{FollowHandover, InviteToRate, PlanCallBacks, RATING_PAUSE, TellReporters},
    lifecycle::{self, Doer, Next, Rule},
    plant,
    records::Proposal,
    statement::Statement,
    undo, urgent, words,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{case_reports, cases},
    },
    deadlines::deadline,
    error::{Error, Result, stored},
    jobs,
    message::Message,
    timeline::{self, Actor, Entry},
};

pub use again::reopen_by_system;
pub use tell::key as alert_key;

/// Who acts: a member of staff, the reporter with the code, or the portal itself (`C6`).
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Staff.
    Staff(&'a Viewer),
    /// The reporter.
    Reporter,
    /// The portal.
    System,
}

impl By<'_> {
    fn doer(&self) -> Doer<'_> {
        match self {
            By::Staff(viewer) => Doer::Staff(viewer.account, viewer.role, &viewer.bureau),
            By::Reporter => Doer::Reporter,
            By::System => Doer::System,
        }
    }

    fn actor(&self) -> Actor {
        match self {
            By::Staff(viewer) => viewer.actor(),
            By::Reporter => Actor::reporter(),
            By::System => Actor::system(),
        }
    }

    /// Staff; acts of the reporter and the portal have no record that needs one.
    fn staff(&self) -> Result<&Viewer> {
        match self {
            By::Staff(viewer) => Ok(viewer),
            By::Reporter | By::System => Err(Error::Forbidden),
        }
    }

    fn account(&self) -> Result<i64> {
        self.staff().map(|viewer| viewer.account)
    }
}

/// An act in hand.
struct Work<'a> {
    app: &'a App,
    by: By<'a>,
    case: &'a Case,
    facts: Facts,
    now: NaiveDateTime,
    today: NaiveDate,
}

/// What an act changes beyond the state.
#[derive(Default)]
struct Change {
    bureau: Option<String>,
    returned: bool,
    verdict: Option<String>,
    track: Option<Track>,
    review_from: Option<NaiveDate>,
    /// When it was accepted with another matter (`I8`).
    accepted_on: Option<NaiveDate>,
    public_text: Option<String>,
    merged_into: Option<i64>,
    /// Those who are asked about another matter from now on, because this one goes on there (`R7`).
    asked: Vec<String>,
    detail: Value,
    /// The entry's name where it is not the act's: what an approval approved.
    name: Option<&'static str>,
}

/// The acts that `by` may do to `case` now, in the order of the table.
pub fn offered(app: &App, by: By<'_>, case: &Case, facts: &Facts) -> Vec<&'static Rule> {
    facts.offered(app, by.doer(), case)
}

/// Does what `statement` says to `case`, which the actor saw at `version`, if given.
///
/// # Errors
/// [`Error::Conflict`] when the act is out of order or the matter has changed meanwhile,
/// [`Error::Forbidden`] when this is not theirs to do; nothing is changed then.
pub fn act(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Case,
    version: Option<i64>,
    statement: &Statement,
) -> Result<State> {
    perform(connection, app, by, case, version, statement).map_err(changed_meanwhile)
}

/// Two who act at the same moment: whoever comes second finds the matter changed.
pub fn changed_meanwhile(error: Error) -> Error {
    match error {
        Error::Database(error) if error.is_lost_race() => Error::changed(),
        other => other,
    }
}

/// Whether `by` may do `act` to `case` as it stands, whatever it states: for those who have something
/// to look at before they do it.
///
/// # Errors
/// Those of [`act`].
pub fn may(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Case,
    act: Act,
) -> Result<()> {
    allowed(connection, app, by, case, act).map(drop)
}

fn allowed(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Case,
    act: Act,
) -> Result<(Facts, &'static Rule)> {
    let state = case.state()?;
    let facts = Facts::of(connection, app, case)?;
    let rule = lifecycle::find(state, act).ok_or_else(|| out_of_order(state))?;
    if !rule.who.includes(by.doer(), &facts.standing(case)) {
        return Err(Error::Forbidden);
    }
    facts.allow(app, case, act)?;
    Ok((facts, rule))
}

fn perform(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Case,
    version: Option<i64>,
    statement: &Statement,
) -> Result<State> {
    let act = statement.act();
    let stands = merge::lock(connection, case, statement)?;
    if stands != case.version || version.is_some_and(|seen| seen != case.version) {
        return Err(Error::changed());
    }
    let (facts, rule) = allowed(connection, app, by, case, act)?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let before = undo::before(connection, by.account().ok(), case, act)?;
    let work = Work { app, by, case, facts, now, today };
    let change = work.record(connection, statement)?;
    let next = work.next(rule)?;
    let terms = due::Terms { track: change.track(case), ..case.into() };
    let clocks = due::Clocks { jurisdiction: &app.jurisdiction, case: case.id, terms, today };
    clocks.apply(connection, rule, next.is_ended())?;
    work.move_on(connection, next, act, &change)?;
    if matches!(act, Act::Assign | Act::Transfer) {
        plant::settle(connection, app, case.id, &case.bureau)?;
    }
    let elsewhere = change.bureau.as_ref().is_some_and(|bureau| *bureau != case.bureau);
    if next.is_ended() || case.ended_at.is_some() || act == Act::Publish || elsewhere {
        words::renew(connection, &app.jurisdiction, case)?;
    }
    work.enter(connection, act, next, &change)?;
    urgent::follow(connection, app, case, act)?;
    undo::keep(connection, before, case, act, now)?;
    Ok(next)
}

fn out_of_order(state: State) -> Error {
    Error::Conflict(Message::new(format!("act-out-of-order-{state}")))
}

impl Work<'_> {
    fn next(&self, rule: &Rule) -> Result<State> {
        Ok(match rule.next {
            Next::To(state) => state,
            Next::Stay => self.facts.state,
            Next::Back => stored("state", &self.open_proposal()?.from_state)?,
            Next::Proposal => self.open_proposal()?.kind()?.leads_to(),
            Next::Work => match self.facts.approved() {
                Some(approved) if approved.is(Proposed::Partial) && !self.facts.sent_back => {
                    State::PartlyConcluded
                }
                _ => State::Accepted,
            },
            Next::Reviewed => self.reviewed()?,
            Next::Before => match &self.case.state_before {
                Some(before) => stored("state", before)?,
                // Ended before it was kept where a matter stood.
                None if self.case.accepted_on.is_some() => State::Accepted,
                None if self.case.first_bureau.is_some() => State::Assigned,
                None => State::Dispatching,
            },
        })
    }

    /// Changes the row, unless somebody changed it since it was read.
    fn move_on(
        &self,
        connection: &mut Connection,
        next: State,
        act: Act,
        change: &Change,
    ) -> Result<()> {
        let case = self.case;
        let due = deadline::next_due(connection, case.id)?;
        let (due_on, due_kind) = match due {
            Some((date, policy)) => (Some(date), Some(policy)),
            None => (case.due_on, case.due_kind.clone()),
        };
        let (is_over, was_over) = (next.is_ended(), self.facts.state.is_ended());
        let ends = is_over && !was_over;
        // A review is no handling again; that an answer is revoked is (T4).
        let reviewing = self.facts.state == State::Reviewing;
        let back = was_over || reviewing || act == Act::Rehandle;
        // Nor is it that a matter that only rested goes on.
        let rested = matches!(self.facts.state, State::Merged | State::Withdrawn);
        let again = back && !rested && !is_over && next != State::Reviewing;
        let late = ends && case.due_on.is_some_and(|due| due < self.today);
        let given = matches!(act, Act::Assign | Act::Transfer);
        let bureau = change.bureau.as_ref().unwrap_or(&case.bureau);
        let county = self.app.jurisdiction.bureau(bureau).and_then(|bureau| bureau.county.clone());
        // Where it can go back to (I8); a matter that stays where it is forgets nothing.
        let before = match next {
            State::Merged | State::Withdrawn if ends => Some(self.facts.state.name()),
            State::Merged | State::Withdrawn => case.state_before.as_deref(),
            _ => None,
        };
        let seen = cases::table.filter(cases::id.eq(case.id).and(cases::version.eq(case.version)));
        let changed = diesel::update(seen)
            .set((
                cases::version.eq(case.version + 1),
                cases::state.eq(next.name()),
                cases::state_before.eq(before),
                cases::reopened.eq(case.reopened + i32::from(again)),
                cases::review_from.eq(change.review_from.or(case.review_from)),
                cases::bureau.eq(bureau),
                cases::first_bureau.eq(case.first_bureau.as_ref().or(given.then_some(bureau))),
                cases::county.eq(county.as_ref().or(case.county.as_ref())),
                cases::returns.eq(case.returns + i32::from(change.returned)),
                cases::assigned_on.eq(given.then_some(self.today).or(case.assigned_on)),
                cases::accepted_on.eq(case
                    .accepted_on
                    .or(change.accepted_on)
                    .or((act == Act::Accept).then_some(self.today))),
                cases::track.eq(change.track(case)),
                cases::due_on.eq(due_on),
                cases::due_kind.eq(due_kind),
                cases::ended_at.eq(is_over.then_some(case.ended_at.unwrap_or(self.now))),
                cases::ended_on.eq(is_over.then_some(case.ended_on.unwrap_or(self.today))),
                cases::overdue_at_end.eq(late || case.overdue_at_end),
                cases::verdict.eq(change.verdict.as_ref().or(case.verdict.as_ref())),
                cases::public_text.eq(change.public_text.as_ref().or(case.public_text.as_ref())),
                cases::published_at
                    .eq((act == Act::Publish).then_some(self.now).or(case.published_at)),
                cases::merged_into
                    .eq(change.merged_into.or(case.merged_into).filter(|_| next == State::Merged)),
                cases::claimed_by.eq(case.claimed_by.filter(|_| *bureau == case.bureau)),
            ))
            .execute(connection)?;
        if changed == 1 { Ok(()) } else { Err(Error::changed()) }
    }

    /// One entry per act; what reporters may read of it is also mailed to those who left an address.
    fn enter(
        &self,
        connection: &mut Connection,
        act: Act,
        next: State,
        change: &Change,
    ) -> Result<()> {
        let entry = Entry {
            subject: self.case.subject(),
            act: change.name.unwrap_or(act.name()),
            actor: self.by.actor(),
            audience: act.audience(),
            detail: self.told(next, change),
        };
        let event = timeline::record(connection, &self.app.vault, self.now, &entry)?;
        if is_told(entry.act) {
            jobs::enqueue(connection, &TellReporters { event }, undo::effects_at(act, self.now))?;
        }
        if matches!(act, Act::Assign | Act::Transfer) {
            jobs::enqueue(connection, &FollowHandover { event }, undo::effects_at(act, self.now))?;
        }
        if act == Act::Approve {
            jobs::enqueue(connection, &InviteToRate { event }, self.now + RATING_PAUSE)?;
            jobs::enqueue(connection, &PlanCallBacks { event }, undo::effects_at(act, self.now))?;
        }
        self.tell(connection, act, change, event)
    }

    fn open_proposal(&self) -> Result<&Proposal> {
        self.facts.proposal().ok_or_else(|| out_of_order(self.facts.state))
    }
}

/// The entries that reporters who left an address are told by mail (`I3`, `T1`, `T2`): each has its
/// letter in `mail.ftl`.
pub const TOLD: [&str; 16] = [
    "assign",
    "accept",
    "transfer",
    "decline",
    "conclude",
    "conclude_part",
    "extend",
    "rehandle",
    "reopen",
    "merge",
    "unmerge",
    "split_off",
    "ask_reexamination",
    "ask_review",
    "reexamined",
    "reviewed",
];

fn is_told(entry: &str) -> bool {
    TOLD.contains(&entry)
}

impl Change {
    fn stating(detail: Value) -> Self {
        Self { detail, ..Self::default() }
    }

    /// The track that the matter is on after it.
    fn track<'a>(&self, case: &'a Case) -> &'a str {
        match self.track {
            Some(track) => track.name(),
            None => &case.track,
        }
    }
}

/// Keeps a matter open until this transaction ends, so that nobody concludes it while a report
/// joins it; an error at `field` when somebody already has. One whose answer is reviewed is over for all
/// but whoever asked for that (`T4`): nobody who joins it would be answered.
pub fn hold_open(connection: &mut Connection, case: i64, field: &str, ended: &str) -> Result<()> {
    let open = cases::table
        .filter(cases::id.eq(case))
        .filter(cases::ended_at.is_null())
        .filter(cases::state.ne(State::Reviewing.name()));
    match diesel::update(open).set(cases::version.eq(cases::version)).execute(connection)? {
        1 => Ok(()),
        _ => Err(Error::field(field, ended)),
    }
}

/// Puts a report behind a matter that another report opened; twice changes nothing.
pub fn join(connection: &mut Connection, case: i64, report: i64) -> QueryResult<()> {
    stand_behind(connection, case, report, false)
}

/// [`join`]; `carried` when it comes along only because its own matter was merged (`I8`).
fn stand_behind(
    connection: &mut Connection,
    case: i64,
    report: i64,
    carried: bool,
) -> QueryResult<()> {
    let link = case_reports::table.find((case, report)).select(case_reports::case_id);
    if link.first::<i64>(connection).optional()?.is_some() {
        return Ok(());
    }
    diesel::insert_into(case_reports::table)
        .values((
            case_reports::case_id.eq(case),
            case_reports::report_id.eq(report),
            case_reports::opened.eq(false),
            case_reports::carried.eq(carried),
        ))
        .execute(connection)
        .map(drop)
}
