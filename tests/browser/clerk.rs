//! A clerk takes a call without a mouse.

use fantoccini::key::Key;
use minsheng::reports::report::Report;

use super::{
    PASSWORD,
    driver::{Browser, Device},
};
use crate::support::{Engine, TestApp};

const ENTER: char = '\u{e007}';
const ESCAPE: char = '\u{e00c}';
const TAB: char = '\u{e004}';
const DOWN: char = '\u{e015}';

/// Waits until the focus is in the field of that name.
async fn at_field(browser: &Browser, name: &str) {
    let looking = async || (focus(browser).await == name).then_some(());
    browser.until(&format!("focus in {name}"), looking).await;
}

async fn focus(browser: &Browser) -> String {
    let name = browser.asks("return document.activeElement?.name ?? ''").await;
    name.as_str().unwrap_or_default().to_owned()
}

/// Goes to a field by its key and writes there.
async fn tell(browser: &Browser, key: char, name: &str, text: &str) {
    browser.chord(Key::Alt, key).await;
    at_field(browser, name).await;
    browser.press(text).await;
}

/// From the log-in to the read-back and the next call, by keys alone (`P2`); the list of keys is
/// behind `?`, and what is known comes while typing (`I8`).
#[actix_web::test]
async fn a_clerk_enters_a_call_by_keys_alone() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.clerk();
    app.give_password("clerk");
    let browser = Browser::open(&app, Device::Computer).await;
    browser.go("/hotline").await;
    browser.arrives("/login").await;
    at_field(&browser, "login").await;
    browser.press(&format!("clerk{TAB}{PASSWORD}{ENTER}")).await;

    browser.arrives("/hotline").await;
    at_field(&browser, "phone").await;
    browser.press(&format!("13800138000{TAB}王女士")).await;
    tell(&browser, 'k', "reporter", &DOWN.to_string()).await;
    tell(&browser, 't', "text", "造纸厂夜里排黑水").await;
    tell(&browser, 'a', "address", "临猗县猗氏镇造纸厂").await;
    browser.reads("#known", "临猗分局").await;
    browser.chord(Key::Alt, '1').await;
    at_field(&browser, "kind").await;
    browser.press("?").await;
    browser.reads("dialog[data-shortcuts]", "Alt T").await;
    browser.press(&ESCAPE.to_string()).await;
    browser.misses("dialog[data-shortcuts]").await;
    browser.chord(Key::Control, ENTER).await;

    browser.arrives("/hotline/calls/").await;
    browser.reads(".ms-say", "临猗分局").await;
    let groups = async |css: &str| {
        let script = format!(
            "return [...document.querySelectorAll('{css} span')].map((it) => it.textContent)"
        );
        let said = browser.asks(&script).await;
        said.as_array()
            .expect("groups")
            .iter()
            .map(|it| it.as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let (number, code) = (groups("[data-number]").await, groups("[data-code]").await);
    assert_eq!((number.len(), code.concat().len()), (4, 20), "{number:?} {code:?}");
    let number = format!("{}-{}{}-{}", number[0], number[1], number[2], number[3]);
    assert_eq!(browser.path().await, format!("/hotline/calls/{number}"));
    let report = app.query(|connection| Report::by_number(connection, &number));
    assert_eq!((report.channel.as_str(), report.text.as_str()), ("telephone", "造纸厂夜里排黑水"));

    browser.press(&ENTER.to_string()).await;
    browser.arrives("/hotline").await;
    at_field(&browser, "phone").await;
    browser.press("13800138000").await;
    browser.reads("#known", &number).await;
    browser.is_content().await;
    app.run_jobs();
}
