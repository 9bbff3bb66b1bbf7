//! A year of the office, simulated and compared with books kept beside it (`I10`, `T6`, `T9`, `I3`):
//! `cargo bench --bench year -- --matters 100000`, with `--engine postgres` and `TEST_DATABASE_URL` for
//! PostgreSQL.

mod simulation;

use std::{path::PathBuf, process::Command};

use clap::{Parser, ValueEnum};
use diesel::{RunQueryDsl as _, sql_query};
use minsheng::db::Target;
use simulation::{Figures, Outcome, Settings, node};

/// The databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Simulates a year of the office.
#[derive(Parser)]
struct Options {
    /// Matters that reports open.
    #[arg(long, default_value_t = 100_000)]
    matters: usize,
    /// Days that pass.
    #[arg(long, default_value_t = 365)]
    days: u64,
    /// The same number is the same year.
    #[arg(long, default_value_t = 20_261_127)]
    seed: u64,
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
    /// Nodes at work; without it, one on SQLite and two on PostgreSQL.
    #[arg(long)]
    nodes: Option<usize>,
    /// Every how many days a node is killed; 0 for never.
    #[arg(long, default_value_t = 3)]
    kill_every: u64,
    /// Where the data folder is made; without it, where cargo builds.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Outcome<()> {
    if let Some(worked) = node::work_if_started() {
        return worked;
    }
    let options = Options::parse();
    match options.engine {
        Engine::Sqlite => simulate(&options, None),
        Engine::Postgres => on_postgres(&options),
    }
}

/// In a schema of its own, which is dropped again.
fn on_postgres(options: &Options) -> Outcome<()> {
    let server = std::env::var("TEST_DATABASE_URL").map_err(|_| "TEST_DATABASE_URL is not set")?;
    let schema = format!("year_{}", std::process::id());
    let mut beside = server.parse::<Target>()?.connect()?;
    sql_query(format!("CREATE SCHEMA {schema}")).execute(&mut beside)?;
    let url = format!("{server}?options=-csearch_path%3D{schema}");
    let simulated = simulate(options, Some(url));
    sql_query(format!("DROP SCHEMA {schema} CASCADE")).execute(&mut beside)?;
    simulated
}

fn simulate(options: &Options, database: Option<String>) -> Outcome<()> {
    let place = options.folder.clone().unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into());
    let folder = tempfile::tempdir_in(place)?;
    let usual = if database.is_some() { 2 } else { 1 };
    let figures = simulation::run(Settings {
        matters: options.matters,
        days: options.days,
        seed: options.seed,
        nodes: options.nodes.unwrap_or(usual).max(1),
        kill_every: options.kill_every,
        database,
        folder: folder.path().to_owned(),
        again: || Ok(Command::new(std::env::current_exe()?)),
        sparse: false,
        talks: true,
    })?;
    print(&figures);
    match figures.faults.len() {
        0 => Ok(()),
        many => Err(format!("{many} faults, such as {}", figures.faults[0]).into()),
    }
}

fn print(figures: &Figures) {
    let lines: [(&str, u64); 14] = [
        ("nodes", figures.nodes as u64),
        ("matters", figures.matters),
        ("reports", figures.reports),
        ("acts", figures.acts),
        ("jobs", figures.jobs),
        ("warnings", figures.warnings),
        ("alerts", figures.alerts),
        ("messages that arrived", figures.mails),
        ("the same once more (one Message-ID)", figures.doubles),
        ("messages given up, address refused", figures.given_up),
        ("nodes killed", figures.kills),
        ("days without a node", figures.outages),
        ("faults", figures.faults.len() as u64),
        ("seconds", figures.seconds),
    ];
    println!("{}", figures.engine);
    for (name, value) in lines {
        println!("{name:<40} {value:>9}");
    }
    for (name, value) in &figures.deeds {
        println!("  {name:<38} {value:>9}");
    }
}
