//! The kinds of dates that a calendar moves: where they are, and who is told (`T5`): one table.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::{dsl::max, prelude::*};
use serde_json::{Value, json};

use super::Move;
use crate::{
    accounts::Role,
    cases::{Case, due, measure, plant, records::Measure, reviews, warnings::level},
    db::{
        Connection,
        schema::{
            cases, deadlines, demands, dissatisfactions, enterprises, measure_checks, measures,
            revisits,
        },
    },
    deadlines::{PolicyId, deadline, deadline::Deadline},
    error::Result,
    jurisdiction::Jurisdiction,
    timeline::Subject,
};

/// How many rows are read at a time.
const BATCH: i64 = 1_000;
/// A demand on which the bureau has to report.
const OPEN: &str = "open";
/// A date is moved over at most so many days off: longer than any holiday with its weekends.
const LONGEST_HOLIDAY: Days = Days::new(15);

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The last day of a clock that runs on a matter.
    Running,
    /// The same of one that is paused: it goes on with that day when its matter does (`I8`).
    Paused,
    /// By when the city decides on a dissatisfied rating (`C7`).
    Decision,
    /// When a closed plant is looked at again (`C6`).
    Revisit,
    /// When somebody must look whether a measure is followed (`C5`).
    Look,
    /// By when a bureau reports on what the city demands (`P5`).
    Demand,
}

/// Who is told, once for each import, that dates of their bureau moved.
pub(super) struct Told {
    pub roles: &'static [Role],
    pub message: &'static str,
    pub link: &'static str,
}

/// An open date, and how it was reckoned.
pub(super) struct Open {
    pub row: i64,
    pub policy: String,
    pub started_on: NaiveDate,
    pub due_on: NaiveDate,
    pub extended_days: Option<i32>,
    /// What decides which version of the limit holds.
    pub day: NaiveDate,
    pub channel: String,
    pub track: String,
    pub case: Option<i64>,
    pub subject: Subject,
    pub number: String,
    pub bureau: String,
    /// What else the entry in the timeline states.
    pub stated: Value,
}

/// The days between which a date can lie that new years move.
#[derive(Clone, Copy)]
pub(super) struct Span {
    first: NaiveDate,
    last: NaiveDate,
}

impl Span {
    /// Of these years; nothing without one.
    pub fn of(years: &[i32]) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(*years.iter().min()?, 1, 1)?;
        let last = NaiveDate::from_ymd_opt(*years.iter().max()?, 12, 31)?;
        Some(Self { first: first.checked_sub_days(LONGEST_HOLIDAY).unwrap_or(first), last })
    }
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Running, Self::Paused, Self::Decision, Self::Revisit, Self::Look, Self::Demand];

    /// Whether people may set another day than the one that follows from the limit; such a day stays.
    pub const fn may_be_set(self) -> bool {
        matches!(self, Self::Look | Self::Demand)
    }

    /// The entry that tells of it.
    pub const fn entry(self) -> &'static str {
        if matches!(self, Self::Look) { "recompute_measure" } else { "recompute" }
    }

    /// The open dates after the row `after` that the years can touch, in order.
    pub fn read(
        self,
        connection: &mut Connection,
        jurisdiction: &Jurisdiction,
        span: Span,
        after: i64,
    ) -> Result<Vec<Open>> {
        match self {
            Self::Running | Self::Paused => clocks(connection, self, span, after),
            Self::Decision => decisions(connection, jurisdiction, span, after),
            Self::Revisit => looked_at_again(connection, span, after),
            Self::Look => looks(connection, span, after),
            Self::Demand => demanded(connection, span, after),
        }
    }

    /// Writes the new day; `false` when it moved or is over since it was read.
    pub fn write(self, connection: &mut Connection, one: &Move) -> Result<bool> {
        let moved = match self {
            Self::Running | Self::Paused => {
                let moved = deadline::move_to(connection, one.row, one.from, one.to)?;
                // What was paused may have gone on since it was read.
                if let Some(case) = one.case.filter(|_| moved) {
                    reviews::move_to(connection, case, &one.policy, one.to)?;
                    due::refresh(connection, case)?;
                }
                return Ok(moved);
            }
            Self::Decision => {
                let as_seen = dissatisfactions::table
                    .find(one.row)
                    .filter(dissatisfactions::decided_at.is_null())
                    .filter(dissatisfactions::due_on.eq(one.from));
                // The sweep reckons its steps anew.
                let anew = dissatisfactions::look_at.eq(NaiveDateTime::default());
                diesel::update(as_seen)
                    .set((dissatisfactions::due_on.eq(one.to), anew))
                    .execute(connection)?
            }
            Self::Revisit => {
                let as_seen = revisits::table
                    .find(one.row)
                    .filter(revisits::done_on.is_null())
                    .filter(revisits::dropped_on.is_null())
                    .filter(revisits::due_on.eq(one.from));
                diesel::update(as_seen).set(revisits::due_on.eq(one.to)).execute(connection)?
            }
            Self::Look => {
                if one.policy == PolicyId::Sealing.name() {
                    // It is looked at on its last day, which nobody set either.
                    let last_day =
                        measures::table.find(one.row).filter(measures::due_on.eq(one.from));
                    diesel::update(last_day)
                        .set(measures::due_on.eq(Some(one.to)))
                        .execute(connection)?;
                }
                let as_seen = measures::table.find(one.row).filter(measures::look_on.eq(one.from));
                diesel::update(as_seen)
                    .set(measures::look_on.eq(Some(one.to)))
                    .execute(connection)?
            }
            Self::Demand => {
                let as_seen = demands::table
                    .find(one.row)
                    .filter(demands::state.eq(OPEN))
                    .filter(demands::due_on.eq(one.from));
                diesel::update(as_seen).set(demands::due_on.eq(one.to)).execute(connection)?
            }
        };
        Ok(moved == 1)
    }

    /// Who is told; nobody of what is paused, as nobody works at it.
    pub const fn told(self) -> Option<Told> {
        Some(match self {
            Self::Running => Told {
                roles: &[Role::Officer, Role::Chief, Role::Dispatcher],
                message: "calendar-moved",
                link: "/desk",
            },
            Self::Paused => return None,
            Self::Decision => Told {
                roles: &[Role::Supervisor, Role::Province],
                message: "calendar-moved-decisions",
                link: "/dissatisfactions",
            },
            Self::Revisit => Told {
                roles: &[Role::Officer, Role::Chief],
                message: "calendar-moved-revisits",
                link: "/revisits",
            },
            Self::Look => Told {
                roles: &[Role::Officer, Role::Chief],
                message: "calendar-moved-looks",
                link: "/measures",
            },
            Self::Demand => Told {
                roles: &[Role::Officer, Role::Chief],
                message: "calendar-moved-demands",
                link: "/demands",
            },
        })
    }
}

fn clocks(connection: &mut Connection, kind: Kind, span: Span, after: i64) -> Result<Vec<Open>> {
    type Terms = (NaiveDate, String, String);
    type Row = (Deadline, Terms, String, String);
    let query = deadlines::table
        .inner_join(cases::table.on(cases::id.eq(deadlines::case_id)))
        .filter(deadlines::id.gt(after))
        .filter(deadlines::due_at.is_null())
        .filter(deadlines::started_on.le(span.last))
        .filter(deadlines::due_on.ge(span.first))
        .order(deadlines::id)
        .limit(BATCH)
        .select((
            Deadline::as_select(),
            (cases::day, cases::channel, cases::track),
            cases::number,
            cases::bureau,
        ))
        .into_boxed();
    let rows: Vec<Row> = match kind {
        Kind::Paused => query.filter(deadlines::paused).load(connection)?,
        _ => query.filter(deadlines::stopped_on.is_null()).load(connection)?,
    };
    // What came along goes on by the terms of the matter that brought it (I8).
    let brought: Vec<i64> = rows.iter().filter_map(|(clock, ..)| clock.came_with).collect();
    let mut terms: HashMap<i64, Terms> = HashMap::new();
    if !brought.is_empty() {
        let of_those = cases::table.filter(cases::id.eq_any(brought));
        let rows: Vec<(i64, Terms)> = of_those
            .select((cases::id, (cases::day, cases::channel, cases::track)))
            .load(connection)?;
        terms.extend(rows);
    }
    let open = rows.into_iter().map(|(clock, own, number, bureau)| {
        let (day, channel, track) = match clock.came_with {
            Some(from) => terms.get(&from).cloned().unwrap_or(own),
            None => own,
        };
        Open {
            row: clock.id,
            policy: clock.policy,
            started_on: clock.started_on,
            due_on: clock.due_on,
            extended_days: clock.extended_days,
            day,
            channel,
            track,
            case: Some(clock.case_id),
            subject: Subject { noun: Case::NOUN, id: clock.case_id },
            number,
            bureau,
            stated: Value::Null,
        }
    });
    Ok(open.collect())
}

fn decisions(
    connection: &mut Connection,
    jurisdiction: &Jurisdiction,
    span: Span,
    after: i64,
) -> Result<Vec<Open>> {
    let rows: Vec<((i64, NaiveDate, NaiveDate), Case)> = dissatisfactions::table
        .inner_join(cases::table.on(cases::id.eq(dissatisfactions::case_id)))
        .filter(dissatisfactions::id.gt(after))
        .filter(dissatisfactions::decided_at.is_null())
        .filter(dissatisfactions::opened_on.le(span.last))
        .filter(dissatisfactions::due_on.ge(span.first))
        .order(dissatisfactions::id)
        .limit(BATCH)
        .select((
            (dissatisfactions::id, dissatisfactions::opened_on, dissatisfactions::due_on),
            Case::as_select(),
        ))
        .load(connection)?;
    let open = rows.into_iter().map(|((row, started_on, due_on), case)| Open {
        row,
        policy: PolicyId::RehandlingDecision.name().to_owned(),
        started_on,
        due_on,
        extended_days: None,
        bureau: level::decider(jurisdiction, &case).to_owned(),
        day: case.day,
        case: Some(case.id),
        subject: case.subject(),
        channel: case.channel,
        track: case.track,
        number: case.number,
        stated: Value::Null,
    });
    Ok(open.collect())
}

/// The limits that hold on the day of the closure are theirs, whatever report led to it.
fn looked_at_again(connection: &mut Connection, span: Span, after: i64) -> Result<Vec<Open>> {
    type Row = (i64, i64, String, (NaiveDate, NaiveDate), String, String);
    let rows: Vec<Row> = revisits::table
        .inner_join(enterprises::table.on(enterprises::id.eq(revisits::enterprise_id)))
        .filter(revisits::id.gt(after))
        .filter(revisits::done_on.is_null())
        .filter(revisits::dropped_on.is_null())
        .filter(revisits::closed_on.le(span.last))
        .filter(revisits::due_on.ge(span.first))
        .order(revisits::id)
        .limit(BATCH)
        .select((
            revisits::id,
            enterprises::id,
            revisits::policy,
            (revisits::closed_on, revisits::due_on),
            enterprises::name,
            revisits::bureau,
        ))
        .load(connection)?;
    let open =
        rows.into_iter().map(|(row, plant, policy, (closed_on, due_on), name, bureau)| Open {
            row,
            policy,
            started_on: closed_on,
            due_on,
            extended_days: None,
            day: closed_on,
            channel: String::new(),
            track: String::new(),
            case: None,
            subject: Subject { noun: plant::NOUN, id: plant },
            number: name,
            bureau,
            stated: Value::Null,
        });
    Ok(open.collect())
}

/// Those without a limit are read, too, and never move: the next batch begins after the last row.
fn looks(connection: &mut Connection, span: Span, after: i64) -> Result<Vec<Open>> {
    let rows: Vec<(Measure, Case)> = measures::table
        .inner_join(cases::table.on(cases::id.eq(measures::case_id)))
        .filter(measures::id.gt(after))
        .filter(measures::taken_on.le(span.last))
        .filter(measures::look_on.ge(span.first))
        .order(measures::id)
        .limit(BATCH)
        .select((Measure::as_select(), Case::as_select()))
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|(measure, _)| measure.id).collect();
    let last: Vec<(i64, Option<NaiveDate>)> = measure_checks::table
        .filter(measure_checks::measure_id.eq_any(ids))
        .group_by(measure_checks::measure_id)
        .select((measure_checks::measure_id, max(measure_checks::checked_on)))
        .load(connection)?;
    let seen: HashMap<i64, Option<NaiveDate>> = last.into_iter().collect();
    let open = rows.into_iter().filter_map(|(measure, case)| {
        let limit = measure::look_limit(&measure, seen.get(&measure.id).copied().flatten());
        let policy = limit.map(|(id, _)| id.name().to_owned()).unwrap_or_default();
        let started_on = limit.map_or(measure.taken_on, |(_, start)| start);
        let stated = json!({ "kind": measure.kind, "measure": measure.id });
        Some(of_case(case, (measure.id, policy, started_on, measure.look_on?), stated))
    });
    Ok(open.collect())
}

fn demanded(connection: &mut Connection, span: Span, after: i64) -> Result<Vec<Open>> {
    let rows: Vec<((i64, NaiveDate, NaiveDate), Case)> = demands::table
        .inner_join(cases::table.on(cases::id.eq(demands::case_id)))
        .filter(demands::id.gt(after))
        .filter(demands::state.eq(OPEN))
        .filter(demands::started_on.le(span.last))
        .filter(demands::due_on.ge(span.first))
        .order(demands::id)
        .limit(BATCH)
        .select(((demands::id, demands::started_on, demands::due_on), Case::as_select()))
        .load(connection)?;
    let open = rows.into_iter().map(|((row, started_on, due_on), case)| {
        let policy = PolicyId::DemandReport.name().to_owned();
        of_case(case, (row, policy, started_on, due_on), Value::Null)
    });
    Ok(open.collect())
}

/// A date of whoever has the matter.
fn of_case(
    case: Case,
    (row, policy, started_on, due_on): (i64, String, NaiveDate, NaiveDate),
    stated: Value,
) -> Open {
    Open {
        row,
        policy,
        started_on,
        due_on,
        extended_days: None,
        day: case.day,
        case: Some(case.id),
        subject: case.subject(),
        channel: case.channel,
        track: case.track,
        number: case.number,
        bureau: case.bureau,
        stated,
    }
}
