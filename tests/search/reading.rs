//! The plain reading: texts as stretches of one script, a search as what must lie in them.

#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    is_han: bool,
    text: String,
}

fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
}

fn plain(c: char) -> char {
    match c as u32 {
        full @ 0xff01..=0xff5e => char::from_u32(full - 0xfee0).expect("a letter"),
        _ => c,
    }
}

fn stretches(text: &str) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for word in text.split(|c| !is_han(plain(c)) && !plain(c).is_alphanumeric()) {
        let mut fresh = true;
        for c in word.chars().map(plain) {
            if fresh || all.last().is_some_and(|last| last.is_han != is_han(c)) {
                all.push(Stretch { is_han: is_han(c), text: String::new() });
            }
            fresh = false;
            all.last_mut().expect("a stretch").text.extend(c.to_lowercase());
        }
    }
    all
}

/// Whether the text holds every word that was typed.
pub fn holds(text: &str, typed: &str) -> bool {
    let text = stretches(text);
    let words = typed.split(|c| !is_han(plain(c)) && !plain(c).is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    !words.is_empty() && words.iter().all(|word| lies_in(&text, &stretches(word)))
}

fn lies_in(text: &[Stretch], word: &[Stretch]) -> bool {
    let (first, last) = (0, word.len() - 1);
    text.windows(word.len()).any(|some| {
        some.iter().zip(word).enumerate().all(|(at, (stands, sought))| {
            let may_go_on = sought.is_han || sought.text.chars().count() > 1;
            stands.is_han == sought.is_han
                && match (at == first && sought.is_han, at == last && may_go_on) {
                    (true, true) => stands.text.contains(&sought.text),
                    (true, false) => stands.text.ends_with(&sought.text),
                    (false, true) => stands.text.starts_with(&sought.text),
                    (false, false) => stands.text == sought.text,
                }
        })
    })
}

#[test]
fn it_reads_as_people_do() {
    for (text, typed, found) in [
        ("涑水河边", "水河", true),
        ("涑水河边", "河水", false),
        ("水河水", "河水河", false),
        ("3号炉冒烟", "3号", true),
        ("13号炉", "3号", false),
        ("CODcr超标", "ｃｏｄ", true),
        ("超标COD", "od", false),
        ("𬭚矿渣", "𬭚", true),
        ("夜里。里外", "夜里里外", false),
    ] {
        assert_eq!(holds(text, typed), found, "{typed} in {text}");
    }
}
