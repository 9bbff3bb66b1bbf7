//! Reads where something is out of an address or a text (`R1`).
//!
//! Names are found by the gazetteer; here it is judged what each means where it stands. A full name counts
//! anywhere. A short one does not count when a street, a shop or a product is named after it (太原路). One that
//! is also a common word counts only when it stands alone. A place outside counts when the address begins
//! with it, or when it is official and nothing of ours stands before it.

use crate::jurisdiction::{
    AddressWords, Form, Gazetteer, Jurisdiction, Level, Mention, begins, ends,
};

/// What a name in an address says of where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the names of our own places come to.
    pub found: Found,
    /// The development zone, where it is named.
    pub zone: Option<Certainty>,
    /// The row of the neighbour that is named.
    pub outside: Option<usize>,
    /// The names that decided, as they were written.
    pub said: String,
}

/// How sure a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It can mean nothing else.
    Sure,
    /// It is the usual meaning.
    Likely,
}

/// What the names of our own places come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Found {
    /// No name of ours.
    #[default]
    Nothing,
    /// One bureau, with others that a weaker name would mean.
    One {
        /// Its code.
        code: String,
        /// How surely it is meant.
        level: Level,
        /// The codes of the others.
        others: Vec<String>,
    },
    /// Several, and nothing that decides between them.
    Several(Vec<String>),
}

impl Found {
    /// The bureaus that are possible.
    pub fn codes(&self) -> &[String] {
        match self {
            Self::Nothing => &[],
            Self::One { code, .. } => std::slice::from_ref(code),
            Self::Several(codes) => codes,
        }
    }
}

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An address and nothing else: short names that are common words count where they stand alone.
    AddressAlone,
    /// An address beside a point or a chosen county, which such a weak name does not contradict.
    AddressBeside,
    /// Free text, where a common word is only a word and a place outside may be where something comes from.
    Text,
}

/// Reads where something is.
pub fn read(jurisdiction: &Jurisdiction, text: &str, kind: Kind) -> Reading {
    let text = text.trim().to_lowercase();
    let words = &jurisdiction.words().address;
    let scene = Scene { text: &text, words, kind };
    let mentions = scene.meant(jurisdiction.gazetteer());
    if let Some(reading) = scene.led_outside(jurisdiction, &mentions) {
        return reading;
    }
    let ours: Vec<&Mention<'_>> =
        mentions.iter().filter(|m| !matches!(m.name.level, Level::Outside(_))).collect();
    let zone = scene.zone(jurisdiction, &ours);
    let found = weigh(&ours);
    let said = said(&found, zone.is_some(), &ours);
    Reading { found, zone, outside: None, said }
}

struct Scene<'a> {
    text: &'a str,
    words: &'a AddressWords,
    kind: Kind,
}

impl Scene<'_> {
    /// The mentions that are meant as places.
    fn meant<'g>(&self, gazetteer: &'g Gazetteer) -> Vec<Mention<'g>> {
        let mut kept: Vec<Mention<'g>> = Vec::new();
        for mention in gazetteer.mentions(self.text) {
            if self.is_meant(&mention, kept.last()) {
                kept.push(mention);
            }
        }
        kept
    }

    fn is_meant(&self, mention: &Mention<'_>, before: Option<&Mention<'_>>) -> bool {
        let outside = matches!(mention.name.level, Level::Outside(_));
        match (mention.name.form, mention.name.level) {
            (Form::Full, _) if !outside => true,
            (Form::Full, _) => !self.begins_street(mention.end, true),
            (Form::Short, Level::Zone) => self.is_led(mention, before),
            (Form::Short, _) if outside => {
                self.is_led(mention, before) && !self.begins_street(mention.end, true)
            }
            (Form::Short, _) => !self.begins_street(mention.end, false),
            (Form::Common, _) => {
                self.kind == Kind::AddressAlone
                    && self.is_led(mention, before)
                    && self.is_alone(mention.end)
            }
        }
    }

    /// Whether what follows makes the name before it a street, a shop or a product.
    fn begins_street(&self, end: usize, outside: bool) -> bool {
        let rest = self.text.get(end..).unwrap_or_default();
        if begins(rest, &self.words.still_a_place) {
            return false;
        }
        let turned = self.words.directions.iter().find_map(|d| rest.strip_prefix(d.as_str()));
        let twice = turned
            .and_then(|t| self.words.directions.iter().find_map(|d| t.strip_prefix(d.as_str())));
        let unmakes = |tail: &str| {
            let word = |w: &&String| tail.starts_with(w.as_str());
            self.words
                .not_a_place
                .iter()
                .filter(word)
                .any(|w| outside || !self.words.own_may_have.contains(w))
        };
        [Some(rest), turned, twice].into_iter().flatten().any(unmakes)
    }

    /// Whether a name stands where an address begins, or goes on after a name of a larger place.
    fn is_led(&self, mention: &Mention<'_>, before: Option<&Mention<'_>>) -> bool {
        let lead = self.text.get(..mention.start).unwrap_or_default();
        let larger = |last: &Mention<'_>| {
            let wide = matches!(
                (last.name.level, mention.name.level),
                (Level::Province | Level::Outside(_), _)
                    | (Level::Home | Level::County, Level::Zone | Level::Township)
            );
            wide && last.end == mention.start
        };
        let stopped = lead.chars().next_back().is_none_or(|c| self.words.stops.contains(c));
        stopped || before.is_some_and(larger) || ends(lead, &self.words.at)
    }

    /// Whether nothing follows that would make a common word mean something else.
    fn is_alone(&self, end: usize) -> bool {
        let rest = self.text.get(end..).unwrap_or_default();
        let stopped = rest.chars().next().is_none_or(|c| self.words.stops.contains(c));
        stopped || begins(rest, &self.words.alone_before)
    }

    /// The reading of an address that is led by a place outside.
    fn led_outside(&self, all: &Jurisdiction, mentions: &[Mention<'_>]) -> Option<Reading> {
        let at = mentions.iter().position(|m| m.name.level != Level::Province)?;
        let lead = mentions.get(at..).unwrap_or_default();
        let Level::Outside(first) = lead.first()?.name.level else { return None };
        let chain = lead.iter().map_while(|m| match m.name.level {
            Level::Outside(row) => Some((m, row)),
            _ => None,
        });
        let is_city = |row: usize| all.neighbours().get(row).is_some_and(|n| !n.province);
        let (mention, row) =
            chain.filter(|(_, row)| is_city(*row)).last().unwrap_or((lead.first()?, first));
        // In free text a place outside is often only where something comes from: a name of ours that does
        // not stand within it wins (陕西来的车在风陵渡镇), and 西安市永乐镇 stays outside.
        let within = |m: &&Mention<'_>| lead.iter().any(|other| other.end == m.start);
        let is_ours = |m: &&Mention<'_>| m.name.level == Level::Home || rank(m).is_some();
        if self.kind == Kind::Text && lead.iter().filter(is_ours).any(|m| !within(&m)) {
            return None;
        }
        let ours: Vec<&Mention<'_>> = lead
            .iter()
            .filter(|m| m.name.form == Form::Full && self.kind != Kind::Text)
            .filter(|m| matches!(m.name.level, Level::County | Level::Home))
            .collect();
        let found = match weigh(&ours) {
            Found::One { code, .. } => Found::Several(vec![code]),
            other => other,
        };
        Some(Reading { found, zone: None, outside: Some(row), said: mention.name.text.clone() })
    }

    /// Whether the development zone is meant; its bare name is not after a county it does not lie in.
    fn zone(&self, all: &Jurisdiction, ours: &[&Mention<'_>]) -> Option<Certainty> {
        let mention = ours.iter().find(|m| m.name.level == Level::Zone)?;
        if mention.name.form == Form::Full {
            return Some(Certainty::Sure);
        }
        let host = all.profile().zone.as_ref().and_then(|code| all.bureau(code)?.county.as_ref());
        let mut before = ours.iter().filter(|m| m.end <= mention.start && !m.name.codes.is_empty());
        let elsewhere = |m: &&Mention<'_>| !m.name.codes.iter().any(|code| Some(code) == host);
        if before.clone().any(elsewhere) {
            return None;
        }
        let in_host = before.any(|m| m.name.level == Level::County);
        Some(if in_host { Certainty::Likely } else { Certainty::Sure })
    }
}

/// The ranks of names, the one that says most first.
fn rank(mention: &Mention<'_>) -> Option<usize> {
    match (mention.name.level, mention.name.form) {
        (Level::County, Form::Full) => Some(0),
        (Level::Township, Form::Full) => Some(1),
        (Level::County, _) => Some(2),
        (Level::Township, _) => Some(3),
        (Level::Place, _) => Some(4),
        _ => None,
    }
}

/// What the names of one rank have in common, and all that they may mean.
#[derive(Default)]
struct Rank {
    named: bool,
    common: Vec<String>,
    all: Vec<String>,
}

impl Rank {
    fn of(ours: &[&Mention<'_>], wanted: usize) -> Self {
        let mut rank = Self::default();
        for mention in ours.iter().filter(|m| rank_is(m, wanted)) {
            let codes = &mention.name.codes;
            match rank.named {
                true => rank.common.retain(|code| codes.contains(code)),
                false => rank.common.clone_from(codes),
            }
            rank.named = true;
            add_new(&mut rank.all, codes);
        }
        rank
    }

    /// What this rank names instead of that bureau.
    fn against(&self, code: &String) -> Vec<String> {
        if self.common.contains(code) { Vec::new() } else { self.all.clone() }
    }
}

fn rank_is(mention: &Mention<'_>, wanted: usize) -> bool {
    rank(mention) == Some(wanted)
}

fn add_new(all: &mut Vec<String>, codes: &[String]) {
    for code in codes {
        if !all.contains(code) {
            all.push(code.clone());
        }
    }
}

/// What each rank names.
const RANKS: [Level; 5] =
    [Level::County, Level::Township, Level::County, Level::Township, Level::Place];

/// Weighs the names: the highest rank decides, and the full name of a township between counties that are
/// left open; a full name that contradicts leaves several.
fn weigh(ours: &[&Mention<'_>]) -> Found {
    let ranks = [0, 1, 2, 3, 4].map(|wanted| Rank::of(ours, wanted));
    let [counties, townships, short_counties, ..] = &ranks;
    let top = ranks.iter().zip(RANKS).find(|(rank, _)| rank.named);
    let Some((top, level)) = top else { return Found::Nothing };
    if let [code] = top.common.as_slice() {
        let contradiction = if counties.named { townships } else { short_counties };
        let weighs = counties.named || townships.named;
        let others = if weighs { contradiction.against(code) } else { Vec::new() };
        return match counties.named && !others.is_empty() {
            true => Found::Several(std::iter::once(code.clone()).chain(others).collect()),
            false => Found::One { code: code.clone(), level, others },
        };
    }
    let open = if top.common.is_empty() { &top.all } else { &top.common };
    match townships.common.as_slice() {
        [code] if counties.named && open.contains(code) => {
            let others = open.iter().filter(|other| *other != code).cloned().collect();
            Found::One { code: code.clone(), level, others }
        }
        _ => Found::Several(open.clone()),
    }
}

/// The names that decided, as they stand in the text.
fn said(found: &Found, zone: bool, ours: &[&Mention<'_>]) -> String {
    if zone {
        let named = ours.iter().find(|m| m.name.level == Level::Zone);
        return named.map(|m| m.name.text.clone()).unwrap_or_default();
    }
    let Found::One { code, .. } = found else {
        let first = ours.iter().filter(|m| rank(m).is_some()).min_by_key(|m| rank(m));
        return first.map(|m| m.name.text.clone()).unwrap_or_default();
    };
    let decided = ours.iter().filter(|m| rank(m).is_some() && m.name.codes.contains(code));
    decided.min_by_key(|m| rank(m)).map(|m| m.name.text.clone()).unwrap_or_default()
}
