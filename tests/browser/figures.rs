//! The map of the figures: it shows what is chosen, and leads to a county.

use super::driver::{Browser, Device};
use crate::support::{Engine, TestApp, acts::told};

const LEGEND: &str = "[data-county-map-legend]";

/// Waits until the legend says exactly that, a line a shade.
async fn explains(browser: &Browser, lines: &str) {
    let said = async || (browser.words(LEGEND).await == lines).then_some(());
    browser.until(&format!("legend {lines:?}"), said).await;
}

/// N1: any figure of the tables by county can be seen on the map, shaded by the counties alone; where
/// no script runs the plain one stays.
#[actix_web::test]
async fn the_map_shows_what_is_chosen() {
    let app = TestApp::start(Engine::Sqlite).await;
    let filed = ["a", "b", "c"].map(|it| app.file(told("140821", it)).report.number);
    app.conclude("140821", &filed[0], "substantiated");
    // The city has more than any county, and no place on the map.
    for at in 0..5 {
        let mut nowhere = told("140821", &format!("nowhere {at}"));
        nowhere.county = None;
        app.file(nowhere);
    }
    app.count();

    let browser = Browser::open(&app, Device::Computer).await;
    browser.go("/statistics?period=year").await;
    browser.sees("[data-county-map] canvas").await;
    browser.misses("[data-county-map-plain]").await;
    explains(&browser, "0\n1\n2\n3").await;
    let choice = browser.sees("[data-county-map-choice]").await;
    choice.select_by_label("办结").await.expect("a figure");
    explains(&browser, "0\n1").await;

    // From one county to another, which the tables no longer hold.
    browser.go("/statistics?period=year&county=140821").await;
    browser.click("[data-county-map] canvas").await;
    let asked = "return new URL(location.href).searchParams.get('county')";
    let another = async || {
        let county = browser.asks(asked).await.as_str()?.to_owned();
        (county != "140821").then_some(())
    };
    browser.until("another county", another).await;
    browser.is_content().await;

    let browser = Browser::open(&app, Device::Scriptless).await;
    browser.go("/statistics?period=year").await;
    browser.sees("[data-county-map-plain] svg a").await;
    browser.misses("[data-county-map-choice]").await;
    browser.reads(LEGEND, "3 件").await;
}
