//! Jobs: done once by any number of nodes, and never lost.

use std::cell::Cell;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use minsheng::{
    app::App,
    db::{self, Target, schema::jobs as table},
    error::{Error, Result},
    jobs::{self, Every, Job, Periodic, Registry},
    server,
};
use serde::{Deserialize, Serialize};

use crate::on_both;

/// Takes longer than its node may hold it, so that another run of it ends first; then it fails.
#[derive(Serialize, Deserialize)]
struct TooSlow {
    key: String,
}

thread_local! {
    static RUNS: Cell<usize> = const { Cell::new(0) };
}

impl Job for TooSlow {
    const NAME: &'static str = "too_slow";

    fn run(&self, app: &App) -> Result<()> {
        if RUNS.replace(RUNS.get() + 1) > 0 {
            return Ok(());
        }
        app.clock.advance(Duration::minutes(16));
        assert_eq!(jobs::run_due(app, &Registry::default().with::<Self>()).expect("a run"), 1);
        Err(Error::Internal("what comes too late does not count".to_owned()))
    }
}

/// Keeps its node from what it took with it: another, which has this one, too, takes it over in the meantime.
#[derive(Serialize, Deserialize)]
struct Before {
    minutes: i64,
}

impl Job for Before {
    const NAME: &'static str = "before";

    fn run(&self, app: &App) -> Result<()> {
        if RUNS.replace(RUNS.get() + 1) > 0 {
            return Ok(());
        }
        app.clock.advance(Duration::minutes(self.minutes));
        jobs::run_due(app, &Registry::default().with::<Self>().with::<Tick>()).expect("a run");
        Ok(())
    }
}

/// Only that it is done matters.
#[derive(Serialize, Deserialize)]
struct Tick {}

thread_local! {
    static TICKS: Cell<usize> = const { Cell::new(0) };
}

impl Job for Tick {
    const NAME: &'static str = "tick";

    fn run(&self, _: &App) -> Result<()> {
        TICKS.set(TICKS.get() + 1);
        Ok(())
    }
}

impl Periodic for Tick {
    const EVERY: Every = Every::Minutes(10);

    fn of(_: NaiveDateTime) -> Self {
        Self {}
    }
}

on_both! {
    /// A node that took too long does not overwrite what became of the job in the meantime.
    async fn a_lost_claim_changes_nothing(app: TestApp) {
        let now = app.app.clock.now();
        let job = TooSlow { key: "one".to_owned() };
        app.app
            .db
            .write_now::<_, Error, _>(move |connection| jobs::enqueue(connection, &job, now))
            .expect("a job");
        RUNS.set(0);
        assert_eq!(jobs::run_due(&app.app, &Registry::default().with::<TooSlow>()).expect("a run"), 1);
        type Row = (Option<NaiveDateTime>, i32, Option<String>);
        let row: Row = app.query(|connection| {
            let of_name = table::table.filter(table::name.eq("too_slow"));
            Ok(of_name.select((table::done_at, table::attempts, table::last_error)).first(connection)?)
        });
        assert!(row.0.is_some(), "it is done, by the other");
        assert_eq!((row.1, row.2), (1, None));
    }

    /// What a node took and did not come to in time, it leaves to the one that has it now; what it still
    /// holds, it does.
    async fn what_waited_too_long_is_done_once(app: TestApp) {
        for (minutes, runs) in [(16, 2), (12, 1)] {
            let now = app.app.clock.now();
            app.app
                .db
                .write_now::<_, Error, _>(move |connection| {
                    jobs::enqueue(connection, &Before { minutes }, now)?;
                    jobs::enqueue(connection, &Tick {}, now)
                })
                .expect("jobs");
            RUNS.set(0);
            TICKS.set(0);
            let registry = Registry::default().with::<Before>().with::<Tick>();
            jobs::run_due(&app.app, &registry).expect("a run");
            assert_eq!((RUNS.get(), TICKS.get()), (runs, 1), "{minutes} minutes");
        }
    }

    /// What panics within a write, however deep, undoes that alone; the rest of it is kept, and so is what
    /// comes after.
    async fn a_panic_undoes_its_own_part_alone(app: TestApp) {
        let now = app.app.clock.now();
        let store = move |connection: &mut db::Connection| {
            jobs::enqueue(connection, &Tick {}, now).map(drop)
        };
        let fails = move |connection: &mut db::Connection| -> Result<()> {
            db::savepoint(connection, |connection| {
                store(connection)?;
                panic!("for this test")
            })
        };
        let whole = app.app.db.write_now(fails);
        assert!(whole.is_err());
        let rest = app.app.db.write_now(move |connection| {
            assert!(fails(connection).is_err());
            store(connection)
        });
        rest.expect("the rest");
        app.app.db.write_now(store).expect("what comes after");
        let kept: i64 = app.query(|connection| Ok(table::table.count().get_result(connection)?));
        assert_eq!(kept, 2);
        let registry = Registry::default().with::<Tick>();
        assert_eq!(jobs::run_due(&app.app, &registry).expect("a run"), 2);
    }

    /// Nodes share what is due: what one is just taking, another neither waits for nor leaves the rest.
    async fn nodes_share_what_is_due(app: TestApp) {
        let now = app.app.clock.now();
        app.app
            .db
            .write_now(move |connection| {
                (0..30).try_for_each(|_| jobs::enqueue(connection, &Tick {}, now).map(drop))
            })
            .expect("jobs");
        let registry = Registry::default().every::<Tick>();
        let url = match app.app.db.target() {
            Target::Sqlite(_) => {
                assert_eq!(jobs::run_due(&app.app, &registry).expect("a run"), 30);
                return;
            }
            Target::Postgres(url) => url,
        };
        let mut other = PgConnection::establish(url).expect("another node");
        let taken = other.transaction(|other| {
            let first = table::table.order(table::id).limit(20).select(table::id);
            let taken: Vec<i64> = first.for_update().load(other)?;
            assert_eq!(jobs::run_due(&app.app, &registry).expect("a run"), 10);
            QueryResult::Ok(taken)
        });
        assert_eq!(taken.expect("twenty jobs").len(), 20);
        assert_eq!(jobs::run_due(&app.app, &registry).expect("a run"), 20);
    }

    /// Any number of nodes plan a period's job once; a period in which none was up is left out.
    async fn a_period_has_one_job(app: TestApp) {
        let (registry, other) = (Registry::default().every::<Tick>(), app.another_node());
        assert_eq!(jobs::plan(&app.app, &registry).expect("a plan"), 1);
        assert_eq!(jobs::plan(&other, &registry).expect("a plan"), 0);
        app.app.clock.advance(Duration::minutes(35));
        assert_eq!(jobs::plan(&other, &registry).expect("a plan"), 1);
        assert_eq!(jobs::plan(&app.app, &registry).expect("a plan"), 0);
        assert_eq!(jobs::run_due(&app.app, &registry).expect("a run"), 2);
        // Two that plan at the same moment.
        app.app.clock.advance(Duration::minutes(10));
        let plan = |app: &App| {
            jobs::plan(app, &Registry::default().every::<Tick>()).expect("a plan")
        };
        let stored = std::thread::scope(|scope| {
            let one = scope.spawn(|| plan(&app.app));
            let two = scope.spawn(|| plan(&other));
            one.join().expect("a node") + two.join().expect("a node")
        });
        assert_eq!(stored, 1);
        assert_eq!(jobs::run_due(&other, &registry).expect("a run"), 1);
    }

    /// Jobs that were done a month ago are forgotten, those that wait are not.
    async fn done_jobs_are_forgotten(app: TestApp) {
        app.plan();
        app.run_jobs();
        app.app.clock.advance(Duration::days(31));
        app.plan();
        jobs::run_due(&app.app, &server::registry()).expect("a run");
        let left: Vec<NaiveDateTime> = app.query(|connection| {
            Ok(table::table.select(table::run_at).load(connection)?)
        });
        assert!(!left.is_empty());
        assert!(left.iter().all(|at| *at > app.app.clock.now() - Duration::days(30)), "{left:?}");
    }
}
