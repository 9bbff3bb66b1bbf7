//! Words for people: Fluent messages by key, and which of the two languages a reader wants.
//!
//! Chinese is the language of the office and of a reader who states no wish; English is complete.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use serde::Serialize;
use unic_langid::LanguageIdentifier;

use crate::message::Message;

#[derive(RustEmbed)]
#[folder = "templates/locales/"]
struct Locales;

/// The languages of the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Language {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both, Chinese first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The BCP 47 tag, also the name of the folder of messages.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we have, by its weights; Chinese
    /// without a wish.
    pub fn wished(header: &str) -> Self {
        let mut wishes: Vec<(f32, Self)> = header.split(',').filter_map(wish).collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(Self::Chinese, |(_, language)| *language)
    }
}

/// One entry of `Accept-Language`; `*` stands for Chinese.
fn wish(entry: &str) -> Option<(f32, Language)> {
    let mut parts = entry.trim().split(';');
    let tag = parts.next()?.trim().to_ascii_lowercase();
    let weight = parts
        .find_map(|part| part.trim().strip_prefix("q="))
        .map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
    let language = match tag.split('-').next()? {
        "zh" | "*" => Language::Chinese,
        "en" => Language::English,
        _ => return None,
    };
    (weight > 0.0).then_some((weight, language))
}

impl FromStr for Language {
    type Err = ();

    fn from_str(tag: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|language| language.tag() == tag).ok_or(())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// All messages in both languages.
pub struct Messages {
    chinese: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
}

impl Messages {
    /// Reads the embedded messages.
    ///
    /// # Errors
    /// The file and what is wrong with it: a syntax error or a key that is there twice.
    pub fn embedded() -> Result<Self, String> {
        Ok(Self { chinese: bundle(Language::Chinese)?, english: bundle(Language::English)? })
    }

    /// The text of `message`.
    pub fn say(&self, language: Language, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            args.set(name.as_str(), FluentValue::from(value.as_str()));
        }
        self.format(language, &message.key, Some(&args)).into_owned()
    }

    /// Several in a language, each by itself.
    pub fn say_all(&self, language: Language, messages: &[Message]) -> Vec<String> {
        messages.iter().map(|message| self.say(language, message)).collect()
    }

    /// The text of a message without arguments.
    pub fn text(&self, language: Language, key: &str) -> Cow<'_, str> {
        self.format(language, key, None)
    }

    /// Whether there is a message of this key.
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundle(language).get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text of the message `key`; a key without a message shows itself, and is logged.
    pub fn format<'a>(
        &'a self,
        language: Language,
        key: &str,
        args: Option<&'a FluentArgs<'_>>,
    ) -> Cow<'a, str> {
        let bundle = self.bundle(language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, %language, "a message is missing");
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, %language, ?errors, "a message lacks an argument");
        }
        text
    }

    /// A date: 2026年11月23日, 23 November 2026.
    pub fn date(&self, language: Language, date: NaiveDate) -> String {
        self.dated(language, "date-day", date)
    }

    /// A date that is a deadline, with its weekday.
    pub fn deadline(&self, language: Language, date: NaiveDate) -> String {
        self.dated(language, "date-deadline", date)
    }

    /// A date and time of day, both already in the office's time zone.
    pub fn datetime(&self, language: Language, at: NaiveDateTime) -> String {
        format!("{} {:02}:{:02}", self.date(language, at.date()), at.hour(), at.minute())
    }

    fn dated(&self, language: Language, key: &str, date: NaiveDate) -> String {
        let month = self.text(language, &format!("date-month-{}", date.month()));
        let weekday = format!("date-weekday-{}", date.weekday().number_from_monday());
        let weekday = self.text(language, &weekday);
        let mut args = FluentArgs::new();
        args.set("year", FluentValue::from(date.year().to_string()));
        args.set("month", FluentValue::from(month.as_ref()));
        args.set("day", FluentValue::from(date.day().to_string()));
        args.set("weekday", FluentValue::from(weekday.as_ref()));
        self.format(language, key, Some(&args)).into_owned()
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

fn bundle(language: Language) -> Result<FluentBundle<FluentResource>, String> {
    let tag: LanguageIdentifier = language.tag().parse().map_err(|error| format!("{error}"))?;
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{language}/"))) {
        let file = Locales::get(&path).ok_or_else(|| format!("{path} cannot be read"))?;
        let text =
            String::from_utf8(file.data.into_owned()).map_err(|_| format!("{path}: UTF-8"))?;
        let resource =
            FluentResource::try_new(text).map_err(|(_, errors)| format!("{path}: {errors:?}"))?;
        bundle.add_resource(resource).map_err(|errors| format!("{path}: {errors:?}"))?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_chooses_and_chinese_is_the_default() {
        for (header, language) in [
            ("", Language::Chinese),
            ("en-GB,en;q=0.9", Language::English),
            ("fr,en;q=0.5,zh;q=0.4", Language::English),
            ("en;q=0.2, zh-TW;q=0.9", Language::Chinese),
            ("fr", Language::Chinese),
            ("en;q=0", Language::Chinese),
            ("en;q=junk", Language::Chinese),
        ] {
            assert_eq!(Language::wished(header), language, "{header}");
        }
    }

    #[test]
    fn both_languages_have_the_same_messages() -> Result<(), String> {
        let keys = |language: Language| -> std::collections::BTreeSet<String> {
            Locales::iter()
                .filter(|path| path.starts_with(language.tag()))
                .filter_map(|path| Locales::get(&path))
                .flat_map(|file| {
                    String::from_utf8_lossy(&file.data)
                        .lines()
                        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                        .filter_map(|line| line.split(" =").next().map(str::to_owned))
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        assert!(!keys(Language::Chinese).is_empty());
        assert_eq!(keys(Language::Chinese), keys(Language::English));
        Messages::embedded().map(drop)
    }
}
