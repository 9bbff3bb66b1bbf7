//! How much a matter is like what a caller tells (`I8`): pure, by the words they share.

use std::collections::HashSet;

use serde::Serialize;

use crate::search::terms;

/// What is told, or what is known of a matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// The reported unit.
    pub unit: &'a str,
    /// The place in words.
    pub place: &'a str,
    /// What is wrong.
    pub text: &'a str,
}

/// Why a matter is offered; the end of a message key (`hotline-why-unit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same reported unit.
    Unit,
    /// Near in place.
    Place,
    /// Told in like words.
    Text,
}

/// A matter's likeness to what is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The more, the more alike.
    pub score: u32,
    /// What is alike, the weightiest first; never empty.
    pub why: Vec<Why>,
}

/// From so much of the shorter name, in percent, two units count as the same.
const SAME_UNIT: u32 = 60;
/// From so much of the shorter place, in percent, two places count as near.
const NEAR: u32 = 50;
/// From so much of the shorter text, in percent, two texts count as alike, ...
const ALIKE: u32 = 30;
/// ... when they share at least so many terms.
const FEWEST_SHARED: usize = 4;

/// The terms of one telling, cut once and compared with many.
pub struct Told {
    unit: HashSet<String>,
    place: HashSet<String>,
    text: HashSet<String>,
}

impl Told {
    /// Cuts what is told.
    pub fn new(words: Words<'_>) -> Self {
        Self { unit: cut(words.unit), place: cut(words.place), text: cut(words.text) }
    }

    /// How a matter is like it; nothing when it is not.
    pub fn likeness(&self, matter: Words<'_>) -> Option<Likeness> {
        let other = Self::new(matter);
        let unit = overlap(&self.unit, &other.unit).max(contained(&self.unit, &other.text));
        let place = overlap(&self.place, &other.place);
        let shared = self.text.intersection(&other.text).count();
        let text = if shared < FEWEST_SHARED { 0 } else { overlap(&self.text, &other.text) };
        let alike = [
            (unit >= SAME_UNIT, Why::Unit),
            (place >= NEAR, Why::Place),
            (text >= ALIKE, Why::Text),
        ];
        let why: Vec<Why> = alike.iter().filter(|(is, _)| *is).map(|(_, why)| *why).collect();
        (!why.is_empty()).then_some(Likeness { score: 3 * unit + 2 * place + text, why })
    }
}

fn cut(text: &str) -> HashSet<String> {
    terms::of(text).into_iter().collect()
}

/// How much of the smaller set is in the other, in percent.
fn overlap(one: &HashSet<String>, other: &HashSet<String>) -> u32 {
    percent(one.intersection(other).count(), one.len().min(other.len()))
}

/// All of a name told in a matter's text counts as the same unit; less than all does not.
fn contained(name: &HashSet<String>, text: &HashSet<String>) -> u32 {
    if name.len() > 1 && name.is_subset(text) { SAME_UNIT } else { 0 }
}

fn percent(part: usize, whole: usize) -> u32 {
    (100 * part).checked_div(whole).and_then(|share| u32::try_from(share).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATTER: Words<'_> = Words {
        unit: "河西印染厂",
        place: "临猗县猗氏镇河西村",
        text: "印染厂夜里往河里排放红色的污水，气味很重",
    };

    fn why(unit: &'static str, place: &'static str, text: &'static str) -> Vec<Why> {
        let told = Told::new(Words { unit, place, text });
        told.likeness(MATTER).map(|likeness| likeness.why).unwrap_or_default()
    }

    #[test]
    fn the_same_unit_a_near_place_and_like_words_are_seen() {
        assert_eq!(why("河西印染厂", "", ""), [Why::Unit]);
        assert_eq!(why("临猗河西印染厂", "", ""), [Why::Unit]);
        assert_eq!(why("", "猗氏镇河西村东头", ""), [Why::Place]);
        assert_eq!(why("", "", "夜里往河里排放红色的水"), [Why::Text]);
        assert_eq!(why("印染厂", "猗氏镇", ""), [Why::Unit, Why::Place]);
    }

    #[test]
    fn other_matters_are_left_alone() {
        assert_eq!(why("", "", ""), []);
        assert_eq!(why("东关采石场", "夏县水头镇", "放炮震裂了房子"), []);
        assert_eq!(why("", "", "夜里"), [], "one word is no likeness");
        assert_eq!(why("厂", "", ""), []);
    }

    #[test]
    fn the_same_unit_weighs_more_than_a_near_place() {
        let score = |unit, place| {
            Told::new(Words { unit, place, text: "" }).likeness(MATTER).map(|it| it.score)
        };
        assert!(score("河西印染厂", "") > score("", "临猗县猗氏镇河西村"));
    }
}
