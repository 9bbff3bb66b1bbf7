//! Whether a report is against a bureau, a county government or their staff, or an unlawful local policy (`R3`).
//!
//! A mere mention is none ("已向环保局举报"): the body must be the one that is accused, by being named as the
//! reported unit, by an act near it in the same sentence, or by being complained of directly.

use crate::jurisdiction::{
    BureauKind, ConflictWords, Form, Jurisdiction, Level, Mention, Words, begins, ends,
};

/// What a report accuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accusation {
    /// Codes of the bureaus that are reported, or that serve the government reported.
    pub reported: Vec<String>,
    /// The words that show it.
    pub said: String,
}

/// A bureau or government in a text.
#[derive(Clone, Debug)]
struct Body {
    start: usize,
    end: usize,
    whose: Whose,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Whose {
    Named(Vec<String>),
    /// "The county's", of the county where the place is.
    Countys,
    /// "The city's".
    Citys,
}

/// Finds the accusation in a report. `home` is where the place lies, for a body without a name.
pub fn accusation(
    jurisdiction: &Jurisdiction,
    reported_unit: &str,
    text: &str,
    home: &[String],
) -> Option<Accusation> {
    let unit = reported_unit.trim().to_lowercase();
    let text = text.trim().to_lowercase();
    let by_unit = Speech::new(jurisdiction, &unit).bodies();
    let by_text = Speech::new(jurisdiction, &text).accused();
    let bodies: Vec<(&str, &Body)> = by_unit
        .iter()
        .map(|body| (unit.as_str(), body))
        .chain(by_text.iter().map(|body| (text.as_str(), body)))
        .collect();
    if let Some((speech, first)) = bodies.first() {
        let said = speech.get(first.start..first.end).unwrap_or_default().to_owned();
        let mut reported: Vec<String> = Vec::new();
        for (_, body) in &bodies {
            reported.extend(codes(jurisdiction, body, home));
        }
        reported.sort();
        reported.dedup();
        return Some(Accusation { reported, said });
    }
    let said =
        policy(jurisdiction.words(), &unit).or_else(|| policy(jurisdiction.words(), &text))?;
    let home = home.iter().filter(|code| **code != jurisdiction.profile().dispatcher);
    Some(Accusation { reported: home.cloned().collect(), said })
}

/// The bureaus that a body stands for.
fn codes(jurisdiction: &Jurisdiction, body: &Body, home: &[String]) -> Vec<String> {
    let city = jurisdiction.profile().dispatcher.clone();
    match &body.whose {
        Whose::Named(codes) => codes.clone(),
        Whose::Countys => home.to_vec(),
        // Where the place is in a county-level city, "the city's bureau" may be that city's: both are reported.
        Whose::Citys => {
            let named_so = |code: &&String| {
                jurisdiction.county(code).is_some_and(|county| {
                    ends(&county.names.zh, &jurisdiction.words().conflict.city_words)
                })
            };
            home.iter().filter(named_so).cloned().chain([city]).collect()
        }
    }
}

/// The unlawful local policy that a text complains of.
fn policy(words: &Words, text: &str) -> Option<String> {
    let denied = |at: usize| ends(text.get(..at).unwrap_or_default(), &words.conflict.denials);
    let named = |word: &&String| text.find(word.as_str()).is_some_and(|at| !denied(at));
    words.conflict.policies.iter().find(named).cloned()
}

struct Speech<'a> {
    jurisdiction: &'a Jurisdiction,
    words: &'a ConflictWords,
    stops: &'a str,
    text: &'a str,
    mentions: Vec<Mention<'a>>,
}

impl<'a> Speech<'a> {
    fn new(jurisdiction: &'a Jurisdiction, text: &'a str) -> Self {
        let words = jurisdiction.words();
        Self {
            jurisdiction,
            words: &words.conflict,
            stops: &words.address.stops,
            text,
            mentions: jurisdiction.gazetteer().mentions(text),
        }
    }

    fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or_default()
    }

    fn after(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The bodies in the text that something is said against.
    fn accused(&self) -> Vec<Body> {
        let bodies = self.bodies();
        let next = |at: usize| bodies.get(at + 1).map_or(self.text.len(), |body| body.start);
        let against = |(at, body): &(usize, &Body)| {
            self.is_complained_of(body)
                || self.acts_after(body, next(*at))
                || self.acts_before(body)
        };
        bodies.iter().enumerate().filter(against).map(|(_, body)| body.clone()).collect()
    }

    /// All bodies of ours that are more than a landmark, in order.
    fn bodies(&self) -> Vec<Body> {
        let mut bodies: Vec<Body> = Vec::new();
        let mut taken = 0;
        let mut spans = self.spans();
        spans.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        for (start, end, named_only) in spans {
            if start < taken {
                continue;
            }
            let end = self.with_branch(end);
            taken = end;
            if begins(self.after(end), &self.words.landmark_after) {
                continue;
            }
            if let Some(whose) = self.whose(start, end, named_only) {
                bodies.push(Body { start, end, whose });
            }
        }
        bodies
    }

    fn spans(&self) -> Vec<(usize, usize, bool)> {
        let found = |words: &'a [String], named_only: bool| {
            words.iter().flat_map(move |word| {
                let span = move |(at, _)| (at, at + word.len(), named_only);
                self.text.match_indices(word.as_str()).map(span)
            })
        };
        found(&self.words.bureaus, false)
            .chain(found(&self.words.governments, false))
            .chain(found(&self.words.named_only, true))
            .collect()
    }

    /// The end of a bureau's name with the county and "branch" that may follow it.
    fn with_branch(&self, end: usize) -> usize {
        let branch = self.mentions.iter().find(|m| m.start == end).and_then(|m| {
            let whole = self.after(m.end).starts_with(&self.words.branch);
            whole.then_some(m.end + self.words.branch.len())
        });
        branch.unwrap_or(end)
    }

    /// Whose a body is; nothing for one that is not ours or not under this rule.
    fn whose(&self, start: usize, end: usize, named_only: bool) -> Option<Whose> {
        let inner = self.mentions.iter().find(|m| m.start > start && m.end < end);
        if let Some(codes) = inner.map(|m| self.served(m)) {
            return codes.map(Whose::Named);
        }
        // 夏县环保局, and 永济市委, where the name and the body share a letter.
        let touches = |m: &&Mention<'_>| m.start < start && (start..end).contains(&m.end);
        if let Some(mention) = self.mentions.iter().find(touches) {
            let other = std::slice::from_ref(&self.words.other_office);
            let foreign = named_only && ends(self.before(mention.start), other);
            return if foreign { None } else { self.served(mention).map(Whose::Named) };
        }
        let lead = self.before(start);
        if named_only || ends(lead, &self.words.others_words) {
            return None;
        }
        // 县长 and 市委 carry the level in themselves, 县政府 and 市环保局 before them.
        let own = self.text.get(start..end).unwrap_or_default();
        let citys = ends(lead, &self.words.city_words) || begins(own, &self.words.city_words);
        match citys {
            true => Some(self.citys(lead)),
            false => Some(self.countys(lead)),
        }
    }

    /// "City" after a short name is that county-level city (永济市 is found whole; 永济的市 is not).
    fn citys(&self, lead: &str) -> Whose {
        self.named_before(lead, &self.words.city_words).unwrap_or(Whose::Citys)
    }

    fn countys(&self, lead: &str) -> Whose {
        self.named_before(lead, &self.words.county_words).unwrap_or(Whose::Countys)
    }

    fn named_before(&self, lead: &str, levels: &[String]) -> Option<Whose> {
        let stem = levels.iter().find_map(|level| lead.strip_suffix(level.as_str()))?;
        let mention = self.mentions.iter().find(|m| m.end == stem.len())?;
        self.served(mention).map(Whose::Named)
    }

    /// The bureaus that a name before or within a body makes it.
    fn served(&self, mention: &Mention<'_>) -> Option<Vec<String>> {
        match mention.name.level {
            Level::Home => Some(vec![self.jurisdiction.profile().dispatcher.clone()]),
            // 绛县经济开发区: a zone of that county.
            Level::Zone if mention.name.form == Form::Short => {
                let of = self.mentions.iter().find(|m| m.end == mention.start);
                let of = of.filter(|m| !matches!(m.name.level, Level::Home | Level::Province));
                of.map_or_else(|| Some(mention.name.codes.clone()), |m| self.served(m))
            }
            Level::County | Level::Zone | Level::Place => Some(mention.name.codes.clone()),
            Level::Province | Level::Township | Level::Outside(_) => None,
        }
    }

    /// The rest of the sentence after a byte, as far as an act may stand; a comma only parts it.
    fn clause(&self, at: usize, until: usize) -> &'a str {
        let rest = self.text.get(at..until.max(at)).unwrap_or_default();
        let hard = |c: char| {
            self.stops.contains(c) && !self.words.goes_on.iter().any(|word| word.contains(c))
        };
        let rest = rest.get(..rest.find(hard).unwrap_or(rest.len())).unwrap_or_default();
        let reach = rest.char_indices().nth(self.words.reach).map_or(rest.len(), |(end, _)| end);
        rest.get(..reach).unwrap_or_default()
    }

    /// Where in a stretch of text an act begins that is not denied.
    fn act(&self, stretch: &str) -> Option<usize> {
        let place = |act: &String| {
            let at = stretch.find(act.as_str())?;
            let denied = ends(stretch.get(..at).unwrap_or_default(), &self.words.denials);
            (!denied).then_some(at)
        };
        self.words.acts.iter().filter_map(place).min()
    }

    /// An act follows the body, and the body is neither asked nor told nor the one that acts rightly.
    fn acts_after(&self, body: &Body, until: usize) -> bool {
        if ends(self.before(self.name_start(body)), &self.words.asked) {
            return false;
        }
        let stretch = self.clause(body.end, until);
        let Some(at) = self.act(stretch) else { return false };
        let between = stretch.get(..at).unwrap_or_default();
        !self.names_another(between)
    }

    /// Whether somebody else than the body is the one who acts.
    fn names_another(&self, between: &str) -> bool {
        let after = |words: &[String]| {
            let tails = words.iter().filter_map(|word| between.rsplit_once(word.as_str()));
            tails.map(|(_, tail)| tail).min_by_key(|tail| tail.len())
        };
        let unled = |tail: &str| !self.goes_on(tail).is_empty();
        let told = after(&self.words.deeds).is_some_and(unled);
        let rightly = after(&self.words.duties).is_some_and(|tail| tail.is_empty() || unled(tail));
        let soft = |c: char| self.stops.contains(c);
        let parted = between.rsplit_once(soft).is_some_and(|(_, tail)| unled(tail));
        told || rightly || parted
    }

    /// What is left of a text without the words that lead on.
    fn goes_on<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(next) =
            self.words.goes_on.iter().find_map(|word| rest.strip_prefix(word.as_str()))
        {
            rest = next;
        }
        rest
    }

    /// The body is complained of directly: "举报夏县环保局", but not "已举报到…" nor "已投诉环保局".
    fn is_complained_of(&self, body: &Body) -> bool {
        let lead = self.before(self.name_start(body));
        let stem = self.words.complaints.iter().find_map(|word| lead.strip_suffix(word.as_str()));
        stem.is_some_and(|stem| !ends(stem, &self.words.already))
    }

    /// "包庇企业的夏县环保局", "保护伞是县环保局".
    fn acts_before(&self, body: &Body) -> bool {
        let lead = self.before(self.name_start(body));
        let Some(stem) = self.words.links.iter().find_map(|w| lead.strip_suffix(w.as_str())) else {
            return false;
        };
        let reach = stem.char_indices().rev().nth(self.words.reach).map_or(0, |(at, _)| at);
        let near = stem.get(reach..).unwrap_or_default();
        let start = near.char_indices().rev().find(|(_, c)| self.stops.contains(*c));
        let clause = near.get(start.map_or(0, |(at, c)| at + c.len_utf8())..).unwrap_or_default();
        self.act(clause).is_some()
    }

    /// Where the name before a body begins: 夏县 of 夏县环保局, 县 of 县环保局.
    fn name_start(&self, body: &Body) -> usize {
        let level = self
            .words
            .county_words
            .iter()
            .chain(&self.words.city_words)
            .find(|word| self.before(body.start).ends_with(word.as_str()));
        let named = |at: usize| self.mentions.iter().find(|m| m.end == at).map(|m| m.start);
        let shorter = level.map(|word| body.start - word.len());
        let first = named(body.start).or_else(|| shorter.map(|at| named(at).unwrap_or(at)));
        let start = first.unwrap_or(body.start);
        // 运城市盐湖区环保局: the larger place belongs to the name.
        named(start).unwrap_or(start)
    }
}

/// The bureau one level above those reported; the higher where several are.
pub(super) fn above(jurisdiction: &Jurisdiction, reported: &[String]) -> String {
    let city = &jurisdiction.profile().dispatcher;
    let is_city = |code: &String| {
        code == city || jurisdiction.bureau(code).is_some_and(|b| b.kind == BureauKind::City)
    };
    let parent = |code: &String| jurisdiction.bureau(code).and_then(|b| b.parent.clone());
    let highest = reported.iter().find(|code| is_city(code)).or_else(|| reported.first());
    highest.and_then(parent).unwrap_or_else(|| city.clone())
}
