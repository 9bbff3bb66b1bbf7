//! Reads `deadlines.toml` and names every mistake in it, each at its line and column.

mod entry;

use std::collections::BTreeMap;

use chrono::Days;
use toml::de::{DeTable, DeValue};

use super::{Policy, PolicyId, Scope};
use crate::jurisdiction::{JurisdictionError, Reason};
use entry::Entry;

/// The file in a jurisdiction's folder.
pub(super) const NAME: &str = "deadlines.toml";

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
