//! What is searched for, read from what somebody typed.

use super::terms::{self, Stretch};

/// The most pieces of one search that are looked for.
const MOST: usize = 12;
/// From so many letters and digits on, the beginning of a word finds the word.
const BEGINNING: usize = 2;

/// Pieces that must all be there, and marks of which one must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub(super) marks: Vec<Vec<String>>,
    pub(super) pieces: Vec<Piece>,
}

/// Terms that follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// In their order; never empty.
    pub terms: Vec<String>,
    /// Whether the last may go on: a lone character, or the beginning of a word.
    pub goes_on: bool,
}

impl Wanted {
    /// The words of `text`; nothing when it has none.
    pub fn of(text: &str) -> Option<Self> {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in terms::pieces(text).filter_map(Piece::of) {
            if !pieces.contains(&piece) {
                pieces.push(piece);
            }
        }
        pieces.truncate(MOST);
        (!pieces.is_empty()).then_some(Self { marks: Vec::new(), pieces })
    }

    /// Only what bears one of these marks.
    #[must_use]
    pub fn marked(mut self, one_of: Vec<String>) -> Self {
        if !one_of.is_empty() {
            self.marks.push(one_of);
        }
        self
    }
}

impl Piece {
    fn of(text: &str) -> Option<Self> {
        let mut stretches = terms::stretches(text);
        let last = stretches.pop()?;
        let goes_on = match &last {
            Stretch::Han(run) => run.len() == 1,
            Stretch::Word(word) => word.chars().count() >= BEGINNING,
        };
        // Where another script follows, a run of characters ends in the text, too.
        let mut terms: Vec<String> = stretches.into_iter().flat_map(Stretch::indexed).collect();
        terms.extend(last.terms());
        Some(Self { terms, goes_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool)> {
        let wanted = Wanted::of(text).map(|wanted| wanted.pieces).unwrap_or_default();
        wanted.into_iter().map(|piece| (terms::joined(&piece.terms), piece.goes_on)).collect()
    }

    #[test]
    fn what_is_typed_becomes_terms_that_follow_one_another() {
        let table: &[(&str, &[(&str, bool)])] = &[
            ("涑水河", &[("涑水 水河", false)]),
            ("臭", &[("臭", true)]),
            ("COD", &[("cod", true)]),
            ("3", &[("3", false)]),
            ("3号", &[("3 号", true)]),
            ("3号炉 污水", &[("3 号炉", false), ("污水", false)]),
            ("炉号COD", &[("炉号 号 cod", true)]),
            ("污水，污水", &[("污水", false)]),
        ];
        for (typed, expected) in table {
            let expected: Vec<_> =
                expected.iter().map(|(terms, goes_on)| ((*terms).to_owned(), *goes_on)).collect();
            assert_eq!(read(typed), expected, "{typed}");
        }
        assert_eq!(Wanted::of(" \"*，"), None);
    }
}
