//! What an event of the timeline counts for (`N1`): pure, so that the figures kept and those reckoned
//! again are the same, whenever and in whatever order it is done.
//!
//! An entry counts on the day of its event, for the bureau that had the matter then. Nothing counts
//! again what was counted: a matter that is handled again has new entries on the later day, and an
//! act that was taken back has the same entries with the sign turned, on the day when it was.

use chrono::NaiveDate;
use serde_json::Value;

use super::figure::{self, IN_HAND, LISTED_IN};
use crate::{
    cases::{State, plant, site_visit},
    error::{Result, stored},
};

/// What never changes of a matter once it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// Channel (`I1`).
    pub channel: String,
    /// Categories (`I5`), a space between, sub-types left out.
    pub kinds: String,
    /// It is about a bureau: it counts for the city, unnamed (`R3`).
    pub hidden: bool,
    /// A report opened it; else it was split off from another matter.
    pub reported: bool,
}

/// An event, as far as it is counted.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its row.
    pub event: i64,
    /// Its day, where the office is.
    pub day: NaiveDate,
    /// What it is about.
    pub noun: String,
    /// The row of that.
    pub subject: i64,
    /// The act.
    pub act: String,
    /// What the act stated, and under `matter` how the matter stood.
    pub detail: Value,
    /// The matter behind it, if there is one.
    pub matter: Matter,
    /// The event that this one takes back.
    pub undone: Option<Box<Told>>,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day where the office is.
    pub day: NaiveDate,
    /// Who had the matter; empty for one that is about a bureau (`R3`).
    pub bureau: String,
    /// Channel; empty where there is none.
    pub channel: String,
    /// Categories, a space between.
    pub kinds: String,
    /// The figure.
    pub figure: &'static str,
    /// How many, or how much.
    pub amount: i64,
    /// What it is about.
    pub noun: &'static str,
    /// The row of that.
    pub subject: i64,
    /// The plant, where one is known.
    pub plant: Option<i64>,
}

/// The nouns of the ledger.
pub const CASE: &str = "case";
/// A supervised case.
pub const SUPERVISION: &str = "supervision";
/// A plant, where a visit has no matter behind it.
pub const PLANT: &str = plant::NOUN;
/// All.
pub const NOUNS: [&str; 3] = [CASE, SUPERVISION, PLANT];
/// The figures that visits on site count for, whatever they are about.
pub const VISITS: [&str; 3] = ["inspections", "officers", "plants"];

/// What `told` counts for.
///
/// # Errors
/// A state that this version does not know.
pub fn entries(told: &Told) -> Result<Vec<Entry>> {
    if let Some(undone) = &told.undone {
        let turned = entries(undone)?.into_iter();
        return Ok(turned.map(|it| Entry { day: told.day, amount: -it.amount, ..it }).collect());
    }
    let mut book = Book { told, entries: Vec::new() };
    match (told.noun.as_str(), told.act.as_str()) {
        (CASE, act) => book.case(act)?,
        ("report", "rate") => book.rating(),
        (SUPERVISION, "list") => book.listing(),
        (SUPERVISION, "lift") => book.supervised(0, "lifted", 1),
        (noun, act) if site_visit::is_stated_by(noun, act) => book.visit(),
        _ => {}
    }
    Ok(book.entries)
}

/// Where a matter of that state stands among the classes of `I10`.
pub const fn standing(state: State) -> &'static str {
    match state {
        State::Dispatching
        | State::Assigned
        | State::Returned
        | State::Declining
        | State::Accepted
        | State::PartlyConcluded
        | State::Proposed
        | State::Reviewing => IN_HAND,
        State::Concluded | State::Final => "stand_concluded",
        State::Declined => "stand_declined",
        State::Withdrawn => "stand_withdrawn",
        State::Merged => "stand_merged",
    }
}

struct Book<'a> {
    told: &'a Told,
    entries: Vec<Entry>,
}

impl Book<'_> {
    fn text(&self, path: &str) -> &str {
        self.told.detail.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    fn number(&self, path: &str) -> Option<i64> {
        self.told.detail.pointer(path).and_then(Value::as_i64)
    }

    fn day(&self, path: &str) -> Option<NaiveDate> {
        self.text(path).parse().ok()
    }

    fn plants(&self, path: &str) -> Vec<i64> {
        let plants = self.told.detail.pointer(path).and_then(Value::as_array);
        plants.into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    /// A line about the matter, which `bureau` had.
    fn add_for(&mut self, bureau: &str, figure: &'static str, amount: i64) {
        if amount == 0 {
            return;
        }
        let (told, matter) = (self.told, &self.told.matter);
        let is_joined = told.act == "join" && told.detail["channel"].is_string();
        let (channel, kinds) = match is_joined {
            true => (self.text("/channel").to_owned(), plain(self.text("/kinds"))),
            false => (matter.channel.clone(), matter.kinds.clone()),
        };
        self.entries.push(Entry {
            day: told.day,
            bureau: if matter.hidden { String::new() } else { bureau.to_owned() },
            channel,
            kinds,
            figure,
            amount,
            noun: CASE,
            subject: told.subject,
            plant: None,
        });
    }

    /// A line for the bureau that had the matter when the act was done.
    fn add(&mut self, figure: &'static str, amount: i64) {
        let bureau = self.text("/matter/bureau").to_owned();
        self.add_for(&bureau, figure, amount);
    }

    fn case(&mut self, act: &str) -> Result<()> {
        match act {
            "receive" => self.opening(),
            // A report that joins a living matter, or leaves it, is one of those handled with it.
            "join" => {
                self.add("received", 1);
                self.add("stand_merged", 1);
            }
            "withdraw_one" => {
                self.add("withdrawn", 1);
                self.add("stand_merged", -1);
                self.add("stand_withdrawn", 1);
            }
            "accept" => {
                self.add("accepted", 1);
                self.decision();
            }
            "decline" => {
                self.add("declined", 1);
                self.decision();
            }
            "conclude" => self.conclusion(),
            "conclude_part" => self.add("concluded_in_part", 1),
            "withdraw" => self.add("withdrawn", 1),
            "merge" => self.add("merged", 1),
            "rehandle" | "reopen" | "own_motion" => self.add("handled_again", 1),
            "return" => self.add("returned", 1),
            "extend" => self.add("extended", 1),
            "chase" => self.add("chased", 1),
            "demand" => self.add("demanded", 1),
            "inspect" => self.inspection(),
            "measure" => self.measure(),
            "recheck" => self.recheck(),
            _ => {}
        }
        self.moved()
    }

    fn opening(&mut self) {
        let bureau = self.text("/bureau").to_owned();
        let figure = if self.told.matter.reported { "received" } else { "split_off" };
        self.add_for(&bureau, figure, 1);
        self.add_for(&bureau, IN_HAND, 1);
    }

    /// From one class, or one bureau, to another (`I10`).
    fn moved(&mut self) -> Result<()> {
        let (from, to) = (self.text("/matter/bureau"), self.text("/matter/to/bureau"));
        let (from, to) = (from.to_owned(), to.to_owned());
        if to.is_empty() {
            return Ok(());
        }
        let (before, after) = (self.standing("/matter/state")?, self.standing("/matter/to/state")?);
        if before != after || from != to {
            self.add_for(&from, before, -1);
            self.add_for(&to, after, 1);
        }
        Ok(())
    }

    fn standing(&self, path: &str) -> Result<&'static str> {
        Ok(standing(stored("state", self.text(path))?))
    }

    /// Told in time whether it is accepted (`T1`): where that was still to be told.
    fn decision(&mut self) {
        if let Some(due) = self.day("/matter/clocks/acceptance") {
            self.add("decided", 1);
            self.add("decided_in_time", i64::from(self.told.day <= due));
        }
    }

    /// Concluded in time: by the first of all dates that ran (`T2`, `T7`).
    fn conclusion(&mut self) {
        let clocks = self.told.detail.pointer("/matter/clocks").and_then(Value::as_object);
        let days = clocks.into_iter().flatten().filter_map(|(_, due)| due.as_str()?.parse().ok());
        let first: Option<NaiveDate> = days.min();
        let in_time = first.is_none_or(|due| self.told.day <= due);
        let found = matches!(self.text("/matter/verdict"), "substantiated" | "partly");
        self.add("concluded", 1);
        self.add("concluded_in_time", i64::from(in_time));
        self.add("substantiated", i64::from(found));
    }

    /// Of the matter, for the bureau that had it.
    fn inspection(&mut self) {
        let bureau = self.text("/matter/bureau").to_owned();
        self.inspected(&bureau, "");
    }

    /// Officers by trips 人次, plants by visits 家次, as the entry states them under `at`.
    fn inspected(&mut self, bureau: &str, at: &str) {
        self.add_for(bureau, "inspections", 1);
        let officers = self.number(&format!("{at}/officers")).unwrap_or(0);
        self.add_for(bureau, "officers", officers);
        let plants = self.plants(&format!("{at}/plants"));
        let tied = i64::try_from(plants.len()).unwrap_or(i64::MAX);
        for plant in plants {
            self.add_for(bureau, "plants", 1);
            self.of_plant(plant);
        }
        let visited = self.number(&format!("{at}/visited")).unwrap_or(1);
        self.add_for(bureau, "plants", (visited - tied).max(0));
    }

    /// A visit that is no inspection of a matter: for the area where it was, about what it opens to.
    fn visit(&mut self) {
        let noun = self.text("/visit/about/0");
        let Some(noun) = NOUNS.into_iter().find(|known| *known == noun) else { return };
        let Some(subject) = self.number("/visit/about/1") else { return };
        let bureau = self.text("/visit/bureau").to_owned();
        match self.told.detail["visit"]["joins"] == true {
            true => self.add_for(&bureau, "officers", self.number("/visit/officers").unwrap_or(0)),
            false => self.inspected(&bureau, "/visit"),
        }
        let only = match self.plants("/visit/plants").as_slice() {
            [plant] => Some(*plant),
            _ => None,
        };
        for it in &mut self.entries {
            (it.noun, it.subject, it.plant) = (noun, subject, only.or(it.plant));
        }
    }

    fn measure(&mut self) {
        let Some(figure) = figure::known(self.text("/kind")) else { return };
        let plants = self.plants("/plants");
        let (first, money) = (self.entries.len(), self.number("/amount_fen").unwrap_or(0));
        self.add(figure, 1);
        match figure {
            "fine" => self.add("fine_fen", money),
            "daily_penalty" if self.told.detail["by_day"] != true => {
                self.add("daily_penalty_fen", money);
            }
            _ => {}
        }
        if let [plant] = plants.as_slice() {
            self.entries[first..].iter_mut().for_each(|it| it.plant = Some(*plant));
        }
    }

    /// Officers went out again to see whether a measure is followed; what the days of a daily penalty
    /// have come to counts when they are known.
    fn recheck(&mut self) {
        self.inspection();
        let (first, money) = (self.entries.len(), self.number("/amount_fen").unwrap_or(0));
        self.add("daily_penalty_fen", money);
        if let [plant] = self.plants("/plants").as_slice() {
            self.entries[first..].iter_mut().for_each(|it| it.plant = Some(*plant));
        }
    }

    fn of_plant(&mut self, plant: i64) {
        if let Some(last) = self.entries.last_mut() {
            last.plant = Some(plant);
        }
    }

    /// A rating that is changed takes its place: the old one counts no longer from that day on.
    fn rating(&mut self) {
        let handling = self.text("/handling").to_owned();
        let solved = self.text("/solved").to_owned();
        let (was_handling, was_solved) =
            (self.text("/before/handling").to_owned(), self.text("/before/solved").to_owned());
        let counted = |given: &str, good: &[&str]| {
            (i64::from(!given.is_empty()), i64::from(good.contains(&given)))
        };
        let (rated, satisfied) = counted(&handling, &["satisfied", "fairly"]);
        let (was_rated, was_satisfied) = counted(&was_handling, &["satisfied", "fairly"]);
        let (asked, good) = counted(&solved, &["yes", "partly"]);
        let (was_asked, was_good) = counted(&was_solved, &["yes", "partly"]);
        let case = self.number("/case").unwrap_or(0);
        self.add("rated", rated - was_rated);
        self.add("satisfied", satisfied - was_satisfied);
        self.add("asked", asked - was_asked);
        self.add("solved", good - was_good);
        self.entries.iter_mut().for_each(|it| it.subject = case);
    }

    /// A listing counts once, for the county that leads; that it touches others counts for each.
    fn listing(&mut self) {
        self.supervised(0, "listed", 1);
        self.supervised(0, "listed_plants", self.number("/plants").unwrap_or(0));
        let many = self.told.detail["bureaus"].as_array().map_or(0, Vec::len);
        for place in 0..many {
            self.supervised(place, LISTED_IN, 1);
        }
    }

    fn supervised(&mut self, place: usize, figure: &'static str, amount: i64) {
        if amount == 0 {
            return;
        }
        self.entries.push(Entry {
            day: self.told.day,
            bureau: self.text(&format!("/bureaus/{place}")).to_owned(),
            channel: String::new(),
            kinds: String::new(),
            figure,
            amount,
            noun: SUPERVISION,
            subject: self.told.subject,
            plant: None,
        });
    }
}

/// Categories without their sub-types.
pub fn plain(kinds: &str) -> String {
    let kinds: Vec<&str> =
        kinds.split(' ').filter(|kind| !kind.is_empty() && !kind.contains('_')).collect();
    kinds.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(act: &str, detail: Value) -> Told {
        Told {
            event: 1,
            day: "2026-11-23".parse().unwrap_or_default(),
            noun: CASE.to_owned(),
            subject: 7,
            act: act.to_owned(),
            detail,
            matter: Matter {
                channel: "web".to_owned(),
                kinds: "air".to_owned(),
                hidden: false,
                reported: true,
            },
            undone: None,
        }
    }

    fn counted(told: &Told) -> Vec<(&'static str, i64)> {
        entries(told).unwrap().iter().map(|it| (it.figure, it.amount)).collect()
    }

    #[test]
    fn an_end_counts_and_moves() {
        let mut end = told(
            "conclude",
            json!({ "matter": {
                "bureau": "140821", "state": "proposed", "verdict": "partly",
                "clocks": { "conclusion": "2026-12-30", "forwarded": "2026-11-22" },
                "to": { "bureau": "140821", "state": "concluded" },
            } }),
        );
        let expected =
            [("concluded", 1), ("substantiated", 1), (IN_HAND, -1), ("stand_concluded", 1)];
        assert_eq!(counted(&end), expected, "late by the province's own date (T7)");
        end.matter.hidden = true;
        assert!(entries(&end).unwrap().iter().all(|it| it.bureau.is_empty()), "R3");
    }

    #[test]
    fn a_state_that_nobody_knows_is_not_in_hand() {
        let matter = json!({ "bureau": "140821", "state": "accepted",
                             "to": { "bureau": "140821", "state": "forgotten" } });
        assert!(entries(&told("inspect", json!({ "matter": matter }))).is_err());
    }

    #[test]
    fn what_is_taken_back_counts_the_other_way_on_its_own_day() {
        let fine = told(
            "measure",
            json!({ "kind": "fine", "amount_fen": 500_000, "plants": [3],
                    "matter": { "bureau": "140821" } }),
        );
        assert_eq!(counted(&fine), [("fine", 1), ("fine_fen", 500_000)]);
        assert!(entries(&fine).unwrap().iter().all(|it| it.plant == Some(3)));
        let mut undo = told("undo", json!({ "event": 1 }));
        undo.day = "2026-11-24".parse().unwrap_or_default();
        undo.undone = Some(Box::new(fine));
        assert_eq!(counted(&undo), [("fine", -1), ("fine_fen", -500_000)]);
        assert!(entries(&undo).unwrap().iter().all(|it| it.day == undo.day));
    }

    /// `C5`: the sum of a day is not yet money; what the days come to is.
    #[test]
    fn a_daily_penalty_counts_when_its_days_are_known() {
        let matter = json!({ "bureau": "140821" });
        let order = json!({ "kind": "daily_penalty", "amount_fen": 100_000, "by_day": true,
                            "plants": [3], "matter": matter });
        assert_eq!(counted(&told("measure", order)), [("daily_penalty", 1)]);
        let look = json!({ "officers": 2, "visited": 1, "plants": [3], "amount_fen": 2_000_000,
                           "matter": matter });
        let expected =
            [("inspections", 1), ("officers", 2), ("plants", 1), ("daily_penalty_fen", 2_000_000)];
        assert_eq!(counted(&told("recheck", look)), expected);
    }

    #[test]
    fn an_inspection_counts_plants_by_visits() {
        let of = |plants: Value, visited: i64| {
            let detail = json!({ "officers": 9, "plants": plants, "visited": visited,
                                 "matter": { "bureau": "140821" } });
            let all = entries(&told("inspect", detail)).unwrap();
            let sum = |name: &str| -> i64 {
                all.iter().filter(|it| it.figure == name).map(|it| it.amount).sum()
            };
            (sum("inspections"), sum("officers"), sum("plants"))
        };
        assert_eq!(of(json!([]), 1), (1, 9, 1));
        assert_eq!(of(json!([4, 5]), 2), (1, 9, 2));
        assert_eq!(of(json!([4, 5]), 40), (1, 9, 40));
    }

    #[test]
    fn visits_beside_those_of_matters_count_too() {
        let visit = |noun: &str, act: &str, visit: Value| {
            let mut told = told(act, json!({ "visit": visit }));
            told.noun = noun.to_owned();
            let counted = entries(&told).unwrap();
            assert!(counted.iter().all(|it| VISITS.contains(&it.figure) && it.bureau == "140821"));
            let lines =
                counted.iter().map(|it| (it.figure, it.amount, it.noun, it.subject, it.plant));
            lines.collect::<Vec<_>>()
        };
        let stated = |about: Value, plants: Value, joins: bool| {
            json!({ "about": about, "bureau": "140821", "officers": 3, "plants": plants,
                    "visited": 1, "joins": joins })
        };
        let one = visit("enterprise", "revisit", stated(json!(["case", 9]), json!([5]), false));
        let names = [("inspections", 1), ("officers", 3), ("plants", 1)];
        assert_eq!(one, names.map(|(name, many)| (name, many, CASE, 9, Some(5))));
        let joined =
            visit("supervision", "verify", stated(json!([SUPERVISION, 4]), json!([]), true));
        assert_eq!(joined, [("officers", 3, SUPERVISION, 4, None)]);
        let found = visit("campaign", "find", stated(json!([PLANT, 6]), json!([6, 7]), false));
        assert_eq!(
            found[2..],
            [("plants", 1, PLANT, 6, Some(6)), ("plants", 1, PLANT, 6, Some(7))]
        );
        assert_eq!(visit("round", "record", Value::Null), []);
        assert_eq!(visit("round", "open", stated(json!(["case", 9]), json!([5]), false)), []);
    }

    #[test]
    fn whatever_is_counted_is_in_the_table() {
        let acts = [
            "receive",
            "join",
            "withdraw_one",
            "accept",
            "decline",
            "conclude",
            "conclude_part",
            "withdraw",
            "merge",
            "rehandle",
            "return",
            "extend",
            "chase",
            "demand",
            "inspect",
        ];
        let detail = json!({ "officers": 2, "visited": 1, "matter": {
            "bureau": "140821", "state": "assigned", "verdict": "partly",
            "clocks": { "acceptance": "2026-12-30" },
            "to": { "bureau": "140882", "state": "merged" },
        } });
        for act in acts {
            let all = entries(&told(act, detail.clone())).unwrap();
            assert!(!all.is_empty(), "{act}");
            assert!(all.iter().all(|it| figure::known(it.figure).is_some()), "{act}");
        }
    }

    #[test]
    fn a_changed_rating_counts_once() {
        let detail = json!({ "handling": "not", "solved": "yes", "case": 7,
                             "before": { "handling": "fairly", "solved": null } });
        let mut rating = told("rate", detail);
        rating.noun = "report".to_owned();
        assert_eq!(counted(&rating), [("satisfied", -1), ("asked", 1), ("solved", 1)]);
    }
}
