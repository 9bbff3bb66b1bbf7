//! One act on many matters. The preview is the act itself, done to each and taken back before
//! anybody sees it, so it cannot say anything but what will happen.

use super::editing;
use crate::{
    accounts::Viewer,
    app::App,
    cases::{
        Act, Case, Proposed, State, access,
        lifecycle::{Doer, Standing, TABLE},
        statement::Statement,
        undo::{self, Offer},
        work::{self, By},
    },
    db::{self, Connection},
    error::{Error, Result},
    message::Message,
    timeline,
};

/// The acts that can be done to many matters at once. Not among them: what must be looked at one
/// by one, such as publishing (`S2`) and declining (`I9`).
pub const ACTS: [Act; 5] = [Act::Assign, Act::Accept, Act::Approve, Act::Chase, Act::Merge];
/// The most matters at once.
pub const MOST: usize = 100;

/// A matter with what will happen to it, or what did.
pub struct Line {
    /// Its number.
    pub number: String,
    /// Plant or summary; nothing when the viewer may not see it.
    pub title: String,
    /// Its state before.
    pub state: String,
    /// As it was looked at.
    pub version: i64,
    /// What happens.
    pub outcome: Outcome,
}

/// What comes of an act.
pub enum Outcome {
    /// It leads there.
    To(State),
    /// This very thing was done by this person a moment ago: the form was sent twice.
    Already,
    /// It is not done, and why.
    Not(Message),
}

/// The acts for many that `viewer` may do to some matter of their bureau, by the lifecycle.
pub fn offered(app: &App, viewer: &Viewer) -> Vec<Act> {
    let dispatcher = &app.jurisdiction.profile().dispatcher;
    let may = |act: &Act| {
        TABLE.iter().any(|rule| {
            let standing = Standing::plain(rule.state, &viewer.bureau, dispatcher);
            rule.act == *act && rule.who.includes(Doer::of(viewer), &standing)
        })
    };
    ACTS.into_iter().filter(may).collect()
}

/// The fields that the act must state, as the lifecycle has them.
pub fn states(act: Act) -> &'static [&'static str] {
    TABLE.iter().find(|rule| rule.act == act).map_or(&[], |rule| rule.states)
}

/// What would happen to each matter; nothing does.
pub fn preview(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    numbers: &[String],
    statement: &Statement,
) -> Result<Vec<Line>> {
    let asked = numbers.iter().map(|number| (number.as_str(), None));
    asked
        .map(|(number, version)| one(connection, app, viewer, number, version, statement, false))
        .collect()
}

/// Does the act to each matter that still is as it was looked at. One that cannot be done stops
/// no other.
pub fn perform(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    seen: &[(String, i64)],
    statement: &Statement,
) -> Result<Vec<Line>> {
    // In one order for everybody, so that two people do not wait for each other.
    let mut seen = seen.to_vec();
    seen.sort();
    seen.iter()
        .map(|(number, version)| {
            one(connection, app, viewer, number, Some(*version), statement, true)
        })
        .collect()
}

/// What of these acts, all of which the viewer has just done, can be taken back.
pub fn undos(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    lines: &[Line],
) -> Result<Vec<Offer>> {
    let done = lines.iter().filter(|line| !matches!(line.outcome, Outcome::Not(_)));
    let numbers: Vec<&str> = done.map(|line| line.number.as_str()).collect();
    Ok(undo::offered_of(connection, viewer.account, numbers, app.clock.now())?)
}

/// Takes back what the viewer did to each of these matters by the act of that entry. One that stands
/// stops no other.
pub fn take_back(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    done: &[(String, i64)],
) -> Result<Vec<Line>> {
    // In the order of `perform`.
    let mut done = done.to_vec();
    done.sort();
    done.iter().map(|(number, event)| back(connection, app, viewer, number, *event)).collect()
}

fn back(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    event: i64,
) -> Result<Line> {
    let before = seen(connection, viewer, number)?;
    let tried = db::savepoint(connection, |connection| {
        undo::undo_that(connection, app, viewer, number, event)
    });
    // Who handed it away sees it again.
    let Some(case) = seen(connection, viewer, number)? else { return Ok(Line::unknown(number)) };
    let outcome = match tried {
        Ok(()) => Outcome::To(case.state()?),
        Err(_) if undo::is_undone(connection, viewer, &case, event)? => Outcome::Already,
        Err(error) => Outcome::Not(why(&error)),
    };
    let state = before.map_or_else(|| case.state.clone(), |before| before.state);
    Ok(Line::of(&case, state, outcome))
}

/// The matter, if the viewer may know of it.
fn seen(connection: &mut Connection, viewer: &Viewer, number: &str) -> Result<Option<Case>> {
    match access::open(connection, viewer, number) {
        Ok(case) => Ok(Some(case)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn one(
    connection: &mut Connection,
    app: &App,
    viewer: &Viewer,
    number: &str,
    version: Option<i64>,
    statement: &Statement,
    keep: bool,
) -> Result<Line> {
    let Some(case) = seen(connection, viewer, number)? else { return Ok(Line::unknown(number)) };
    let mut reached = None;
    let tried = db::savepoint(connection, |connection| {
        editing::pass(connection, app, viewer, &case, false)?;
        reached = Some(work::act(connection, app, By::Staff(viewer), &case, version, statement)?);
        if keep { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction.into()) }
    });
    let outcome = match (reached, tried) {
        (Some(state), Ok(())) => Outcome::To(state),
        (Some(state), Err(_)) if !keep => Outcome::To(state),
        (_, Err(error)) => {
            match is_repeated(connection, viewer, &case, version, statement.act())? {
                true => Outcome::Already,
                false => Outcome::Not(why(&error)),
            }
        }
        (None, Ok(())) => Outcome::Not(Message::new("error-internal")),
    };
    Ok(Line::of(&case, case.state.clone(), outcome))
}

/// Whether all that happened since the preview is this act by this person.
fn is_repeated(
    connection: &mut Connection,
    viewer: &Viewer,
    case: &Case,
    version: Option<i64>,
    act: Act,
) -> Result<bool> {
    if version.is_none_or(|seen| case.version != seen + 1) {
        return Ok(false);
    }
    let last = timeline::last(connection, case.subject())?;
    let (entry, by) = (last.act, last.actor_id);
    let is_this = match act {
        // What was approved names the entry.
        Act::Approve => Proposed::ALL.into_iter().any(|it| it.entry() == entry),
        other => other.name() == entry,
    };
    Ok(is_this && by == Some(viewer.account))
}

/// Why an act is not done, in words for whoever wanted it.
fn why(error: &Error) -> Message {
    match error {
        Error::Forbidden => Message::new("bulk-not-yours"),
        other => other.message(),
    }
}

impl Line {
    fn of(case: &Case, state: String, outcome: Outcome) -> Self {
        Self {
            number: case.number.clone(),
            title: case.title().to_owned(),
            state,
            version: case.version,
            outcome,
        }
    }

    fn unknown(number: &str) -> Self {
        Self {
            number: number.to_owned(),
            title: String::new(),
            state: String::new(),
            version: 0,
            outcome: Outcome::Not(Message::new("bulk-not-there")),
        }
    }
}
