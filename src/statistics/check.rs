//! Proves that the figures kept are those that the timeline gives, line by line and sum by sum.

use std::{collections::HashMap, fmt};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    Connection as _,
    prelude::*,
    sql_query,
    sql_types::{BigInt, Date, Integer, Nullable, Text},
};

use super::{
    figure,
    ledger::{self, Line, Span},
    reckon::{Entry, NOUNS},
    told::{self, Office},
};
use crate::{
    db::{
        Connection,
        schema::{events, figure_sums},
    },
    error::Result,
    message::Message,
};

/// How many events are looked at together.
const AT_ONCE: i64 = 2_000;

/// What a line counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The figure.
    pub figure: &'static str,
    /// How much.
    pub amount: i64,
    /// Code of the bureau it counts for.
    pub bureau: String,
    /// The day.
    pub day: NaiveDate,
}

/// The first thing that is kept otherwise than the timeline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A line of the ledger.
    Line {
        /// The event's row.
        event: i64,
        /// What is kept, if anything.
        kept: Option<Counted>,
        /// What the timeline says, if anything.
        told: Option<Counted>,
    },
    /// A sum over the ledger.
    Sum {
        /// Over a day, a month or a year.
        span: Span,
        /// Its first day.
        begin: NaiveDate,
        /// Figure, kind of matter, bureau and channel.
        names: [String; 4],
        /// What is kept.
        kept: i64,
        /// What the ledger adds up to.
        told: i64,
    },
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} of {} on {}", self.figure, self.amount, self.bureau, self.day)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown =
            |it: &Option<Counted>| it.as_ref().map_or("nothing".to_owned(), ToString::to_string);
        match self {
            Self::Line { event, kept, told } => {
                write!(f, "event {event}: kept {}, recomputed {}", shown(kept), shown(told))
            }
            Self::Sum { span, begin, names: [figure, kind, bureau, channel], kept, told } => {
                write!(
                    f,
                    "the {} of {begin}, {figure} of {bureau} by {channel:?} about {kind:?}: \
                 kept {kept}, recomputed {told}",
                    span.name()
                )
            }
        }
    }
}

impl Difference {
    /// As people are told of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Line { event, kept, told } => {
                let Some(of) = told.as_ref().or(kept.as_ref()) else {
                    return Message::new("figures-differ-line").with("event", event);
                };
                // What is counted otherwise is none of this.
                let amount = |line: &Option<Counted>| {
                    let same = |it: &&Counted| {
                        (it.figure, &it.bureau, it.day) == (of.figure, &of.bureau, of.day)
                    };
                    line.as_ref().filter(same).map_or(0, |it| it.amount)
                };
                Message::new("figures-differ-line")
                    .with("event", event)
                    .with("figure", of.figure)
                    .with("bureau", &of.bureau)
                    .with("counted_on", of.day)
                    .with("kept", amount(kept))
                    .with("told", amount(told))
            }
            Self::Sum { span, begin, names: [figure, _, bureau, _], kept, told } => {
                Message::new("figures-differ-sum")
                    .with("span", span.name())
                    .with("figure", figure)
                    .with("bureau", bureau)
                    .with("counted_on", begin)
                    .with("kept", kept)
                    .with("told", told)
            }
        }
    }
}

/// The first difference between kept and recomputed, at one moment; events that wait to be counted
/// are neither.
pub fn first_difference(
    connection: &mut Connection,
    office: &Office,
) -> Result<Option<Difference>> {
    at_one_moment(connection, |connection| {
        let mut sums = Sums::default();
        match in_lines(connection, office, 0, &mut sums)? {
            None => Ok(sums.difference(connection)?),
            found => Ok(found),
        }
    })
}

/// The first difference in the lines of what was done since then; sums are of all times, and not
/// looked at.
pub fn first_new_difference(
    connection: &mut Connection,
    office: &Office,
    since: NaiveDateTime,
) -> Result<Option<Difference>> {
    at_one_moment(connection, |connection| {
        let before = events::table.filter(events::at.lt(since)).order(events::id.desc());
        let last: Option<i64> = before.select(events::id).first(connection).optional()?;
        in_lines(connection, office, last.unwrap_or(0), &mut Sums::default())
    })
}

fn at_one_moment<T>(
    connection: &mut Connection,
    look: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    connection.transaction(|connection| {
        if let Connection::Postgres(_) = connection {
            sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(connection)?;
        }
        look(connection)
    })
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Compares the lines of the events after `after`, and adds up those of the timeline.
fn in_lines(
    connection: &mut Connection,
    office: &Office,
    mut after: i64,
    sums: &mut Sums,
) -> Result<Option<Difference>> {
    loop {
        let ids: Vec<Id> = sql_query(
            "SELECT id FROM events WHERE id > $1 AND NOT EXISTS (SELECT 1 FROM figure_queue \
             WHERE event_id = events.id) ORDER BY id LIMIT $2",
        )
        .bind::<BigInt, _>(after)
        .bind::<BigInt, _>(AT_ONCE)
        .load(connection)?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        let until = ids.last().copied();
        let kept = kept(connection, after, until)?;
        let events = told::of_events(connection, office, &ids)?;
        let told = ledger::lines(office, &events)?;
        if let Some(found) = first_of(&kept, &told) {
            return Ok(Some(found));
        }
        told.iter().for_each(|line| sums.add(line));
        match until {
            Some(last) => after = last,
            None => return Ok(None),
        }
    }
}

fn first_of(kept: &[Line], told: &[Line]) -> Option<Difference> {
    let longer = kept.len().max(told.len());
    let at = (0..longer).find(|at| kept.get(*at) != told.get(*at))?;
    // Of two lines of different events the earlier stands alone.
    let (kept, told) = (kept.get(at), told.get(at));
    let event = kept.into_iter().chain(told).map(|line| line.event).min()?;
    let shown = |line: Option<&Line>| {
        let line = line.filter(|line| line.event == event)?;
        let Entry { figure, amount, ref bureau, day, .. } = line.entry;
        Some(Counted { figure, amount, bureau: bureau.clone(), day })
    };
    Some(Difference::Line { event, kept: shown(kept), told: shown(told) })
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    event_id: i64,
    #[diesel(sql_type = Integer)]
    line: i32,
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = Text)]
    bureau: String,
    #[diesel(sql_type = Text)]
    channel: String,
    #[diesel(sql_type = Text)]
    kinds: String,
    #[diesel(sql_type = Text)]
    figure: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    #[diesel(sql_type = Text)]
    noun: String,
    #[diesel(sql_type = BigInt)]
    subject_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    plant_id: Option<i64>,
}

/// The lines kept of the events after `after`, up to `until` or to the end.
fn kept(connection: &mut Connection, after: i64, until: Option<i64>) -> QueryResult<Vec<Line>> {
    let until = until.unwrap_or(i64::MAX);
    let rows: Vec<Row> = sql_query(
        "SELECT event_id, line, day, bureau, channel, kinds, figure, amount, noun, subject_id, \
         plant_id FROM figure_entries WHERE event_id > $1 AND event_id <= $2 \
         ORDER BY event_id, line",
    )
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(until)
    .load(connection)?;
    Ok(rows.into_iter().map(line).collect())
}

/// A name that nobody knows is kept as nothing, and so differs.
fn line(row: Row) -> Line {
    let entry = Entry {
        day: row.day,
        bureau: row.bureau,
        channel: row.channel,
        kinds: row.kinds,
        figure: figure::known(&row.figure).unwrap_or_default(),
        amount: row.amount,
        noun: NOUNS.into_iter().find(|it| *it == row.noun).unwrap_or_default(),
        subject: row.subject_id,
        plant: row.plant_id,
    };
    Line { event: row.event_id, line: row.line, entry }
}

/// Sums of a million lines: each name is a number.
#[derive(Default)]
struct Sums {
    names: Vec<String>,
    numbers: HashMap<String, u16>,
    sums: HashMap<(Span, [u16; 4], NaiveDate), i64>,
}

impl Sums {
    fn number(&mut self, name: &str) -> u16 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn add(&mut self, line: &Line) {
        for (span, figure, kind, begin, bureau, channel) in line.keys() {
            let key = [figure, &kind, &bureau, &channel].map(|name| self.number(name));
            *self.sums.entry((span, key, begin)).or_default() += line.entry.amount;
        }
    }

    fn difference(mut self, connection: &mut Connection) -> QueryResult<Option<Difference>> {
        for span in Span::ALL {
            for figure in figure::names() {
                let rows: Vec<(String, NaiveDate, String, String, i64)> = figure_sums::table
                    .filter(figure_sums::span.eq(span.name()))
                    .filter(figure_sums::figure.eq(figure))
                    .select((
                        figure_sums::kind,
                        figure_sums::begin_on,
                        figure_sums::bureau,
                        figure_sums::channel,
                        figure_sums::amount,
                    ))
                    .load(connection)?;
                for (kind, begin, bureau, channel, kept) in rows {
                    let names = [figure, &kind, &bureau, &channel];
                    let key = names.map(|name| self.number(name));
                    let told = self.sums.remove(&(span, key, begin)).unwrap_or(0);
                    if kept != told {
                        return Ok(Some(sum(span, names, begin, kept, told)));
                    }
                }
            }
        }
        let left = self.sums.iter().filter(|(_, told)| **told != 0).min_by_key(|(key, _)| key.2);
        Ok(left.map(|((span, key, begin), told)| {
            let names = key.map(|number| self.names[usize::from(number)].as_str());
            sum(*span, names, *begin, 0, *told)
        }))
    }
}

fn sum(span: Span, names: [&str; 4], begin: NaiveDate, kept: i64, told: i64) -> Difference {
    Difference::Sum { span, begin, names: names.map(str::to_owned), kept, told }
}
