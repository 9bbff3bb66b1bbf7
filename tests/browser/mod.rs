//! Stories told in a real browser: a headless Chromium that `./test` drives.
//!
//! Whatever is awaited is awaited by looking for it; nothing sleeps for a fixed time. A browser
//! that complains, about a script, a file or the content security policy, fails the story.

mod citizen;
mod clerk;
mod desk;
mod driver;
mod figures;
mod hands;
mod letters;
mod officer;
mod pages;
mod petitions;
mod pictures;
mod scriptless;

use crate::support::PASSWORD;
use driver::Browser;

/// Logs in by name and password.
async fn log_in(browser: &Browser, login: &str, password: &str) {
    browser.go("/login").await;
    browser.write("#login", login).await;
    browser.write("#password", password).await;
    browser.click("main form button").await;
    browser.leaves("/login").await;
}
