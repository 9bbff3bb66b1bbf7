//! A source file, told apart into code, comments and literals, without its tests.

use std::{fs, path::Path};

/// One file. `code` and `literals` are as long as the file, line for line; what does not belong
/// is blank.
#[derive(Clone)]
pub struct Source {
    /// From the top of the repository, with `/`.
    pub path: String,
    pub code: String,
    pub literals: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (code, literals) = if path.ends_with(".rs") { split(text) } else { template(text) };
        let (code, literals) = without_tests(&code, &literals);
        Self { path: path.into(), code, literals }
    }

    /// The modules from the crate's root to this file: `src/cases/web.rs` is `cases`, `web`.
    pub fn modules(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inside = inside.strip_suffix(".rs").unwrap_or(inside);
        inside.strip_suffix("/mod").unwrap_or(inside).split('/').collect()
    }

    /// The module at the top of the house that this file belongs to.
    pub fn room(&self) -> &str {
        self.modules()[0]
    }

    /// Whether the whole file is only built for tests.
    pub fn is_test(&self) -> bool {
        self.modules().contains(&"tests")
    }
}

/// Every Rust file of the portal.
pub fn rust_files() -> Vec<Source> {
    read("src", "rs")
}

/// Every page template.
pub fn templates() -> Vec<Source> {
    read("templates", "hbs")
}

fn read(folder: &str, extension: &str) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![top.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                let text = fs::read_to_string(&path).expect("UTF-8 text");
                let name = path.strip_prefix(top).expect("inside").to_string_lossy().into_owned();
                found.push(Source::new(&name.replace('\\', "/"), &text));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// What a piece of Rust text is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// Code without comments and literals, and literals alone.
fn split(text: &str) -> (String, String) {
    let characters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut literals = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let (kind, end) = piece(&characters, at);
        for &character in &characters[at..end] {
            let keep = |kept: bool| if kept || character == '\n' { character } else { ' ' };
            code.push(keep(kind == Kind::Code));
            literals.push(keep(kind == Kind::Literal));
        }
        at = end;
    }
    (code, literals)
}

/// The kind of what begins at `at`, and where it ends.
fn piece(text: &[char], at: usize) -> (Kind, usize) {
    let next = |offset: usize| text.get(at + offset).copied();
    let in_word = at > 0 && is_word(text[at - 1]);
    match (text[at], next(1)) {
        ('/', Some('/')) => (Kind::Comment, find(text, at, |c| c == '\n')),
        ('/', Some('*')) => (Kind::Comment, block_comment_end(text, at)),
        ('"', _) => (Kind::Literal, quoted_end(text, at, '"')),
        ('r', Some('"' | '#')) if !in_word || text[at - 1] == 'b' || text[at - 1] == 'c' => {
            raw_string_end(text, at).map_or((Kind::Code, at + 1), |end| (Kind::Literal, end))
        }
        ('\'', Some('\\')) => (Kind::Literal, quoted_end(text, at, '\'')),
        ('\'', Some(_)) if next(2) == Some('\'') => (Kind::Literal, at + 3),
        _ => (Kind::Code, at + 1),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where a character is that passes, or the end.
fn find(text: &[char], from: usize, passes: impl Fn(char) -> bool) -> usize {
    (from..text.len()).find(|&at| passes(text[at])).unwrap_or(text.len())
}

/// Block comments nest.
fn block_comment_end(text: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at + 1 < text.len() {
        match (text[at], text[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn quoted_end(text: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < text.len() && text[at] != quote {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// `r"…"`, `r#"…"#`; `None` for a raw name like `r#type`.
fn raw_string_end(text: &[char], from: usize) -> Option<usize> {
    let open = find(text, from + 1, |c| c != '#');
    let hashes = open - from - 1;
    (text.get(open) == Some(&'"')).then(|| {
        (open + 1..text.len())
            .find(|&at| {
                text[at] == '"'
                    && text[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes
            })
            .map_or(text.len(), |at| at + 1 + hashes)
    })
}

/// A template is all literal but for its comments.
fn template(text: &str) -> (String, String) {
    let mut literals = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{!") {
        let close = if rest[start..].starts_with("{{!--") { "--}}" } else { "}}" };
        let end = rest[start..].find(close).map_or(rest.len(), |end| start + end + close.len());
        literals.push_str(&rest[..start]);
        literals.extend(rest[start..end].chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = &rest[end..];
    }
    literals.push_str(rest);
    (String::new(), literals)
}

/// Blanks each item that follows `#[cfg(test)]`.
fn without_tests(code: &str, literals: &str) -> (String, String) {
    let mut code: Vec<char> = code.chars().collect();
    let mut literals: Vec<char> = literals.chars().collect();
    let mark: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut at = 0;
    while at + mark.len() <= code.len() {
        if code[at..at + mark.len()] != mark[..] {
            at += 1;
            continue;
        }
        let end = item_end(&code, at + mark.len());
        for text in [&mut code, &mut literals] {
            text[at..end].iter_mut().filter(|c| **c != '\n').for_each(|c| *c = ' ');
        }
        at = end;
    }
    (code.into_iter().collect(), literals.into_iter().collect())
}

/// The end of an item: its closing brace, or a semicolon before any brace.
fn item_end(code: &[char], from: usize) -> usize {
    let mut depth = 0;
    for (at, character) in code.iter().enumerate().skip(from) {
        match character {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}
