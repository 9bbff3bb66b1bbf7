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

/// Looks at what the browser shows, and keeps it when asked to.
async fn picture(browser: &Browser, name: &str, (width, height): (u32, u32)) {
    browser.asks("document.activeElement?.blur(); scrollTo(0, 0)").await;
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

/// The first page, a county's desk, and the report form on a phone.
#[actix_web::test]
async fn the_portal_is_worth_a_look() {
    let app = TestApp::start(Engine::Sqlite).await;
    demo::fill(&app.app, None).expect("samples");
    app.app.clock.set(chrono::Utc::now());
    app.run_jobs();

    let computer = Browser::open(&app, Device::Computer).await;
    computer.go("/").await;
    computer.sees(".ms-tile").await;
    picture(&computer, "home.png", (1280, 900)).await;
    let login = busiest(&app);
    log_in(&computer, &login, demo::PASSWORD).await;
    computer.sees("[data-desk-preview] .ms-facts").await;
    picture(&computer, "desk.png", (1280, 900)).await;

    let phone = Browser::open(&app, Device::Phone).await;
    phone.go("/reports/new").await;
    phone.write("#text", "砖厂夜里冒黑烟，窗台上一层灰").await;
    phone.choose("category", "air").await;
    phone.click(".ms-actions button[type=button]").await;
    tap(&phone, "临猗县").await;
    phone.reads("[data-map-route]", "临猗分局").await;
    picture(&phone, "report-phone.png", (375, 812)).await;
}

/// The login of the officer whose bureau has the most open matters.
fn busiest(app: &TestApp) -> String {
    use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
    use minsheng::db::schema::cases;
    let bureaus: Vec<String> = app.query(|connection| {
        Ok(cases::table.filter(cases::ended_at.is_null()).select(cases::bureau).load(connection)?)
    });
    let count = |code: &String| bureaus.iter().filter(|it| *it == code).count();
    let code = bureaus
        .iter()
        .filter(|it| it.starts_with("1408") && it.len() == 6 && *it != "140800")
        .max_by_key(|it| count(it));
    format!("officer-{}", code.expect("a bureau"))
}
