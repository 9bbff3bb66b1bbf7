//! What is searched for, read from what somebody typed.

use super::terms::{self, Stretch};

/// The most pieces of one search that are looked for.
const MOST: usize = 12;
/// From so many letters and digits on, the beginning of a word finds the word.
const BEGINNING: usize = 2;

/// A term that one row of so many holds is frequent.
const FREQUENT: i32 = 100;
/// The share of all rows that can be looked at one by one: two thousand of a million.
const FEW: f64 = 0.002;

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
    /// The places of those for which an index need not be asked: the rows it finds are looked at anyway.
    spare: Vec<usize>,
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

    /// Whether some piece has several terms, of which an index need not be asked for each.
    pub(super) fn can_be_lightened(&self) -> bool {
        self.pieces.iter().any(|piece| piece.terms.len() > 1)
    }

    /// Spares an index the frequent terms of each piece but its rarest, when so few rows hold what is
    /// left that each can be looked at. Of `rows`, so `many` hold each mark, then each term; pieces and
    /// marks are taken to be independent of each other.
    pub(super) fn lighten(&mut self, rows: i32, many: &[i32]) {
        // One more than were counted: what was not seen may well be there.
        let share = |many: i32| f64::from(many + 1) / f64::from(rows + 1);
        let mut many = many.iter().copied();
        let mut left: f64 = many.by_ref().take(self.marks.len()).map(share).product();
        let mut spared = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let many: Vec<i32> = many.by_ref().take(piece.terms.len()).collect();
            let rarest = many.iter().enumerate().min_by_key(|(_, many)| **many);
            let Some((rarest, least)) = rarest else { continue };
            left *= share(*least);
            let spare = many
                .iter()
                .enumerate()
                .filter_map(|(at, many)| (at != rarest && *many >= rows / FREQUENT).then_some(at));
            spared.push(spare.collect());
        }
        if left <= FEW {
            for (piece, spare) in self.pieces.iter_mut().zip(spared) {
                piece.spare = spare;
            }
        }
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
        Some(Self { terms, goes_on, spare: Vec::new() })
    }

    /// Whether an index is asked for its term at this place.
    pub fn is_asked(&self, at: usize) -> bool {
        !self.spare.contains(&at)
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

    /// What an index is asked for of `text`, when of 300 rows so many hold each term and 20 the mark.
    fn asked(text: &str, terms: &[i32]) -> Option<Vec<String>> {
        let mut wanted = Wanted::of(text)?.marked(vec!["§1".to_owned()]);
        wanted.lighten(300, &[&[20], terms].concat());
        let asked = |piece: Piece| {
            let terms = piece.terms.clone().into_iter().enumerate();
            terms.filter_map(|(at, term)| piece.is_asked(at).then_some(term)).collect::<Vec<_>>()
        };
        Some(wanted.pieces.into_iter().flat_map(asked).collect())
    }

    #[test]
    fn frequent_terms_are_spared_beside_rarer_ones() {
        let table: &[(&str, &[i32], &[&str])] = &[
            ("臭鸡蛋 秸秆", &[25, 25, 24], &["臭鸡", "秸秆"]),
            ("青禾一印染", &[12, 0, 1, 7], &["禾一", "一印"]),
            // The rarest alone would leave too many.
            ("臭鸡蛋", &[25, 25], &["臭鸡", "鸡蛋"]),
            ("黄烟", &[60], &["黄烟"]),
        ];
        for (text, counts, expected) in table {
            let expected = expected.iter().map(|term| (*term).to_owned()).collect();
            assert_eq!(asked(text, counts), Some(expected), "{text}");
        }
    }
}
