//! The checks, as functions over a file's text: each answers with what it found, one line each.

use super::source::Source;

/// Who or where, of whom or what, and why.
pub type Exception = (&'static str, &'static str, &'static str);

/// The tables that the checks hold the house to.
pub struct Plan {
    pub platform: &'static [&'static str],
    pub rooms: &'static [&'static str],
    pub assembly: &'static [&'static str],
    pub may_also_know: &'static [Exception],
    pub may_panic: &'static [Exception],
    pub may_hold_chinese: &'static [Exception],
}

impl Plan {
    fn has(&self, module: &str) -> bool {
        [self.platform, self.rooms, self.assembly].iter().any(|list| list.contains(&module))
    }

    fn order_lets(&self, who: &str, whom: &str) -> bool {
        let place = |module| self.rooms.iter().position(|room| *room == module);
        who == whom
            || self.assembly.contains(&who)
            || self.platform.contains(&whom)
            || matches!((place(who), place(whom)), (Some(who), Some(whom)) if whom < who)
    }
}

/// What `check` finds in all of the files.
pub fn all(files: &[Source], check: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    files.iter().flat_map(check).collect()
}

/// Modules that no table names.
pub fn misplaced(plan: &Plan, files: &[Source]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !plan.has(file.room()))
        .map(|file| format!("{}: `{}` is in none of the tables", file.path, file.room()))
        .collect()
}

/// Places in the tables that no module has.
pub fn vacant(plan: &Plan, files: &[Source]) -> Vec<String> {
    let places = [plan.platform, plan.rooms, plan.assembly].concat();
    places
        .into_iter()
        .filter(|place| !files.iter().any(|file| file.room() == *place))
        .map(|place| format!("`{place}` is in the tables and nowhere else"))
        .collect()
}

/// Modules that this file knows and may not.
pub fn forbidden_knowledge(plan: &Plan, file: &Source) -> Vec<String> {
    let who = file.room();
    knowledge_out_of_order(plan, file)
        .into_iter()
        .filter(|(_, whom)| !plan.may_also_know.iter().any(|(a, b, _)| *a == who && *b == *whom))
        .map(|(line, whom)| format!("{}:{line}: `{who}` may not know `{whom}`", file.path))
        .collect()
}

fn knowledge_out_of_order<'a>(plan: &Plan, file: &'a Source) -> Vec<(usize, &'a str)> {
    if file.is_test() {
        return Vec::new();
    }
    known_modules(file)
        .into_iter()
        .filter(|(_, whom)| plan.has(whom) && !plan.order_lets(file.room(), whom))
        .collect()
}

/// Every module at the top of the house that the file names, and the line.
fn known_modules(file: &Source) -> Vec<(usize, &str)> {
    // `crate::`, or as many `super::` as lead to the root.
    let climb = "super::".repeat(file.modules().len());
    let mut known = Vec::new();
    for root in ["crate::", climb.as_str()] {
        for (at, _) in file.code.match_indices(root) {
            let before = file.code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            for (from, name) in first_names(&file.code, at + root.len()) {
                known.push((line_of(&file.code, from), name));
            }
        }
    }
    known
}

/// The first name of a path, or of each path in a group `{a::b, c::{d, e}}`.
fn first_names(code: &str, from: usize) -> Vec<(usize, &str)> {
    let Some(group) = code[from..].trim_start().strip_prefix('{') else {
        return vec![(from, name_at(code, from))];
    };
    let inside = code.len() - group.len();
    let (mut depth, mut fresh, mut names) = (0, true, Vec::new());
    for (offset, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if c.is_whitespace() => {}
            _ if fresh => {
                names.push((inside + offset, name_at(code, inside + offset)));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn name_at(code: &str, from: usize) -> &str {
    let rest = code[from..].trim_start().trim_start_matches("r#");
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    &rest[..end]
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// actix anywhere but where requests come in.
pub fn actix_outside_web(file: &Source) -> Vec<String> {
    const TOP: &[&str] = &["app", "cli", "error", "main", "server", "web"];
    let modules = file.modules();
    if modules.contains(&"web") || (TOP.contains(&modules[0]) && modules.len() == 1) {
        return Vec::new();
    }
    report(file, &["actix_", "actix::"], "actix belongs in `web`")
}

/// Rules that could ask the database, the clock or the disk.
pub fn impure_rules(file: &Source) -> Vec<String> {
    const RULES: &[&str] = &["decide", "lifecycle", "reckon"];
    const IMPURE: &[&str] = &[
        "diesel",
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "crate::db",
        "std::fs",
        "std::env",
        "rand::",
    ];
    if !file.modules().iter().any(|module| RULES.contains(module)) {
        return Vec::new();
    }
    report(file, IMPURE, "a rule is pure")
}

const PANICS: &[&str] =
    &[".unwrap()", ".expect(", "panic!", "unreachable!", "todo!", "unimplemented!"];

/// Calls that end the request or the program where an error should be told.
pub fn panics(plan: &Plan, file: &Source) -> Vec<String> {
    let excused = |line: &str| {
        plan.may_panic.iter().any(|(path, piece, _)| *path == file.path && line.contains(piece))
    };
    if file.is_test() {
        return Vec::new();
    }
    lines_with(&file.code, PANICS)
        .filter(|(_, line)| !excused(line))
        .map(|(number, line)| format!("{}:{number}: may panic: {}", file.path, line.trim()))
        .collect()
}

/// Chinese outside the message files: no other language could be shown there.
pub fn chinese(plan: &Plan, file: &Source) -> Vec<String> {
    let excused = plan.may_hold_chinese.iter().any(|(path, _, _)| file.path.starts_with(path));
    if excused { Vec::new() } else { chinese_lines(file) }
}

/// The portal's own name, the same in every language.
const NAME: &str = "民声";

fn chinese_lines(file: &Source) -> Vec<String> {
    if file.is_test() {
        return Vec::new();
    }
    let is_chinese = |line: &str| line.replace(NAME, "").chars().any(is_chinese);
    let lines = file.literals.lines().enumerate().filter(|(_, line)| is_chinese(line));
    lines
        .map(|(index, line)| format!("{}:{}: Chinese: {}", file.path, index + 1, line.trim()))
        .collect()
}

/// Han characters and the full-width signs that go with them.
fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Exceptions that nothing needs any more.
pub fn needless_exceptions(plan: &Plan, files: &[Source]) -> Vec<String> {
    let knows = |(who, whom, _): &Exception| {
        files
            .iter()
            .filter(|file| file.room() == *who)
            .any(|file| knowledge_out_of_order(plan, file).iter().any(|(_, known)| known == whom))
    };
    let panics = |(path, piece, _): &Exception| {
        files
            .iter()
            .filter(|file| file.path == *path)
            .any(|file| lines_with(&file.code, PANICS).any(|(_, line)| line.contains(piece)))
    };
    let holds_chinese = |(path, _, _): &Exception| {
        files.iter().any(|file| file.path.starts_with(path) && !chinese_lines(file).is_empty())
    };
    let know = plan.may_also_know.iter().filter(|it| !knows(it));
    let panic = plan.may_panic.iter().filter(|it| !panics(it));
    let chinese = plan.may_hold_chinese.iter().filter(|it| !holds_chinese(it));
    know.chain(panic)
        .chain(chinese)
        .map(|(place, what, _)| format!("exception for `{place}` `{what}` is not needed"))
        .collect()
}

fn report(file: &Source, forbidden: &[&str], why: &str) -> Vec<String> {
    if file.is_test() {
        return Vec::new();
    }
    lines_with(&file.code, forbidden)
        .map(|(number, line)| format!("{}:{number}: {why}: {}", file.path, line.trim()))
        .collect()
}

/// The numbered lines that hold any of the pieces.
fn lines_with<'a>(text: &'a str, pieces: &[&str]) -> impl Iterator<Item = (usize, &'a str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(move |(_, line)| pieces.iter().any(|piece| line.contains(piece)))
}
