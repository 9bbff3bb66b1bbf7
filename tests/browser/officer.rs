//! A county's officer and chief answer a report, and its reporter reads the answer.

use minsheng::reports::LookupCode;

use super::{
    PASSWORD,
    driver::{Browser, Device},
    log_in,
};
use crate::{on_both, support::acts::told};

const COUNTY: &str = "140821";
const FINDINGS: &str = "后院的烘干炉没有收集装置";
const ANSWER: &str = "您反映的气味来自烘干炉，已经停用改造，谢谢您";
const RESULT: &str = "烘干炉停用，限期安装收集装置";

/// Sends the form of an act; opens it when it is folded.
async fn act(browser: &Browser, resource: &str, fields: &[(&str, &str)], leads_to: (&str, &str)) {
    let form = format!("form[action$='/{resource}']");
    browser.sees(&format!("details:has(> {form})")).await;
    let is_open = format!("return document.querySelector(\"{form}\").parentElement.open");
    if browser.asks(&is_open).await != true {
        browser.click(&format!("details:has(> {form}) > summary")).await;
    }
    for (name, value) in fields {
        match *name {
            "verdict" | "checked" => {
                browser
                    .click(&format!("{form} label:has(input[name='{name}'][value='{value}'])"))
                    .await
            }
            _ => browser.write(&format!("{form} [name='{name}']"), value).await,
        }
    }
    browser.click(&format!("{form} .govuk-button")).await;
    browser.reads(leads_to.0, leads_to.1).await;
}

on_both! {
    /// The desk by keys, acceptance, inspection by two, finding, proposal; another person approves
    /// and publishes (`C1`, `C2`); number and code show the answer, apart from the public result
    /// and the internal finding (`C4`, `I4`).
    async fn a_report_is_answered(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        app.give_password(&officer);
        app.give_password(&chief);
        let _ = app.file(told(COUNTY, "first"));
        let filed = app.file(told(COUNTY, "second"));
        let (number, case) = (filed.report.number, filed.case.number);
        let code = LookupCode::of_submission(&app.app.vault, "second").spoken();
        app.run_jobs();

        let browser = Browser::open(&app, Device::Computer).await;
        log_in(&browser, &officer, PASSWORD).await;
        browser.arrives("/desk").await;
        let rows = browser.asks("return [...document.querySelectorAll('[data-row]')].map((it) => it.querySelector('a').textContent)").await;
        assert_eq!(rows.as_array().map(Vec::len), Some(2), "{rows}");
        browser.reads("[data-desk-preview]", rows[0].as_str().unwrap_or_default()).await;
        browser.press("j").await;
        browser.reads("[data-row][aria-selected]", rows[1].as_str().unwrap_or_default()).await;
        browser.reads("[data-desk-preview]", rows[1].as_str().unwrap_or_default()).await;
        if rows[0] == case.as_str() {
            browser.press("k").await;
        }
        browser.reads("[data-row][aria-selected]", &case).await;
        browser.press("\u{e007}").await;
        browser.arrives(&format!("/cases/{case}")).await;

        let state = ".ms-case__head";
        act(&browser, "acceptance", &[], (state, "办理中")).await;
        let visit = [("officers", "张三、李四"), ("findings", FINDINGS)];
        act(&browser, "inspections", &visit, ("main", FINDINGS)).await;
        let finding = [("verdict", "substantiated"), ("finding", "认定：异味扰民属实")];
        act(&browser, "findings", &finding, ("main", "认定：异味扰民属实")).await;
        let texts = [("internal_text", "内部：建议约谈"), ("public_text", RESULT), ("answer", ANSWER)];
        act(&browser, "conclusion", &texts, (state, "待审批")).await;
        assert!(browser.words("form[action$='/approval']").await.is_empty(), "not by who proposed");
        browser.click("form[action='/logout'] button").await;
        browser.leaves(&format!("/cases/{case}")).await;

        log_in(&browser, &chief, PASSWORD).await;
        browser.arrives("/desk").await;
        browser.go(&format!("/cases/{case}")).await;
        act(&browser, "approval", &[], (state, "已办结")).await;
        act(&browser, "publication", &[("checked", "yes")], ("main", "公开")).await;
        browser.is_content().await;
        app.run_jobs();

        let citizen = Browser::open(&app, Device::Phone).await;
        citizen.go("/track").await;
        citizen.write("#number", &number).await;
        citizen.write("#code", &code).await;
        citizen.click("main form button").await;
        citizen.reads(".ms-answer", ANSWER).await;
        citizen.reads("main", RESULT).await;
        assert!(!citizen.words("body").await.contains("建议约谈"));
        citizen.is_content().await;
    }
}
