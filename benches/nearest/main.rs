//! How long the nearest open matters take among a million reports (`I8`): below 50 ms, on both
//! databases. `cargo bench --bench nearest`, with `-- 100000` for fewer reports and with
//! `TEST_DATABASE_URL` for PostgreSQL beside SQLite.

mod fill;

use std::{
    error::Error,
    time::{Duration, Instant},
};

use chrono::NaiveDate;
use clap::{Args as _, FromArgMatches as _};
use diesel::{QueryDsl as _, RunQueryDsl as _, SelectableHelper as _, prelude::*, sql_query};
use minsheng::{
    accounts::{Role, Viewer},
    app::App,
    cases::{
        alike::Facts,
        nearest::{Asked, Candidate, Eyes, nearest},
    },
    config::Config,
    db::{Connection, Target, schema::cases},
    i18n::Language,
    jurisdiction::{Datum, Point},
    reports::{Identity, NewReport, support},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Questions of each kind.
const QUESTIONS: usize = 300;
/// What the rule allows, at p99.
const MOST: Duration = Duration::from_millis(50);
/// The day on which the questions are asked.
const NOW: &str = "2026-11-23T02:00:00Z";

fn main() -> Outcome<()> {
    let all = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    println!("{:<12} {:<34} {:>9} {:>9}  beside", "", "", "median", "p99");
    let mut slow = measure("SQLite", None, all)?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => slow += on_postgres(&server, all)?,
        Err(_) => println!("PostgreSQL: TEST_DATABASE_URL is not set"),
    }
    if slow > 0 { Err(format!("{slow} lines above {MOST:?}").into()) } else { Ok(()) }
}

/// In a schema of its own, which is dropped again.
fn on_postgres(server: &str, all: usize) -> Outcome<usize> {
    let mut beside = server.parse::<Target>()?.connect()?;
    sql_query("DROP SCHEMA IF EXISTS bench_nearest CASCADE").execute(&mut beside)?;
    sql_query("CREATE SCHEMA bench_nearest").execute(&mut beside)?;
    let url = format!("{server}?options=-csearch_path%3Dbench_nearest");
    let measured = measure("PostgreSQL", Some(url), all);
    sql_query("DROP SCHEMA bench_nearest CASCADE").execute(&mut beside)?;
    measured
}

/// Fills a database and asks; how many kinds of questions took too long.
fn measure(engine: &str, url: Option<String>, all: usize) -> Outcome<usize> {
    // Not in /tmp, which may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let data = folder.path().to_string_lossy().into_owned();
    let mut arguments = vec!["bench".to_owned(), "--data-dir".to_owned(), data];
    arguments.extend(url.into_iter().flat_map(|url| ["--database-url".to_owned(), url]));
    let command = Config::augment_args(clap::Command::new("bench"));
    let config = Config::from_arg_matches(&command.get_matches_from(arguments))?;
    let app = App::build(config, Some(NOW.parse()?))?;
    let today = app.clock.today();
    let mut connection = app.db.target().connect()?;
    println!("{engine}: {all} reports");
    fill::fill(&mut connection, all, today)?;
    let ask = Ask { app: &app, all, today };
    let baseline = ask.time(&mut connection, Ask::rows_by_key)?;
    print(engine, "baseline: 300 rows by their keys", &baseline, "");
    let kinds: [(&str, Question<'_>); 5] = [
        ("by plant", Ask::by_plant),
        ("by point and kind", Ask::by_point),
        ("by words in a county", Ask::by_words),
        ("all of it, a clerk", Ask::all_of_it),
        ("all of it, a citizen", Ask::as_citizen),
    ];
    let mut slow = 0;
    for (name, question) in kinds {
        let measured = ask.time(&mut connection, question)?;
        let beside = measured.0.as_secs_f64() / baseline.0.as_secs_f64();
        slow += usize::from(measured.1 > MOST);
        print(
            engine,
            name,
            &measured,
            &format!("{beside:.1} times the baseline (aim p99 {MOST:?})"),
        );
    }
    Ok(slow)
}

fn print(engine: &str, name: &str, (median, p99): &(Duration, Duration), beside: &str) {
    let short = |it: &Duration| format!("{:.1} ms", it.as_secs_f64() * 1e3);
    println!("{engine:<12} {name:<34} {:>9} {:>9}  {beside}", short(median), short(p99));
}

type Question<'a> = fn(&Ask<'a>, &mut Connection, usize) -> Outcome<usize>;

struct Ask<'a> {
    app: &'a App,
    all: usize,
    today: NaiveDate,
}

impl<'a> Ask<'a> {
    /// Median and p99 of one kind of question, each about another matter of the last quarter.
    fn time(
        &self,
        connection: &mut Connection,
        question: Question<'a>,
    ) -> Outcome<(Duration, Duration)> {
        let mut times = Vec::with_capacity(QUESTIONS);
        for at in 0..QUESTIONS {
            let about = self.all - 1 - fill::mixed(at) % (self.all / 12).max(1);
            let begun = Instant::now();
            question(self, connection, about)?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        Ok((times[times.len() / 2], times[times.len() * 99 / 100]))
    }

    fn rows_by_key(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let keys = (0..300).map(|at| (fill::mixed(about + at) % self.all) as i64 + 1);
        let rows: Vec<Candidate> = cases::table
            .filter(cases::id.eq_any(keys.collect::<Vec<_>>()))
            .select(Candidate::as_select())
            .load(connection)?;
        Ok(rows.len())
    }

    fn by_plant(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let name = fill::plant(fill::mixed(about) % fill::PLANTS).name;
        self.nearest(connection, Facts { unit: &name, ..Facts::default() }, None)
    }

    fn by_point(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let it = fill::matter(about, self.all, self.today);
        let facts = Facts { point: Some(it.point), kinds: it.kinds, ..Facts::default() };
        self.nearest(connection, facts, None)
    }

    fn by_words(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let it = fill::matter(about, self.all, self.today);
        self.nearest(connection, Facts { text: &it.text, ..Facts::default() }, Some(it.county))
    }

    fn all_of_it(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let it = fill::matter(about, self.all, self.today);
        let name = it.plant.map(|at| fill::plant(at).name).unwrap_or_default();
        let facts = Facts {
            unit: &name,
            text: &it.text,
            point: Some(it.point),
            kinds: it.kinds,
            ..Facts::default()
        };
        self.nearest(connection, facts, Some(it.county))
    }

    fn as_citizen(&self, connection: &mut Connection, about: usize) -> Outcome<usize> {
        let it = fill::matter(about, self.all, self.today);
        let new = NewReport {
            submission: format!("a question about {about}"),
            channel: "web",
            plant: it.plant.map(|at| fill::plant(at).name).unwrap_or_default(),
            address: String::new(),
            point: Point::new(it.point.0, it.point.1, Datum::Wgs84).ok(),
            county: Some(it.county.to_owned()),
            kinds: it.kinds.split(' ').take(1).filter_map(known).collect(),
            text: it.text,
            industry: None,
            urgent: false,
            reporter_kind: "anonymous",
            identity: Identity::default(),
            head_count: 1,
            language: Language::Chinese,
            join: None,
        };
        Ok(support::offers(connection, self.app, &new)?.len())
    }

    fn nearest(
        &self,
        connection: &mut Connection,
        facts: Facts<'_>,
        county: Option<&str>,
    ) -> Outcome<usize> {
        let clerk = Viewer {
            account: 1,
            login: "clerk".to_owned(),
            name: "clerk".to_owned(),
            role: Role::Clerk,
            bureau: "140800".to_owned(),
            must_change: false,
            unread: None,
        };
        let facts = Facts { day: self.today, ..facts };
        let asked = Asked { facts, county, but: None };
        Ok(nearest(connection, self.app, Eyes::Staff(&clerk), asked, 5)?.len())
    }
}

fn known(kind: &str) -> Option<&'static str> {
    ["water", "air", "noise", "waste"].into_iter().find(|it| *it == kind)
}
