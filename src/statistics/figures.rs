//! Adds up what was counted: a line for each bureau that handles matters, and one for the city.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde::Serialize;

use super::{Period, count};
use crate::{
    callbacks,
    cases::{State, statement::MEASURES},
    db::Connection,
    error::Result,
    jurisdiction::{BureauKind, Jurisdiction},
    reports::category::{CATEGORIES, CHANNELS},
};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub done: i64,
    /// Of how many.
    pub of: i64,
}

/// The figures of one bureau, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Reports received: the sum of the next five (`I10`).
    pub received: i64,
    /// In hand.
    pub in_hand: i64,
    /// Concluded and answered.
    pub concluded: i64,
    /// Declined with a reason (`I9`).
    pub declined: i64,
    /// Withdrawn by their reporters.
    pub withdrawn: i64,
    /// Merged into, or joined to, another living matter (`I8`).
    pub merged: i64,
    /// Matters in hand past their date.
    pub late: i64,
    /// Told in time whether they are accepted (`T1`).
    pub accepted: Share,
    /// Concluded in time (`T2`).
    pub on_time: Share,
    /// Matters found to be so, wholly or in part, of those concluded.
    pub substantiated: Share,
    /// Satisfied or fairly satisfied with the handling, of those who rated it (`C7`).
    pub satisfied: Share,
    /// Problem solved, wholly or in part, of those who said so or not.
    pub solved: Share,
    /// Fines, in fen.
    pub fined: i64,
    /// Plants closed down.
    pub closed: i64,
}

/// All figures of a period.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The day of the first report ever.
    pub first: NaiveDate,
    /// All reports received, counted by themselves: equal to the sum of the lines (`I10`).
    pub received: i64,
    /// Lines by the code of the bureau, in the order of the jurisdiction, the city's last.
    pub lines: Vec<(String, Line)>,
    /// The sum of the lines.
    pub sum: Line,
    /// Reports by channel (`I1`).
    pub channels: Vec<(&'static str, i64)>,
    /// Reports by category (`I5`); one may have several.
    pub kinds: Vec<(&'static str, i64)>,
    /// Reports by the state of the matter behind them.
    pub states: Vec<(&'static str, i64)>,
    /// Measures taken (`C5`).
    pub measures: Vec<(&'static str, i64)>,
}

impl Share {
    /// In percent, rounded down; nothing when there is nothing to share.
    pub fn percent(self) -> Option<i64> {
        (self.of > 0).then(|| self.done * 100 / self.of)
    }

    fn add(&mut self, done: i64, of: i64) {
        self.done += done;
        self.of += of;
    }
}

impl Line {
    /// Reports that were answered: concluded or declined, of all that were not withdrawn.
    pub fn answered(&self) -> Share {
        Share { done: self.concluded + self.declined, of: self.received - self.withdrawn }
    }

    /// One class for each report, and so the sum of all is what was received (`I10`).
    fn count(&mut self, state: State, opened: bool, withdrawn: bool, many: i64) {
        let class = match state {
            _ if withdrawn => &mut self.withdrawn,
            State::Concluded | State::Final => &mut self.concluded,
            State::Declined => &mut self.declined,
            State::Withdrawn => &mut self.withdrawn,
            State::Merged => &mut self.merged,
            _ if opened => &mut self.in_hand,
            _ => &mut self.merged,
        };
        *class += many;
        self.received += many;
    }

    fn plus(mut self, other: &Self) -> Self {
        self.received += other.received;
        self.in_hand += other.in_hand;
        self.concluded += other.concluded;
        self.declined += other.declined;
        self.withdrawn += other.withdrawn;
        self.merged += other.merged;
        self.late += other.late;
        self.accepted.add(other.accepted.done, other.accepted.of);
        self.on_time.add(other.on_time.done, other.on_time.of);
        self.substantiated.add(other.substantiated.done, other.substantiated.of);
        self.satisfied.add(other.satisfied.done, other.satisfied.of);
        self.solved.add(other.solved.done, other.solved.of);
        self.fined += other.fined;
        self.closed += other.closed;
        self
    }
}

/// Under which bureau a matter of `owner` is shown to the public: its own where it handles the
/// matters of a place, else the city.
pub fn shown_under<'a>(jurisdiction: &'a Jurisdiction, owner: &str) -> &'a str {
    let handles = |kind| matches!(kind, BureauKind::County | BureauKind::Zone | BureauKind::Units);
    match jurisdiction.bureau(owner) {
        Some(bureau) if handles(bureau.kind) => &bureau.code,
        _ => &jurisdiction.profile().dispatcher,
    }
}

/// The bureaus that have a line, in order: those of places, then the city.
pub fn shown(jurisdiction: &Jurisdiction) -> Vec<&str> {
    let own = |code: &&str| shown_under(jurisdiction, code) == *code;
    let city = jurisdiction.profile().dispatcher.as_str();
    let codes = jurisdiction.bureaus().iter().map(|bureau| bureau.code.as_str());
    codes.filter(own).filter(|code| *code != city).chain([city]).collect()
}

/// The lines while they are filled.
struct Lines<'a> {
    jurisdiction: &'a Jurisdiction,
    by_code: BTreeMap<&'a str, Line>,
}

impl<'a> Lines<'a> {
    fn of(&mut self, owner: &str) -> &mut Line {
        self.by_code.entry(shown_under(self.jurisdiction, owner)).or_default()
    }

    fn add_clocks(&mut self, clocks: Vec<count::Clocks>) {
        for row in clocks {
            let line = self.of(&row.owner);
            let share = match row.policy.as_str() {
                "acceptance" => &mut line.accepted,
                _ => &mut line.on_time,
            };
            share.add(row.met, row.many);
        }
    }

    fn add_matters(&mut self, matters: Vec<count::Matters>) {
        for row in matters {
            let line = self.of(&row.owner);
            line.late += if row.late { row.many } else { 0 };
            if let Some(verdict) = row.verdict {
                let found = matches!(verdict.as_str(), "substantiated" | "partly");
                line.substantiated.add(if found { row.many } else { 0 }, row.many);
            }
        }
    }

    fn add_ratings(&mut self, ratings: Vec<callbacks::figures::Ratings>) {
        for row in ratings {
            let line = self.of(&row.owner);
            line.satisfied.add(row.handling, row.rated);
            line.solved.add(row.solved, row.asked);
        }
    }

    fn finish(self) -> Vec<(String, Line)> {
        let line = |code: &str| self.by_code.get(code).copied().unwrap_or_default();
        shown(self.jurisdiction).into_iter().map(|code| (code.to_owned(), line(code))).collect()
    }
}

impl Figures {
    /// Counts `period` as of `today`, in seven questions.
    pub fn gather(
        connection: &mut Connection,
        jurisdiction: &Jurisdiction,
        period: Period,
        today: NaiveDate,
    ) -> Result<Self> {
        let (from, until) = period.days(today, DateTime::UNIX_EPOCH.date_naive());
        let mut figures = Self::brief(connection, jurisdiction, (from, until), today)?;
        if period == Period::All {
            figures.from = figures.first;
        }
        let mut lines = Lines { jurisdiction, by_code: BTreeMap::new() };
        lines.add_matters(count::matters(connection, from, until, today)?);
        lines.add_ratings(callbacks::figures::ratings(connection, from, until)?);
        let mut measures: BTreeMap<String, i64> = BTreeMap::new();
        for row in count::measures(connection, from, until)? {
            let line = lines.of(&row.owner);
            match row.kind.as_str() {
                "fine" | "daily_penalty" => line.fined += row.fen,
                "closure" => line.closed += row.many,
                _ => {}
            }
            *measures.entry(row.kind).or_default() += row.many;
        }
        for ((_, line), (_, more)) in figures.lines.iter_mut().zip(lines.finish()) {
            *line = line.plus(&more);
        }
        figures.sum = sum(&figures.lines);
        figures.measures = in_order(&MEASURES, &measures);
        figures.kinds = by_kind(count::kinds(connection, from, until)?);
        Ok(figures)
    }

    /// Reports and clocks alone, in three questions: for the first page.
    pub fn brief(
        connection: &mut Connection,
        jurisdiction: &Jurisdiction,
        (from, until): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Self> {
        let received = count::received(connection, from, until)?;
        let mut lines = Lines { jurisdiction, by_code: BTreeMap::new() };
        let (mut channels, mut states) = (BTreeMap::new(), BTreeMap::new());
        for row in count::reports(connection, from, until)? {
            let Ok(state) = row.state.parse::<State>() else { continue };
            lines.of(&row.owner).count(state, row.opened, row.withdrawn, row.many);
            let shown = if row.withdrawn { State::Withdrawn } else { state };
            *states.entry(shown.name().to_owned()).or_default() += row.many;
            *channels.entry(row.channel).or_default() += row.many;
        }
        lines.add_clocks(count::clocks(connection, from, until, today)?);
        let lines = lines.finish();
        let sum = sum(&lines);
        if sum.received != received.many {
            tracing::error!(sum.received, received.many, "a report stands behind no matter (I10)");
        }
        Ok(Self {
            from,
            until,
            first: received.first.unwrap_or(today),
            received: received.many,
            sum,
            lines,
            channels: in_order(&CHANNELS, &channels),
            states: in_order(&State::ALL.map(State::name), &states),
            kinds: Vec::new(),
            measures: Vec::new(),
        })
    }
}

fn sum(lines: &[(String, Line)]) -> Line {
    lines.iter().fold(Line::default(), |sum, (_, line)| sum.plus(line))
}

/// Those that occur, in the order of a list.
fn in_order(names: &[&'static str], counted: &BTreeMap<String, i64>) -> Vec<(&'static str, i64)> {
    let many = |name: &&'static str| counted.get(*name).map(|many| (*name, *many));
    names.iter().filter_map(many).collect()
}

fn by_kind(counted: Vec<count::Kinds>) -> Vec<(&'static str, i64)> {
    let many = |name: &str| -> i64 {
        let has = |row: &&count::Kinds| row.kinds.split(' ').any(|kind| kind == name);
        counted.iter().filter(has).map(|row| row.many).sum()
    };
    let all = CATEGORIES.iter().map(|category| (category.name, many(category.name)));
    all.filter(|(_, many)| *many > 0).collect()
}
