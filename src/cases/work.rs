//! Does an act: checks it against the lifecycle, writes its record, moves the matter and its
//! clocks, and enters it in the timeline, all in the caller's transaction.

mod write;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde_json::Value;

use super::{
    Act, Case, State, due,
    jobs::{InviteToRate, PlanCallBacks, RATING_PAUSE, TellReporters},
    lifecycle::{self, Doer, Next, Rule, Standing},
    records::{self, Proposal},
    statement::Statement,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{case_reports, cases},
    },
    deadlines::{PolicyId, deadline},
    error::{Error, Result},
    jobs,
    message::Message,
    timeline::{self, Actor, Entry},
};

/// After so many returns the city assigns without return (`R6`).
pub const MOST_RETURNS: i32 = 2;

/// Who acts: a member of staff, or the reporter with the code.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Staff.
    Staff(&'a Viewer),
    /// The reporter.
    Reporter,
}

impl By<'_> {
    fn doer(&self) -> Doer<'_> {
        match self {
            By::Staff(viewer) => Doer::Staff(viewer.account, viewer.role, &viewer.bureau),
            By::Reporter => Doer::Reporter,
        }
    }

    fn actor(&self) -> Actor {
        match self {
            By::Staff(viewer) => viewer.actor(),
            By::Reporter => Actor::reporter(),
        }
    }

    /// The account of staff; acts of the reporter have no record that needs one.
    fn account(&self) -> Result<i64> {
        match self {
            By::Staff(viewer) => Ok(viewer.account),
            By::Reporter => Err(Error::Forbidden),
        }
    }
}

/// An act in hand.
struct Work<'a> {
    app: &'a App,
    by: By<'a>,
    case: &'a Case,
    state: State,
    proposal: Option<Proposal>,
    now: NaiveDateTime,
    today: NaiveDate,
}

/// What an act changes beyond the state.
#[derive(Default)]
struct Change {
    bureau: Option<String>,
    returned: bool,
    verdict: Option<String>,
    public_text: Option<String>,
    merged_into: Option<i64>,
    detail: Value,
    /// The entry's name where it is not the act's: what an approval approved.
    name: Option<&'static str>,
}

/// The acts that `by` may do to `case` now, in the order of the table.
pub fn offered(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Case,
) -> Result<Vec<&'static Rule>> {
    let proposal = Proposal::open(connection, case.id)?;
    let asked = records::asked(connection, case.id)?;
    let standing = standing(app, case, case.state()?, proposal.as_ref(), &asked);
    let mut rules = lifecycle::offered(by.doer(), &standing);
    rules.retain(|rule| {
        rule.act != Act::Return || returns_left(app, case, app.clock.today()).is_ok()
    });
    rules.retain(|rule| rule.act != Act::Publish || case.published_at.is_none());
    Ok(rules)
}

fn standing<'a>(
    app: &'a App,
    case: &'a Case,
    state: State,
    proposal: Option<&Proposal>,
    asked: &'a [String],
) -> Standing<'a> {
    Standing {
        state,
        bureau: &case.bureau,
        dispatcher: &app.jurisdiction.profile().dispatcher,
        proposer: proposal.map(|proposal| proposal.proposed_by),
        asked,
    }
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
    let state = case.state()?;
    let proposal = Proposal::open(connection, case.id)?;
    let asked = records::asked(connection, case.id)?;
    if version.is_some_and(|seen| seen != case.version) {
        return Err(Error::Conflict(Message::new("error-changed")));
    }
    let rule = lifecycle::find(state, statement.act()).ok_or_else(|| out_of_order(state))?;
    if !rule.who.includes(by.doer(), &standing(app, case, state, proposal.as_ref(), &asked)) {
        return Err(Error::Forbidden);
    }
    let (now, today) = (app.clock.now(), app.clock.today());
    let work = Work { app, by, case, state, proposal, now, today };
    let change = work.record(connection, statement)?;
    let next = work.next(rule)?;
    due::apply(connection, &app.jurisdiction, rule, case.id, case.day, today)?;
    work.move_on(connection, next, statement.act(), &change)?;
    work.enter(connection, statement.act(), &change)?;
    Ok(next)
}

fn out_of_order(state: State) -> Error {
    Error::Conflict(Message::new(format!("act-out-of-order-{state}")))
}

/// Whether the bureau may still return the matter: twice at most, within 5 working days (`R6`).
pub fn returns_left(app: &App, case: &Case, today: NaiveDate) -> Result<()> {
    if case.returns >= MOST_RETURNS {
        return Err(Error::Conflict(Message::new("return-twice")));
    }
    // What is about the city itself came from above it and cannot go back there (R3).
    if case.is_kept_from(&app.jurisdiction.profile().dispatcher) {
        return Err(Error::Conflict(Message::new("assign-conflict")));
    }
    let assigned = case.assigned_on.unwrap_or(case.day);
    let last = due::reckoned(&app.jurisdiction, PolicyId::Objection, case.day, assigned)?.due;
    if today > last {
        return Err(Error::Conflict(Message::new("return-late")));
    }
    Ok(())
}

impl Work<'_> {
    fn next(&self, rule: &Rule) -> Result<State> {
        let proposed_from = || self.open_proposal().map(|it| it.from_state.parse::<State>());
        Ok(match rule.next {
            Next::To(state) => state,
            Next::Stay => self.state,
            Next::Back => {
                proposed_from()?.map_err(|()| Error::Internal("from_state".to_owned()))?
            }
            Next::Proposal if self.open_proposal()?.kind == "conclusion" => State::Concluded,
            Next::Proposal => State::Declined,
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
        let ends = next.is_ended() && case.ended_at.is_none();
        let late = ends && case.due_on.is_some_and(|due| due < self.today);
        let assigned = (act == Act::Assign).then_some(self.today).or(case.assigned_on);
        let bureau = change.bureau.as_ref().unwrap_or(&case.bureau);
        let first = case.first_bureau.as_ref().or((act == Act::Assign).then_some(bureau));
        let county = self.app.jurisdiction.bureau(bureau).and_then(|bureau| bureau.county.clone());
        let published = (act == Act::Publish).then_some(self.now).or(case.published_at);
        let seen = cases::table.filter(cases::id.eq(case.id).and(cases::version.eq(case.version)));
        let changed = diesel::update(seen)
            .set((
                cases::version.eq(case.version + 1),
                cases::state.eq(next.name()),
                cases::bureau.eq(bureau),
                cases::first_bureau.eq(first),
                cases::county.eq(county.as_ref().or(case.county.as_ref())),
                cases::returns.eq(case.returns + i32::from(change.returned)),
                cases::assigned_on.eq(assigned),
                cases::accepted_on
                    .eq((act == Act::Accept).then_some(self.today).or(case.accepted_on)),
                cases::due_on.eq(due_on),
                cases::due_kind.eq(due_kind),
                cases::ended_at.eq(ends.then_some(self.now).or(case.ended_at)),
                cases::ended_on.eq(ends.then_some(self.today).or(case.ended_on)),
                cases::overdue_at_end.eq(late || case.overdue_at_end),
                cases::verdict.eq(change.verdict.as_ref().or(case.verdict.as_ref())),
                cases::public_text.eq(change.public_text.as_ref().or(case.public_text.as_ref())),
                cases::published_at.eq(published),
                cases::merged_into.eq(change.merged_into.or(case.merged_into)),
            ))
            .execute(connection)?;
        match changed {
            1 => Ok(()),
            _ => Err(Error::Conflict(Message::new("error-changed"))),
        }
    }

    /// One entry per act; what reporters may read of it is also mailed to those who left an address.
    fn enter(&self, connection: &mut Connection, act: Act, change: &Change) -> Result<()> {
        let entry = Entry {
            subject: self.case.subject(),
            act: change.name.unwrap_or(act.name()),
            actor: self.by.actor(),
            audience: act.audience(),
            detail: change.detail.clone(),
        };
        let event = timeline::record(connection, &self.app.vault, self.now, &entry)?;
        if matches!(act, Act::Assign | Act::Accept | Act::Approve | Act::Merge) {
            jobs::enqueue(connection, &TellReporters { event }, self.now)?;
        }
        if act == Act::Approve {
            jobs::enqueue(connection, &InviteToRate { event }, self.now + RATING_PAUSE)?;
            jobs::enqueue(connection, &PlanCallBacks { event }, self.now)?;
        }
        Ok(())
    }
}

impl Change {
    fn stating(detail: Value) -> Self {
        Self { detail, ..Self::default() }
    }
}

/// Keeps a matter open until this transaction ends, so that nobody concludes it while a report
/// joins it; an error at `field` when somebody already has.
pub fn hold_open(connection: &mut Connection, case: i64, field: &str, ended: &str) -> Result<()> {
    let open = cases::table.filter(cases::id.eq(case)).filter(cases::ended_at.is_null());
    match diesel::update(open).set(cases::version.eq(cases::version)).execute(connection)? {
        1 => Ok(()),
        _ => Err(Error::field(field, ended)),
    }
}

/// Puts a report behind a matter that another report opened; twice changes nothing.
pub fn join(connection: &mut Connection, case: i64, report: i64) -> QueryResult<()> {
    let link = case_reports::table.find((case, report)).select(case_reports::case_id);
    if link.first::<i64>(connection).optional()?.is_some() {
        return Ok(());
    }
    diesel::insert_into(case_reports::table)
        .values((
            case_reports::case_id.eq(case),
            case_reports::report_id.eq(report),
            case_reports::opened.eq(false),
        ))
        .execute(connection)
        .map(drop)
}
