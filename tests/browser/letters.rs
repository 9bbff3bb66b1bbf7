//! An administrator changes a wording and sees it while typing; a reporter opens the letter and its PDF.

use minsheng::{cases::statement::Statement, reports::LookupCode};

use super::{
    PASSWORD,
    driver::{Browser, Device},
    log_in,
};
use crate::{on_both, support::acts::told};

const COUNTY: &str = "140821";

on_both! {
    async fn a_wording_becomes_a_letter(app: TestApp) {
        let _ = app.administrator();
        let (officer, _) = app.bureau(COUNTY);
        app.give_password("administrator");
        let browser = Browser::open(&app, Device::Computer).await;
        log_in(&browser, "administrator", PASSWORD).await;
        browser.go("/letters/templates/acceptance/zh-CN").await;
        browser.reads("[data-letter-preview]", "尊敬的举报人").await;
        browser.write("#text", "\n新写的文字，办到{due").await;
        browser.reads("[data-letter-faults]", "大括号没有合上").await;
        browser.write("#text", "}。").await;
        browser.reads("[data-letter-preview]", "新写的文字，办到").await;
        browser.click("button[value='keep']").await;
        browser.reads("main", "第 1 版").await;
        browser.is_content().await;

        let filed = app.file(told(COUNTY, "a"));
        app.act(&officer, &filed.case.number, Statement::Accept);
        let code = LookupCode::of_submission(&app.app.vault, "a").spoken();
        let citizen = Browser::open(&app, Device::Phone).await;
        citizen.go("/track").await;
        citizen.write("#number", &filed.report.number).await;
        citizen.write("#code", &code).await;
        citizen.click("main form button").await;
        citizen.click("section[aria-labelledby='letters'] a").await;
        citizen.reads(".ms-letter", "新写的文字").await;
        citizen.reads(".ms-letter__number", "运环临信受〔2026〕1号").await;
        let kind = "const link = document.querySelector(\"a[href$='/pdf']\"); const request = new XMLHttpRequest(); request.open('GET', link.href, false); request.send(); return request.getResponseHeader('content-type') + request.responseText.slice(0, 5)";
        assert_eq!(citizen.asks(kind).await, "application/pdf%PDF-");
        citizen.is_content().await;
    }
}
