//! One `[[policy]]`, read field by field, so that all that is wrong with it is named at once.

use chrono::NaiveDate;
use serde::{Deserialize as _, de::DeserializeOwned};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Mistakes;
use crate::{
    deadlines::policy::{Extension, Limit, Policy, PolicyId, Scope, StartEvent, Unit},
    jurisdiction::Names,
};

/// How people come to the office (`I1`).
const CHANNELS: [&str; 7] =
    ["web", "telephone", "letter", "visit", "province", "department", "api"];
/// Reports of violations and grievances (`T4`).
const TRACKS: [&str; 2] = ["violation", "grievance"];
/// What an entry can say.
const FIELDS: [&str; 12] = [
    "id",
    "rule",
    "channel",
    "track",
    "limit",
    "unit",
    "start",
    "source",
    "valid_from",
    "valid_to",
    "verified",
    "extension",
];

type Table<'i> = DeTable<'i>;

/// One `[[policy]]` being read.
pub(super) struct Entry<'a, 'i, 'm, 't> {
    table: &'a Table<'i>,
    /// Where it begins.
    at: usize,
    mistakes: &'m mut Mistakes<'t>,
}

impl Entry<'_, '_, '_, '_> {
    /// Reads one; nothing when anything in it is wrong.
    pub(super) fn read(
        value: &Spanned<DeValue<'_>>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<(usize, Policy)> {
        let at = value.span().start;
        let DeValue::Table(table) = value.get_ref() else {
            mistakes.say(at, "not an entry".to_owned());
            return None;
        };
        let before = mistakes.found.len();
        let mut entry = Entry { table, at, mistakes: &mut *mistakes };
        entry.only(table, &FIELDS);
        let policy = entry.policy()?;
        (mistakes.found.len() == before).then_some((at, policy))
    }

    /// The policy; each field is looked at, so that all that is wrong is named at once.
    fn policy(mut self) -> Option<Policy> {
        let (id, start) = (self.named::<PolicyId>("id"), self.named::<StartEvent>("start"));
        let rule = self.text("rule");
        let limit = self.limit(self.table, self.at);
        let scope = self.scope();
        let source = self.source();
        let (valid_from, valid_to) = (self.day("valid_from", true), self.day("valid_to", false));
        let verified = self.verified();
        let extension = self.extension();
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            self.wrong("valid_to", "it ends before it begins");
        }
        let is_in_days = |limit: Limit| matches!(limit.unit, Unit::Calendar | Unit::Working);
        if let (Some(limit), Some(Some(more))) = (limit, extension)
            && is_in_days(limit)
            && !is_in_days(more.limit)
        {
            self.wrong("extension", "a limit in days is extended by days");
        }
        Some(Policy {
            id: id?,
            scope: scope?,
            rule: rule?,
            limit: limit?,
            start: start?,
            extension: extension?,
            source: source?,
            valid_from: valid_from?,
            valid_to,
            verified: verified?,
        })
    }

    /// What is none of these fields says something that nobody would read.
    fn only(&mut self, table: &Table<'_>, fields: &[&str]) {
        for name in table.keys().filter(|name| !fields.contains(&name.get_ref().as_ref())) {
            self.mistakes.say(name.span().start, format!("unknown field {}", name.get_ref()));
        }
    }

    fn wrong(&mut self, field: &str, reason: impl Into<String>) {
        let at = self.table.get(field).map_or(self.at, |value| value.span().start);
        self.mistakes.say(at, reason.into());
    }

    fn missing(&mut self, field: &str) {
        let at = self.at;
        self.mistakes.say(at, format!("{field} is missing"));
    }

    /// A text that must be there and say something.
    fn text(&mut self, field: &str) -> Option<String> {
        match self.table.get(field).map(|value| value.get_ref()) {
            Some(DeValue::String(text)) if !text.trim().is_empty() => Some(text.to_string()),
            Some(_) => {
                self.wrong(field, format!("{field} says nothing"));
                None
            }
            None => {
                self.missing(field);
                None
            }
        }
    }

    /// One of the names that the code knows.
    fn named<T: DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let name = self.text(field)?;
        let known = T::deserialize(toml::Value::String(name.clone()));
        if known.is_err() {
            self.wrong(field, format!("{name} is no {field} that there is"));
        }
        known.ok()
    }

    /// A count and a unit, in the entry itself or in its extension.
    fn limit(&mut self, table: &Table<'_>, at: usize) -> Option<Limit> {
        let (count, unit) = (self.count(table, at), self.unit(table, at));
        Some(Limit { count: count?, unit: unit? })
    }

    fn count(&mut self, table: &Table<'_>, at: usize) -> Option<u16> {
        let Some(value) = table.get("limit") else {
            self.mistakes.say(at, "limit is missing".to_owned());
            return None;
        };
        let count = match value.get_ref() {
            DeValue::Integer(count) => u16::from_str_radix(count.as_str(), count.radix()).ok(),
            _ => None,
        };
        let count = count.filter(|count| *count > 0);
        if count.is_none() {
            let reason = "a limit of nothing, of too much, or no whole number";
            self.mistakes.say(value.span().start, reason.to_owned());
        }
        count
    }

    fn unit(&mut self, table: &Table<'_>, at: usize) -> Option<Unit> {
        let Some(value) = table.get("unit") else {
            self.mistakes.say(at, "unit is missing".to_owned());
            return None;
        };
        let name = value.get_ref().as_str().unwrap_or_default().to_owned();
        let unit = Unit::deserialize(toml::Value::String(name.clone())).ok();
        if unit.is_none() {
            self.mistakes.say(value.span().start, format!("{name} is no unit that there is"));
        }
        unit
    }

    fn scope(&mut self) -> Option<Scope> {
        let has = |field| self.table.contains_key(field);
        match (has("channel"), has("track")) {
            (false, false) => Some(Scope::All),
            (true, true) => {
                self.wrong("track", "an entry is for a channel or for a track, not for both");
                None
            }
            (true, false) => self.one_of("channel", &CHANNELS).map(Scope::Channel),
            (false, true) => self.one_of("track", &TRACKS).map(Scope::Track),
        }
    }

    fn one_of(&mut self, field: &str, known: &[&str]) -> Option<String> {
        let name = self.text(field)?;
        if known.contains(&name.as_str()) {
            return Some(name);
        }
        self.wrong(field, format!("{name} is no {field} that there is"));
        None
    }

    fn source(&mut self) -> Option<Names> {
        let Some(DeValue::Table(source)) = self.table.get("source").map(|value| value.get_ref())
        else {
            self.missing("source");
            return None;
        };
        self.only(source, &["zh", "en"]);
        let in_language = |tag: &str| match source.get(tag).map(|value| value.get_ref()) {
            Some(DeValue::String(text)) if !text.trim().is_empty() => Some(text.to_string()),
            _ => None,
        };
        let names = in_language("zh").zip(in_language("en"));
        if names.is_none() {
            self.wrong("source", "source says nothing in one of the languages");
        }
        names.map(|(zh, en)| Names::new(zh, en))
    }

    fn day(&mut self, field: &str, required: bool) -> Option<NaiveDate> {
        match self.table.get(field).map(|value| value.get_ref()) {
            Some(DeValue::Datetime(value)) => {
                let day = day(value);
                if day.is_none() {
                    self.wrong(field, format!("{value} is not a day"));
                }
                day
            }
            Some(_) => {
                self.wrong(field, format!("{field} is not a day"));
                None
            }
            None if required => {
                self.missing(field);
                None
            }
            None => None,
        }
    }

    fn verified(&mut self) -> Option<bool> {
        match self.table.get("verified").map(|value| value.get_ref()) {
            Some(DeValue::Boolean(verified)) => Some(*verified),
            Some(_) => {
                self.wrong("verified", "verified is neither true nor false");
                None
            }
            None => {
                self.missing("verified");
                None
            }
        }
    }

    /// The extension; `Some(None)` where there is none.
    fn extension(&mut self) -> Option<Option<Extension>> {
        let Some(value) = self.table.get("extension") else { return Some(None) };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong("extension", "extension says nothing");
            return None;
        };
        self.only(table, &["limit", "unit", "times"]);
        let limit = self.limit(table, value.span().start);
        let times = match table.get("times").map(|value| value.get_ref()) {
            Some(DeValue::Integer(times)) => times.as_str().parse().ok().filter(|times| *times > 0),
            _ => None,
        };
        if times.is_none() {
            self.wrong("extension", "extension does not say how many times");
        }
        Some(Some(Extension { limit: limit?, times: times? }))
    }
}

fn day(value: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = value.date.filter(|_| value.time.is_none())?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}
