//! Cuts text into the terms that are stored and searched for.

/// The most terms of one text that is compared with others.
const COMPARED: usize = 4000;
/// The most terms kept of one row; what follows is not searched. PostgreSQL knows no place in a text
/// beyond 16383.
const MOST: usize = 12_000;
/// The most characters of a term: PostgreSQL refuses longer words. A longer one is parted, alike when it
/// is stored and when it is searched for.
const LONGEST: usize = 200;
/// The most bytes of the terms kept of one text: PostgreSQL takes no more than a megabyte.
const ROOM: usize = 500_000;

/// A stretch of one script: what the terms are cut from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Chinese characters without anything between them.
    Han(Vec<char>),
    /// A word of letters and digits, in lower case.
    Word(String),
}

/// Whether a character is written without spaces between words: Han, and the rarer Han planes that
/// 生僻字 live in.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a character is part of a word of any script; all others stand between words.
pub fn is_word(c: char) -> bool {
    let c = plain(c);
    c.is_alphanumeric() || is_han(c)
}

/// The stretches of `text`, in order. Full-width letters and digits count as their plain forms.
pub fn stretches(text: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut between = true;
    for c in text.chars().map(plain) {
        match stretches.last_mut() {
            _ if !is_word(c) => {
                between = true;
                continue;
            }
            Some(Stretch::Han(run)) if !between && is_han(c) => run.push(c),
            Some(Stretch::Word(word)) if !between && !is_han(c) => word.extend(c.to_lowercase()),
            _ if is_han(c) => stretches.push(Stretch::Han(vec![c])),
            _ => stretches.push(Stretch::Word(c.to_lowercase().collect())),
        }
        between = false;
    }
    stretches
}

/// Full-width forms to plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

impl Stretch {
    /// Pairs of Chinese characters (a lone one by itself), or the word.
    pub fn terms(self) -> Vec<String> {
        match self {
            Self::Word(word) => parted(&word),
            Self::Han(run) => match run.as_slice() {
                [alone] => vec![alone.to_string()],
                run => run.windows(2).map(String::from_iter).collect(),
            },
        }
    }

    /// [`Self::terms`], and the last of several Chinese characters once more by itself: so every
    /// character begins a term, and one alone is found as the beginning of terms.
    pub fn indexed(self) -> Vec<String> {
        let last = match &self {
            Self::Han(run) if run.len() > 1 => run.last().map(char::to_string),
            _ => None,
        };
        let mut terms = self.terms();
        terms.extend(last);
        terms
    }
}

/// A word, or the parts of one that is too long.
fn parted(word: &str) -> Vec<String> {
    let signs: Vec<char> = word.chars().collect();
    signs.chunks(LONGEST).map(String::from_iter).collect()
}

/// What two texts are compared by.
pub fn of(text: &str) -> Vec<String> {
    stretches(text).into_iter().flat_map(Stretch::terms).take(COMPARED).collect()
}

/// What is stored of a text, in its order.
pub fn indexed(text: &str) -> impl Iterator<Item = String> {
    let mut room = ROOM;
    let mut fits = move |term: &String| {
        let left = room.checked_sub(term.len());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let terms = stretches(text).into_iter().flat_map(Stretch::indexed).take(MOST);
    terms.take_while(move |term| fits(term))
}

/// The words of a text as they are searched for: parted at whatever is no letter, digit or character.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_word(c)).filter(|piece| !piece.is_empty())
}

/// Terms joined as both engines store them.
pub fn joined<'a>(terms: impl IntoIterator<Item = &'a String>) -> String {
    let mut text = String::new();
    for part in terms.into_iter().flat_map(|term| [" ", term.as_str()]).skip(1) {
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_goes_by_pairs_and_other_words_whole() {
        assert_eq!(of("涑水河 COD超标"), ["涑水", "水河", "cod", "超标"]);
        assert_eq!(of("Ｘ１４０, 臭"), ["x140", "臭"]);
        assert_eq!(of("𬭚矿"), ["𬭚矿"]);
        assert!(of(" ,。!\" ").is_empty());
    }

    #[test]
    fn every_character_begins_a_term() {
        let stored = |text: &str| indexed(text).collect::<Vec<_>>();
        assert_eq!(stored("涑水河 COD"), ["涑水", "水河", "河", "cod"]);
        assert_eq!(stored("3号炉"), ["3", "号炉", "炉"]);
        assert_eq!(stored("臭"), ["臭"]);
    }

    #[test]
    fn no_term_is_too_long() {
        let long = "x".repeat(2 * LONGEST + 1);
        assert_eq!(of(&long).iter().map(String::len).collect::<Vec<_>>(), [LONGEST, LONGEST, 1]);
    }

    #[test]
    fn a_search_is_parted_where_no_word_goes_on() {
        let parted: Vec<&str> = pieces("3号炉，  ＣＯＤ-超标\"*").collect();
        assert_eq!(parted, ["3号炉", "ＣＯＤ", "超标"]);
    }
}
