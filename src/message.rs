//! A sentence for people, by key: a Fluent message and what is filled in.
//!
//! Rules and errors speak in messages, never in literals; `i18n` turns one into the reader's language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A Fluent message key with its arguments, kept as text so that it can be stored and shown later
/// in either language (`R5`, `T8`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Key in `templates/locales/*/*.ftl`.
    pub key: String,
    /// What the message fills in, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A message without arguments.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: BTreeMap::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}
