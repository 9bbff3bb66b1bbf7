//! The figures as the page's template takes them.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::{dsl::count_star, prelude::*};
use serde_json::{Value, json};

use super::{asked::Query, place};
use crate::{
    accounts::Viewer,
    app::App,
    db::{Connection, schema::cases},
    error::Result,
    i18n::Language,
    pages::{grouped, in_wan},
    reports::category::{CATEGORIES, CHANNELS},
    statistics::{
        Asked, Figures, Line, Period,
        figure::{Group, SHARES},
        figures::shown,
        ledger::{self, Span},
        map, matters,
        period::year_before,
        summary::{Cell, Column, columns},
        sums::{self, By, Course},
    },
};

/// The longest period whose course is shown by day.
const BY_DAY: i64 = 62;
/// The figures that are drawn by county.
const DRAWN: [&str; 2] = ["accepted", "concluded"];
/// The figures whose course is drawn.
const COURSE: [&str; 2] = ["received", "concluded"];

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
    let of_received = |connection: &mut Connection, by: By| {
        let sums = sums::read(connection, &["received"], by, &asked)?;
        let mut found: BTreeMap<String, i64> = BTreeMap::new();
        sums.into_iter().for_each(|sum| *found.entry(sum.whose).or_default() += sum.amount);
        Ok::<_, diesel::result::Error>(found)
    };
    let is_short = (days.1 - days.0).num_days() < BY_DAY;
    let span = if is_short { Span::Day } else { Span::Month };
    let whole = query.channel.is_none() && query.kind.is_none() && query.bureau.is_none();
    Ok(Gathered {
        figures: Figures::read(connection, &app.jurisdiction, &asked)?,
        before: Figures::read(connection, &app.jurisdiction, &query.asked(year_before(days)))?,
        first,
        channels: of_received(connection, By::Channel)?,
        kinds: of_received(connection, By::Kind)?,
        course: sums::course(connection, &COURSE, span, &asked)?,
        late: match whole && days.1 >= today {
            true => Some(late(connection, today)?),
            false => None,
        },
        waits_since,
    })
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
    let asked = query.asked(days(gathered));
    let view = View { app, language, query, gathered, asked, viewer };
    let figures = &gathered.figures;
    let (from, until) = (figures.from, figures.until);
    let received = |code: &str| figures.line(code).get("received");
    let by_county = |code: &str| query.about(code).address("/statistics");
    json!({
        "periods": view.periods(), "form": view.form(), "from": from, "until": until,
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

fn days(gathered: &Gathered) -> (NaiveDate, NaiveDate) {
    (gathered.figures.from, gathered.figures.until)
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
    asked: Asked<'a>,
    viewer: Option<&'a Viewer>,
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

    /// Periods that go on, the years before that have figures, and all of it.
    fn periods(&self) -> Vec<Value> {
        let goes_on = [Period::Month, Period::Quarter, Period::Half, Period::Year];
        let goes_on =
            goes_on.map(|it| (it, self.text(&format!("statistics-period-{}", it.name()))));
        let this = self.app.clock.today().year();
        let past = (self.gathered.first.year()..this).rev().take(20);
        let past = past.map(|year| (Period::Of(year, 1, 12), year.to_string()));
        let all = (Period::All, self.text("statistics-period-all"));
        let link = |(period, label): (Period, String)| {
            let href = self.query.during(period).address("/statistics");
            json!({ "href": href, "label": label, "current": period == self.query.period })
        };
        goes_on.into_iter().chain(past).chain([all]).map(link).collect()
    }

    /// Received since ever is what is in hand, ended, or merged, at the end of the period (`I10`).
    fn equation(&self) -> Value {
        let figures = &self.gathered.figures;
        let stands = |name: &str| figures.sum.get(name);
        json!({
            "received": figures.ever.0, "split_off": figures.ever.1,
            "in_hand": figures.in_hand(), "concluded": stands("stand_concluded"),
            "declined": stands("stand_declined"), "withdrawn": stands("stand_withdrawn"),
            "merged": stands("stand_merged"), "late": self.gathered.late,
        })
    }

    fn tiles(&self) -> Vec<Value> {
        let tile = |column: Column| {
            let mut cell = self.cell(column.of(&self.gathered.figures.sum));
            cell["label"] = self.text(&column.key()).into();
            cell
        };
        SHARES.iter().map(Column::Share).map(tile).collect()
    }

    /// A table of the whole with the year before, and one by county, for each heading.
    fn groups(&self) -> Vec<Value> {
        Group::ALL.into_iter().map(|group| self.group(group)).collect()
    }

    fn group(&self, group: Group) -> Value {
        let (figures, before) = (&self.gathered.figures, &self.gathered.before);
        let columns = columns(group);
        let row = |column: &Column| {
            let (now, then) = (column.of(&figures.sum), column.of(&before.sum));
            json!({
                "label": self.text(&column.key()), "now": self.linked(*column, now, None),
                "then": self.cell(then), "more": self.more(now, then),
            })
        };
        let county = |(code, line): &(String, Line)| {
            let cells = columns.iter().map(|it| self.linked(*it, it.of(line), Some(code)));
            json!({
                "name": place(self.app, self.language, code),
                "href": self.query.about(code).address("/statistics"),
                "cells": cells.collect::<Vec<_>>(),
            })
        };
        let sum = columns.iter().map(|it| self.linked(*it, it.of(&figures.sum), None));
        json!({
            "name": group.name(), "title": self.text(&format!("statistics-group-{}", group.name())),
            "rows": columns.iter().map(row).collect::<Vec<_>>(),
            "columns": columns.iter().map(|it| self.text(&it.key())).collect::<Vec<_>>(),
            "counties": figures.lines.iter().map(county).collect::<Vec<_>>(),
            "sum": sum.collect::<Vec<_>>(),
            "touched": (group == Group::Supervised).then(|| figures.counties_listed()),
        })
    }

    fn cell(&self, cell: Cell) -> Value {
        match cell {
            Cell::Pieces(many) => json!({ "text": grouped(many), "none": many == 0 }),
            Cell::Fen(fen) => json!({ "text": in_wan(fen), "none": fen == 0 }),
            Cell::Share(share) => json!({
                "done": share.done, "of": share.of, "percent": share.percent(),
                "none": share.of == 0, "share": true,
            }),
        }
    }

    /// The cell, with the way to the matters behind it where there is one (`N2`).
    fn linked(&self, column: Column, cell: Cell, bureau: Option<&str>) -> Value {
        let mut shown = self.cell(cell);
        let Column::Figure(figure) = column else { return shown };
        let is_there = !matches!(cell, Cell::Pieces(0) | Cell::Fen(0));
        if is_there && matters::may_open(figure, &self.asked, self.viewer) {
            let query = bureau.map_or_else(|| self.query.clone(), |code| self.query.about(code));
            shown["href"] = query.behind(figure.name, days(self.gathered)).into();
        }
        shown
    }

    /// How much more than the year before, with its sign.
    fn more(&self, now: Cell, then: Cell) -> Option<Value> {
        let more = now.more_than(then)?;
        let text = match now {
            Cell::Fen(_) => in_wan(more.abs()),
            _ => grouped(more.abs()),
        };
        let sign = match more.signum() {
            1 => "+",
            -1 => "−",
            _ => "",
        };
        Some(json!({ "text": format!("{sign}{text}"), "points": matches!(now, Cell::Share(_)) }))
    }

    /// What was received, by channel and by category, with bars.
    fn breakdowns(&self) -> Vec<Value> {
        let kinds: Vec<&str> = CATEGORIES.iter().map(|it| it.name).collect();
        let groups = [
            ("channels", "channel", CHANNELS.to_vec(), &self.gathered.channels),
            ("kinds", "kind", kinds, &self.gathered.kinds),
        ];
        type Group<'a> = (&'a str, &'a str, Vec<&'a str>, &'a BTreeMap<String, i64>);
        let group = |(name, prefix, order, counted): Group<'_>| {
            let most = counted.values().copied().max().unwrap_or(1).max(1);
            let there = order.iter().filter_map(|name| Some((name, *counted.get(*name)?)));
            let items = there.filter(|(_, many)| *many > 0).map(|(name, many)| {
                let label = self.text(&format!("{prefix}-{name}"));
                json!({ "label": label, "value": many, "share": many * 100 / most })
            });
            let items: Vec<Value> = items.collect();
            json!({ "name": name, "title": self.text(&format!("statistics-by-{name}")), "items": items })
        };
        let shown = groups.into_iter().map(group);
        shown.filter(|it| it["items"].as_array().is_some_and(|items| !items.is_empty())).collect()
    }

    /// Received and concluded, by day or by month.
    fn course(&self) -> Vec<Value> {
        let figures = &self.gathered.figures;
        let by_day = (figures.until - figures.from).num_days() < BY_DAY;
        let point = |(begin, amounts): (&NaiveDate, &BTreeMap<String, i64>)| {
            let label = match by_day {
                true => begin.to_string(),
                false => begin.format("%Y-%m").to_string(),
            };
            let many = |name: &str| amounts.get(name).copied().unwrap_or(0);
            json!({ "label": label, "received": many(COURSE[0]), "concluded": many(COURSE[1]) })
        };
        self.gathered.course.iter().map(point).collect()
    }
}
