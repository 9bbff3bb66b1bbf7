//! Before a text is public: what could point to a person is pointed out to whoever checks it (`S2`).

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

/// A part of a text that may identify somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// `telephone`, `id_number`, `mail` or `name`: the end of a message key.
    pub kind: &'static str,
    /// The part itself.
    pub text: String,
}

/// Patterns by kind. Word borders are those of ASCII: a Chinese character next to a number is one.
/// The longer come first, so that a part of an identity number is no telephone.
static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let patterns = [
        ("id_number", r"(?-u:\b)\d{17}[\dXx](?-u:\b)"),
        ("mail", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"),
        (
            "telephone",
            r"(?-u:\b)(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?-u:\b)|(?-u:\b)0\d{2,3}[- ]?\d{7,8}(?-u:\b)",
        ),
        (
            "name",
            r"(?:举报人|投诉人|信访人|反映人|联系人|姓名|我叫|我是)[:：为是]?\s*(\p{Han}{2,4}|\p{Lu}\w+ \p{Lu}\w+)",
        ),
    ];
    let compiled = patterns.into_iter();
    compiled.filter_map(|(kind, pattern)| Some((kind, Regex::new(pattern).ok()?))).collect()
});

/// The parts of `text` to be looked at, in order, each once.
pub fn pointed_out(text: &str) -> Vec<Mark> {
    let mut rest = text.to_owned();
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    for (kind, pattern) in PATTERNS.iter() {
        let found: Vec<(usize, usize)> = pattern
            .captures_iter(&rest)
            .filter_map(|found| found.get(1).or_else(|| found.get(0)))
            .map(|part| (part.start(), part.end()))
            .collect();
        for (start, end) in found {
            let mark = Mark { kind, text: text[start..end].to_owned() };
            if !marks.iter().any(|(_, known)| *known == mark) {
                marks.push((start, mark));
            }
            rest.replace_range(start..end, &" ".repeat(end - start));
        }
    }
    marks.sort_by_key(|(start, _)| *start);
    marks.into_iter().map(|(_, mark)| mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_pointed_out_and_figures_are_not() {
        let text = "举报人：张三丰，电话13800138000，证号140802199001011234，罚款1764300元，\
                    信箱a.b@example.com，2026年11月23日检查，60万吨焦炉";
        let kinds: Vec<_> =
            pointed_out(text).into_iter().map(|mark| (mark.kind, mark.text)).collect();
        assert_eq!(
            kinds,
            [
                ("name", "张三丰".to_owned()),
                ("telephone", "13800138000".to_owned()),
                ("id_number", "140802199001011234".to_owned()),
                ("mail", "a.b@example.com".to_owned()),
            ]
        );
        assert!(pointed_out("责令停产整治，罚款5000元。").is_empty());
    }
}
