//! Pictures of the portal as a demonstration shows it. `SAVE_PICTURES=1` renews those in `docs`.

use std::{env, fs, io::Cursor, path::Path};

use image::{
    DynamicImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use minsheng::demo;

use super::{
    citizen::tap,
    driver::{Browser, Device},
    log_in,
};
use crate::support::{Engine, TestApp};

/// A picture of less than this shows next to nothing.
const BLANK: usize = 20 * 1024;

/// Looks at what the browser shows from `top` on, and keeps it when asked to.
async fn picture(browser: &Browser, name: &str, top: &str, (width, height): (u32, u32)) {
    let show = "document.activeElement?.blur(); document.querySelector";
    browser.asks(&format!("{show}('{top}').scrollIntoView()")).await;
    let png = browser.client.screenshot().await.expect("a picture");
    assert!(png.len() > BLANK, "{name} shows nothing: {} bytes", png.len());
    let shown = image::load_from_memory(&png).expect("a picture");
    assert_eq!((shown.width(), shown.height()), (width, height), "{name}");
    if env::var("SAVE_PICTURES").is_ok_and(|it| it == "1") {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        fs::create_dir_all(&docs).expect("a folder");
        fs::write(docs.join(name), small(&shown)).expect("a file");
    }
}

fn small(shown: &DynamicImage) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    shown.to_rgb8().write_with_encoder(encoder).expect("a picture");
    png.into_inner()
}

/// The first page, the city's desk, and the report form on a phone.
#[actix_web::test]
async fn the_portal_is_worth_a_look() {
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.app, None).expect("samples");
    app.app.clock.set(chrono::Utc::now());
    app.run_jobs();

    let computer = Browser::open(&app, Device::Computer).await;
    computer.go("/").await;
    computer.sees(".ms-tile").await;
    picture(&computer, "home.png", "body", (1280, 900)).await;
    log_in(&computer, "supervisor", demo::PASSWORD).await;
    computer.go("/desk?state=assigned").await;
    computer.sees("[data-desk-preview] .ms-facts").await;
    picture(&computer, "desk.png", "body", (1280, 900)).await;

    // A supervised case that stands in its lifting notice, as everybody sees it.
    computer.go("/supervisions?state=living&q=%E9%80%A0%E7%BA%B8%E5%8E%82").await;
    computer.click(".ms-card__title a").await;
    computer.sees(".ms-beforeafter").await;
    picture(&computer, "supervision.png", "body", (1280, 900)).await;

    // The figures, and what the office above sees of its petitions.
    app.count();
    computer.go("/statistics").await;
    computer.sees("[data-county-map] canvas").await;
    picture(&computer, "statistics.png", "h1", (1280, 900)).await;
    let province = Browser::open(&app, Device::Computer).await;
    log_in(&province, "province", demo::PASSWORD).await;
    province.go("/petitions/board").await;
    province.sees(".ms-board tfoot").await;
    picture(&province, "board.png", "body", (1280, 900)).await;

    let phone = Browser::open(&app, Device::Phone).await;
    phone.go("/supervisions?state=living&q=%E9%80%A0%E7%BA%B8%E5%8E%82").await;
    phone.click(".ms-card__title a").await;
    phone.sees(".ms-beforeafter").await;
    picture(&phone, "supervision-phone.png", ".ms-requirements", (360, 780)).await;
    phone.go("/reports/new").await;
    phone.write("#text", "砖厂夜里冒黑烟，窗台上一层灰").await;
    phone.choose("category", "air").await;
    phone.click(".ms-actions button[type=button]").await;
    tap(&phone, "临猗县").await;
    phone.reads("[data-map-route]", "临猗分局").await;
    picture(&phone, "report-phone.png", "[data-step=where]", (360, 780)).await;
}
