//! Every name that tells where something is, in one index (`R1`).
//!
//! The index is made once from counties, townships, the gazetteer and the neighbours. [`Gazetteer::mentions`]
//! finds the names in a text, the longest at each place; what they mean there is for the reader to decide.

use std::collections::HashMap;

use serde::Deserialize;

use super::bureau::{Bureau, County, Township};
use super::error::{JurisdictionError, Reason};
use super::folder::Folder;
use super::neighbour::{Neighbour, parts};
use super::profile::Profile;
use super::words::{AddressWords, Words, ends};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The province of the jurisdiction.
    Province,
    /// The city itself.
    Home,
    /// The development zone.
    Zone,
    /// A county of ours.
    County,
    /// A township of ours.
    Township,
    /// A place of the gazetteer.
    Place,
    /// A place outside; the number is its row among the neighbours.
    Outside(usize),
}

/// How much a name says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The whole name.
    Full,
    /// A short or spoken form.
    Short,
    /// A short form that is also a common word.
    Common,
}

/// A name and where it is.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name in lower case.
    pub text: String,
    /// What it names.
    pub level: Level,
    /// How much it says by itself.
    pub form: Form,
    /// The bureaus that it may mean, by code.
    pub codes: Vec<String>,
}

/// A name found in a text, by bytes.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    /// The name.
    pub name: &'a Name,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The index of names.
#[derive(Debug, Default)]
pub struct Gazetteer {
    by_letter: HashMap<char, Vec<Name>>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Zone,
    BareZone,
    Units,
    OldName,
    Place,
    River,
    Lake,
    Landmark,
}

#[derive(Deserialize)]
pub(super) struct Row {
    name: String,
    kind: Kind,
    codes: String,
}

pub(super) fn read(folder: &Folder<'_>, bureaus: &[Bureau]) -> Result<Vec<Row>, JurisdictionError> {
    const FILE: &str = "gazetteer.csv";
    let mut places = Vec::new();
    for (line, row) in folder.rows::<Row>(FILE)? {
        let refuse = |reason| Err(JurisdictionError::at(FILE, line, reason));
        if row.name.is_empty() || row.codes.is_empty() {
            return refuse(Reason::Empty { field: "name or codes" });
        }
        if let Some(code) = parts(&row.codes).find(|code| !bureaus.iter().any(|b| b.code == *code))
        {
            return refuse(Reason::UnknownCode(code));
        }
        places.push(row);
    }
    Ok(places)
}

impl Gazetteer {
    pub(super) fn build(
        profile: &Profile,
        counties: &[County],
        townships: &[Township],
        neighbours: &[Neighbour],
        places: &[Row],
        words: &Words,
    ) -> Self {
        let mut index = Self::default();
        index.add_home(profile);
        counties.iter().for_each(|county| index.add_county(county, &words.address));
        townships.iter().for_each(|township| index.add_township(township, &words.address));
        places.iter().for_each(|row| index.add_place(row));
        for (at, neighbour) in neighbours.iter().enumerate() {
            index.add_neighbour(at, neighbour, &words.address);
        }
        for names in index.by_letter.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.text.len()));
        }
        index
    }

    /// The names in a text, in order, the longest at each place and none within another. The text is
    /// expected in lower case.
    pub fn mentions<'a>(&'a self, text: &str) -> Vec<Mention<'a>> {
        let mut found = Vec::new();
        let mut next = 0;
        for (start, letter) in text.char_indices() {
            if start < next {
                continue;
            }
            if let Some(name) = self.longest(letter, text.get(start..).unwrap_or_default()) {
                next = start + name.text.len();
                found.push(Mention { name, start, end: next });
            }
        }
        found
    }

    fn longest(&self, letter: char, rest: &str) -> Option<&Name> {
        self.by_letter.get(&letter)?.iter().find(|name| {
            let whole = || {
                let after = rest.get(name.text.len()..).and_then(|tail| tail.chars().next());
                !letter.is_ascii() || !after.is_some_and(|c| c.is_ascii_alphanumeric())
            };
            rest.starts_with(&name.text) && whole()
        })
    }

    fn add_home(&mut self, profile: &Profile) {
        for (names, level) in [(&profile.names, Level::Home), (&profile.province, Level::Province)]
        {
            self.add(&names.zh, level, Form::Full, &[]);
            self.add(&names.en, level, Form::Full, &[]);
            self.add(without_last(&names.zh), level, Form::Short, &[]);
        }
    }

    fn add_county(&mut self, county: &County, words: &AddressWords) {
        let codes = [county.code.clone()];
        self.add(&county.names.zh, Level::County, Form::Full, &codes);
        self.add(&county.names.en, Level::County, Form::Full, &codes);
        self.add(&county.short, Level::County, Form::Short, &codes);
        if county.names.zh.ends_with(&words.seat_of) {
            let seat = format!("{}{}", county.names.zh, words.seat_ending);
            self.add(&seat, Level::County, Form::Full, &codes);
        }
    }

    fn add_township(&mut self, township: &Township, words: &AddressWords) {
        let codes = [township.county.clone()];
        self.add(&township.name, Level::Township, Form::Full, &codes);
        let ending = words.township_endings.iter().find(|e| township.name.ends_with(e.as_str()));
        let short = ending.and_then(|ending| township.name.strip_suffix(ending.as_str()));
        let Some(short) = short.filter(|short| short.chars().count() > 1) else { return };
        let common = words.common.iter().any(|word| word == short);
        self.add(short, Level::Township, if common { Form::Common } else { Form::Short }, &codes);
    }

    fn add_place(&mut self, row: &Row) {
        let codes: Vec<String> = parts(&row.codes).collect();
        let (level, form) = match row.kind {
            Kind::Zone => (Level::Zone, Form::Full),
            Kind::BareZone => (Level::Zone, Form::Short),
            _ => (Level::Place, Form::Short),
        };
        self.add(&row.name, level, form, &codes);
    }

    fn add_neighbour(&mut self, at: usize, neighbour: &Neighbour, words: &AddressWords) {
        for name in &neighbour.spoken {
            let form = if ends(name, &words.official_endings) { Form::Full } else { Form::Short };
            self.add(name, Level::Outside(at), form, &[]);
        }
    }

    /// Adds a name. The zone takes a name from whoever has it, a neighbour takes none; any other that is
    /// there already then means more bureaus.
    fn add(&mut self, text: &str, level: Level, form: Form, codes: &[String]) {
        let text = text.to_lowercase();
        let Some(letter) = text.chars().next() else { return };
        let names = self.by_letter.entry(letter).or_default();
        match names.iter_mut().find(|name| name.text == text) {
            None => names.push(Name { text, level, form, codes: codes.to_vec() }),
            Some(_) if matches!(level, Level::Outside(_)) => {}
            Some(same) if level == Level::Zone => {
                *same = Name { text, level, form, codes: codes.to_vec() };
            }
            Some(same) => same.also(level, form, codes),
        }
    }
}

impl Name {
    fn also(&mut self, level: Level, form: Form, codes: &[String]) {
        self.level = self.level.min(level);
        self.form = self.form.min(form);
        for code in codes {
            if !self.codes.contains(code) {
                self.codes.push(code.clone());
            }
        }
    }
}

fn without_last(text: &str) -> &str {
    text.char_indices().next_back().map_or("", |(last, _)| text.get(..last).unwrap_or_default())
}
