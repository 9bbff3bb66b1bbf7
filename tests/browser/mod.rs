//! Stories told in a real browser: a headless Chromium that `./test` drives.
//!
//! Whatever is awaited is awaited by looking for it; nothing sleeps for a fixed time. A browser
//! that complains, about a script, a file or the content security policy, fails the story.

mod citizen;
mod clerk;
mod desk;
mod driver;
mod hands;
mod letters;
mod officer;
mod pages;
mod petitions;
mod pictures;
mod scriptless;

use minsheng::{
    accounts::{Account, password},
    error::Error,
};

use crate::support::TestApp;
use driver::Browser;

const PASSWORD: &str = "a fine password";

/// Gives the member of staff of that login, whose account stands, the password of these stories.
fn with_password(app: &TestApp, login: &str) {
    let hash = password::hash(PASSWORD, app.app.config.passwords).expect("a hash");
    let login = login.to_owned();
    let set = move |connection: &mut _| {
        let (account, _) = Account::by_login(connection, &login)?.expect("an account");
        Account::set_password(connection, account.id, &hash, false)?;
        Ok::<_, Error>(())
    };
    app.app.db.write_now(set).expect("a password");
}

/// Logs in by name and password.
async fn log_in(browser: &Browser, login: &str, password: &str) {
    browser.go("/login").await;
    browser.write("#login", login).await;
    browser.write("#password", password).await;
    browser.click("main form button").await;
    browser.leaves("/login").await;
}
