//! Every main page is one that the browser has nothing to say against.

use minsheng::accounts::Role;

use super::{
    PASSWORD,
    driver::{Browser, Device},
    log_in,
};
use crate::support::{Engine, TestApp, acts::told};

/// Goes there and lets all that the page loads arrive.
async fn looks_at(browser: &Browser, path: &str) {
    browser.go(path).await;
    assert_eq!(Some(browser.path().await.as_str()), path.split('?').next());
    browser.sees("main h1").await;
    let loaded =
        async || (browser.asks("return document.readyState").await == "complete").then_some(());
    browser.until("whole page", loaded).await;
    let wide = browser.asks("return document.documentElement.scrollWidth - innerWidth").await;
    assert_eq!(wide, 0, "{path} is wider than the screen");
    browser.is_content().await;
}

/// The complaints that the other stories look for would be heard.
#[actix_web::test]
async fn a_breach_of_the_policy_is_heard() {
    let app = TestApp::start(Engine::Sqlite).await;
    let browser = Browser::open(&app, Device::Computer).await;
    looks_at(&browser, "/").await;
    let breach = "const it = document.createElement('p'); it.setAttribute('style', 'color: red'); document.body.append(it)";
    browser.asks(breach).await;
    let heard = browser.until("complaint", async || browser.complaints().await.pop()).await;
    assert!(heard.contains("Content Security Policy"), "{heard}");
}

/// No script fails, no file is missing, nothing is forbidden by our own policy, and nothing sticks
/// out of the screen of a phone.
#[actix_web::test]
async fn public_pages_are_clean() {
    let app = TestApp::start(Engine::Sqlite).await;
    let number = app.file(told("140821", "clean")).report.number;
    app.conclude("140821", &number, "substantiated");
    app.publish("140821", &number, "已责令改正");
    app.run_jobs();
    app.count();
    let browser = Browser::open(&app, Device::Phone).await;
    for path in [
        "/",
        "/reports/new",
        "/track",
        "/supervisions",
        "/statistics",
        "/campaigns",
        "/results",
        "/bulletins",
        "/notices",
        "/login",
    ] {
        looks_at(&browser, path).await;
    }
    let behind = "/statistics/matters?figure=received&period=year".to_owned();
    for path in [format!("/track/{number}"), format!("/results/{number}"), behind] {
        looks_at(&browser, &path).await;
    }
}

/// The same for the pages of each kind of staff.
#[actix_web::test]
async fn staff_pages_are_clean() {
    let app = TestApp::start(Engine::Sqlite).await;
    let number = app.file(told("140821", "clean")).report.number;
    app.run_jobs();
    let case = format!("/cases/{number}");
    let people: [(&str, Role, &str, &[&str]); 5] = [
        ("officer", Role::Officer, "140821", &["/desk", &case, "/petitions", "/desk/supervisions"]),
        ("clerk", Role::Clerk, "140800", &["/hotline", "/hotline/today"]),
        (
            "city",
            Role::Supervisor,
            "140800",
            &[
                "/board",
                "/alerts",
                "/readings",
                "/desk/supervisions/new",
                "/desk/bulletins",
                "/desk/notices",
                "/desk/notices/new",
                "/measures",
                "/demands",
                "/desk/campaigns/new",
                "/oversight",
                "/oversight/140821",
                "/rounds",
                "/rounds/new",
                "/circulars",
                "/circulars/new",
            ],
        ),
        ("province", Role::Province, "140000", &["/petitions", "/petitions/new"]),
        (
            "admin",
            Role::Administrator,
            "140800",
            &["/accounts", "/account/password", "/account", "/policies"],
        ),
    ];
    let browser = Browser::open(&app, Device::Computer).await;
    for (login, role, bureau, paths) in people {
        let _ = app.staff(login, role, bureau);
        app.give_password(login);
        log_in(&browser, login, PASSWORD).await;
        for path in paths {
            looks_at(&browser, path).await;
        }
        browser.client.delete_all_cookies().await.expect("nobody");
    }
}
