//! A citizen reports from a phone.

use std::path::PathBuf;

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, PointerAction, TouchActions};
use image::{Rgb, RgbImage};
use minsheng::reports::NewReport;

use super::driver::{Browser, Device};
use crate::{
    on_both,
    support::{TestApp, acts::told},
};

const TEXT: &str = "染织厂夜里把黑水直接排进镇上的下水道";

/// A photograph, as a file of a folder.
fn photo(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("黑水.jpg");
    let colour = |x: u32, y: u32| Rgb([(x / 3) as u8, (y / 2) as u8, 90]);
    RgbImage::from_fn(640, 480, colour).save(&path).expect("a picture");
    path
}

/// Taps the map where the name of a county is written.
pub async fn tap(browser: &Browser, county: &str) {
    // Where the name is, once the counties are fitted into the middle of the map.
    let script = format!(
        "const canvas = document.querySelector('[data-map-canvas]');
         canvas.scrollIntoView({{ block: 'center' }});
         const boxes = [...canvas.querySelectorAll('path')].map((it) => it.getBoundingClientRect());
         const middle = (low, high) => (Math.min(...low) + Math.max(...high)) / 2;
         const box = canvas.getBoundingClientRect();
         const x = middle(boxes.map((it) => it.left), boxes.map((it) => it.right)) - middle([box.left], [box.right]);
         const y = middle(boxes.map((it) => it.top), boxes.map((it) => it.bottom)) - middle([box.top], [box.bottom]);
         if (!(Math.hypot(x, y) < 4) || canvas.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim')) return null;
         const name = [...canvas.querySelectorAll('.ms-map__name')].find((it) => it.textContent === '{county}');
         const at = name.getBoundingClientRect();
         return [at.x + at.width / 2, at.y + at.height / 2];"
    );
    browser.sees(".ms-map__canvas path").await;
    let look = async || Some(browser.asks(&script).await).filter(|at| at.is_array());
    let at = browser.until("map at rest", look).await;
    let (x, y) = (at[0].as_f64().expect("x"), at[1].as_f64().expect("y"));
    let finger = TouchActions::new("finger".to_owned())
        .then(PointerAction::MoveTo { duration: None, x, y })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
        .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    browser.client.perform_actions(finger).await.expect("a tap");
}

/// Number and code of the receipt that is shown.
pub async fn receipt(browser: &Browser) -> (String, String) {
    browser.sees(".ms-receipt__code--secret").await;
    let number = browser.words(".ms-receipt__code").await;
    (number, browser.words(".ms-receipt__code--secret").await)
}

fn reports(app: &TestApp) -> i64 {
    use diesel::{QueryDsl as _, RunQueryDsl as _};
    use minsheng::db::schema::reports;
    app.query(|connection| Ok(reports::table.count().get_result(connection)?))
}

fn matters(app: &TestApp) -> i64 {
    use diesel::{QueryDsl as _, RunQueryDsl as _};
    use minsheng::db::schema::cases;
    app.query(|connection| Ok(cases::table.count().get_result(connection)?))
}

on_both! {
    /// Two minutes on a phone (`P1`): what, where by a tap on the map, who; check, send, and the
    /// receipt with number and code (`I4`). Back and sending again is the same report.
    async fn a_citizen_reports_from_a_phone(app: TestApp) {
        let folder = tempfile::tempdir().expect("a folder");
        let browser = Browser::open(&app, Device::Phone).await;
        browser.go("/").await;
        browser.click("a.ms-action--main[href='/reports/new']").await;
        browser.arrives("/reports/new").await;
        browser.misses("[data-step=where]").await;

        browser.click(".ms-actions button[type=button]").await;
        browser.sees("#text-error").await;
        browser.write("#text", TEXT).await;
        browser.misses("#text-error").await;
        browser.choose("category", "water").await;
        let field = browser.sees("#photos").await;
        field.send_keys(&photo(&folder).to_string_lossy()).await.expect("a photograph");
        browser.reads("[data-photos]", "黑水.jpg").await;
        browser.click(".ms-actions button[type=button]").await;

        browser.misses("[data-step=what]").await;
        tap(&browser, "临猗县").await;
        browser.reads("[data-map-route]", "临猗分局").await;
        browser.click(".ms-actions button[type=button]").await;

        browser.misses("[data-step=where]").await;
        browser.choose("identity", "anonymous").await;
        browser.misses("#name").await;
        browser.click("[data-send]").await;

        browser.arrives("/reports/review").await;
        for words in [TEXT, "临猗分局", "水", "黑水.jpg", "匿名"] {
            browser.reads("main", words).await;
        }
        assert_eq!(reports(&app), 0, "nothing is sent before the citizen says so");
        browser.click("#send button").await;
        browser.arrives("/reports/receipt").await;
        browser.reads(".ms-receipt", "临猗分局").await;
        let (number, code) = receipt(&browser).await;
        let width = browser.asks("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 360, "nothing sticks out of the screen");

        browser.client.back().await.expect("a page before");
        // The review is kept nowhere, so the browser asks before it sends the form for it again.
        browser.client.refresh().await.expect("the review again");
        browser.click("#send button").await;
        browser.arrives("/reports/receipt").await;
        assert_eq!(receipt(&browser).await, (number, code));
        assert_eq!(reports(&app), 1);
        browser.is_content().await;
        app.run_jobs();
    }

    /// Whoever lives beside is asked whether it is the same, on the way and without being held up, and
    /// can support it (`I8`).
    async fn a_neighbour_supports_the_same(app: TestApp) {
        const NEXT: &str = ".ms-actions button[type=button]";
        let (plant, address) = ("青禾印染厂", "临猗县猗氏镇东环路");
        app.file(NewReport {
            text: TEXT.to_owned(),
            plant: plant.to_owned(),
            address: address.to_owned(),
            kinds: vec!["water"],
            ..told("140821", "the first")
        });
        let browser = Browser::open(&app, Device::Phone).await;
        browser.go("/reports/new").await;
        browser.write("#text", TEXT).await;
        browser.choose("category", "water").await;
        browser.write("#unit", plant).await;
        browser.click(NEXT).await;
        browser.misses("[data-step=what]").await;
        browser.write("#address", address).await;
        browser.click(NEXT).await;
        browser.sees("#join [name=join]").await;
        let width = browser.asks("return document.documentElement.scrollWidth").await;
        assert_eq!(width, 360, "nothing sticks out of the screen");

        browser.click("#join label + label").await;
        browser.click(NEXT).await;
        browser.misses("[data-step=where]").await;
        browser.click("[data-send]").await;
        browser.arrives("/reports/review").await;
        browser.click("#send button").await;
        browser.arrives("/reports/receipt").await;
        receipt(&browser).await;
        assert_eq!((reports(&app), matters(&app)), (2, 1));
        browser.is_content().await;
        app.run_jobs();
    }
}
