//! The yearly summary (`N1`): what the page, the spreadsheet and the bulletins say alike.

use super::{
    figure::{FIGURES, Figure, Group, SHARES, Share, Unit},
    figures::{Counted, Line},
};

/// A column of the tables by county, a line of the summary.
#[derive(Clone, Copy)]
pub enum Column {
    /// A figure.
    Figure(&'static Figure),
    /// A share.
    Share(&'static Share),
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Pieces.
    Pieces(i64),
    /// Money in fen.
    Fen(i64),
    /// So many of so many.
    Share(Counted),
}

impl Column {
    /// The key of its words.
    pub fn key(self) -> String {
        match self {
            Self::Figure(figure) => format!("figure-{}", figure.name),
            Self::Share(share) => format!("share-{}", share.name),
        }
    }

    /// What a line has in it.
    pub fn of(self, line: &Line) -> Cell {
        match self {
            Self::Figure(figure) => match figure.unit {
                Unit::Pieces => Cell::Pieces(line.get(figure.name)),
                Unit::Fen => Cell::Fen(line.get(figure.name)),
            },
            Self::Share(share) => Cell::Share(line.share(share)),
        }
    }
}

/// What stands under a heading: its figures, then its shares.
pub fn columns(group: Group) -> Vec<Column> {
    let figures = FIGURES.iter().filter(|figure| figure.group == group).map(Column::Figure);
    let shares = SHARES.iter().filter(|share| share.group == group).map(Column::Share);
    figures.chain(shares).collect()
}

impl Cell {
    /// How much more than `before`: of shares, in points of a percent; nothing where there was none.
    pub fn more_than(self, before: Self) -> Option<i64> {
        match (self, before) {
            (Self::Pieces(now), Self::Pieces(then)) | (Self::Fen(now), Self::Fen(then)) => {
                Some(now - then)
            }
            (Self::Share(now), Self::Share(then)) => Some(now.percent()? - then.percent()?),
            _ => None,
        }
    }
}
