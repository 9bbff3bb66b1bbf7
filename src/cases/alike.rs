//! How much a matter is like what is told (`I8`): by plant, distance, time, kind and shared words.
//! Pure: no database, no clock. [`super::nearest`] brings the matters to be compared.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::{message::Message, search::terms};

/// What is told, or what is known of a matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The reported unit.
    pub unit: &'a str,
    /// The place in words.
    pub place: &'a str,
    /// What is wrong.
    pub text: &'a str,
    /// The place as latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// Categories (`I5`), with a space between.
    pub kinds: &'a str,
    /// When it was told.
    pub day: NaiveDate,
}

/// Why a matter is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same plant in the register, or the same name.
    Plant,
    /// So many metres away.
    Distance(u32),
    /// The same place in words.
    Place,
    /// Told in like words.
    Words,
    /// Of a kind.
    Kind,
    /// So many days ago.
    Days(u32),
}

impl Why {
    /// The reason in words, such as “300 metres away”.
    pub fn message(self) -> Message {
        match self {
            Self::Plant => Message::new("alike-plant"),
            Self::Distance(metres) => Message::new("alike-distance").with("metres", metres),
            Self::Place => Message::new("alike-place"),
            Self::Words => Message::new("alike-words"),
            Self::Kind => Message::new("alike-kind"),
            Self::Days(0) => Message::new("alike-today"),
            Self::Days(1) => Message::new("alike-yesterday"),
            Self::Days(days) => Message::new("alike-days").with("days", days),
        }
    }
}

/// A matter's likeness to what is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The more, the more alike.
    pub score: u32,
    /// What is alike, the weightiest first; never empty.
    pub why: Vec<Why>,
}

impl Likeness {
    /// Whether it is about the same place, or the same plant: like words alone are not enough to
    /// offer it to a citizen.
    pub fn is_about_the_same(&self) -> bool {
        self.why.iter().any(|why| matches!(why, Why::Plant | Why::Distance(_) | Why::Place))
    }
}

/// From so much of the shorter name, in percent, two units count as the same.
const SAME_UNIT: u32 = 60;
/// From so much of the shorter place, in percent, two places count as the same.
const SAME_PLACE: u32 = 50;
/// From so much of the shorter text, in percent, two texts count as alike, …
const ALIKE: u32 = 30;
/// … when they share at least so many terms.
const FEWEST_SHARED: usize = 4;
/// So near, in metres, is near; farther still when the kind is the same.
const NEAR: f64 = 300.0;
const NEAR_OF_A_KIND: f64 = 1_500.0;
/// After so many days its age says nothing for it.
const LONG_AGO: i64 = 90;
const METRES_PER_DEGREE: f64 = 111_320.0;

/// What each likeness weighs.
const PLANT: u32 = 300;
const DISTANCE: u32 = 250;
const PLACE: u32 = 150;
const WORDS: u32 = 150;
const KIND: u32 = 40;
const TIME: u32 = 60;

/// One telling, cut once and compared with many.
pub struct Told<'a> {
    facts: Facts<'a>,
    unit: HashSet<String>,
    place: HashSet<String>,
    text: HashSet<String>,
}

impl<'a> Told<'a> {
    /// Cuts what is told.
    pub fn new(facts: Facts<'a>) -> Self {
        let (unit, place, text) = (cut(facts.unit), cut(facts.place), cut(facts.text));
        Self { facts, unit, place, text }
    }

    /// How a matter is like it; nothing when it is not. `same_plant`: the register says so.
    pub fn likeness(&self, matter: Facts<'_>, same_plant: bool) -> Option<Likeness> {
        let other = Told::new(matter);
        let mut found = Likeness { score: 0, why: Vec::new() };
        let mut add = |score: u32, why: Why| {
            found.score += score;
            found.why.push(why);
        };
        let unit = overlap(&self.unit, &other.unit).max(contained(&self.unit, &other.text));
        if same_plant || unit >= SAME_UNIT {
            add(if same_plant { PLANT } else { PLANT * unit / 100 }, Why::Plant);
        }
        let of_a_kind = shares_kind(self.facts.kinds, matter.kinds);
        let reach = if of_a_kind { NEAR_OF_A_KIND } else { NEAR };
        let apart = self.facts.point.zip(matter.point).map(|(one, other)| metres(one, other));
        let near = apart.filter(|metres| *metres <= reach);
        if let Some(metres) = near {
            let nearness = 1.0 - metres / (2.0 * NEAR_OF_A_KIND);
            add((f64::from(DISTANCE) * nearness) as u32, Why::Distance(rounded(metres)));
        }
        let place = overlap(&self.place, &other.place);
        if near.is_none() && place >= SAME_PLACE {
            add(PLACE * place / 100, Why::Place);
        }
        let words = self.shared_words(&other);
        if words >= ALIKE {
            add(WORDS * words / 100, Why::Words);
        }
        if found.why.is_empty() {
            return None;
        }
        if of_a_kind {
            found.score += KIND;
            found.why.push(Why::Kind);
        }
        let days = (self.facts.day - matter.day).num_days().max(0);
        found.score += u32::try_from(i64::from(TIME) * (LONG_AGO - days) / LONG_AGO).unwrap_or(0);
        found.why.push(Why::Days(u32::try_from(days).unwrap_or(u32::MAX)));
        Some(found)
    }

    fn shared_words(&self, other: &Told<'_>) -> u32 {
        let shared = self.text.intersection(&other.text).count();
        if shared < FEWEST_SHARED { 0 } else { overlap(&self.text, &other.text) }
    }
}

/// Metres between two points; true enough over the width of a city.
pub fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let east = (other.1 - one.1) * one.0.to_radians().cos();
    (other.0 - one.0).hypot(east) * METRES_PER_DEGREE
}

/// To 50 metres, for people.
fn rounded(metres: f64) -> u32 {
    ((metres / 50.0).round() * 50.0) as u32
}

/// Whether a main category is in both.
fn shares_kind(one: &str, other: &str) -> bool {
    let main = |kinds: &'_ str| -> HashSet<String> {
        kinds.split_whitespace().filter(|it| !it.contains('_')).map(str::to_owned).collect()
    };
    !main(one).is_disjoint(&main(other))
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

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    const HERE: (f64, f64) = (35.15, 110.77);

    fn matter() -> Facts<'static> {
        Facts {
            unit: "河西印染厂",
            place: "临猗县猗氏镇河西村",
            text: "印染厂夜里往河里排放红色的污水，气味很重",
            point: Some(HERE),
            kinds: "water water_industrial",
            day: DAY - chrono::Days::new(2),
        }
    }

    fn why(facts: Facts<'_>) -> Vec<Why> {
        let told = Told::new(Facts { day: DAY, ..facts });
        told.likeness(matter(), false).map(|likeness| likeness.why).unwrap_or_default()
    }

    fn north(metres: f64) -> Option<(f64, f64)> {
        Some((HERE.0 + metres / METRES_PER_DEGREE, HERE.1))
    }

    #[test]
    fn each_likeness_is_seen_and_named() {
        use Why::*;
        let none = Facts::default();
        let table: &[(Facts<'_>, &[Why])] = &[
            (Facts { unit: "河西印染厂", ..none }, &[Plant, Days(2)]),
            (Facts { unit: "临猗河西印染厂", ..none }, &[Plant, Days(2)]),
            (Facts { place: "猗氏镇河西村东头", ..none }, &[Place, Days(2)]),
            (Facts { text: "夜里往河里排放红色的水", ..none }, &[Words, Days(2)]),
            (Facts { unit: "印染厂", place: "猗氏镇", ..none }, &[Plant, Place, Days(2)]),
            (Facts { point: north(290.0), ..none }, &[Distance(300), Days(2)]),
            (
                Facts { point: north(290.0), kinds: "water", ..none },
                &[Distance(300), Kind, Days(2)],
            ),
            (
                Facts { point: north(1_400.0), kinds: "air water", ..none },
                &[Distance(1_400), Kind, Days(2)],
            ),
            (Facts { point: north(1_400.0), kinds: "noise", ..none }, &[]),
            (Facts { point: north(1_600.0), kinds: "water", ..none }, &[]),
            (Facts { kinds: "water", ..none }, &[]),
        ];
        for (facts, expected) in table {
            assert_eq!(why(*facts), *expected, "{facts:?}");
        }
    }

    #[test]
    fn other_matters_are_left_alone() {
        let none = Facts::default();
        assert_eq!(why(none), []);
        assert_eq!(
            why(Facts {
                unit: "东关采石场", place: "夏县水头镇", text: "放炮震裂了房子", ..none
            }),
            []
        );
        assert_eq!(why(Facts { text: "夜里", ..none }), [], "one word is no likeness");
        assert_eq!(why(Facts { unit: "厂", ..none }), []);
    }

    #[test]
    fn the_weightier_comes_first() {
        let score = |facts: Facts<'_>, same| {
            let told = Told::new(Facts { day: DAY, ..facts });
            told.likeness(matter(), same).map_or(0, |likeness| likeness.score)
        };
        let none = Facts::default();
        let order = [
            score(Facts { unit: "河西印染厂", point: north(0.0), ..none }, true),
            score(none, true),
            score(Facts { point: north(0.0), ..none }, false),
            score(Facts { point: north(250.0), ..none }, false),
            score(Facts { place: "临猗县猗氏镇河西村", ..none }, false),
            score(Facts { text: "夜里往河里排放红色的水，气味", ..none }, false),
        ];
        assert!(order.is_sorted_by(|more, less| more > less), "{order:?}");
        let younger = Told::new(Facts { day: DAY, unit: "河西印染厂", ..none });
        let aged =
            |days| younger.likeness(Facts { day: DAY - chrono::Days::new(days), ..matter() }, true);
        assert!(aged(1).map(|it| it.score) > aged(60).map(|it| it.score));
    }

    #[test]
    fn like_words_alone_are_not_the_same_place() {
        let told =
            Told::new(Facts {
                text: "夜里往河里排放红色的水", day: DAY, ..Facts::default()
            });
        assert!(told.likeness(matter(), false).is_some_and(|it| !it.is_about_the_same()));
        assert!(told.likeness(matter(), true).is_some_and(|it| it.is_about_the_same()));
    }
}
