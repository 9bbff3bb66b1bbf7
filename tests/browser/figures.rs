//! The map of the figures: it shows what is chosen, and leads to a county.

use super::driver::{Browser, Device};
use crate::support::{Engine, TestApp, acts::told};

/// N1: any figure of the tables by county can be seen on the map; without a script the plain one stays.
#[actix_web::test]
async fn the_map_shows_what_is_chosen() {
    let app = TestApp::start(Engine::Sqlite).await;
    let filed = ["a", "b", "c"].map(|it| app.file(told("140821", it)).report.number);
    app.conclude("140821", &filed[0], "substantiated");
    app.count();
    let browser = Browser::open(&app, Device::Computer).await;
    browser.go("/statistics?period=year").await;
    browser.sees("[data-county-map] canvas").await;
    browser.misses("[data-county-map-plain]").await;
    let legend = "[data-county-map-legend]";
    browser.reads(legend, "3").await;
    let choice = browser.sees("[data-county-map-choice]").await;
    choice.select_by_label("办结").await.expect("a figure");
    let levels = async || Some(browser.words(legend).await).filter(|it| !it.contains('3'));
    assert_eq!(browser.until("another legend", levels).await, "0\n1");
    browser.click("[data-county-map] canvas").await;
    let behind = "return new URL(location.href).searchParams.get('county')";
    browser
        .until("a county", async || browser.asks(behind).await.as_str().map(str::to_owned))
        .await;
    browser.is_content().await;
}
