//! What the figures say, in the office's sentences, for a person to go on from (`N3`).

use chrono::NaiveDate;

use crate::{
    app::App,
    db::Connection,
    error::Result,
    i18n::Language,
    message::Message,
    pages::in_wan,
    reports::category::CHANNELS,
    statistics::{
        Asked, Figures,
        figure::SHARES,
        period::year_before,
        sums::{self, By},
        web::place,
    },
};

/// How many counties are named.
const NAMED: usize = 3;
/// Figures that the sentences of a heading fill in, by its message.
const SENTENCES: [(&str, &[&str]); 4] = [
    ("bulletins-course", &["accepted", "declined", "concluded", "withdrawn", "merged", "in_hand"]),
    (
        "bulletins-enforcement",
        &["officers", "plants", "case_filed", "case_closed", "order_to_correct", "rectify_by_date"],
    ),
    (
        "bulletins-measures",
        &[
            "closure",
            "suspension",
            "sealing",
            "power_cut",
            "fine",
            "daily_penalty",
            "police",
            "supervision",
        ],
    ),
    ("bulletins-supervised", &["listed", "listed_plants", "lifted"]),
];

/// The language in which the office writes.
pub(super) const WRITTEN: Language = Language::Chinese;

pub(super) fn text(app: &App, key: &str) -> String {
    app.pages.messages.text(WRITTEN, key).into_owned()
}

pub(super) fn say(app: &App, message: &Message) -> String {
    app.pages.messages.say(WRITTEN, message)
}

pub(super) fn joined(app: &App, parts: &[String]) -> String {
    parts.join(&app.jurisdiction.profile().separator.zh)
}

/// The end of a sentence about what was received: how many more than a year before.
pub(super) fn compared(app: &App, received: i64, before: i64) -> String {
    let key = match received.cmp(&before) {
        std::cmp::Ordering::Less => "bulletins-less",
        std::cmp::Ordering::Equal => "bulletins-same",
        std::cmp::Ordering::Greater => "bulletins-more",
    };
    let compared = Message::new(key).with("then", before);
    say(app, &compared.with("many", (received - before).abs()))
}

/// Title and text of a bulletin of the days from the first to the last.
pub fn drafted(
    connection: &mut Connection,
    app: &App,
    days: (NaiveDate, NaiveDate),
) -> Result<(String, String)> {
    let whole = |days| Asked { days, channel: None, kind: None, bureau: None };
    let figures = Figures::read(connection, &app.jurisdiction, &whole(days))?;
    let before = Figures::read(connection, &app.jurisdiction, &whole(year_before(days)))?;
    let channels = sums::read(connection, &["received"], By::Channel, &whole(days))?;
    let draft = Draft { app, figures };
    let many = |channel: &str| -> i64 {
        channels.iter().filter(|sum| sum.whose == channel).map(|sum| sum.amount).sum()
    };
    let by_channel: Vec<String> = CHANNELS
        .iter()
        .map(|channel| (text(app, &format!("channel-{channel}")), many(channel)))
        .filter(|(_, many)| *many > 0)
        .map(|(name, many)| draft.one(&name, many))
        .collect();
    let mut paragraphs = vec![draft.intake(&by_channel, before.sum.get("received"))];
    paragraphs.extend(SENTENCES.iter().map(|(key, names)| draft.sentence(key, names)));
    paragraphs.push(draft.counties());
    let title = draft.dated("bulletins-title-bulletin");
    let written = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty());
    Ok((say(app, &title), written.collect::<Vec<_>>().join("\n\n")))
}

struct Draft<'a> {
    app: &'a App,
    figures: Figures,
}

impl Draft<'_> {
    fn one(&self, name: &str, many: i64) -> String {
        say(self.app, &Message::new("bulletins-one").with("name", name).with("count", many))
    }

    fn dated(&self, key: &str) -> Message {
        let date = |day| self.app.pages.messages.date(WRITTEN, day);
        Message::new(key)
            .with("from", date(self.figures.from))
            .with("until", date(self.figures.until))
    }

    /// How many came, by which way, and how many more than a year before.
    fn intake(&self, by_channel: &[String], before: i64) -> String {
        let received = self.figures.sum.get("received");
        let intake = self.dated("bulletins-intake").with("received", received);
        let mut sentence = say(self.app, &intake);
        if !by_channel.is_empty() {
            let list = joined(self.app, by_channel);
            let channels = Message::new("bulletins-channels").with("list", list);
            sentence.push_str(&say(self.app, &channels));
        }
        sentence.push_str(&compared(self.app, received, before));
        sentence
    }

    /// A sentence with its figures and all shares; it may leave some out.
    fn sentence(&self, key: &str, names: &[&str]) -> String {
        let sum = &self.figures.sum;
        let mut message = Message::new(key).with("counties", self.figures.counties_listed());
        for name in names {
            message = message.with(name, sum.get(name));
        }
        for share in &SHARES {
            let percent = sum.share(share).percent();
            let words = percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent}%"));
            message = message.with(&format!("share_{}", share.name), words);
        }
        for money in ["fine_fen", "daily_penalty_fen"] {
            message = message.with(money, in_wan(sum.get(money)));
        }
        say(self.app, &message)
    }

    /// Where most came from.
    fn counties(&self) -> String {
        let mut lines: Vec<(i64, &str)> = self
            .figures
            .lines
            .iter()
            .map(|(code, line)| (line.get("received"), code.as_str()))
            .filter(|(many, _)| *many > 0)
            .collect();
        lines.sort_by_key(|(many, _)| std::cmp::Reverse(*many));
        let first = lines.iter().take(NAMED);
        let first: Vec<String> =
            first.map(|(many, code)| self.one(&place(self.app, WRITTEN, code), *many)).collect();
        match first.is_empty() {
            true => String::new(),
            false => {
                let list = joined(self.app, &first);
                say(self.app, &Message::new("bulletins-counties").with("list", list))
            }
        }
    }
}
