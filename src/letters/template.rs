//! A letter's template: text with placeholders such as `{number}`; `{{` and `}}` are braces. What is
//! filled in is never read again, so that nobody's words can be a placeholder. Pure.

use super::Kind;
use crate::message::Message;

/// The most characters of a template.
pub const LONGEST: usize = 8_000;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
}

/// A template that can be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

/// What is wrong with a template, and where: line and column from 1; 0 when it is missing anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
    /// The end of the message key: `unknown`, `unclosed`, `stray`, `missing`, `empty`, `long`.
    pub kind: &'static str,
    /// The placeholder, if it is about one.
    pub name: String,
}

impl Fault {
    /// In words.
    pub fn message(&self) -> Message {
        Message::new(format!("letters-fault-{}", self.kind))
            .with("line", self.line)
            .with("column", self.column)
            .with("name", &self.name)
    }
}

impl Template {
    /// Reads the template of a kind of letter.
    ///
    /// # Errors
    /// Everything that is wrong with it, in order.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Vec<Fault>> {
        let mut reader =
            Reader { kind, line: 1, column: 0, pieces: Vec::new(), faults: Vec::new() };
        reader.read(text);
        let at_all = |kind, name: &str| Fault { line: 0, column: 0, kind, name: name.to_owned() };
        if text.trim().is_empty() {
            return Err(vec![at_all("empty", "")]);
        }
        if text.chars().count() > LONGEST {
            return Err(vec![at_all("long", "")]);
        }
        for name in kind.required() {
            if !reader.pieces.contains(&Piece::Value((*name).to_owned())) {
                reader.faults.push(at_all("missing", name));
            }
        }
        if reader.faults.is_empty() { Ok(Self(reader.pieces)) } else { Err(reader.faults) }
    }

    /// The text with every placeholder's value.
    pub fn fill(&self, value: impl Fn(&str) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(name) => value(name),
        };
        self.0.iter().map(piece).collect()
    }
}

struct Reader {
    kind: Kind,
    line: usize,
    column: usize,
    pieces: Vec<Piece>,
    faults: Vec<Fault>,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let mut rest = text.chars().peekable();
        let mut plain = String::new();
        while let Some(c) = rest.next() {
            self.step(c);
            match c {
                '{' | '}' if rest.peek() == Some(&c) => {
                    rest.next();
                    self.step(c);
                    plain.push(c);
                }
                '{' => {
                    let (line, column) = (self.line, self.column);
                    let mut name = String::new();
                    while let Some(c) = rest.next_if(|c| !"{}\n".contains(*c)) {
                        self.step(c);
                        name.push(c);
                    }
                    let closed = rest.next_if_eq(&'}').is_some();
                    if closed {
                        self.step('}');
                    }
                    self.pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    self.placeholder(line, column, name.trim(), closed);
                }
                '}' => self.fault(self.line, self.column, "stray", ""),
                c => plain.push(c),
            }
        }
        self.pieces.push(Piece::Text(plain));
    }

    fn step(&mut self, c: char) {
        if c == '\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
    }

    fn placeholder(&mut self, line: usize, column: usize, name: &str, closed: bool) {
        let known = self.kind.required().contains(&name) || self.kind.optional().contains(&name);
        match (closed, known) {
            (false, _) => self.fault(line, column, "unclosed", name),
            (true, false) => self.fault(line, column, "unknown", name),
            (true, true) => self.pieces.push(Piece::Value(name.to_owned())),
        }
    }

    fn fault(&mut self, line: usize, column: usize, kind: &'static str, name: &str) {
        let name = name.chars().take(40).collect();
        self.faults.push(Fault { line, column, kind, name });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(usize, usize, &'static str, String)> {
        let faults = Template::parse(Kind::Answer, text).err().unwrap_or_default();
        faults.into_iter().map(|it| (it.line, it.column, it.kind, it.name)).collect()
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        assert_eq!(faults("  \n"), [(0, 0, "empty", String::new())]);
        assert_eq!(faults("a"), [(0, 0, "missing", "text".to_owned())]);
        assert_eq!(faults("{text}\na {nope} b"), [(2, 3, "unknown", "nope".to_owned())]);
        assert_eq!(faults("{text}\n\n{number"), [(3, 1, "unclosed", "number".to_owned())]);
        assert_eq!(faults("{text} }"), [(1, 8, "stray", String::new())]);
        assert_eq!(faults("{text}{due}"), [(1, 7, "unknown", "due".to_owned())]);
    }

    #[test]
    fn values_are_never_read_again() -> Result<(), Vec<Fault>> {
        let template = Template::parse(Kind::Answer, "{{{text}}} {number}")?;
        let filled =
            template.fill(|name| if name == "text" { "{number}".into() } else { "7".into() });
        assert_eq!(filled, "{{number}} 7");
        Ok(())
    }
}
