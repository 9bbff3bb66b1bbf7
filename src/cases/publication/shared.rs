//! Passages that a text shares with what somebody told us: their own words point to them for whoever
//! knows how they speak (`S1`, `S2`).

use std::collections::HashMap;

use super::Mark;

/// The fewest characters of a passage that two people hardly write alike by themselves.
const LEAST: usize = 10;

/// The letters, digits and characters of a text, and where each begins and ends.
fn signs(text: &str) -> (Vec<char>, Vec<(usize, usize)>) {
    let signs = text.char_indices().filter(|(_, sign)| sign.is_alphanumeric());
    signs.map(|(at, sign)| (sign, (at, at + sign.len_utf8()))).unzip()
}

/// The passages of `text` that stand in one of `told`, however they are spaced and pointed there, and
/// not in what is `public` anyway, such as the name of a plant.
pub fn shared(text: &str, told: &[String], public: &[String]) -> Vec<Mark> {
    let (own, places) = signs(text);
    let mut at: HashMap<&[char], Vec<usize>> = HashMap::new();
    for (place, window) in own.windows(LEAST).enumerate() {
        at.entry(window).or_default().push(place);
    }
    let mut begins = vec![false; own.len()];
    for (texts, is_shared) in [(told, true), (public, false)] {
        for other in texts {
            for window in signs(other).0.windows(LEAST) {
                for place in at.get(window).into_iter().flatten() {
                    begins[*place] = is_shared;
                }
            }
        }
    }
    let mut marks: Vec<Mark> = Vec::new();
    let mut place = 0;
    while place < begins.len() {
        let run = begins[place..].iter().take_while(|begins| **begins).count();
        if run > 0 {
            let (start, end) = (places[place].0, places[place + run + LEAST - 2].1);
            let mark = Mark { kind: "shared", text: text[start..end].to_owned() };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        place += run.max(1);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str, told: &[&str], public: &[&str]) -> Vec<String> {
        let owned = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        shared(text, &owned(told), &owned(public)).into_iter().map(|mark| mark.text).collect()
    }

    #[test]
    fn a_passage_is_found_however_it_is_pointed() {
        let told = ["我家就在厂子后墙根底下，每天夜里两点多开始放黑烟"];
        let text = "群众反映：每天夜里，两点多开始放黑烟。已责令停产。";
        assert_eq!(passages(text, &told, &[]), ["每天夜里，两点多开始放黑烟"]);
        assert_eq!(passages("每天夜里放黑烟", &told, &[]), Vec::<String>::new());
        assert_eq!(passages("", &told, &[]), Vec::<String>::new());
        assert_eq!(passages("短", &["短"], &[]), Vec::<String>::new());
    }

    #[test]
    fn what_is_public_anyway_is_left_out() {
        let plant = "运城市青石沟焦化有限公司";
        let told = ["运城市青石沟焦化有限公司夜里偷排黑水", "another wrote in English words"];
        let text = format!("{plant}超标排放");
        assert_eq!(passages(&text, &told, &[plant]), Vec::<String>::new());
        assert_eq!(passages(&text, &told, &[]), [plant]);
        let both = format!("{plant}夜里偷排黑水，罚款");
        let found = passages(&both, &told, &[plant]);
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("夜里偷排黑水"), "{found:?}");
        assert_eq!(passages("in English words; in English words.", &told, &[]).len(), 1);
    }
}
