//! What the table says, in the office's sentences, for a person to go on from.

use chrono::NaiveDate;

use super::{table::Table, topic::Cell};
use crate::{app::App, i18n::Language, message::Message};

/// How many bureaus are named as the best, and as the last.
const NAMED: usize = 3;
/// The language in which the office writes.
const WRITTEN: Language = Language::Chinese;

/// Title and text about a table.
pub fn drafted(
    app: &App,
    table: &Table,
    (from, until): (NaiveDate, NaiveDate),
    due_on: NaiveDate,
    addressed: &[String],
) -> (String, String) {
    let draft = Draft { app, table };
    let date = |day| app.pages.messages.date(WRITTEN, day);
    let dated = |key: String| {
        draft.say(&Message::new(key).with("from", date(from)).with("until", date(until)))
    };
    let title = dated(format!("circulars-draft-title-{}", table.topic.name));
    let mut paragraphs = vec![dated(format!("circulars-draft-intro-{}", table.topic.name))];
    paragraphs.extend(draft.ranking());
    let everybody = addressed.len() == table.lines.len();
    let named = match everybody {
        true => draft.text("circulars-draft-everybody"),
        false => draft.joined(addressed.iter().map(|code| draft.name(code)).collect()),
    };
    let demand = Message::new("circulars-draft-demand").with("list", named);
    paragraphs.push(draft.say(&demand.with("due", date(due_on))));
    (title, paragraphs.join("\n\n"))
}

struct Draft<'a> {
    app: &'a App,
    table: &'a Table,
}

impl Draft<'_> {
    fn text(&self, key: &str) -> String {
        self.app.pages.messages.text(WRITTEN, key).into_owned()
    }

    fn say(&self, message: &Message) -> String {
        self.app.pages.messages.say(WRITTEN, message)
    }

    fn joined(&self, parts: Vec<String>) -> String {
        parts.join(&self.app.jurisdiction.profile().separator.zh)
    }

    fn name(&self, code: &str) -> String {
        self.app.jurisdiction.place(code, WRITTEN.tag()).to_owned()
    }

    /// A bureau with what it is ranked by.
    fn one(&self, code: &str) -> String {
        let Cell { amount, total } = self.table.first(code);
        let percent = self.table.first(code).percent().unwrap_or(0);
        let key = if total.is_some() { "circulars-draft-share" } else { "circulars-draft-many" };
        let message = Message::new(key).with("name", self.name(code)).with("count", amount);
        self.say(&message.with("of", total.unwrap_or(0)).with("percent", percent))
    }

    /// Who is ahead and who is behind; a list on which a bureau has nothing is no reproach.
    fn ranking(&self) -> Vec<String> {
        let places = self.table.places();
        let topic = self.table.topic;
        let Some(column) = self.table.columns.first() else { return Vec::new() };
        let column = self.text(&column.key());
        let is_behind = |code: &str| topic.more_is_better || self.table.first(code).amount > 0;
        let best: Vec<&str> = places.iter().take(NAMED).map(|(code, _)| *code).collect();
        let last = places.iter().rev().map(|(code, _)| *code);
        let last: Vec<&str> =
            last.filter(|code| is_behind(code) && !best.contains(code)).take(NAMED).collect();
        if places.is_empty() {
            return vec![self.text("circulars-draft-nothing")];
        }
        let sentence = |key: &str, codes: &[&str]| {
            let list = self.joined(codes.iter().map(|code| self.one(code)).collect());
            let message = Message::new(key).with("column", &column).with("list", list);
            (!codes.is_empty()).then(|| self.say(&message))
        };
        let of = [("circulars-draft-best", best), ("circulars-draft-last", last)];
        of.iter().filter_map(|(key, codes)| sentence(key, codes)).collect()
    }
}
