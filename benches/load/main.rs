//! What the portal carries, beside what the machine could carry, in one table from one run:
//! `cargo bench --bench load`, or `cargo bench --bench load -- 2` for two seconds a line.

mod baseline;
mod client;
mod portal;
mod report;
mod table;

use std::{error::Error, fs, net::SocketAddr, path::Path, thread, time::Duration};

use baseline::Bare;
use client::{Load, Measured, get};
use portal::Portal;
use table::{Table, share};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Connections of a load that is to fill the server.
const MANY: usize = 32;
/// The account of the demonstration that reads a case page.
const STAFF: &str = "supervisor";
/// The list of matters, where a link to a case is taken from.
const DESK: &str = "/desk";

fn main() -> Outcome<()> {
    let seconds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(5);
    let duration = Duration::from_secs(seconds);
    // Not in /tmp, which may be memory: durable has to mean the disk.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let data_dir = folder.path().join("data");
    fs::create_dir(&data_dir)?;

    let staff_password = make_samples(&data_dir)?;
    let table = Table::begin();
    let portal = start_again(&table, &data_dir.join("demo"))?;
    pages(&table, &portal, duration, &staff_password)?;
    reports(&table, &portal, folder.path(), duration)?;
    portal.stop()?;
    Ok(())
}

/// Lets the demonstration fill a database; answers with the password of [`STAFF`].
fn make_samples(data_dir: &Path) -> Outcome<String> {
    let portal = Portal::start("demo", data_dir)?;
    // It prints its accounts, one a line: the name, the password, what the account is.
    let said = portal.said();
    let mut accounts = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let password = accounts.find_map(|words| match words[..] {
        [login, password, ..] if login == STAFF => Some(password.to_owned()),
        _ => None,
    });
    portal.stop()?;
    Ok(password.ok_or_else(|| format!("the demonstration names no `{STAFF}`:\n{said}"))?)
}

/// A start on a database that exists, and what it takes while nobody asks.
fn start_again(table: &Table, data_dir: &Path) -> Outcome<Portal> {
    let portal = Portal::start("serve", data_dir)?;
    let ready = format!("{} ms", portal.started_in.as_millis());
    table.fact("start to first page, existing database", &ready, "aim below 300 ms");
    thread::sleep(Duration::from_secs(1));
    table.fact("idle memory", &format!("{:.0} MB", portal.memory()?), "aim below 60 MB");
    Ok(portal)
}

fn pages(table: &Table, portal: &Portal, duration: Duration, password: &str) -> Outcome<()> {
    let measure = |address: SocketAddr, path: &str, head: &str| -> Outcome<Measured> {
        let request = get(path, head);
        let request = |_| request.clone();
        Ok(Load { address, connections: MANY, duration, status: 200, request: &request }.run()?)
    };
    let home = portal.get("/", "")?.body;
    let name = format!("bare actix, the home page ({} KiB) from memory", home.len() / 1024);
    let bare = Bare::serve(home)?;
    let baseline = measure(bare.address, "/", "")?;
    bare.stop();
    table.requests(&name, &baseline, "");
    for (name, path) in [("home page", "/"), ("list page, /supervisions", "/supervisions")] {
        let measured = measure(portal.address, path, "")?;
        table.requests(name, &measured, &share(&measured, baseline.per_second, "bare actix", 0.5));
    }
    let session = portal.log_in(STAFF, password)?;
    let case = first_case(portal, &session)?;
    let measured = measure(portal.address, &case, &session)?;
    table.requests("case page, staff, made for each request", &measured, "aim 2000 per second");
    Ok(())
}

/// The first link to a case on the desk.
fn first_case(portal: &Portal, session: &str) -> Outcome<String> {
    let desk = portal.get(DESK, session)?;
    let page = String::from_utf8_lossy(&desk.body);
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut cases =
        links.filter(|link| link.starts_with("/cases/") && link.matches('/').count() == 2);
    Ok(cases.next().ok_or("the desk links to no case")?.to_owned())
}

fn reports(table: &Table, portal: &Portal, folder: &Path, duration: Duration) -> Outcome<()> {
    let single = baseline::durable_rows(folder, 1, duration)?;
    table.rate("bare SQLite, durable rows, one a commit", single);
    let batched = baseline::durable_rows(folder, 32, duration)?;
    table.rate("bare SQLite, durable rows, 32 a commit", batched);
    for (senders, aim) in [(1, 0.4), (MANY, 0.6)] {
        let address = portal.address;
        let request = |number| report::request(senders, number);
        let load = Load {
            address,
            connections: senders,
            duration,
            status: report::STATUS,
            request: &request,
        };
        let measured = load.run()?;
        let beside = share(&measured, single, "one a commit", aim);
        table.requests(&format!("reports sent, {senders} at once"), &measured, &beside);
    }
    Ok(())
}
