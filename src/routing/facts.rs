//! What the rules know of a place, looked up once for all of them.

use std::cell::OnceCell;

use super::decide::{Decision, Place, Target};
use super::reading::{Kind, Reading, read};
use super::rule::RuleId;
use crate::jurisdiction::{BureauKind, Jurisdiction, Located, Names};
use crate::message::Message;

/// What is known of a place, looked up once for all rules.
pub(super) struct Facts<'a> {
    pub all: &'a Jurisdiction,
    pub place: &'a Place,
    pub located: Option<Located>,
    pub address: Option<Reading>,
    pub chosen: Option<&'a str>,
    text: OnceCell<Reading>,
}

impl<'a> Facts<'a> {
    pub fn gather(all: &'a Jurisdiction, place: &'a Place) -> Self {
        let address = place.address.trim();
        let can_be_chosen = |code: &&str| {
            let kind = all.bureau(code).map(|bureau| bureau.kind);
            matches!(kind, Some(BureauKind::County | BureauKind::Zone | BureauKind::Units))
        };
        let chosen = place.county.as_deref().map(str::trim).filter(can_be_chosen);
        let kind = match place.point.is_some() || chosen.is_some() {
            true => Kind::AddressBeside,
            false => Kind::AddressAlone,
        };
        Self {
            all,
            place,
            located: place.point.map(|point| all.boundaries().locate(point)),
            address: (!address.is_empty()).then(|| read(all, address, kind)),
            chosen,
            text: OnceCell::new(),
        }
    }

    pub fn text(&self) -> &Reading {
        self.text.get_or_init(|| read(self.all, &self.place.text, Kind::Text))
    }

    pub fn zone(&self) -> Option<&'a str> {
        self.all.profile().zone.as_deref()
    }

    pub fn target(&self, code: &str) -> Target {
        Target::bureau(self.all, code)
    }

    pub fn targets<'c>(&self, codes: impl IntoIterator<Item = &'c String>) -> Vec<Target> {
        codes.into_iter().map(|code| self.target(code)).collect()
    }

    pub fn dispatcher(&self, rule: RuleId, reason: Message) -> Decision {
        Decision::of(self.target(&self.all.profile().dispatcher), rule, reason).unsure()
    }

    /// The county's name, or the bureau's where it is no county.
    pub fn names(&self, code: &str) -> Names {
        let county = self.all.county(code).map(|county| county.names.clone());
        let bureau = || self.all.bureau(code).map(|bureau| bureau.names.clone());
        county.or_else(bureau).unwrap_or_default()
    }

    pub fn joined<'c>(&self, codes: impl IntoIterator<Item = &'c String>) -> Names {
        let names: Vec<Names> = codes.into_iter().map(|code| self.names(code)).collect();
        Names::join(&names, &self.all.profile().separator)
    }

    pub fn authority(&self, row: usize) -> (Names, Target) {
        let neighbour = self.all.neighbours().get(row);
        let names = neighbour.map(|n| n.names.clone()).unwrap_or_default();
        (names, Target::outside(neighbour.map(|n| n.authority.clone()).unwrap_or_default()))
    }

    /// What the point's county, the address, the chosen county or else the text says: for "the county's bureau".
    pub fn home(&self) -> Vec<String> {
        let point = self.located.as_ref().and_then(|located| located.county.clone());
        let address = || {
            let reading = self.address.as_ref()?;
            let zone = reading.zone.and(self.zone()).map(str::to_owned);
            zone.map(|code| vec![code]).or_else(|| Some(reading.found.codes().to_vec()))
        };
        let known = point.map(|code| vec![code]).or_else(address).filter(|codes| !codes.is_empty());
        known
            .or_else(|| self.chosen.map(|code| vec![code.to_owned()]))
            .unwrap_or_else(|| self.text().found.codes().to_vec())
    }

    /// The bureaus that an address names.
    pub fn said_codes(&self, reading: &Reading) -> Vec<String> {
        match (reading.zone, self.zone()) {
            (Some(_), Some(zone)) => vec![zone.to_owned()],
            _ => reading.found.codes().to_vec(),
        }
    }

    /// The point lies in what is named, or within the border's width of it.
    pub fn agrees(&self, located: &Located, code: &str) -> bool {
        let lies_in = self.all.bureau(code).and_then(|bureau| bureau.county.as_deref());
        let near = || located.within(self.border()).any(|county| Some(county) == lies_in);
        lies_in.is_none() || located.county.as_deref() == lies_in || near()
    }

    /// How near to a border a point is said to be near it, in metres.
    pub fn border(&self) -> f64 {
        self.all.profile().border_metres
    }

    /// Whether two bureaus serve or lie in one county.
    pub fn same_county(&self, one: &str, other: &str) -> bool {
        let county = |code: &str| self.all.bureau(code).and_then(|bureau| bureau.county.as_deref());
        one == other || county(one) == county(other)
    }
}

/// A message with a name in both languages.
pub(super) fn with_names(message: Message, arg: &str, names: &Names) -> Message {
    message.with(arg, &names.zh).with(&format!("{arg}_en"), &names.en)
}
