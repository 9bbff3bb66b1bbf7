//! Does an act: checks it against the lifecycle, writes its record, moves the case and enters it
//! in the timeline, all in the caller's transaction.

mod evidence;
mod leave;
mod write;

pub use leave::digest;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    Act, Onward, State, Supervision, concerned, letter,
    lifecycle::{self, Doer, Rule, Standing, Who},
    lifting::{Obstacle, ReadyToLift},
    plants,
    records::Records,
    statement::Statement,
    tell,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{supervision_liftings, supervisions},
    },
    error::{Error, Result},
    message::Message,
    timeline::Actor,
};

/// Who acts: a member of staff, or somebody on the public page.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Staff.
    Staff(&'a Viewer),
    /// Anybody.
    Public,
}

impl By<'_> {
    fn doer(&self) -> Doer<'_> {
        match self {
            By::Staff(viewer) => Doer::Staff(viewer.account, viewer.role, &viewer.bureau),
            By::Public => Doer::Public,
        }
    }

    fn actor(&self) -> Actor {
        match self {
            By::Staff(viewer) => viewer.actor(),
            By::Public => Actor { account: None, name: "public".to_owned() },
        }
    }

    /// The account of staff; acts of the public have no record that needs one.
    fn account(&self) -> Result<i64> {
        match self {
            By::Staff(viewer) => Ok(viewer.account),
            By::Public => Err(Error::Forbidden),
        }
    }
}

/// An act in hand.
struct Work<'a> {
    app: &'a App,
    by: By<'a>,
    case: &'a Supervision,
    records: &'a Records,
    now: NaiveDateTime,
    today: NaiveDate,
}

/// What an act leads to.
enum Outcome {
    /// To that state, or nowhere.
    Goes(Option<Onward>),
    /// Off the list, by proof (`L4`).
    Leaves(ReadyToLift),
}

/// The acts that `by` may do to `case` now, in the order of the table; those that would only meet
/// an obstacle are left out.
pub fn offered(
    app: &App,
    by: By<'_>,
    case: &Supervision,
    bureaus: &[String],
    records: &Records,
) -> Result<Vec<&'static Rule>> {
    let verifiers = verifiers(case, records);
    let standing = standing(case, case.state()?, bureaus, records, &verifiers);
    let mut rules = lifecycle::offered(by.doer(), &standing);
    let today = app.clock.today();
    rules.retain(|rule| obstacle(case, records, rule.act, today).is_none());
    Ok(rules)
}

/// Why `act` cannot be done today whoever does it, though the table has a line for it.
pub fn obstacle(
    case: &Supervision,
    records: &Records,
    act: Act,
    today: NaiveDate,
) -> Option<Message> {
    let record = records.for_lifting(case);
    match act {
        Act::ApplyForLifting => match records.requirements.len() - records.given() {
            0 => None,
            count => Some(Obstacle::Evidence(count).message()),
        },
        Act::JudgeEvidence if records.unjudged().next().is_none() => {
            Some(Message::new("supervisions-evidence-none"))
        }
        Act::CheckPicture if records.pictures.iter().all(|it| it.shown.is_some()) => {
            Some(Message::new("supervisions-picture-none"))
        }
        Act::ProposeExtension => may_extend(case, records, today).err(),
        Act::ApproveExtension | Act::RefuseExtension if records.asked_extension().is_none() => {
            Some(Message::new("supervisions-extension-none"))
        }
        Act::ApproveExtension => is_in_time(case, today).err(),
        Act::ApproveLifting => record?.unready().err().map(|it| it.message()),
        Act::Lift => ReadyToLift::check(&record?, today).err().map(|it| it.message()),
        Act::DecideObjection if record.as_ref().is_none_or(|it| it.objections_open == 0) => {
            Some(Message::new("supervisions-objection-none"))
        }
        Act::Object => {
            let until = record.and_then(|it| it.notice_until);
            let is_over = until.is_none_or(|until| today > until);
            is_over.then(|| Message::new("supervisions-notice-over"))
        }
        _ => None,
    }
}

/// Once, while it is not late (`L3`, `L5`).
fn may_extend(case: &Supervision, records: &Records, today: NaiveDate) -> Result<(), Message> {
    if records.extensions.iter().any(|extension| extension.approved != Some(false)) {
        return Err(Message::new("supervisions-extension-once"));
    }
    is_in_time(case, today)
}

fn is_in_time(case: &Supervision, today: NaiveDate) -> Result<(), Message> {
    let late = case.due_on < today;
    if late { Err(Message::new("supervisions-extension-late")) } else { Ok(()) }
}

fn verifiers(case: &Supervision, records: &Records) -> Vec<i64> {
    case.lifting_id.map(|lifting| records.verifiers(lifting)).unwrap_or_default()
}

fn standing<'a>(
    case: &'a Supervision,
    state: State,
    bureaus: &'a [String],
    records: &Records,
    verifiers: &'a [i64],
) -> Standing<'a> {
    Standing {
        state,
        city: &case.city,
        bureaus,
        proposer: case.proposed_by,
        asker: records.asked_extension().map(|extension| extension.proposed_by),
        applicant: records.lifting(case).map(|lifting| lifting.applied_by),
        verifiers,
    }
}

/// Does what `statement` says to `case`, which the actor saw at `version`, if given.
///
/// # Errors
/// [`Error::Conflict`] when the act is out of order or something stands in its way,
/// [`Error::Forbidden`] when this is not theirs to do; nothing is changed then.
pub fn act(
    connection: &mut Connection,
    app: &App,
    by: By<'_>,
    case: &Supervision,
    version: Option<i64>,
    statement: &Statement,
) -> Result<State> {
    let state = case.state()?;
    if version.is_some_and(|seen| seen != case.version) {
        return Err(Error::changed());
    }
    let rule = lifecycle::find(state, statement.act()).ok_or_else(|| out_of_order(state))?;
    let (bureaus, records) = (case.bureaus(connection)?, Records::of(connection, case.id)?);
    let verifiers = verifiers(case, &records);
    let standing = standing(case, state, &bureaus, &records, &verifiers);
    let (now, today) = (app.clock.now(), app.clock.today());
    if !rule.who.includes(by.doer(), &standing) {
        return Err(refused(rule.who, by.doer(), &standing));
    }
    if let Some(reason) = obstacle(case, &records, rule.act, today) {
        return Err(Error::Conflict(reason));
    }
    let work = Work { app, by, case, records: &records, now, today };
    let (outcome, detail) = work.record(connection, rule, statement)?;
    // Before the row is moved: the database asks the timeline, too, before it lets a case go.
    let event = work.enter(connection, rule.act, detail)?;
    let state = match outcome {
        Outcome::Goes(onward) => {
            work.move_on(connection, onward)?;
            onward.map_or(state, State::from)
        }
        Outcome::Leaves(ready) => {
            let state = lift(connection, ready, case.version, now)?;
            work.told_of_lifting(connection)?;
            letter::issue(connection, app, case, &records, &bureaus)?;
            state
        }
    };
    concerned::tell(connection, app, case, &bureaus, (concerned::named(statement), event))?;
    Ok(state)
}

fn out_of_order(state: State) -> Error {
    Error::Conflict(Message::new(format!("supervisions-out-of-order-{state}")))
}

/// Somebody who would be entitled, had they no part in the case, is told so.
fn refused(who: Who, doer: Doer<'_>, standing: &Standing<'_>) -> Error {
    let is_head = Who::CityHead.includes(doer, standing);
    let has_verified =
        matches!(doer, Doer::Staff(account, ..) if standing.verifiers.contains(&account));
    match who {
        Who::CityHeadNotProposer | Who::CityHeadUninvolved if is_head => {
            Error::Conflict(Obstacle::Involved.message())
        }
        Who::CityHeadNotAsker if is_head && standing.asker.is_some() => {
            Error::Conflict(Message::new("supervisions-extension-second"))
        }
        Who::CityOfficer if has_verified => {
            Error::Conflict(Message::new("supervisions-verified-already"))
        }
        _ => Error::Forbidden,
    }
}

impl Work<'_> {
    fn viewer(&self) -> Option<&Viewer> {
        match self.by {
            By::Staff(viewer) => Some(viewer),
            By::Public => None,
        }
    }

    fn told_of_listing(&self, connection: &mut Connection, due_on: NaiveDate) -> Result<()> {
        let due = Some(due_on);
        plants::tell(connection, self.app, self.viewer(), self.case, (plants::LISTED, due))?;
        tell::tell(connection, self.app, self.case, tell::LISTED, due)
    }

    fn told_of_lifting(&self, connection: &mut Connection) -> Result<()> {
        plants::tell(connection, self.app, self.viewer(), self.case, (plants::LIFTED, None))?;
        tell::tell(connection, self.app, self.case, tell::LIFTED, None)
    }
}

/// Takes a case off the list. The only function that does, and it asks for the proof (`L4`).
fn lift(
    connection: &mut Connection,
    ready: ReadyToLift,
    version: i64,
    now: NaiveDateTime,
) -> Result<State> {
    let row = supervisions::table
        .filter(supervisions::id.eq(ready.supervision()))
        .filter(supervisions::version.eq(version));
    let changed = diesel::update(row)
        .set((
            supervisions::state.eq(State::Lifted.name()),
            supervisions::lifted_on.eq(Some(ready.on())),
            supervisions::version.eq(version + 1),
        ))
        .execute(connection)?;
    if changed != 1 {
        return Err(Error::changed());
    }
    end_lifting(connection, ready.lifting(), "lifted", None, now)?;
    Ok(State::Lifted)
}

fn end_lifting(
    connection: &mut Connection,
    lifting: i64,
    outcome: &str,
    note: Option<&str>,
    now: NaiveDateTime,
) -> Result<()> {
    diesel::update(supervision_liftings::table.find(lifting))
        .set((
            supervision_liftings::outcome.eq(Some(outcome)),
            supervision_liftings::ended_at.eq(Some(now)),
            supervision_liftings::note.eq(note),
        ))
        .execute(connection)?;
    Ok(())
}
