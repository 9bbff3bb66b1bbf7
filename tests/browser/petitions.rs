//! The city's dispatcher sends a batch with a bad row, puts it right in the page, and enters it.

use super::{
    PASSWORD,
    driver::{Browser, Device},
    log_in,
};
use crate::support::{Engine, TestApp};

/// F1, F2: nothing is entered while a row is wrong; the file is sent once.
#[actix_web::test]
async fn a_batch_is_put_right_in_the_page() {
    let app = TestApp::start(Engine::Sqlite).await;
    let _ = app.dispatcher();
    app.give_password("dispatcher");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("第33批.csv");
    let rows = "转办件（第33批）\n受理编号,反映问题,县区,办结时限\n\
        X140000202611200001,夜里有刺鼻气味,河津市,2026-12-18\n\
        X140000202611200002,废水直排,没有这个县,2026年12月18日\n";
    std::fs::write(&file, rows).expect("a file");

    let browser = Browser::open(&app, Device::Computer).await;
    log_in(&browser, "dispatcher", PASSWORD).await;
    browser.go("/petitions/batches/new").await;
    browser.sees("#file").await.send_keys(&file.to_string_lossy()).await.expect("a file");
    browser.click("main form[action='/petitions/batches'] button").await;
    browser.reads(".govuk-error-summary", "第 4 行：没有这个县").await;
    browser.reads("table", "河津市").await;
    browser.click("button[value='enter']").await;
    browser.reads(".ms-banner--problem", "一件也不登记").await;
    let refused = browser.complaints().await;
    assert!(refused.iter().all(|it| it.contains("422")), "{refused:#?}");
    let county = "[name='row4-county']";
    browser.sees(county).await.clear().await.expect("an empty field");
    browser.write(county, "夏县").await;
    browser.click("button[value='enter']").await;
    browser.arrives("/petitions/batches").await;
    browser.reads(".ms-banner", "登记 2 件").await;
    browser.go("/petitions?state=all&batch=33").await;
    browser.reads("table", "X140000202611200002").await;
    browser.reads("table", "夏县").await;
    browser.is_content().await;
}
