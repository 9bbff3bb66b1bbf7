//! The limits of another city, by its own folder: what its file says is what is done (`T2`, `T8`).

use std::{fs, path::Path};

use minsheng::cases::statement::Statement;

use crate::support::{
    Engine, TestApp,
    acts::{send, told},
};

const COUNTY: &str = "140821";

/// A copy of the shipped folder in which a conclusion is extended by working days.
fn folder() -> tempfile::TempDir {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/jurisdictions/yuncheng");
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(shipped).expect("the shipped folder") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a copy");
    }
    let file = copy.path().join("deadlines.toml");
    let text = fs::read_to_string(&file).expect("the limits");
    let changed = text.replace(
        "extension = { limit = 30, unit = \"calendar\", times = 1 }",
        "extension = { limit = 10, unit = \"working\", times = 1 }",
    );
    assert_ne!(text, changed);
    fs::write(file, changed).expect("written");
    copy
}

/// An extension in working days is one in working days.
async fn more_time_in_working_days(engine: Engine) {
    let folder = folder();
    let path = folder.path().to_string_lossy().into_owned();
    let settings = ["--rate-limits", "off", "--jurisdiction", path.as_str()];
    let app = TestApp::start_with(engine, &settings).await;
    let (officer, chief) = app.bureau(COUNTY);
    let number = app.file(told(COUNTY, "more")).case.number;
    app.act(&officer, &number, Statement::Accept);
    let due = || app.case(&number).due_on.map(|day| day.to_string());
    assert_eq!(due().as_deref(), Some("2027-01-22"));
    let client = app.officer(COUNTY);
    let form = |days: &'static str| [("days", days), ("extension_reason", "要做一次监测")];
    let more = send(&client, &number, "extension-request", &form("11")).await;
    assert_eq!(more.status, 422);
    more.shows("最多延长 10 日").shows("要做一次监测");
    let asked = send(&client, &number, "extension-request", &form("10")).await;
    assert_eq!(asked.status, 303, "{}", asked.words());
    app.act(&chief, &number, Statement::Extend);
    assert_eq!(due().as_deref(), Some("2027-02-05"), "two weeks, with their weekends");
    client.get(&format!("/cases/{number}")).await.shows("经批准延长10个工作日");
}

#[actix_web::test]
async fn more_time_in_working_days_on_sqlite() {
    more_time_in_working_days(Engine::Sqlite).await;
}

#[actix_web::test]
async fn more_time_in_working_days_on_postgres() {
    more_time_in_working_days(Engine::Postgres).await;
}
