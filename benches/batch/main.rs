//! How long a batch of 150 petitions over all targets takes, from the bytes of its file to the commit
//! (`F1`, `F2`): below 2 s, on both databases. `cargo bench --bench batch`, with `TEST_DATABASE_URL`
//! for PostgreSQL beside SQLite.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use clap::{Args as _, FromArgMatches as _};
use diesel::{RunQueryDsl as _, sql_query};
use minsheng::{
    accounts::{Account, Role, Viewer, account::NewAccount},
    app::App,
    cases::statement::is_assignable,
    config::Config,
    db::Target,
    petitions::{
        batches::{Gathered, dry_run, enter_all},
        sheet,
    },
};
use rust_xlsxwriter::Workbook;

type Done<T> = Result<T, Box<dyn Error>>;

/// How many petitions.
const PETITIONS: usize = 150;
/// What it may take.
const MOST: Duration = Duration::from_secs(2);
/// How often each is measured.
const TIMES: usize = 5;
/// The day on which the batches come.
const NOW: &str = "2026-11-23T02:00:00Z";

fn main() -> Done<()> {
    let mut slow = measure("SQLite", None)?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => slow |= on_postgres(&server)?,
        Err(_) => println!("PostgreSQL: TEST_DATABASE_URL is not set"),
    }
    if slow { Err(format!("slower than {MOST:?}").into()) } else { Ok(()) }
}

/// In a schema of its own, which is dropped again.
fn on_postgres(server: &str) -> Done<bool> {
    let mut beside = server.parse::<Target>()?.connect()?;
    sql_query("DROP SCHEMA IF EXISTS bench_batch CASCADE").execute(&mut beside)?;
    sql_query("CREATE SCHEMA bench_batch").execute(&mut beside)?;
    let measured =
        measure("PostgreSQL", Some(format!("{server}?options=-csearch_path%3Dbench_batch")));
    sql_query("DROP SCHEMA bench_batch CASCADE").execute(&mut beside)?;
    measured
}

/// Whether the slowest batch took too long.
fn measure(engine: &str, url: Option<String>) -> Done<bool> {
    // Not in /tmp, which may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let data = folder.path().to_string_lossy().into_owned();
    let mut arguments = vec!["bench".to_owned(), "--data-dir".to_owned(), data];
    arguments.extend(url.into_iter().flat_map(|url| ["--database-url".to_owned(), url]));
    let command = Config::augment_args(clap::Command::new("bench"));
    let config = Config::from_arg_matches(&command.get_matches_from(arguments))?;
    let app = std::sync::Arc::new(App::build(config, Some(NOW.parse()?))?);
    let province = province(&app)?;
    let mut slowest = Duration::ZERO;
    for batch in 0..TIMES {
        let bytes = spreadsheet(&app, batch)?;
        let begun = Instant::now();
        let gathered = Gathered::of(&sheet::read(&bytes).map_err(|_| "no table")?);
        let rows = gathered.map_err(|_| "no header")?.rows;
        let read = begun.elapsed();
        let (state, by, number) = (app.clone(), province.clone(), batch.to_string());
        let checked = app.db.read_now::<_, minsheng::error::Error, _>(|connection| {
            Ok(dry_run(connection, &app, &number, &rows)?)
        })?;
        let (new, _) = app.db.write_now::<_, minsheng::error::Error, _>(move |connection| {
            enter_all(connection, &state, &by, &number, &checked)
        })?;
        if new.len() != PETITIONS {
            return Err(format!("{} of {PETITIONS} entered", new.len()).into());
        }
        let whole = begun.elapsed();
        println!("{engine:<12} batch {batch}: read {read:>9.1?}, entered after {whole:>9.1?}");
        slowest = slowest.max(whole);
    }
    Ok(slowest > MOST)
}

fn province(app: &App) -> Done<Viewer> {
    let now = app.clock.now();
    let account = app.db.write_now::<_, minsheng::error::Error, _>(move |connection| {
        let new = NewAccount {
            login: "province",
            name: "province",
            role: Role::Province,
            bureau: "140000",
            password_hash: "none".to_owned(),
            must_change: false,
        };
        let id = Account::create(connection, now, &new)?;
        Ok(Account::find(connection, id)?)
    })?;
    Viewer::of_account(account).ok_or_else(|| "no role".into())
}

/// A batch in turn over all targets, each with a text of the usual length.
fn spreadsheet(app: &App, batch: usize) -> Done<Vec<u8>> {
    let targets: Vec<&str> = app
        .jurisdiction
        .bureaus()
        .iter()
        .filter(|bureau| is_assignable(bureau.kind))
        .map(|bureau| bureau.code.as_str())
        .collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in
        (0..).zip(["受理编号", "交办问题基本情况", "行政区域", "污染类型", "办结时限"])
    {
        sheet.write(0, column, name)?;
    }
    let text = "夜间偷排，气味刺鼻，料场没有遮盖，群众多次反映没有解决。".repeat(6);
    for at in 0..PETITIONS {
        let row = u32::try_from(at + 1)?;
        let number = format!("X14000020261120{:04}", batch * PETITIONS + at);
        for (column, cell) in (0..).zip([
            number.as_str(),
            &text,
            targets[at % targets.len()],
            "大气、噪声",
            "2026年12月18日",
        ]) {
            sheet.write(row, column, cell)?;
        }
    }
    Ok(book.save_to_buffer()?)
}
