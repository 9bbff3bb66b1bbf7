//! The figures as the page's template takes them.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::{dsl::count_star, prelude::*};
use serde_json::{Value, json};

use super::{
    asked::Query,
    cells::{self, Cells},
    place,
};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::cases},
    error::Result,
    i18n::Language,
    message::Message,
    pages::grouped,
    reports::category::{CATEGORIES, CHANNELS},
    statistics::{
        Asked, Counted, Figures, Line, Period,
        figure::{self, Group, IN_HAND, SHARES, Share},
        figures::shown,
        ledger::{self, Span},
        map,
        period::{self, year_before},
        sheet::Side,
        summary::{Column, columns},
        sums::{self, By, Course},
    },
};

/// The longest period whose course is shown by day.
const BY_DAY: i64 = 62;
/// The figures that are drawn by county.
const DRAWN: [&str; 2] = ["accepted", "concluded"];
/// What came in.
const RECEIVED: &str = "received";
/// Where a number comes in words.
const DONE: char = '\u{1}';
const OF: char = '\u{2}';
/// The figures whose course is drawn.
const COURSE: [&str; 2] = [RECEIVED, "concluded"];

/// All that the page says.
pub(super) struct Gathered {
    pub figures: Figures,
    pub before: Figures,
    first: NaiveDate,
    channels: BTreeMap<String, i64>,
    kinds: BTreeMap<String, i64>,
    course: Course,
    /// In hand and late, now; where nothing but the city was asked for.
    late: Option<i64>,
    /// Up to when all is counted, when something waits.
    waits_since: Option<NaiveDateTime>,
}

/// Reads it: the period, the same days a year before, and how the period went.
pub(super) fn gather(connection: &mut Connection, app: &App, query: &Query) -> Result<Gathered> {
    let today = app.clock.today();
    let waits_since = ledger::counted_until(connection)?;
    let first = sums::first_day(connection)?.unwrap_or(today);
    let days = query.period.days(today, first);
    let asked = query.asked(days);
    let is_short = (days.1 - days.0).num_days() < BY_DAY;
    let span = if is_short { Span::Day } else { Span::Month };
    let whole = query.channel.is_none() && query.kind.is_none() && query.bureau.is_none();
    Ok(Gathered {
        figures: Figures::read(connection, &app.jurisdiction, &asked)?,
        before: Figures::read(connection, &app.jurisdiction, &query.asked(year_before(days)))?,
        first,
        channels: channels(connection, &asked)?,
        kinds: received(connection, By::Kind, &asked)?,
        course: sums::course(connection, &COURSE, span, &asked)?,
        late: match whole && days.1 >= today {
            true => Some(late(connection, today)?),
            false => None,
        },
        waits_since,
    })
}

/// What was received, by channel.
pub(super) fn channels(
    connection: &mut Connection,
    asked: &Asked<'_>,
) -> QueryResult<BTreeMap<String, i64>> {
    received(connection, By::Channel, asked)
}

fn received(
    connection: &mut Connection,
    by: By,
    asked: &Asked<'_>,
) -> QueryResult<BTreeMap<String, i64>> {
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for sum in sums::read(connection, &[RECEIVED], by, asked)? {
        *found.entry(sum.whose).or_default() += sum.amount;
    }
    Ok(found)
}

impl Gathered {
    fn days(&self) -> period::Span {
        (self.figures.from, self.figures.until)
    }

    /// The same days a year before.
    pub fn days_before(&self) -> period::Span {
        (self.before.from, self.before.until)
    }

    /// The period as a column of the summary.
    pub fn side(&self) -> Side<'_> {
        Side::of(&self.figures, &self.channels)
    }
}

fn late(connection: &mut Connection, today: NaiveDate) -> QueryResult<i64> {
    cases::table
        .filter(cases::ended_at.is_null())
        .filter(cases::due_on.lt(today))
        .select(count_star())
        .first(connection)
}

/// The page, with the ways to the matters that `viewer`, or the public, may open.
pub(super) fn page(
    (app, language): (&App, Language),
    query: &Query,
    gathered: &Gathered,
    viewer: Option<&Viewer>,
) -> Value {
    let view = View { app, language, query, gathered, cells: Cells { app, viewer } };
    let figures = &gathered.figures;
    let (from, until) = (figures.from, figures.until);
    let received = |code: &str| figures.line(code).get(RECEIVED);
    let by_county = |code: &str| query.about(code).address("/statistics");
    json!({
        "periods": periods((app, language), query, gathered.first), "form": view.form(), "from": from, "until": until,
        "before": { "from": gathered.before.from, "until": gathered.before.until },
        "as_of": gathered.waits_since.unwrap_or_else(|| app.clock.now()),
        "equation": view.equation(), "tiles": view.tiles(), "groups": view.groups(),
        "map": map::draw(&app.jurisdiction, language.tag(), received, by_county),
        "breakdowns": view.breakdowns(), "course": view.course(),
        "counties": options(shown(&app.jurisdiction), |code| place(app, language, code)),
        "channels": options(CHANNELS, |name| view.text(&format!("channel-{name}"))),
        "kinds": options(CATEGORIES.iter().map(|it| it.name), |name| {
            view.text(&format!("kind-{name}"))
        }),
        "drawn": drawn(), "csv": query.address("/statistics.csv"), "xlsx": query.address("/statistics.xlsx"),
    })
}

/// The columns of the table of handling that are drawn, from 1, with a space between.
fn drawn() -> String {
    let places = columns(Group::Course).into_iter().enumerate().filter_map(|(at, column)| {
        let Column::Figure(figure) = column else { return None };
        DRAWN.contains(&figure.name).then(|| (at + 1).to_string())
    });
    places.collect::<Vec<_>>().join(" ")
}

/// Periods that go on, the years before that have figures, and all of it.
pub(super) fn periods(
    (app, language): (&App, Language),
    query: &Query,
    first: NaiveDate,
) -> Vec<Value> {
    let text = |name: &str| {
        let key = format!("statistics-period-{name}");
        app.pages.messages.text(language, &key).into_owned()
    };
    let goes_on = [Period::Month, Period::Quarter, Period::Half, Period::Year];
    let goes_on = goes_on.map(|it| (it, text(&it.name())));
    let past = (first.year()..app.clock.today().year()).rev().take(20);
    let past = past.map(|year| (Period::Of(year, 1, 12), year.to_string()));
    let all = (Period::All, text(&Period::All.name()));
    let link = |(period, label): (Period, String)| {
        let href = query.during(period).address("/statistics");
        json!({ "href": href, "label": label, "current": period == query.period })
    };
    goes_on.into_iter().chain(past).chain([all]).map(link).collect()
}

fn options<'a>(
    values: impl IntoIterator<Item = &'a str>,
    label: impl Fn(&str) -> String,
) -> Vec<Value> {
    let option = |value: &str| json!({ "value": value, "label": label(value) });
    values.into_iter().map(option).collect()
}

struct View<'a> {
    app: &'a App,
    language: Language,
    query: &'a Query,
    gathered: &'a Gathered,
    cells: Cells<'a>,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(self.language, key).into_owned()
    }

    fn form(&self) -> Value {
        json!({
            "from": self.gathered.figures.from, "until": self.gathered.figures.until,
            "county": self.query.bureau, "channel": self.query.channel, "kind": self.query.kind,
        })
    }

    /// Received since ever is what is in hand, ended, or merged, at the end of the period (`I10`).
    fn equation(&self) -> Value {
        let figures = &self.gathered.figures;
        // Since ever: nothing was counted before the first report was received.
        let days = (self.gathered.first.min(figures.until), figures.until);
        let part = |name: &str, many: i64| {
            let behind = figure::find(name);
            let href = behind.and_then(|it| self.cells.behind(&[it], many, self.query, days));
            json!({ "many": many, "href": href })
        };
        let stands = |name: &str| part(name, figures.sum.get(name));
        let desk = self.cells.desk(self.query, days);
        json!({
            "received": part(RECEIVED, figures.ever.0), "split_off": part("split_off", figures.ever.1),
            "in_hand": stands(IN_HAND), "concluded": stands("stand_concluded"),
            "declined": stands("stand_declined"), "withdrawn": stands("stand_withdrawn"),
            "merged": stands("stand_merged"),
            "late": self.gathered.late, "late_href": desk.map(|_| "/desk?due=late"),
        })
    }

    /// The shares, each with how many of how many in words, and the ways to both.
    fn tiles(&self) -> Vec<Value> {
        let (sum, days) = (&self.gathered.figures.sum, self.gathered.days());
        let tile = |share: &'static Share| {
            let column = Column::Share(share);
            let mut cell = self.cells.of(column, sum, self.query, days);
            cell["label"] = self.text(&column.key()).into();
            cell["said"] = self.said(sum.share(share), &cell).into();
            cell
        };
        SHARES.iter().map(tile).collect()
    }

    /// So many of so many, in pieces: the words, and the two numbers with their ways.
    fn said(&self, share: Counted, cell: &Value) -> Vec<Value> {
        let places = [(DONE, share.done, &cell["done_href"]), (OF, share.of, &cell["of_href"])];
        let message = Message::new("statistics-of").with("done", DONE).with("of", OF);
        let words = self.app.pages.messages.say(self.language, &message);
        let is_place = |c: char| places.iter().any(|(place, ..)| *place == c);
        let pieces = words.split_inclusive(is_place).flat_map(|piece| {
            let place = places.iter().find(|(place, ..)| piece.ends_with(*place));
            let number =
                place.map(|(_, many, href)| json!({ "text": grouped(*many), "href": href }));
            let text = piece.trim_end_matches(is_place);
            [Some(json!({ "text": text })).filter(|_| !text.is_empty()), number]
        });
        pieces.flatten().collect()
    }

    /// A table of the whole with the year before, and one by county, for each heading.
    fn groups(&self) -> Vec<Value> {
        Group::ALL.into_iter().map(|group| self.group(group)).collect()
    }

    fn group(&self, group: Group) -> Value {
        let (figures, before) = (&self.gathered.figures, &self.gathered.before);
        let (days, days_before) = (self.gathered.days(), self.gathered.days_before());
        let columns = columns(group);
        let row = |column: &Column| {
            let (now, then) = (column.of(&figures.sum), column.of(&before.sum));
            json!({
                "label": self.text(&column.key()),
                "now": self.cells.of(*column, &figures.sum, self.query, days),
                "then": self.cells.of(*column, &before.sum, self.query, days_before),
                "more": cells::more(now, then),
            })
        };
        let county = |(code, line): &(String, Line)| {
            let query = self.query.about(code);
            let cells = columns.iter().map(|it| self.cells.of(*it, line, &query, days));
            json!({
                "name": place(self.app, self.language, code),
                "href": query.address("/statistics"),
                "cells": cells.collect::<Vec<_>>(),
            })
        };
        let sum = columns.iter().map(|it| self.cells.of(*it, &figures.sum, self.query, days));
        let touched = |figures: &Figures| {
            (group == Group::Supervised).then(|| self.cells.counties(figures, self.query))
        };
        json!({
            "name": group.name(), "title": self.text(&format!("statistics-group-{}", group.name())),
            "rows": columns.iter().map(row).collect::<Vec<_>>(),
            "columns": columns.iter().map(|it| self.text(&it.key())).collect::<Vec<_>>(),
            "counties": figures.lines.iter().map(county).collect::<Vec<_>>(),
            "sum": sum.collect::<Vec<_>>(),
            "touched": touched(figures), "touched_then": touched(before),
        })
    }

    /// What was received, by channel and by category, with bars.
    fn breakdowns(&self) -> Vec<Value> {
        let kinds: Vec<&'static str> = CATEGORIES.iter().map(|it| it.name).collect();
        let (channels, of_kinds) = (&self.gathered.channels, &self.gathered.kinds);
        let channels = self.bars("channel", &CHANNELS, channels, Query::by_channel);
        let kinds = self.bars("kind", &kinds, of_kinds, Query::of_kind);
        let shown = [("channels", channels), ("kinds", kinds)].into_iter();
        let group = |(name, items): (&str, Vec<Value>)| {
            let title = self.text(&format!("statistics-by-{name}"));
            json!({ "name": name, "title": title, "items": items })
        };
        shown.filter(|(_, items)| !items.is_empty()).map(group).collect()
    }

    /// A bar for each of `order` that was counted; `narrowed` asks about it alone.
    fn bars(
        &self,
        prefix: &str,
        order: &[&'static str],
        counted: &BTreeMap<String, i64>,
        narrowed: impl Fn(&Query, &'static str) -> Query,
    ) -> Vec<Value> {
        let Some(figure) = figure::find(RECEIVED) else { return Vec::new() };
        let most = counted.values().copied().max().unwrap_or(1).max(1);
        let there = order.iter().filter_map(|name| Some((*name, *counted.get(*name)?)));
        let bar = |(name, many): (&'static str, i64)| {
            let query = narrowed(self.query, name);
            json!({
                "label": self.text(&format!("{prefix}-{name}")),
                "value": many, "share": many * 100 / most,
                "href": self.cells.behind(&[figure], many, &query, self.gathered.days()),
            })
        };
        there.filter(|(_, many)| *many > 0).map(bar).collect()
    }

    /// Received and concluded, by day or by month; of a month, the days that were asked for.
    fn course(&self) -> Vec<Value> {
        let (from, until) = self.gathered.days();
        let by_day = (until - from).num_days() < BY_DAY;
        let point = |(begin, amounts): (&NaiveDate, &BTreeMap<String, i64>)| {
            let (label, end) = match by_day {
                true => (begin.to_string(), *begin),
                false => (begin.format("%Y-%m").to_string(), period::end_of_month(*begin)),
            };
            let days = (from.max(*begin), until.min(end));
            let cell = |name: &str| {
                let many = amounts.get(name).copied().unwrap_or(0);
                let behind = figure::find(name);
                let href = behind.and_then(|it| self.cells.behind(&[it], many, self.query, days));
                json!({ "many": many, "href": href })
            };
            json!({ "label": label, "cells": COURSE.map(cell) })
        };
        self.gathered.course.iter().map(point).collect()
    }
}
