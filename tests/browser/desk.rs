//! An officer's morning at the desk, by keys: many at once, the next matter, the way through the
//! list, a note to the chief, a text used again, and a slip taken back.

use super::{
    PASSWORD,
    driver::{Browser, Device},
    log_in,
};
use minsheng::cases::statement::Statement;

use crate::{
    on_both,
    support::acts::{fine, told},
};

const COUNTY: &str = "140821";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";

on_both! {
    /// Two rows are ticked by `x` and accepted with a preview; `t` takes the next matter; `j` and
    /// `k` walk on from its page (`C1`, `P3`).
    async fn the_desk_goes_by_keys(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        app.give_password(&officer);
        let filed: Vec<String> =
            ["a", "b", "c"].map(|key| app.file(told(COUNTY, key)).case.number).to_vec();
        app.run_jobs();
        let browser = Browser::open(&app, Device::Computer).await;
        log_in(&browser, &officer, PASSWORD).await;
        browser.arrives("/desk").await;
        browser.sees("[data-row][aria-selected]").await;
        browser.press("xjx").await;
        browser.reads("[data-bulk-count]", "已选 2 件").await;
        browser.press("b").await;
        browser.sees("#bulk-act:focus").await;
        browser.click("[data-bulk] button").await;
        browser.reads("main", "办理途径").await;
        browser.click("form[action='/desk/bulk'] button").await;
        browser.reads("main", "将办理 2 件").await;
        assert!(filed.iter().all(|number| app.case(number).state == "assigned"));
        browser.click("[data-bulk-confirm]").await;
        browser.reads("main", "已办理 2 件").await;
        let accepted = filed.iter().filter(|number| app.case(number).state == "accepted").count();
        assert_eq!(accepted, 2);

        browser.go("/desk").await;
        browser.sees("[data-row][aria-selected]").await;
        browser.press("t").await;
        browser.reads("main", "已领取").await;
        let taken = browser.path().await;
        // The one that waits to be accepted is due first: it has a next, and then a previous.
        browser.press("j").await;
        browser.leaves(&taken).await;
        browser.sees("[data-walk='previous']").await;
        browser.press("k").await;
        browser.arrives(&taken).await;

        browser.press("n").await;
        browser.sees("#staff_note:focus").await;
        browser.press(&format!("@{}", &chief[..5])).await;
        browser.sees(".ms-offers button").await;
        browser.press(&format!("{DOWN}{ENTER}")).await;
        browser.press("see this").await;
        browser.click(".ms-notes form > button:not([type])").await;
        browser.reads(".ms-note", "see this").await;
        browser.reads(".ms-note", &format!("已提醒：{chief}")).await;
        browser.is_content().await;
        app.run_jobs();
    }

    /// Other lists are walked by the same keys.
    async fn other_lists_go_by_keys(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        app.give_password(&officer);
        for key in ["a", "b"] {
            let number = app.file(told(COUNTY, key)).case.number;
            app.act(&officer, &number, Statement::Accept);
            let mut order = fine(app.app.clock.today());
            order.kind = "order_to_correct".to_owned();
            order.amount_fen = None;
            app.act(&officer, &number, Statement::Measure(order));
        }
        let browser = Browser::open(&app, Device::Computer).await;
        log_in(&browser, &officer, PASSWORD).await;
        browser.arrives("/desk").await;
        browser.go("/measures").await;
        browser.press("jj").await;
        browser.sees("[data-row]:nth-child(2)[aria-selected]").await;
        browser.press("o").await;
        browser.leaves("/measures").await;
        browser.is_content().await;
        app.run_jobs();
    }

    /// A text is put into a field where the caret is by Alt+P; an act is taken back by its button, and the reporter
    /// never hears of it.
    async fn a_text_is_inserted_and_a_slip_taken_back(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        app.give_password(&officer);
        let number = app.file(told(COUNTY, "slip")).case.number;
        app.run_jobs();
        let browser = Browser::open(&app, Device::Computer).await;
        log_in(&browser, &officer, PASSWORD).await;
        browser.go("/desk/phrases").await;
        browser.write("#title", "退回").await;
        browser.write("#phrase", "{number} 不在我县").await;
        browser.click("form[action='/desk/phrases'] button").await;
        browser.reads("main", "常用语已更新").await;
        browser.go(&format!("/cases/{number}")).await;
        browser.click("details:has(> form[action$='/return']) > summary").await;
        browser.write("form[action$='/return'] textarea", "经查，").await;
        browser.chord(fantoccini::key::Key::Alt, 'p').await;
        browser.reads(".ms-picker", "退回").await;
        browser.press(ENTER).await;
        browser.misses(".ms-picker").await;
        let typed = "return document.querySelector(\"form[action$='/return'] textarea\").value";
        assert_eq!(browser.asks(typed).await, format!("经查，{number} 不在我县"), "after what was typed");
        browser.click("form[action$='/return'] button.govuk-button").await;
        browser.arrives("/desk").await;
        assert_eq!(app.case(&number).state, "returned");
        browser.click("[data-undo] button").await;
        browser.arrives(&format!("/cases/{number}")).await;
        browser.reads("main", "已撤销").await;
        assert_eq!(app.case(&number).state, "assigned");
        browser.is_content().await;
        app.run_jobs();
    }
}
