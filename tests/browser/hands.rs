//! What a person does with a browser: look, click, write, and press keys.

use fantoccini::{
    Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};
use serde_json::Value;

use super::driver::Browser;

impl Browser {
    /// The element when it is on the page and to be seen.
    async fn seen(&self, css: &str) -> Option<Element> {
        let element = self.client.find(Locator::Css(css)).await.ok()?;
        element.is_displayed().await.ok()?.then_some(element)
    }

    /// All such elements now.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.expect("elements")
    }

    /// Waits until it is to be seen.
    pub async fn sees(&self, css: &str) -> Element {
        self.until(&format!("{css} to see"), async || self.seen(css).await).await
    }

    /// Waits until nothing of it is to be seen.
    pub async fn misses(&self, css: &str) {
        self.until(&format!("end of {css}"), async || self.seen(css).await.is_none().then_some(()))
            .await
    }

    /// The words of the first such element now, none when it is not there.
    pub async fn words(&self, css: &str) -> String {
        let Ok(element) = self.client.find(Locator::Css(css)).await else { return String::new() };
        element.text().await.unwrap_or_default()
    }

    /// Waits until an element says that.
    pub async fn reads(&self, css: &str, text: &str) {
        self.until(&format!("“{text}” in {css}"), async || {
            self.words(css).await.contains(text).then_some(())
        })
        .await
    }

    /// Waits for a page whose path begins so.
    pub async fn arrives(&self, path: &str) -> String {
        self.until(&format!("page {path}"), async || {
            Some(self.path().await).filter(|it| it.starts_with(path))
        })
        .await
    }

    /// Waits until another page than that is shown.
    pub async fn leaves(&self, path: &str) {
        self.until("other page", async || (self.path().await != path).then_some(())).await
    }

    /// Clicks, or taps, as soon as it can be.
    pub async fn click(&self, css: &str) {
        self.until(&format!("{css} to click"), async || self.seen(css).await?.click().await.ok())
            .await
    }

    /// Ticks a box, or chooses one of a few, by the words beside it.
    pub async fn choose(&self, name: &str, value: &str) {
        self.click(&format!("label:has(input[name='{name}'][value='{value}'])")).await;
    }

    /// Writes into a field after what is there.
    pub async fn write(&self, css: &str, text: &str) {
        self.until(&format!("{css} to write in"), async || {
            self.seen(css).await?.send_keys(text).await.ok()
        })
        .await
    }

    /// What a script finds out. For looking, never for doing.
    pub async fn asks(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("a script")
    }

    /// Presses and releases one key after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let mut typed = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            typed = typed.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(typed).await.expect("keys");
    }

    /// Presses a key while another is held.
    pub async fn chord(&self, held: Key, key: char) {
        let held = char::from(held);
        let chord = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(chord).await.expect("keys");
    }
}
