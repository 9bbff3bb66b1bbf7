//! The routing rules in their order (`R1`–`R4`).
//!
//! To change how reports are routed, change this table: the first rule that has an answer decides. Reasons are
//! messages of `routing.ftl`; a name is filled in as `x` (Chinese) and `x_en` (English).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::accusation::{above, accusation};
use super::decide::{Decision, Target};
use super::facts::{Facts, with_names};
use super::reading::{Certainty, Found, Reading};
use crate::jurisdiction::{Level, Names};
use crate::message::Message;

/// The name of a rule, kept with each decision (`R5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RuleId {
    Conflict,
    Disagreement,
    Zone,
    OutsidePoint,
    Boundary,
    OutsideAddress,
    AddressCounty,
    AddressTownship,
    AddressPlace,
    AddressSeveral,
    Chosen,
    Text,
    Dispatcher,
}

/// One rule: an answer, or nothing when it does not apply.
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What it says.
    pub doc: &'static str,
    /// Its answer.
    pub(super) apply: fn(&Facts<'_>) -> Option<Decision>,
}

/// All rules, in order.
#[rustfmt::skip]
pub const RULES: [Rule; 13] = [
    Rule { id: RuleId::Conflict, apply: conflict,
        doc: "R3: a report against a bureau, a county government, their staff or an unlawful local policy goes one level up, hidden from those reported" },
    Rule { id: RuleId::Disagreement, apply: disagreement,
        doc: "R1: where a point and an address disagree, the city dispatcher chooses between both" },
    Rule { id: RuleId::Zone, apply: zone,
        doc: "R2: the development zone, by name" },
    Rule { id: RuleId::OutsidePoint, apply: outside_point,
        doc: "R4: a point outside all counties" },
    Rule { id: RuleId::Boundary, apply: boundary,
        doc: "R1: the county that the point lies in; near a border the other is named" },
    Rule { id: RuleId::OutsideAddress, apply: outside_address,
        doc: "R4: an address that begins with a place outside, with the authority there" },
    Rule { id: RuleId::AddressCounty, apply: address_county,
        doc: "R1: a county named in the address" },
    Rule { id: RuleId::AddressTownship, apply: address_township,
        doc: "R1: a township named in the address, with or without its ending" },
    Rule { id: RuleId::AddressPlace, apply: address_place,
        doc: "R1: a place of the gazetteer named in the address" },
    Rule { id: RuleId::AddressSeveral, apply: address_several,
        doc: "R4: an address that fits several bureaus and a hand-chosen county does not decide" },
    Rule { id: RuleId::Chosen, apply: chosen,
        doc: "R1: a county chosen by hand" },
    Rule { id: RuleId::Text, apply: text,
        doc: "R1: names in the text, where no point, address or county is given" },
    Rule { id: RuleId::Dispatcher, apply: |facts| Some(dispatcher(facts)),
        doc: "R4: what cannot be decided goes to the city dispatcher" },
];

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(out)
    }
}

fn conflict(facts: &Facts<'_>) -> Option<Decision> {
    let place = facts.place;
    let found = accusation(facts.all, &place.reported_unit, &place.text, &facts.home())?;
    let code = above(facts.all, &found.reported);
    let key = if found.reported.is_empty() { "routing-conflict" } else { "routing-conflict-named" };
    let mut reason = Message::new(key).with("said", &found.said);
    if !found.reported.is_empty() {
        let names: Vec<Names> =
            found.reported.iter().map(|code| facts.target(code).names).collect();
        let names = Names::join(&names, &facts.all.profile().separator);
        reason = with_names(reason, "reported", &names);
    }
    let target = facts.target(&code);
    let reason = with_names(reason, "target", &target.names);
    let mut decision = Decision::of(target, RuleId::Conflict, reason);
    decision.hidden_from = found.reported;
    Some(decision)
}

/// What the address says against the point: one bureau, several, or a place outside.
fn disagreement(facts: &Facts<'_>) -> Option<Decision> {
    let located = facts.located.as_ref()?;
    let reading = facts.address.as_ref()?;
    let here = located.county.clone();
    let mut alternatives: Vec<Target> = facts.targets(&here);
    let mut names = Vec::new();
    if let Some(row) = reading.outside {
        here.as_ref()?;
        if located.outer < facts.border() {
            return None;
        }
        let (name, target) = facts.authority(row);
        names.push(name);
        alternatives.push(target);
    } else {
        let said = facts.said_codes(reading);
        if said.is_empty() || said.iter().any(|code| facts.agrees(located, code)) {
            return None;
        }
        names.extend(said.iter().map(|code| facts.names(code)));
        alternatives.extend(facts.targets(&said));
    }
    let said = Names::join(&names, &facts.all.profile().separator);
    let reason = match &here {
        Some(code) => {
            let reason = Message::new("routing-disagreement");
            with_names(reason, "county", &facts.names(code))
        }
        None => Message::new("routing-disagreement-outside"),
    };
    let reason = with_names(reason, "said", &said);
    Some(facts.dispatcher(RuleId::Disagreement, reason).or(alternatives))
}

fn zone(facts: &Facts<'_>) -> Option<Decision> {
    let code = facts.zone()?;
    let reading = facts.address.as_ref()?;
    let certainty = reading.zone?;
    let reason = with_names(Message::new("routing-zone"), "target", &facts.names(code));
    let reason = reason.with("said", &reading.said);
    let decision = Decision::of(facts.target(code), RuleId::Zone, reason);
    let host = facts.all.bureau(code).and_then(|bureau| bureau.county.clone());
    let named = reading.found.codes().iter().filter(|other| !facts.same_county(other, code));
    let likely = host.iter().filter(|_| certainty == Certainty::Likely);
    let others = facts.targets(named.chain(likely));
    Some(if others.is_empty() { decision } else { decision.unsure().or(others) })
}

fn outside_point(facts: &Facts<'_>) -> Option<Decision> {
    let located = facts.located.as_ref().filter(|located| located.county.is_none())?;
    let named = facts.address.as_ref().and_then(|reading| reading.outside);
    let border = located.outer < facts.border();
    let mut decision = match named {
        Some(row) => outside(facts, row, "routing-outside-point-named", RuleId::OutsidePoint),
        None => {
            let reason = Message::new("routing-outside-point");
            Decision::of(Target::outside(Names::default()), RuleId::OutsidePoint, reason)
        }
    };
    decision.outside = true;
    if border {
        let near: Vec<String> = located.within(facts.border()).map(str::to_owned).collect();
        let reason = Message::new("routing-outside-point-border");
        decision.reason = with_names(reason, "county", &facts.joined(&near));
        decision.border = true;
        decision.certain = false;
        decision.alternatives = facts.targets(&near);
    }
    Some(decision)
}

fn boundary(facts: &Facts<'_>) -> Option<Decision> {
    let located = facts.located.as_ref()?;
    let county = located.county.as_ref()?;
    let width = facts.border();
    let mut near: Vec<Names> = located.within(width).map(|code| facts.names(code)).collect();
    let mut alternatives: Vec<Target> =
        located.within(width).map(|code| facts.target(code)).collect();
    if near.is_empty() && located.outer < width {
        let beside = facts.all.neighbours().iter().filter(|n| n.borders.contains(county));
        for neighbour in beside {
            near.push(neighbour.names.clone());
            alternatives.push(Target::outside(neighbour.authority.clone()));
        }
    }
    let border = located.border() < width;
    let key = match (border, near.is_empty()) {
        (false, _) => "routing-boundary",
        (true, false) => "routing-boundary-border",
        (true, true) => "routing-boundary-outer",
    };
    let mut reason = with_names(Message::new(key), "county", &facts.names(county));
    if !near.is_empty() {
        let others = Names::join(&near, &facts.all.profile().separator);
        reason = with_names(reason, "others", &others);
    }
    let mut decision = Decision::of(facts.target(county), RuleId::Boundary, reason);
    decision.border = border;
    decision.certain = !border;
    let chosen = facts.chosen.filter(|code| code != county).map(str::to_owned);
    if let Some(code) = chosen.filter(|code| !facts.agrees(located, code)) {
        decision.certain = false;
        alternatives.push(facts.target(&code));
    }
    Some(decision.or(alternatives))
}

fn outside(facts: &Facts<'_>, row: usize, key: &str, rule: RuleId) -> Decision {
    let (names, target) = facts.authority(row);
    let reason = with_names(Message::new(key), "place", &names);
    let reason = with_names(reason, "authority", &target.names);
    let mut decision = Decision::of(target, rule, reason);
    decision.outside = true;
    decision
}

fn outside_address(facts: &Facts<'_>) -> Option<Decision> {
    let reading = facts.address.as_ref()?;
    let row = reading.outside.filter(|_| reading.found == Found::Nothing)?;
    let Some(chosen) = facts.chosen else {
        return Some(outside(facts, row, "routing-outside-address", RuleId::OutsideAddress));
    };
    // The county chosen by hand says otherwise: a person looks.
    let (name, target) = facts.authority(row);
    let reason = with_names(Message::new("routing-outside-chosen"), "place", &name);
    let reason = with_names(reason, "county", &facts.names(chosen));
    let both = vec![facts.target(chosen), target];
    Some(facts.dispatcher(RuleId::OutsideAddress, reason).or(both))
}

fn address_county(facts: &Facts<'_>) -> Option<Decision> {
    by_address(facts, Level::County, RuleId::AddressCounty, "routing-address-county")
}

fn address_township(facts: &Facts<'_>) -> Option<Decision> {
    by_address(facts, Level::Township, RuleId::AddressTownship, "routing-address-township")
}

fn address_place(facts: &Facts<'_>) -> Option<Decision> {
    by_address(facts, Level::Place, RuleId::AddressPlace, "routing-address-place")
}

fn by_address(facts: &Facts<'_>, wanted: Level, rule: RuleId, key: &str) -> Option<Decision> {
    let reading = facts.address.as_ref()?;
    let Found::One { code, level, others } = &reading.found else { return None };
    if *level != wanted {
        return None;
    }
    let reason = with_names(Message::new(key), "county", &facts.names(code));
    let mut decision = Decision::of(facts.target(code), rule, reason.with("said", &reading.said));
    let chosen = facts.chosen.filter(|chosen| !facts.same_county(chosen, code));
    decision.alternatives = facts.targets(others);
    decision.alternatives.extend(chosen.map(|chosen| facts.target(chosen)));
    decision.certain = decision.alternatives.is_empty();
    Some(decision)
}

fn address_several(facts: &Facts<'_>) -> Option<Decision> {
    let reading = facts.address.as_ref()?;
    let Found::Several(codes) = &reading.found else { return None };
    if facts.chosen.is_some_and(|chosen| codes.iter().any(|code| code == chosen)) {
        return None;
    }
    Some(several(facts, reading, codes, RuleId::AddressSeveral))
}

fn several(facts: &Facts<'_>, reading: &Reading, codes: &[String], rule: RuleId) -> Decision {
    let outside = reading.outside.map(|row| facts.authority(row));
    let mut names: Vec<Names> = codes.iter().map(|code| facts.names(code)).collect();
    let mut targets = facts.targets(codes);
    if let Some((name, target)) = outside {
        names.push(name);
        targets.push(target);
    }
    let names = Names::join(&names, &facts.all.profile().separator);
    let reason = with_names(Message::new("routing-several"), "counties", &names);
    facts.dispatcher(rule, reason.with("said", &reading.said)).or(targets)
}

fn chosen(facts: &Facts<'_>) -> Option<Decision> {
    let code = facts.chosen?;
    let reason = with_names(Message::new("routing-chosen"), "county", &facts.names(code));
    Some(Decision::of(facts.target(code), RuleId::Chosen, reason))
}

fn text(facts: &Facts<'_>) -> Option<Decision> {
    if facts.located.is_some() || facts.address.is_some() || facts.chosen.is_some() {
        return None;
    }
    let reading = facts.text();
    if let (Some(_), Some(zone)) = (reading.zone, facts.zone()) {
        return Some(by_text(facts, reading, zone, &[]));
    }
    match (&reading.found, reading.outside) {
        (Found::One { code, others, .. }, _) => Some(by_text(facts, reading, code, others)),
        (Found::Several(codes), _) => Some(several(facts, reading, codes, RuleId::Text)),
        (Found::Nothing, Some(row)) => {
            Some(outside(facts, row, "routing-outside-text", RuleId::Text).unsure())
        }
        (Found::Nothing, None) => None,
    }
}

/// The words of a text say where something is less surely than an address does.
fn by_text(facts: &Facts<'_>, reading: &Reading, code: &str, others: &[String]) -> Decision {
    let reason = with_names(Message::new("routing-text"), "county", &facts.names(code));
    let reason = reason.with("said", &reading.said);
    Decision::of(facts.target(code), RuleId::Text, reason).unsure().or(facts.targets(others))
}

/// The last rule: nobody is left without an owner.
pub(super) fn dispatcher(facts: &Facts<'_>) -> Decision {
    facts.dispatcher(RuleId::Dispatcher, Message::new("routing-dispatcher"))
}
