//! The report form where no script runs, and in English.

use super::{
    citizen::receipt,
    driver::{Browser, Device},
};
use crate::support::{Engine, TestApp};

fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

/// The long form, the review and the receipt need no script.
#[actix_web::test]
async fn a_citizen_reports_without_scripts() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = Browser::open(&app, Device::Scriptless).await;
    browser.go("/reports/new").await;
    for step in ["what", "where", "who"] {
        browser.sees(&format!("[data-step={step}]")).await;
    }
    browser.sees("#name").await;
    browser.misses("[data-map]").await;
    browser.click("[data-send]").await;
    browser.reads(".govuk-error-summary", "请写一写发生了什么事").await;
    browser.write("#text", "砖厂夜里冒黑烟").await;
    browser.choose("category", "air").await;
    browser.write("#address", "临猗县猗氏镇").await;
    browser.click("[data-send]").await;
    browser.arrives("/reports/review").await;
    browser.reads("main", "砖厂夜里冒黑烟").await;
    browser.reads("main", "临猗分局").await;

    browser.click("button[formaction^='/reports/new']").await;
    browser.arrives("/reports/new").await;
    browser.write("#unit", "某某砖厂").await;
    browser.click("[data-send]").await;
    browser.arrives("/reports/review").await;
    browser.reads("main", "某某砖厂").await;
    browser.reads("main", "砖厂夜里冒黑烟").await;
    browser.click("#send button").await;
    browser.arrives("/reports/receipt").await;
    let (number, code) = receipt(&browser).await;
    assert!(number.starts_with("YC-2026") && code.len() >= 16, "{number} {code}");

    browser.click("a[href^='/track?']").await;
    browser.arrives("/track").await;
    browser.write("#code", &code).await;
    browser.click("main form button").await;
    browser.reads("main", "砖厂夜里冒黑烟").await;
    app.run_jobs();
}

/// The language is switched by a plain form, and then the words around every field are English.
#[actix_web::test]
async fn the_form_is_english_at_a_click() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = Browser::open(&app, Device::Scriptless).await;
    browser.go("/reports/new").await;
    browser.reads("main h1", "污染").await;
    browser.click("form[action='/language'] button").await;
    let english = async || {
        let heading = browser.words("main h1").await;
        (!heading.is_empty() && !is_chinese(&heading)).then_some(())
    };
    browser.until("English", english).await;
    assert_eq!(browser.path().await, "/reports/new");
    let mut found = 0;
    for css in [
        "main label",
        "main legend",
        "main .govuk-hint",
        "main button",
        "main select",
        "main summary",
        "main h1",
        "main li",
    ] {
        for element in browser.all(css).await {
            let words = element.text().await.expect("words");
            assert!(!is_chinese(&words), "{css}: {words}");
            found += usize::from(!words.trim().is_empty());
        }
    }
    assert!(found > 30, "{found} pieces of text");
    browser.click("form[action='/language'] button").await;
    browser.reads("main h1", "污染").await;
}
