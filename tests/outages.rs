//! A disk that is full or a database that is gone: a plain page, a failing `/readyz`, nothing half
//! stored, and everything comes back by itself.

use diesel::prelude::*;
use minsheng::db::schema;

use crate::support::{Engine, TestApp};

const REPORT: [(&str, &str); 4] = [
    ("submission", "0123456789abcdef0123456789abcdef"),
    ("text", "废水直排"),
    ("county", "140821"),
    ("reporter_kind", "anonymous"),
];

fn reports(app: &TestApp) -> i64 {
    app.query(|connection| Ok(schema::reports::table.count().get_result(connection)?))
}

/// SQLite that may not grow any more is a full disk: the report is refused, not half stored.
#[actix_web::test]
async fn a_full_disk_refuses_and_recovers_on_sqlite() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.tamper("PRAGMA max_page_count = 1").expect("a pragma");
    let long = "很长的情况说明。".repeat(400);
    let mut form = REPORT.to_vec();
    form[1].1 = &long;
    let refused = app.citizen().post("/reports", &form).await;
    assert_eq!(refused.status, 503, "{}", refused.words());
    refused.shows("系统暂时").shows(&long).hides("SQLITE").hides("disk is full");
    assert_eq!(reports(&app), 0);
    let nothing: i64 =
        app.query(|connection| Ok(schema::events::table.count().get_result(connection)?));
    assert_eq!(nothing, 0, "nothing is half stored");
    app.tamper("PRAGMA max_page_count = 1000000").expect("a pragma");
    assert_eq!(app.citizen().post("/reports", &form).await.status, 303);
    assert_eq!(reports(&app), 1);
    app.run_jobs();
}

/// A disk that takes no more files fails `/readyz`, which is well again when the disk is.
#[actix_web::test]
async fn readiness_follows_the_disk() {
    let app = TestApp::start(Engine::Sqlite).await;
    let probe = app.app.config.data_dir.join(".probe");
    assert_eq!(app.citizen().get("/readyz").await.status, 200);
    std::fs::remove_file(&probe).expect("the probe");
    std::fs::create_dir(&probe).expect("something in its way");
    let page = app.citizen().get("/readyz").await;
    assert_eq!(page.status, 503);
    page.shows("disk: failed").shows("database read: ok");
    assert_eq!(app.citizen().get("/healthz").await.status, 200);
    std::fs::remove_dir(&probe).expect("out of the way");
    assert_eq!(app.citizen().get("/readyz").await.status, 200);
}

/// A PostgreSQL that is gone and comes back.
#[actix_web::test]
async fn a_database_that_is_gone_comes_back_on_postgres() {
    let app = TestApp::start(Engine::Postgres).await;
    let name = app.database().expect("PostgreSQL").to_owned();
    assert_eq!(app.citizen().get("/readyz").await.status, 200);
    app.beside("ALTER SCHEMA public RENAME TO gone");
    let ready = app.citizen().get("/readyz").await;
    assert_eq!(ready.status, 503);
    ready.hides(&name);
    let refused = app.citizen().post("/reports", &REPORT).await;
    assert_eq!(refused.status, 503);
    refused.shows("系统暂时").shows("废水直排").hides("relation").hides(&name);
    app.beside("ALTER SCHEMA gone RENAME TO public");
    assert_eq!(app.citizen().get("/readyz").await.status, 200);
    // Connections that the server ended are replaced, too.
    app.beside(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'"
    ));
    assert_eq!(app.citizen().post("/reports", &REPORT).await.status, 303);
    assert_eq!(reports(&app), 1);
    app.run_jobs();
}
