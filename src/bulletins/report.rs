//! A special report 专报, drafted for a person to go on from (`N3`): of one subject what was reported,
//! found and done, where it stands, what is open, and the year before beside it. It has nothing that a
//! public reader may not see: counts, numbers, and results as they were published (`S1`, `S2`, `R3`).

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{
    draft::{WRITTEN, compared, joined, say, text},
    subject::{Opened, Scope, Subject},
};
use crate::{
    app::App,
    cases::{
        State,
        access::{self, Condition},
        past,
    },
    db::{Connection, schema::cases},
    error::Result,
    message::Message,
    pages::{grouped, in_wan},
    statistics::{
        Asked, Figures, Line,
        figure::{Figure, Group, IN_HAND, STANDINGS, Unit},
        matters,
        period::{Span, year_before},
        some,
        summary::{Column, columns},
    },
};

/// How many published results are quoted, and how many open matters named.
const QUOTED: i64 = 5;
const NAMED: usize = 20;
/// How much of a result is quoted, in characters.
const LONG: usize = 120;

/// A row of the table: the figure, this period, the year before, and the change.
pub type Row = [String; 4];

/// Title, text and table of the days from the first to the last.
pub fn drafted(
    connection: &mut Connection,
    app: &App,
    subject: &Subject,
    days: Span,
) -> Result<(String, String, Vec<Row>)> {
    let opened = subject.open(connection, app, days.1)?;
    let now = Counted::read(connection, app, &opened.scope, days)?;
    let then = Counted::read(connection, app, &opened.scope, year_before(days))?;
    let results = published(connection, app, &opened.scope, days)?;
    let open = open_at(connection, app, &opened.scope, days.1)?;
    let draft = Draft { app, opened, days, now, then };
    let paragraphs = [
        draft.reported(),
        draft.found(&results),
        draft.done(),
        draft.stands(),
        draft.open(&open),
        draft.opened.of_its_own.clone().unwrap_or_default(),
    ];
    let written = paragraphs.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
    let title = say(app, &draft.dated("bulletins-title-report"));
    Ok((title, written.join("\n\n"), draft.rows()))
}

/// What happened on some days, and how matters stood at their end.
struct Counted {
    happened: Line,
    stood: Line,
    ever: i64,
}

impl Counted {
    fn read(connection: &mut Connection, app: &App, scope: &Scope, days: Span) -> Result<Self> {
        let ever = (NaiveDate::default(), days.1);
        let (happened, matters) = match scope {
            Scope::Kept { bureau, kind } => {
                let (bureau, kind) = (bureau.as_deref(), *kind);
                let asked = Asked { days, channel: None, kind, bureau };
                let figures = Figures::read(connection, &app.jurisdiction, &asked)?;
                let (sum, ever) = (figures.sum, figures.ever.0);
                return Ok(Self { happened: sum.clone(), stood: sum, ever });
            }
            Scope::Plant(plant) => (plant.figures(connection, days)?, plant.matters()),
            Scope::Matters(rows) => (some::figures(connection, rows, days)?, rows.as_slice()),
        };
        let stood = some::figures(connection, matters, ever)?;
        Ok(Self { happened, ever: stood.get("received"), stood })
    }

    fn of(&self, figure: &Figure) -> i64 {
        let line = if figure.is_standing() { &self.stood } else { &self.happened };
        line.get(figure.name)
    }
}

struct Draft<'a> {
    app: &'a App,
    opened: Opened,
    days: Span,
    now: Counted,
    then: Counted,
}

impl Draft<'_> {
    fn dated(&self, key: &str) -> Message {
        let date = |day| self.app.pages.messages.date(WRITTEN, day);
        let message = Message::new(key).with("subject", &self.opened.name);
        message.with("from", date(self.days.0)).with("until", date(self.days.1))
    }

    fn with(&self, key: &str, line: &Line, names: &[&str]) -> String {
        let filled = |message: Message, name: &&str| message.with(name, line.get(name));
        say(self.app, &names.iter().fold(self.dated(key), filled))
    }

    /// What was reported, and how much more than a year before.
    fn reported(&self) -> String {
        let mut sentence = self.with("bulletins-about-intake", &self.now.happened, &["received"]);
        let (now, then) = (&self.now.happened, &self.then.happened);
        sentence.push_str(&compared(self.app, now.get("received"), then.get("received")));
        sentence
    }

    /// What was found, and results as they were published.
    fn found(&self, results: &[(String, String)]) -> String {
        let names = ["accepted", "concluded", "substantiated", "concluded_in_part", "declined"];
        let mut lines = vec![self.with("bulletins-about-found", &self.now.happened, &names)];
        lines.extend(results.iter().map(|(number, result)| {
            let message = Message::new("bulletins-about-result").with("number", number);
            say(self.app, &message.with("text", shortened(result)))
        }));
        lines.join("\n")
    }

    /// What was done, each kind of which there was any.
    fn done(&self) -> String {
        let of_group = columns(Group::Enforcement).into_iter().filter_map(|column| match column {
            Column::Figure(figure) => Some(figure),
            Column::Share(_) => None,
        });
        let one = |figure: &'static Figure| {
            let name = text(self.app, &format!("figure-{}", figure.name));
            let message = Message::new("bulletins-about-one").with("name", name);
            say(self.app, &message.with("amount", amount(figure, self.now.of(figure))))
        };
        let there = of_group.filter(|figure| self.now.of(figure) != 0).map(one);
        match there.collect::<Vec<_>>() {
            all if all.is_empty() => text(self.app, "bulletins-about-nothing-done"),
            all => {
                let list = joined(self.app, &all);
                say(self.app, &Message::new("bulletins-about-done").with("list", list))
            }
        }
    }

    fn stands(&self) -> String {
        let stood = &self.now.stood;
        let message = self.dated("bulletins-about-stand").with("received", self.now.ever);
        let filled = |message: Message, name: &&str| message.with(name, stood.get(name));
        say(self.app, &STANDINGS.iter().fold(message, filled))
    }

    /// Open matters by their numbers, the first of very many.
    fn open(&self, numbers: &[String]) -> String {
        if numbers.is_empty() {
            return String::new();
        }
        let named = &numbers[..numbers.len().min(NAMED)];
        let many = self.now.stood.get(IN_HAND);
        let is_all = usize::try_from(many).is_ok_and(|many| many <= named.len());
        let key = if is_all { "bulletins-about-open" } else { "bulletins-about-open-more" };
        let list = joined(self.app, named);
        say(self.app, &Message::new(key).with("list", list).with("count", many))
    }

    /// The figures of which there were any, in this period or in the year before; not what reporters
    /// think, who of one subject are few (`S1`, `C7`).
    fn rows(&self) -> Vec<Row> {
        let groups = Group::ALL.into_iter().filter(|group| *group != Group::Opinion);
        let rows = groups.flat_map(columns).filter_map(|column| {
            let Column::Figure(figure) = column else { return None };
            let (now, then) = (self.now.of(figure), self.then.of(figure));
            let shown = |many: i64| amount(figure, many);
            (now != 0 || then != 0).then(|| {
                let sign = match (now - then).signum() {
                    1 => "+",
                    -1 => "−",
                    _ => "",
                };
                let more = format!("{sign}{}", shown((now - then).abs()));
                [text(self.app, &column.key()), shown(now), shown(then), more]
            })
        });
        rows.collect()
    }
}

fn amount(figure: &Figure, many: i64) -> String {
    match figure.unit {
        Unit::Pieces => grouped(many),
        Unit::Fen => in_wan(many),
    }
}

fn shortened(result: &str) -> String {
    let line = result.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Which matters are told of by number or text: none that is against a bureau (`R3`).
fn told(scope: &Scope) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = vec![Box::new(cases::hidden_from.eq(""))];
    match scope {
        Scope::Kept { bureau, kind } => {
            if let Some(bureau) = bureau {
                conditions.push(Box::new(cases::bureau.eq(bureau.clone())));
            }
            if let Some(kind) = kind {
                conditions.push(access::of_kind(kind));
            }
        }
        Scope::Plant(plant) => {
            conditions.push(Box::new(cases::id.eq_any(plant.matters().to_vec())))
        }
        Scope::Matters(rows) => conditions.push(Box::new(cases::id.eq_any(rows.clone()))),
    }
    conditions
}

/// Numbers and texts of results that were published on those days, the first at the top (`S2`).
fn published(
    connection: &mut Connection,
    app: &App,
    scope: &Scope,
    (from, until): Span,
) -> QueryResult<Vec<(String, String)>> {
    let (begin, end) = (app.clock.begin_of(from), after(app, until));
    let mut query = cases::table
        .filter(cases::published_at.ge(begin))
        .filter(cases::published_at.lt(end))
        .order((cases::published_at, cases::id))
        .limit(QUOTED)
        .select((cases::number, cases::public_text.assume_not_null()))
        .into_boxed();
    query = query.filter(cases::public_text.is_not_null());
    for condition in told(scope) {
        query = query.filter(condition);
    }
    query.load(connection)
}

/// When the day after `day` begins.
fn after(app: &App, day: NaiveDate) -> NaiveDateTime {
    app.clock.begin_of(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// Numbers of the matters that were in hand at the end of `until`, some of very many.
fn open_at(
    connection: &mut Connection,
    app: &App,
    scope: &Scope,
    until: NaiveDate,
) -> Result<Vec<String>> {
    let rows = match scope {
        Scope::Kept { bureau, kind } => {
            let days = (NaiveDate::default(), until);
            let asked = Asked { days, channel: None, kind: *kind, bureau: bureau.as_deref() };
            return Ok(matters::in_hand(connection, &asked)?);
        }
        Scope::Plant(plant) => plant.matters(),
        Scope::Matters(rows) => rows.as_slice(),
    };
    let city = &app.jurisdiction.profile().dispatcher;
    let stood = past::before(connection, city, rows, after(app, until))?;
    let is_open = |state: &str| state.parse::<State>().is_ok_and(|state| !state.is_ended());
    let open: Vec<i64> =
        stood.iter().filter(|(_, it)| is_open(&it.state)).map(|(id, _)| *id).collect();
    let numbers = cases::table
        .filter(cases::id.eq_any(open))
        .filter(cases::hidden_from.eq(""))
        .order(cases::id)
        .select(cases::number);
    Ok(numbers.load(connection)?)
}
