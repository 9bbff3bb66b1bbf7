//! Reads `deadlines.toml` and names every mistake in it, each at its line and column.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Extension, Limit, Policy, PolicyId, Scope, StartEvent, Unit};
use crate::jurisdiction::{JurisdictionError, Names, Reason};

/// The file in a jurisdiction's folder.
pub(super) const NAME: &str = "deadlines.toml";

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

/// The entries, or every mistake in the order of the file.
pub(super) fn check(text: &str) -> Result<Vec<Policy>, Vec<JurisdictionError>> {
    let mut mistakes = Mistakes { text, found: Vec::new() };
    let (root, wrong) = DeTable::parse_recoverable(text);
    for error in wrong {
        let at = error.span().map_or(0, |span| span.start);
        mistakes.add(at, Reason::Toml(Box::new(error)));
    }
    let mut entries: Vec<(usize, Policy)> = Vec::new();
    for (name, value) in root.get_ref() {
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("policy", DeValue::Array(array)) => {
                let read = array.iter().filter_map(|entry| Entry::read(entry, &mut mistakes));
                entries.extend(read);
            }
            (other, _) => mistakes.say(name.span().start, format!("unknown entry {other}")),
        }
    }
    if mistakes.found.is_empty() {
        check_together(&entries, &mut mistakes);
    }
    let mut found = mistakes.found;
    if found.is_empty() {
        return Ok(entries.into_iter().map(|(_, policy)| policy).collect());
    }
    found.sort_by_key(|mistake| (mistake.line.is_none(), mistake.line, mistake.column));
    Err(found)
}

/// Versions of one limit follow each other without overlap and without gap, the last one holds on,
/// and every limit is there.
fn check_together(entries: &[(usize, Policy)], mistakes: &mut Mistakes<'_>) {
    let mut versions: BTreeMap<(PolicyId, &Scope), Vec<&(usize, Policy)>> = BTreeMap::new();
    for entry in entries {
        versions.entry((entry.1.id, &entry.1.scope)).or_default().push(entry);
    }
    for ((id, scope), mut of_one) in versions {
        of_one.sort_by_key(|(_, policy)| policy.valid_from);
        for pair in of_one.windows(2) {
            let [(_, before), (at, after)] = pair else { continue };
            let from = before.valid_from;
            match before.valid_to.and_then(|last| last.checked_add_days(Days::new(1))) {
                Some(next) if next == after.valid_from => {}
                Some(next) if next < after.valid_from && *scope == Scope::All => {
                    let last = after.valid_from.pred_opt().unwrap_or(after.valid_from);
                    mistakes.say(*at, format!("{id}: a gap, nothing holds from {next} to {last}"));
                }
                Some(next) if next < after.valid_from => {}
                _ => mistakes
                    .say(*at, format!("{id} overlaps with the entry that holds from {from}")),
            }
        }
        let ends = of_one.last().and_then(|(at, last)| Some((*at, last.valid_to?)));
        if let (Some((at, last)), Scope::All) = (ends, scope) {
            mistakes.say(at, format!("{id}: a gap, nothing holds after {last}"));
        }
    }
    for id in PolicyId::ALL {
        if !entries.iter().any(|(_, policy)| policy.id == id && policy.scope == Scope::All) {
            let reason = Reason::Policy(format!("{id} is missing"));
            mistakes.found.push(JurisdictionError::new(NAME, reason));
        }
    }
}

/// What was found wrong so far.
struct Mistakes<'a> {
    text: &'a str,
    found: Vec<JurisdictionError>,
}

impl Mistakes<'_> {
    fn add(&mut self, byte: usize, reason: Reason) {
        let line = crate::jurisdiction::line_of(self.text, byte);
        let before = self.text.get(..byte).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let mistake = JurisdictionError::at(NAME, line, reason);
        self.found.push(mistake.in_column(u64::try_from(column).unwrap_or(1)));
    }

    fn say(&mut self, byte: usize, reason: String) {
        self.add(byte, Reason::Policy(reason));
    }
}

type Table<'i> = DeTable<'i>;

/// One `[[policy]]` being read.
struct Entry<'a, 'i, 'm, 't> {
    table: &'a Table<'i>,
    /// Where it begins.
    at: usize,
    mistakes: &'m mut Mistakes<'t>,
}

impl Entry<'_, '_, '_, '_> {
    fn read(value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes<'_>) -> Option<(usize, Policy)> {
        let at = value.span().start;
        let DeValue::Table(table) = value.get_ref() else {
            mistakes.say(at, "not an entry".to_owned());
            return None;
        };
        for name in table.keys().filter(|name| !FIELDS.contains(&name.get_ref().as_ref())) {
            mistakes.say(name.span().start, format!("unknown field {}", name.get_ref()));
        }
        let before = mistakes.found.len();
        let policy = Entry { table, at, mistakes: &mut *mistakes }.policy()?;
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
        let known = serde::Deserialize::deserialize(toml::Value::String(name.clone()));
        if known.is_err() {
            self.wrong(field, format!("{name} is no {field} that there is"));
        }
        known.ok()
    }

    fn limit(&mut self, table: &Table<'_>, at: usize) -> Option<Limit> {
        let field = |name: &str| table.get(name).map(|value| (value.span().start, value.get_ref()));
        let count = match field("limit") {
            Some((at, DeValue::Integer(count))) => {
                let parsed = u16::from_str_radix(count.as_str(), count.radix()).ok();
                if parsed.is_none_or(|count| count == 0) {
                    self.mistakes.say(at, "a limit of nothing, or of too much".to_owned());
                }
                parsed.filter(|count| *count > 0)
            }
            Some((at, _)) => {
                self.mistakes.say(at, "limit is not a whole number".to_owned());
                None
            }
            None => {
                self.mistakes.say(at, "limit is missing".to_owned());
                None
            }
        };
        let unit = match field("unit") {
            Some((at, DeValue::String(name))) => {
                let known: Option<Unit> =
                    serde::Deserialize::deserialize(toml::Value::String(name.to_string())).ok();
                if known.is_none() {
                    self.mistakes.say(at, format!("{name} is no unit that there is"));
                }
                known
            }
            Some((at, _)) => {
                self.mistakes.say(at, "unit says nothing".to_owned());
                None
            }
            None => {
                self.mistakes.say(at, "unit is missing".to_owned());
                None
            }
        };
        Some(Limit { count: count?, unit: unit? })
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
