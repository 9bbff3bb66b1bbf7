//! The decision on a place: which bureau, by which rule, and why (`R5`).

use serde::Serialize;

use super::facts::Facts;
use super::rule::{RULES, RuleId};
use crate::jurisdiction::{Jurisdiction, Names, Point};
use crate::message::Message;

/// What is known of where a report belongs.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// A point, WGS 84.
    pub point: Option<Point>,
    /// An address as it was written or said.
    pub address: String,
    /// A county, the zone or the city's units, chosen by hand: the code.
    pub county: Option<String>,
    /// The free text of the report.
    pub text: String,
    /// The unit that is reported.
    pub reported_unit: String,
}

/// Who a report goes to, or might.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// GB/T 2260 code of the county, or the code of another bureau; none outside.
    pub code: Option<String>,
    /// The bureau; outside, the authority in charge there where it can be named.
    #[serde(rename = "name")]
    pub names: Names,
}

/// Where a report goes, by which rule and why.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// Who gets it.
    pub target: Target,
    /// The rule that decided.
    pub rule: RuleId,
    /// Why, for a clerk to read to a caller. Names are given twice: `county` in Chinese, `county_en` in English.
    pub reason: Message,
    /// Who else it may belong to.
    pub alternatives: Vec<Target>,
    /// The place lies outside the jurisdiction.
    pub outside: bool,
    /// The point is near a border.
    pub border: bool,
    /// Nobody needs to look at it before it is sent.
    pub certain: bool,
    /// Bureaus that must not see it (`R3`).
    pub hidden_from: Vec<String>,
}

/// Decides where a report belongs; total, and without side effects.
pub fn decide(jurisdiction: &Jurisdiction, place: &Place) -> Decision {
    let facts = Facts::gather(jurisdiction, place);
    RULES
        .iter()
        .find_map(|rule| (rule.apply)(&facts))
        .unwrap_or_else(|| super::rule::dispatcher(&facts))
}

impl Target {
    /// A bureau of the jurisdiction.
    pub fn bureau(jurisdiction: &Jurisdiction, code: &str) -> Self {
        let names = jurisdiction.bureau(code).map(|bureau| bureau.names.clone());
        Self { code: Some(code.to_owned()), names: names.unwrap_or_default() }
    }

    /// An authority outside; without names where none can be named.
    pub fn outside(names: Names) -> Self {
        Self { code: None, names }
    }
}

impl Decision {
    /// A certain decision for a bureau.
    pub(super) fn of(target: Target, rule: RuleId, reason: Message) -> Self {
        Self {
            target,
            rule,
            reason,
            alternatives: Vec::new(),
            outside: false,
            border: false,
            certain: true,
            hidden_from: Vec::new(),
        }
    }

    pub(super) fn unsure(mut self) -> Self {
        self.certain = false;
        self
    }

    pub(super) fn or(mut self, alternatives: Vec<Target>) -> Self {
        self.alternatives = alternatives;
        self
    }
}
