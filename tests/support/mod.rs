//! A whole portal on a port of its own, and the people who use it.
//!
//! [`on_both!`] runs a story on SQLite and on PostgreSQL alike. Dropping a [`TestApp`] fails the
//! test when jobs that are due were never run.

pub mod acts;
mod client;

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};
use clap::{Args as _, FromArgMatches as _};
use diesel::{RunQueryDsl as _, sql_query};
use minsheng::{
    accounts::{Account, Role, account::NewAccount, password, session},
    app::App,
    cases::undo,
    config::Config,
    db::{self, Target},
    error::Error,
    jobs, server,
};

pub use client::{Client, Page};

/// What members of staff log in with.
pub const PASSWORD: &str = "a fine password";

/// The day on which every story begins: Monday 2026-11-23, 10:00 in Yuncheng.
pub const START: &str = "2026-11-23T02:00:00Z";

/// Which database a story runs on.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Runs each story on both databases.
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($app:ident: TestApp) $body:block)*) => {
        $($(#[$doc])* mod $name {
            #[allow(unused_imports)]
            use super::*;
            use $crate::support::{Engine, TestApp};

            async fn story($app: TestApp) $body

            #[actix_web::test]
            async fn on_sqlite() {
                story(TestApp::start(Engine::Sqlite).await).await;
            }

            #[actix_web::test]
            async fn on_postgres() {
                story(TestApp::start(Engine::Postgres).await).await;
            }
        })*
    };
}

/// A running portal.
pub struct TestApp {
    pub app: Arc<App>,
    pub base: String,
    _data: tempfile::TempDir,
    database: Option<Own>,
    server: actix_web::dev::ServerHandle,
}

/// Settings of a test, as the command line would give them.
pub fn config(arguments: &[&str]) -> Config {
    let command = Config::augment_args(clap::Command::new("test"));
    let matches = command.get_matches_from([&["test"], arguments].concat());
    Config::from_arg_matches(&matches).expect("settings of a test")
}

impl TestApp {
    /// Starts a portal on an empty database.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &["--rate-limits", "off"]).await
    }

    /// Starts a portal with more settings.
    pub async fn start_with(engine: Engine, arguments: &[&str]) -> Self {
        let data = tempfile::tempdir().expect("a folder for data");
        let folder = data.path().to_string_lossy().into_owned();
        let mut all = vec!["--data-dir", &folder, "--page-freshness-ms", "0"];
        all.extend(["--argon2-memory-kib", "8", "--argon2-passes", "1"]);
        all.extend(arguments);
        let mut config = config(&all);
        let mut database = None;
        match engine {
            Engine::Sqlite => {
                std::fs::copy(migrated(), data.path().join("minsheng.db")).expect("a database");
            }
            Engine::Postgres => {
                let own = Own::make();
                config.database_url = Some(own.url().parse().expect("a URL"));
                config.database_connections = 4;
                database = Some(own);
            }
        }
        config.web.workers = Some(1);
        let now: DateTime<Utc> = START.parse().expect("a time");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        config.web.listen = address;
        let app = App::build(config, Some(now)).expect("the portal builds");
        let app = Arc::new(app);
        let running = server::start(app.clone(), Some(listener)).expect("the portal starts");
        let handle = running.handle;
        actix_web::rt::spawn(running.server);
        Self { app, base: format!("http://{address}"), _data: data, database, server: handle }
    }

    /// Somebody with a browser who is not logged in.
    pub fn citizen(&self) -> Client {
        Client::new(&self.base, None)
    }

    /// A member of staff, logged in; the account is made when first asked for.
    pub fn staff(&self, login: &str, role: Role, bureau: &str) -> Client {
        let code = self.app.jurisdiction.code_for(bureau).expect("a bureau").to_owned();
        let (login, token) = (login.to_owned(), session::new_token());
        let (now, secret) = (self.app.clock.now(), token.clone());
        self.app
            .db
            .write_now(move |connection| {
                let known = Account::by_login(connection, &login)?.map(|(account, _)| account.id);
                let id = match known {
                    Some(id) => id,
                    None => {
                        let new = NewAccount {
                            login: &login,
                            name: &login,
                            role,
                            bureau: &code,
                            password_hash: "none".to_owned(),
                            must_change: false,
                        };
                        Account::create(connection, now, &new)?
                    }
                };
                session::open(connection, now, id, &secret, "test")?;
                Ok::<_, Error>(())
            })
            .expect("an account");
        Client::new(&self.base, Some(&token))
    }

    /// Gives the member of staff of that login, whose account stands, [`PASSWORD`].
    pub fn give_password(&self, login: &str) {
        let hash = password::hash(PASSWORD, self.app.config.passwords).expect("a hash");
        let login = login.to_owned();
        let give = self.app.db.write_now(move |connection| {
            let (account, _) = Account::by_login(connection, &login)?.expect("an account");
            Account::set_password(connection, account.id, &hash, false)?;
            Ok::<_, Error>(())
        });
        give.expect("a password");
    }

    pub fn clerk(&self) -> Client {
        self.staff("clerk", Role::Clerk, "140800")
    }

    pub fn officer(&self, county: &str) -> Client {
        self.staff(&format!("officer-{county}"), Role::Officer, county)
    }

    pub fn chief(&self, county: &str) -> Client {
        self.staff(&format!("chief-{county}"), Role::Chief, county)
    }

    pub fn dispatcher(&self) -> Client {
        self.staff("dispatcher", Role::Dispatcher, "140800")
    }

    pub fn supervisor(&self) -> Client {
        self.staff("supervisor", Role::Supervisor, "140800")
    }

    pub fn province(&self) -> Client {
        self.staff("province", Role::Province, "140000")
    }

    pub fn department(&self, code: &str) -> Client {
        self.staff(&format!("department-{code}"), Role::Department, code)
    }

    pub fn administrator(&self) -> Client {
        self.staff("administrator", Role::Administrator, "140800")
    }

    /// Runs all jobs that are due, and those that wait until the acts of now can no longer be taken
    /// back.
    pub fn run_jobs(&self) -> usize {
        let run = || jobs::run_due(&self.app, &server::registry()).expect("jobs run");
        let now = run();
        self.app.clock.advance(undo::TIME);
        let then = run();
        self.app.clock.advance(-undo::TIME);
        now + then
    }

    /// Counts the figures of everything that was done, as the job of each minute does.
    pub fn count(&self) {
        minsheng::statistics::jobs::count(&self.app).expect("figures");
    }

    /// Another node over the same database and data folder, by the same clock.
    pub fn another_node(&self) -> Arc<App> {
        let mut node = App::build(self.app.config.clone(), None).expect("another node");
        node.clock = self.app.clock.clone();
        Arc::new(node)
    }

    /// Plans what is done in every period, as a node does by itself; how many jobs were stored.
    pub fn plan(&self) -> usize {
        jobs::plan(&self.app, &server::registry()).expect("a plan")
    }

    /// The mail sent so far, oldest first: recipient, subject, body.
    pub fn mails(&self) -> Vec<(String, String, String)> {
        client::mails(&self.app.config.data_dir.join("mail"))
    }

    /// The name of this portal's database and of its connections, on PostgreSQL.
    pub fn database(&self) -> Option<&str> {
        self.database.as_ref().map(|own| own.name.as_str())
    }

    /// Runs a statement on PostgreSQL beside the portal's own connections.
    pub fn beside(&self, sql: &str) {
        let own = self.database.as_ref().expect("PostgreSQL");
        run(&database_on(&own.server, &own.name), sql).expect("a statement");
    }

    /// Runs a query on the database.
    pub fn query<T>(&self, query: impl FnOnce(&mut db::Connection) -> Result<T, Error>) -> T {
        self.app.db.read_now(query).expect("a query")
    }

    /// Changes the database behind the portal's back; the error's text when it refuses.
    pub fn tamper(&self, sql: &str) -> Result<(), String> {
        let sql = sql.to_owned();
        let changed = self.app.db.write_now(move |connection| {
            sql_query(sql).execute(connection)?;
            Ok::<_, Error>(())
        });
        changed.map_err(|error| error.to_string())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        let unrun = (!std::thread::panicking())
            .then(|| jobs::run_due(&self.app, &server::registry()).unwrap_or(0));
        assert!(unrun.unwrap_or(0) == 0, "jobs were due and never run: {unrun:?}");
    }
}

/// A migrated SQLite file, made once and copied for every test.
pub fn migrated() -> &'static PathBuf {
    static FILE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = FILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("migrated.db");
        let target = Target::Sqlite(path.clone());
        db::migrate::run(&target).expect("migrations run");
        let mut connection = target.connect().expect("it opens");
        // One file, so that it can be copied.
        sql_query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).expect("checkpoint");
        (folder, path)
    });
    path
}

/// A database of its own on the PostgreSQL of the tests, a copy of one that is migrated; dropped with it.
pub struct Own {
    server: String,
    name: String,
}

impl Own {
    /// Copies the migrated one.
    pub fn make() -> Self {
        let server = server();
        let name = format!("t{}", uuid());
        let copy = format!("CREATE DATABASE {name} TEMPLATE {}", migrated_on(&server));
        run(&server, &copy).expect("a database");
        Self { server, name }
    }

    /// How to reach it; its connections have its name.
    pub fn url(&self) -> String {
        let (url, name) = (database_on(&self.server, &self.name), &self.name);
        format!("{url}?application_name={name}")
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = run(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// What the migrated databases of test runs are called, with the run's process behind it.
const MIGRATED: &str = "minsheng_tests_";

/// The name of a migrated database, made once and copied for every test. Those of runs that are over go.
fn migrated_on(server: &str) -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let target: Target = server.parse().expect("a URL");
        let mut connection = target.connect().expect("PostgreSQL answers");
        let all: Vec<Named> = sql_query("SELECT datname AS name FROM pg_database")
            .load(&mut connection)
            .expect("names of databases");
        for Named { name } in all {
            let process = name.strip_prefix(MIGRATED);
            if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
                let _ = sql_query(format!("DROP DATABASE {name}")).execute(&mut connection);
            }
        }
        let name = format!("{MIGRATED}{}", std::process::id());
        sql_query(format!("CREATE DATABASE {name}")).execute(&mut connection).expect("a database");
        let target: Target = database_on(server, &name).parse().expect("a URL");
        db::migrate::run(&target).expect("migrations run");
        name
    })
}

#[derive(diesel::QueryableByName)]
struct Named {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

fn server() -> String {
    std::env::var("TEST_DATABASE_URL")
        .expect("TEST_DATABASE_URL must name a PostgreSQL: run the tests by ./test")
}

/// The URL of another database on the same server.
fn database_on(server: &str, name: &str) -> String {
    let (host, _) = server.rsplit_once('/').expect("TEST_DATABASE_URL names a database");
    format!("{host}/{name}")
}

fn run(url: &str, sql: &str) -> Result<(), db::Error> {
    let mut connection = url.parse::<Target>()?.connect()?;
    sql_query(sql).execute(&mut connection)?;
    Ok(())
}

fn uuid() -> String {
    session::new_token().to_lowercase().replace(['-', '_'], "x")[..20].to_owned()
}
