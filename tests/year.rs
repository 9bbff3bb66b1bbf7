//! A few months of the year that `benches/year` simulates, on both databases: nothing disappears
//! (`I10`), no warning (`T9`, `T6`) and no mail is missing or doubled, although nodes are killed.

#[path = "../benches/year/simulation/mod.rs"]
mod simulation;

use std::process::Command;

use simulation::{Figures, Settings, node};

use crate::support;

/// The test that is a node when the year starts it.
const NODE: [&str; 5] =
    ["--exact", "year::a_node_of_the_year", "--ignored", "--nocapture", "--test-threads=1"];

fn some_months(database: Option<String>, nodes: usize) -> Figures {
    let folder = tempfile::tempdir().expect("a folder");
    if database.is_none() {
        let file = folder.path().join("minsheng.db");
        std::fs::copy(support::migrated(), file).expect("a database");
    }
    let settings = Settings {
        matters: 50,
        days: 76,
        seed: 7,
        nodes,
        kill_every: 15,
        database,
        folder: folder.path().to_owned(),
        again: || {
            let mut again = Command::new(std::env::current_exe()?);
            again.args(NODE);
            Ok(again)
        },
        sparse: true,
        talks: false,
    };
    simulation::run(settings).expect("a year that passes")
}

fn holds(figures: &Figures, engine: &str, nodes: usize) {
    assert_eq!((figures.engine, figures.nodes), (engine, nodes));
    assert!(figures.faults.is_empty(), "{:#?}", figures.faults);
    // A year in which nothing happens would hold, too.
    assert!(
        figures.kills >= 3 && figures.warnings > 40 && figures.mails > 100 && figures.outages > 0,
        "{figures:?}"
    );
}

#[test]
fn nothing_is_lost_or_told_twice_on_sqlite() {
    holds(&some_months(None, 1), "SQLite", 1);
}

#[test]
fn nothing_is_lost_or_told_twice_by_two_nodes_on_postgres() {
    let own = support::Own::make();
    let figures = some_months(Some(own.url()), 2);
    holds(&figures, "PostgreSQL", 2);
}

/// Not a story: the process that works as a node is this one.
#[test]
#[ignore = "the year starts it, in a process of its own"]
fn a_node_of_the_year() {
    node::work_if_started().expect("started by the year").expect("a node that works");
}
