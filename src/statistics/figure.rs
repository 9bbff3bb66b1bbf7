//! The figures there are (`N1`): one table, which pages, spreadsheets, the check and the documents
//! read. A figure's words are the message `figure-<name>`.

use Opens::{City, Everybody, Staff};

/// Who may open a figure to the matters behind it (`N2`). Whoever may sees of them what they see
/// anyway: the public published results, staff what `cases::access` lets them see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opens {
    /// What reporters think: only counts are shown, but for the city's supervisor (`S1`, `C7`).
    City,
    /// Staff.
    Staff,
    /// Also the public, since the page of a published result says it.
    Everybody,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pieces: reports, matters, measures, people, plants.
    Pieces,
    /// Money in fen 分, shown in 万元.
    Fen,
}

/// A figure.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// As stored, and the end of its message key.
    pub name: &'static str,
    /// What is counted.
    pub unit: Unit,
    /// Who may open it.
    pub opens: Opens,
    /// Under which heading it stands.
    pub group: Group,
}

/// The headings of pages and spreadsheets, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What came in.
    Intake,
    /// What became of it.
    Course,
    /// How matters stand at the end of the period (`I10`).
    Standing,
    /// Investigation and measures (`C5`).
    Enforcement,
    /// Supervised cases (`L`).
    Supervised,
    /// What reporters think (`C7`).
    Opinion,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Intake,
        Self::Course,
        Self::Standing,
        Self::Enforcement,
        Self::Supervised,
        Self::Opinion,
    ];

    /// The end of its message key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Course => "course",
            Self::Standing => "standing",
            Self::Enforcement => "enforcement",
            Self::Supervised => "supervised",
            Self::Opinion => "opinion",
        }
    }
}

const fn pieces(group: Group, name: &'static str, opens: Opens) -> Figure {
    Figure { name, unit: Unit::Pieces, opens, group }
}

const fn fen(group: Group, name: &'static str, opens: Opens) -> Figure {
    Figure { name, unit: Unit::Fen, opens, group }
}

/// The table.
pub static FIGURES: [Figure; 47] = [
    pieces(Group::Intake, "received", Everybody),
    pieces(Group::Intake, "split_off", Staff),
    pieces(Group::Course, "accepted", Everybody),
    pieces(Group::Course, "decided", Staff),
    pieces(Group::Course, "decided_in_time", Staff),
    pieces(Group::Course, "declined", Staff),
    pieces(Group::Course, "concluded_in_part", Staff),
    pieces(Group::Course, "concluded", Everybody),
    pieces(Group::Course, "concluded_in_time", Staff),
    pieces(Group::Course, "substantiated", Staff),
    pieces(Group::Course, "withdrawn", Staff),
    pieces(Group::Course, "merged", Staff),
    pieces(Group::Course, "handled_again", Staff),
    pieces(Group::Course, "returned", Staff),
    pieces(Group::Course, "extended", Staff),
    pieces(Group::Course, "chased", Staff),
    pieces(Group::Course, "demanded", Staff),
    pieces(Group::Standing, IN_HAND, Staff),
    pieces(Group::Standing, "stand_concluded", Staff),
    pieces(Group::Standing, "stand_declined", Staff),
    pieces(Group::Standing, "stand_withdrawn", Staff),
    pieces(Group::Standing, "stand_merged", Staff),
    pieces(Group::Enforcement, "inspections", Staff),
    pieces(Group::Enforcement, "officers", Staff),
    pieces(Group::Enforcement, "plants", Staff),
    pieces(Group::Enforcement, "order_to_correct", Everybody),
    pieces(Group::Enforcement, "rectify_by_date", Everybody),
    pieces(Group::Enforcement, "case_filed", Everybody),
    pieces(Group::Enforcement, "case_closed", Everybody),
    pieces(Group::Enforcement, "fine", Everybody),
    fen(Group::Enforcement, "fine_fen", Staff),
    pieces(Group::Enforcement, "daily_penalty", Everybody),
    fen(Group::Enforcement, "daily_penalty_fen", Staff),
    pieces(Group::Enforcement, "sealing", Everybody),
    pieces(Group::Enforcement, "suspension", Everybody),
    pieces(Group::Enforcement, "closure", Everybody),
    pieces(Group::Enforcement, "power_cut", Everybody),
    pieces(Group::Enforcement, "police", Everybody),
    pieces(Group::Enforcement, "supervision", Everybody),
    pieces(Group::Enforcement, "interview", Everybody),
    pieces(Group::Supervised, "listed", Everybody),
    pieces(Group::Supervised, "listed_plants", Everybody),
    pieces(Group::Supervised, "lifted", Everybody),
    pieces(Group::Opinion, "rated", City),
    pieces(Group::Opinion, "satisfied", City),
    pieces(Group::Opinion, "asked", City),
    pieces(Group::Opinion, "solved", City),
];

/// In hand at the end of the period.
pub const IN_HAND: &str = "in_hand";
/// Supervised cases that touch a county: kept to count the counties, never shown as a sum.
pub const LISTED_IN: &str = "listed_in";
/// [`LISTED_IN`] as what is behind the number of counties.
pub static COUNTIES: Figure = pieces(Group::Supervised, LISTED_IN, Everybody);

/// The classes of `I10`: what was received, and matters split off from it, is in one of these.
pub const STANDINGS: [&str; 5] =
    [IN_HAND, "stand_concluded", "stand_declined", "stand_withdrawn", "stand_merged"];

/// A share: so many of so many (`N1`). A denominator of several is their sum.
pub struct Share {
    /// The end of its message key `share-<name>`.
    pub name: &'static str,
    /// How many; several are added.
    pub done: &'static [&'static str],
    /// Of how many.
    pub of: &'static [&'static str],
    /// Under which heading it stands.
    pub group: Group,
}

const fn share(
    group: Group,
    name: &'static str,
    done: &'static [&'static str],
    of: &'static [&'static str],
) -> Share {
    Share { name, done, of, group }
}

/// The shares, each with its denominator. What was answered is measured by what was to be: answered
/// in the period, or still in hand at its end.
pub static SHARES: [Share; 6] = [
    share(Group::Course, "decided", &["decided_in_time"], &["decided"]),
    share(Group::Course, "concluded", &["concluded_in_time"], &["concluded"]),
    share(Group::Course, "answered", &ANSWERED, &["concluded", "declined", IN_HAND]),
    share(Group::Course, "substantiated", &["substantiated"], &["concluded"]),
    share(Group::Opinion, "solved", &["solved"], &["asked"]),
    share(Group::Opinion, "satisfied", &["satisfied"], &["rated"]),
];
/// Answers: a conclusion, or a refusal with its reason (`I9`).
const ANSWERED: [&str; 2] = ["concluded", "declined"];

impl Figure {
    /// Whether it is how matters stand at the end of the period, not what happened in it.
    pub fn is_standing(&self) -> bool {
        self.group == Group::Standing
    }
}

/// The figure of that name, or the counties of supervised cases: what can be opened.
pub fn opened(name: &str) -> Option<&'static Figure> {
    if name == LISTED_IN { Some(&COUNTIES) } else { find(name) }
}

/// The figure of that name.
pub fn find(name: &str) -> Option<&'static Figure> {
    FIGURES.iter().find(|figure| figure.name == name)
}

/// The name as the table has it; nothing for one that it does not have.
pub fn known(name: &str) -> Option<&'static str> {
    match name {
        LISTED_IN => Some(LISTED_IN),
        _ => find(name).map(|figure| figure.name),
    }
}

/// Every name that is kept.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|figure| figure.name).chain([LISTED_IN])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::measure::MEASURES;

    #[test]
    fn every_measure_and_share_is_a_figure() {
        for name in MEASURES {
            assert!(find(name).is_some(), "{name}");
        }
        for share in &SHARES {
            for name in share.done.iter().chain(share.of) {
                assert!(find(name).is_some(), "{name}");
            }
        }
        for standing in STANDINGS {
            assert!(find(standing).is_some_and(Figure::is_standing), "{standing}");
        }
    }

    #[test]
    fn each_name_is_there_once() {
        for (at, figure) in FIGURES.iter().enumerate() {
            assert!(FIGURES[at + 1..].iter().all(|other| other.name != figure.name));
        }
    }
}
