//! A name in both languages.

use serde::{Deserialize, Serialize};

/// A name in Chinese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Names {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Names {
    /// A name from its two forms.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The name in the language of that tag (`zh-CN`, `en`); any other language reads Chinese.
    pub fn in_language(&self, tag: &str) -> &str {
        let english = tag.split('-').next().is_some_and(|base| base.eq_ignore_ascii_case("en"));
        if english { &self.en } else { &self.zh }
    }

    /// Whether this is the name, in either language.
    pub fn is(&self, given: &str) -> bool {
        self.zh == given || self.en.eq_ignore_ascii_case(given)
    }

    /// Several names in one, with the separator of each language between them.
    pub fn join<'a>(several: impl IntoIterator<Item = &'a Names>, separator: &Names) -> Names {
        let (zh, en): (Vec<_>, Vec<_>) =
            several.into_iter().map(|n| (n.zh.as_str(), n.en.as_str())).unzip();
        Names::new(zh.join(&separator.zh), en.join(&separator.en))
    }
}
