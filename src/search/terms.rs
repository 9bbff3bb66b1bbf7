//! Cuts text into the terms that are searched for.

/// The most terms kept of one text; what follows is not searched.
const MOST: usize = 4000;

/// Whether a character is written without spaces between words: Han, kana, and the rarer Han
/// planes that 生僻字 live in.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The terms of `text`, in order, without repeats next to each other: pairs of Chinese characters
/// (a lone one by itself), and other words in lower case. Full-width letters and digits count as
/// their plain forms.
pub fn of(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut run = Vec::new();
    let mut word = String::new();
    for c in text.chars().map(plain).chain(std::iter::once(' ')) {
        if !is_han(c) {
            flush_run(&mut run, &mut terms);
        }
        if !c.is_alphanumeric() || is_han(c) {
            flush_word(&mut word, &mut terms);
        }
        if is_han(c) {
            run.push(c);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        if terms.len() >= MOST {
            break;
        }
    }
    terms
}

/// Full-width forms to plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn flush_run(run: &mut Vec<char>, terms: &mut Vec<String>) {
    match run.as_slice() {
        [] => {}
        [alone] => terms.push(alone.to_string()),
        pairs => terms.extend(pairs.windows(2).map(String::from_iter)),
    }
    run.clear();
}

fn flush_word(word: &mut String, terms: &mut Vec<String>) {
    if !word.is_empty() {
        terms.push(std::mem::take(word));
    }
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
}
