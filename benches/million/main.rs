//! The lists, the search and the page of a matter among a million matters, through the real server, on
//! both databases: p99 below 30 ms, pages of figures below 100 ms. `cargo bench --bench million`, with `-- --rows 100000`
//! for fewer matters, `--seconds 5` for longer lines, `--folder PATH` for where the SQLite file lies,
//! `--keep` to leave it there for the next run, and with `TEST_DATABASE_URL` for PostgreSQL beside it.

#[path = "../load/client.rs"]
#[allow(dead_code)]
mod client;
#[path = "../nearest/fill.rs"]
#[allow(dead_code)]
mod fill;
mod lines;
mod portal;

use std::{error::Error, path::PathBuf, time::Duration};

use clap::Parser as _;
use diesel::{RunQueryDsl as _, sql_query};
use minsheng::db::Target;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What p99 may be.
const MOST: Duration = Duration::from_millis(30);
/// What p99 may be for a page of figures.
const FIGURES: Duration = Duration::from_millis(100);
/// The schema on PostgreSQL.
const SCHEMA: &str = "bench_million";

#[derive(clap::Parser)]
struct Arguments {
    /// How many matters.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// How long each line is measured.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Where the data lies; a temporary folder without it.
    #[arg(long, env = "BENCH_FOLDER")]
    folder: Option<PathBuf>,
    /// Keeps what was filled, and takes what an earlier run kept.
    #[arg(long)]
    keep: bool,
    /// One of `sqlite` and `postgres`; both without it.
    #[arg(long)]
    only: Option<String>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let asked = |engine: &str| arguments.only.as_ref().is_none_or(|only| only == engine);
    println!(
        "{:<44} {:>7} {:>9} {:>9} {:>9}  of the baseline",
        "", "per s", "median", "p99", "longest"
    );
    let mut slow = 0;
    if asked("sqlite") {
        slow += measure(&arguments, "SQLite", None)?;
    }
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) if asked("postgres") => slow += on_postgres(&arguments, &server)?,
        Ok(_) => {}
        Err(_) => println!("PostgreSQL: TEST_DATABASE_URL is not set"),
    }
    if slow > 0 { Err(format!("{slow} lines above their aim").into()) } else { Ok(()) }
}

/// In a schema of its own.
fn on_postgres(arguments: &Arguments, server: &str) -> Outcome<usize> {
    let mut beside = server.parse::<Target>()?.connect()?;
    if !arguments.keep {
        sql_query(format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")).execute(&mut beside)?;
    }
    sql_query(format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}")).execute(&mut beside)?;
    let url = format!("{server}?options=-csearch_path%3D{SCHEMA}");
    let measured = measure(arguments, "PostgreSQL", Some(url));
    if !arguments.keep {
        sql_query(format!("DROP SCHEMA {SCHEMA} CASCADE")).execute(&mut beside)?;
    }
    measured
}

/// Fills a database unless it is full, serves it, and measures; how many lines took too long.
fn measure(arguments: &Arguments, engine: &str, url: Option<String>) -> Outcome<usize> {
    let temporary = tempfile::tempdir()?;
    let folder = arguments.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
    let folder = folder.join(engine.to_lowercase());
    if !arguments.keep && folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let portal = portal::Portal::start(&folder, url, arguments.rows)?;
    println!("{engine}: {} matters", arguments.rows);
    let slow = lines::all(&portal, Duration::from_secs(arguments.seconds));
    portal.stop();
    if !arguments.keep {
        std::fs::remove_dir_all(&folder)?;
    }
    slow
}
