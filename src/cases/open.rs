//! A matter is opened by a report: routed, clocked and on record, in one go.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

use super::{Case, State, due, nearest, urgent};
use crate::{
    accounts::Viewer,
    app::App,
    db::{
        Connection,
        schema::{cases, deadlines, transfers},
    },
    deadlines::PolicyId,
    error::{Error, Result},
    jurisdiction::Point,
    routing::Decision,
    timeline::{self, Actor, Audience, Entry, Subject},
};

/// The most characters of a matter's summary.
const SUMMARY: usize = 120;

/// What a matter is opened with.
pub struct Opening<'a> {
    /// The number of the report that opens it; the matter's own, too.
    pub number: &'a str,
    /// Channel (`I1`).
    pub channel: &'a str,
    /// What was told.
    pub text: &'a str,
    /// The place in words.
    pub place: &'a str,
    /// The place as a point, WGS 84.
    pub point: Option<Point>,
    /// The reported unit.
    pub plant: &'a str,
    /// Categories (`I5`), with a space between.
    pub kinds: &'a str,
    /// Industry (`I5`).
    pub industry: Option<&'a str>,
    /// Urgent (`I6`).
    pub urgent: bool,
    /// Where the router sent it and why.
    pub decision: &'a Decision,
    /// Who entered it, when a clerk did.
    pub by: Option<&'a Viewer>,
}

/// Opens the matter and returns its row; when its report stands behind it, its words go into the index
/// ([`super::words`]).
pub fn open(connection: &mut Connection, app: &App, opening: &Opening<'_>) -> Result<i64> {
    let owner = Owner::of(app, opening.decision);
    let clocks = clocks(app, opening, &owner)?;
    let first = clocks.iter().min_by_key(|(date, _)| *date);
    let first = first.copied().ok_or(Error::Internal("no clock".to_owned()))?;
    let reason = as_json(&opening.decision.reason)?;
    let id = insert(connection, app, opening, &owner, (first, &reason))?;
    let (now, today) = (app.clock.now(), app.clock.today());
    for (due_on, policy) in clocks {
        diesel::insert_into(deadlines::table)
            .values((
                deadlines::case_id.eq(id),
                deadlines::policy.eq(policy),
                deadlines::started_on.eq(today),
                deadlines::due_on.eq(due_on),
            ))
            .execute(connection)?;
    }
    diesel::insert_into(transfers::table)
        .values((
            transfers::case_id.eq(id),
            transfers::to_bureau.eq(&owner.bureau),
            transfers::rule.eq(opening.decision.rule.to_string()),
            transfers::reason.eq(&reason),
            transfers::at.eq(now),
        ))
        .execute(connection)?;
    record(connection, app, opening, &owner, id)?;
    if opening.urgent {
        let case = Case::find(connection, id)?;
        urgent::begin(connection, app, &case)?;
    }
    Ok(id)
}

/// A limit that begins to run: its last day, and its policy.
type Clock = (NaiveDate, &'static str);

/// The limits that run from the first day (`T1`, `T3`).
fn clocks(app: &App, opening: &Opening<'_>, owner: &Owner) -> Result<Vec<Clock>> {
    let today = app.clock.today();
    let mut policies = vec![PolicyId::Acceptance];
    if owner.state == State::Dispatching {
        policies.push(PolicyId::Forwarding);
    }
    let terms = due::Terms { channel: opening.channel, ..today.into() };
    let clock = |policy: PolicyId| {
        let due = due::reckoned(&app.jurisdiction, policy, terms, today)?.due;
        Ok((due, policy.name()))
    };
    policies.into_iter().map(clock).collect()
}

fn insert(
    connection: &mut Connection,
    app: &App,
    opening: &Opening<'_>,
    owner: &Owner,
    ((due_on, due_kind), reason): (Clock, &str),
) -> Result<i64> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let id = diesel::insert_into(cases::table)
        .values((
            (
                cases::number.eq(opening.number),
                cases::state.eq(owner.state.name()),
                cases::bureau.eq(&owner.bureau),
                cases::first_bureau.eq(owner.is_assigned().then_some(&owner.bureau)),
                cases::hidden_from.eq(opening.decision.hidden_from.join(" ")),
                cases::county.eq(owner.county.as_ref()),
                cases::channel.eq(opening.channel),
                cases::plant.eq(opening.plant),
                cases::place.eq(opening.place),
                cases::summary.eq(summary(opening.text)),
                cases::kinds.eq(opening.kinds),
            ),
            (
                cases::industry.eq(opening.industry),
                cases::urgent.eq(opening.urgent),
                cases::rule.eq(opening.decision.rule.to_string()),
                cases::reason.eq(reason),
                cases::alternatives.eq(as_json(&opening.decision.alternatives)?),
                cases::opened_at.eq(now),
                cases::day.eq(today),
                cases::assigned_on.eq(owner.is_assigned().then_some(today)),
                cases::due_on.eq(Some(due_on)),
                cases::due_kind.eq(Some(due_kind)),
                cases::lat.eq(opening.point.map(|point| point.latitude())),
                cases::lon.eq(opening.point.map(|point| point.longitude())),
                cases::cell.eq(opening
                    .point
                    .map(|point| nearest::cell(point.latitude(), point.longitude()))),
            ),
        ))
        .returning(cases::id)
        .get_result(connection)?;
    Ok(id)
}

fn record(
    connection: &mut Connection,
    app: &App,
    opening: &Opening<'_>,
    owner: &Owner,
    id: i64,
) -> Result<()> {
    let entry = Entry {
        subject: Subject { noun: Case::NOUN, id },
        act: "receive",
        actor: opening.by.map_or_else(Actor::reporter, Viewer::actor),
        audience: Audience::Public,
        detail: json!({ "channel": opening.channel, "bureau": owner.bureau }),
    };
    timeline::record_first(connection, &app.vault, app.clock.now(), &entry)?;
    Ok(())
}

fn as_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

/// The beginning of what was told, on one line.
pub fn summary(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUMMARY) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Who has the matter at first: never nobody (`R4`).
struct Owner {
    state: State,
    bureau: String,
    county: Option<String>,
}

impl Owner {
    fn of(app: &App, decision: &Decision) -> Self {
        let dispatcher = &app.jurisdiction.profile().dispatcher;
        let target = decision.target.code.as_ref();
        let decided = target.filter(|code| decision.certain && *code != dispatcher);
        let county = target.and_then(|code| app.jurisdiction.bureau(code)?.county.clone());
        match decided {
            Some(code) => Self { state: State::Assigned, bureau: code.clone(), county },
            None => Self { state: State::Dispatching, bureau: dispatcher.clone(), county },
        }
    }

    fn is_assigned(&self) -> bool {
        self.state == State::Assigned
    }
}
