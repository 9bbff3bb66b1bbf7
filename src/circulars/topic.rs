//! What circulars are about and which figures each rests on: one table. Pure.

/// A column of a circular's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A figure of the period, from the kept sums (`N1`).
    Figure(&'static str),
    /// A share of the period with its denominator.
    Share(&'static str),
    /// What stands on a list at the moment of drafting.
    Listed(Listed),
}

/// The lists whose lines are counted, and kept, when a circular is drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Open matters past their date.
    Overdue,
    /// Supervised cases past their date (`L5`).
    Listings,
    /// Petitions that the province forwarded, in hand and past their date.
    Petitions,
}

/// A topic.
#[derive(Debug)]
pub struct Topic {
    /// As stored, and the end of its message keys.
    pub name: &'static str,
    /// Its columns; the first is the one that bureaus are ranked by.
    pub columns: &'static [Column],
    /// Whether more of the first column is better.
    pub more_is_better: bool,
}

use Column::{Figure, Listed as Of, Share};

/// The table.
pub static TOPICS: [Topic; 6] = [
    Topic {
        name: "lateness",
        columns: &[
            Of(Listed::Overdue),
            Figure("in_hand"),
            Figure("chased"),
            Figure("demanded"),
            Share("concluded"),
        ],
        more_is_better: false,
    },
    Topic {
        name: "acceptance",
        columns: &[Share("decided"), Figure("received"), Figure("returned")],
        more_is_better: true,
    },
    Topic {
        name: "conclusion",
        columns: &[Share("concluded"), Share("answered"), Figure("extended"), Of(Listed::Overdue)],
        more_is_better: true,
    },
    Topic {
        name: "satisfaction",
        columns: &[Share("satisfied"), Share("solved"), Figure("handled_again")],
        more_is_better: true,
    },
    Topic {
        name: "supervised",
        columns: &[Of(Listed::Listings), Figure("listed"), Figure("lifted")],
        more_is_better: false,
    },
    Topic {
        name: "forwarded",
        columns: &[Of(Listed::Petitions), Of(Listed::Overdue), Figure("concluded")],
        more_is_better: false,
    },
];

impl Listed {
    /// As stored, and the end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Listings => "listings_overdue",
            Self::Petitions => "petitions_overdue",
        }
    }
}

impl Column {
    /// As stored.
    pub fn name(self) -> String {
        match self {
            Self::Figure(name) => name.to_owned(),
            Self::Share(name) => format!("share_{name}"),
            Self::Listed(list) => list.name().to_owned(),
        }
    }

    /// The key of its words.
    pub fn key(self) -> String {
        match self {
            Self::Figure(name) => format!("figure-{name}"),
            Self::Share(name) => format!("share-{name}"),
            Self::Listed(list) => format!("circulars-{}", list.name()),
        }
    }
}

/// The topic of that name.
pub fn find(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

/// A cell: so many, and of a share of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many.
    pub amount: i64,
    /// Of how many; nothing where it is no share.
    pub total: Option<i64>,
}

impl Cell {
    /// What bureaus are ranked by; nothing for a share of nothing.
    fn rank(self) -> Option<i64> {
        match self.total {
            Some(0) => None,
            // Of a million, so that shares that round alike are still told apart.
            Some(total) => Some(self.amount * 1_000_000 / total),
            None => Some(self.amount),
        }
    }

    /// In percent, rounded down.
    pub fn percent(self) -> Option<i64> {
        self.total.filter(|total| *total > 0).map(|total| self.amount * 100 / total)
    }
}

/// Places of the lines, the best first, those with nothing to rank left out; equal ones share a place.
pub fn ranked(first: &[Cell], more_is_better: bool) -> Vec<(usize, usize)> {
    let mut ranks: Vec<(i64, usize)> =
        first.iter().enumerate().filter_map(|(at, cell)| Some((cell.rank()?, at))).collect();
    ranks.sort_by_key(|(rank, at)| (if more_is_better { -rank } else { *rank }, *at));
    let place = |rank: i64| ranks.iter().position(|(other, _)| *other == rank).unwrap_or(0) + 1;
    ranks.iter().map(|(rank, at)| (*at, place(*rank))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::figure::{self, SHARES};

    #[test]
    fn every_column_is_a_figure_that_there_is() {
        for topic in &TOPICS {
            assert!(!topic.columns.is_empty(), "{}", topic.name);
            for column in topic.columns {
                match column {
                    Figure(name) => assert!(figure::find(name).is_some(), "{name}"),
                    Share(name) => assert!(SHARES.iter().any(|it| it.name == *name), "{name}"),
                    Of(_) => {}
                }
            }
        }
    }

    #[test]
    fn the_best_comes_first_and_equals_share_a_place() {
        let share = |amount, total| Cell { amount, total: Some(total) };
        let cells = [share(1, 2), share(3, 3), share(0, 0), share(2, 4), share(0, 1)];
        assert_eq!(ranked(&cells, true), [(1, 1), (0, 2), (3, 2), (4, 4)]);
        let many = [5, 0, 5].map(|amount| Cell { amount, total: None });
        assert_eq!(ranked(&many, false), [(1, 1), (0, 2), (2, 2)]);
    }
}
