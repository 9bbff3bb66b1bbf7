//! The figures of a period: a line for each bureau that handles matters, one for the city, their sum.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::QueryResult;
use serde::Serialize;

use super::{
    figure::{self, FIGURES, Group, IN_HAND, LISTED_IN, SHARES, STANDINGS, Share},
    sums::{self, Asked, By, Sum},
};
use crate::{
    db::Connection,
    jurisdiction::{BureauKind, Jurisdiction},
};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many.
    pub done: i64,
    /// Of how many.
    pub of: i64,
}

impl Counted {
    /// In percent, rounded down; nothing when there is nothing to share.
    pub fn percent(self) -> Option<i64> {
        (self.of > 0).then(|| self.done * 100 / self.of)
    }
}

/// The figures of one bureau, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(BTreeMap<&'static str, i64>);

impl Line {
    /// From names and amounts; what the table does not have is left out.
    pub fn of(sums: impl IntoIterator<Item = (String, i64)>) -> Self {
        let mut line = Self::default();
        for (name, amount) in sums {
            if let Some(name) = figure::known(&name) {
                line.add(name, amount);
            }
        }
        line
    }

    /// How many of that figure.
    pub fn get(&self, name: &str) -> i64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// A share with its denominator.
    pub fn share(&self, share: &Share) -> Counted {
        let sum = |names: &[&str]| names.iter().map(|name| self.get(name)).sum();
        Counted { done: sum(share.done), of: sum(share.of) }
    }

    /// The share of that name.
    pub fn share_of(&self, name: &str) -> Counted {
        let share = SHARES.iter().find(|share| share.name == name);
        share.map(|share| self.share(share)).unwrap_or_default()
    }

    fn add(&mut self, name: &'static str, amount: i64) {
        *self.0.entry(name).or_default() += amount;
    }
}

/// The figures of some days.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Lines by the code of the bureau, in the order of the jurisdiction, the city's last.
    pub lines: Vec<(String, Line)>,
    /// The sum of the lines.
    pub sum: Line,
    /// Received since ever and split off since ever: what the standings add up to (`I10`).
    pub ever: (i64, i64),
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

impl Figures {
    /// Reads what was asked for: what happened on those days, and how matters stood at their end.
    pub fn read(
        connection: &mut Connection,
        jurisdiction: &Jurisdiction,
        asked: &Asked<'_>,
    ) -> QueryResult<Self> {
        let happened: Vec<&str> = FIGURES
            .iter()
            .filter(|figure| figure.group != Group::Standing)
            .map(|figure| figure.name)
            .chain([LISTED_IN])
            .collect();
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        fill(&mut lines, sums::read(connection, &happened, By::Bureau, asked)?);
        let stood = [&STANDINGS[..], &["received", "split_off"]].concat();
        let ever = Asked { days: (NaiveDate::default(), asked.days.1), ..*asked };
        let mut stand: BTreeMap<String, Line> = BTreeMap::new();
        fill(&mut stand, sums::read(connection, &stood, By::Bureau, &ever)?);
        let mut ever = (0, 0);
        for (code, line) in stand {
            ever = (ever.0 + line.get("received"), ever.1 + line.get("split_off"));
            for standing in STANDINGS {
                lines.entry(code.clone()).or_default().add(standing, line.get(standing));
            }
        }
        let lines = in_order(jurisdiction, lines, asked.bureau);
        let mut sum = Line::default();
        for (_, line) in &lines {
            line.0.iter().for_each(|(name, amount)| sum.add(name, *amount));
        }
        let (from, until) = asked.days;
        Ok(Self { from, until, lines, sum, ever })
    }

    /// How many counties the supervised cases that were listed touch (`N1`).
    pub fn counties_listed(&self) -> usize {
        self.lines.iter().filter(|(_, line)| line.get(LISTED_IN) > 0).count()
    }

    /// Whether everything received, and what was split off from it, is in hand, ended, or merged
    /// (`I10`).
    pub fn add_up(&self) -> bool {
        let standings: i64 = STANDINGS.iter().map(|name| self.sum.get(name)).sum();
        self.ever.0 + self.ever.1 == standings
    }

    /// The line of that bureau.
    pub fn line(&self, code: &str) -> Line {
        let found = self.lines.iter().find(|(known, _)| known == code);
        found.map(|(_, line)| line.clone()).unwrap_or_default()
    }

    /// In hand at the end of the period.
    pub fn in_hand(&self) -> i64 {
        self.sum.get(IN_HAND)
    }
}

fn fill(lines: &mut BTreeMap<String, Line>, sums: Vec<Sum>) {
    for sum in sums {
        if let Some(name) = figure::known(&sum.figure) {
            lines.entry(sum.whose).or_default().add(name, sum.amount);
        }
    }
}

/// Every bureau has its line, in order; only the one that was asked for, if one was.
fn in_order(
    jurisdiction: &Jurisdiction,
    mut lines: BTreeMap<String, Line>,
    asked: Option<&str>,
) -> Vec<(String, Line)> {
    let shown = shown(jurisdiction).into_iter();
    let shown = shown.filter(|code| asked.is_none_or(|asked| asked == *code));
    shown.map(|code| (code.to_owned(), lines.remove(code).unwrap_or_default())).collect()
}
