//! The order of a year: what happens in which hour of which day.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use minsheng::app::App;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::{
    Outcome, Settings,
    book::Book,
    days,
    node::{self, Node},
    people::People,
    queue::{HOURS, Queue},
    sink::Sink,
};

/// The first day: the working days of this year are known, those of the next are not.
const FIRST: (i32, u32, u32) = (2026, 1, 1);
/// A job is held for a quarter of an hour.
const HELD: TimeDelta = TimeDelta::minutes(16);
/// So many days after the last report, for what is under way.
const AFTERWARDS: u64 = 3;

/// What a year came to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub engine: &'static str,
    pub nodes: usize,
    pub matters: u64,
    pub reports: u64,
    pub acts: u64,
    pub jobs: u64,
    pub warnings: u64,
    pub alerts: u64,
    pub mails: u64,
    pub doubles: u64,
    pub given_up: u64,
    pub kills: u64,
    pub outages: u64,
    pub faults: Vec<String>,
    pub seconds: u64,
    /// How often each was done.
    pub deeds: Vec<(&'static str, u64)>,
}

/// A year that passes.
pub struct Year {
    pub(super) settings: Settings,
    pub(super) app: Arc<App>,
    pub(super) people: Arc<People>,
    pub(super) book: Book,
    pub(super) queue: Queue,
    pub(super) chance: StdRng,
    pub(super) figures: Figures,
    arguments: Vec<String>,
    nodes: Vec<Node>,
    sink: Sink,
    /// Days on which no node is up.
    outages: BTreeSet<u64>,
    begun: Instant,
    times: [Duration; 3],
}

impl Year {
    /// Builds the portal, hires people, starts the nodes.
    pub fn begin(settings: Settings) -> Outcome<Self> {
        let sink = Sink::default();
        let mut arguments = vec!["--data-dir".to_owned(), settings.folder.display().to_string()];
        arguments.extend(["--smtp-url".to_owned(), sink.serve()?]);
        if let Some(url) = &settings.database {
            arguments.extend(["--database-url".to_owned(), url.clone()]);
        }
        let first = NaiveDate::from_ymd_opt(FIRST.0, FIRST.1, FIRST.2).unwrap_or_default();
        let now = days::utc(first, 0, 0);
        let app = Arc::new(App::build(node::config(&arguments)?, Some(now.and_utc()))?);
        let people = Arc::new(People::hire(&app)?);
        let mut book = Book::new();
        book.warned.addresses = people.addresses();
        let mut chance = StdRng::seed_from_u64(settings.seed);
        let outages = outages(&mut chance, settings.days);
        let mut year = Self {
            figures: Figures {
                engine: if settings.database.is_some() { "PostgreSQL" } else { "SQLite" },
                nodes: settings.nodes,
                outages: outages.len() as u64,
                ..Figures::default()
            },
            settings,
            app,
            people,
            book,
            queue: Queue::default(),
            chance,
            arguments,
            nodes: Vec::new(),
            sink,
            outages,
            begun: Instant::now(),
            times: Default::default(),
        };
        while year.nodes.len() < year.settings.nodes {
            let node = year.new_node()?;
            year.nodes.push(node);
        }
        Ok(year)
    }

    fn new_node(&self) -> Outcome<Node> {
        Node::start((self.settings.again)()?, &self.arguments)
    }

    /// Lets it pass.
    pub fn pass(mut self) -> Outcome<Figures> {
        let first = days::day(self.app.clock.now());
        for number in 0..self.settings.days {
            let today = first + Days::new(number);
            self.nodes_at(number, 0, days::utc(today, 0, 10))?;
            self.nodes_at(number, 1, days::utc(today, 8, 10))?;
            for (place, hour) in HOURS.into_iter().enumerate() {
                self.app.clock.set(days::utc(today, hour, 5).and_utc());
                let begun = Instant::now();
                self.reports_come_in(number, today, place)?;
                self.people_act(today, place)?;
                self.times[0] += begun.elapsed();
                if !self.settings.sparse {
                    self.nodes_at(number, 3 + place as u64, days::utc(today, hour, 40))?;
                }
            }
            self.nodes_at(number, 2, days::utc(today, 20, 10))?;
            let begun = Instant::now();
            self.book.compare_matters(&self.app, today)?;
            self.times[2] += begun.elapsed();
            if self.settings.talks && number % 30 == 29 {
                self.say(today);
            }
        }
        self.end(first)
    }

    /// What is under way comes to its end, and all is compared.
    fn end(mut self, first: NaiveDate) -> Outcome<Figures> {
        let last = first + Days::new(self.settings.days + AFTERWARDS);
        let mut now = days::utc(first + Days::new(self.settings.days), 0, 10);
        while now <= days::utc(last, 8, 10) {
            self.tick(now)?;
            now += TimeDelta::hours(4);
        }
        // What the mail server put off before.
        self.sink.be_idle();
        for minutes in [40, 80] {
            self.tick(days::utc(last, 8, 10) + TimeDelta::minutes(minutes))?;
        }
        self.book.post.close(self.app.clock.now());
        self.book.compare_end(&self.app)?;
        let (book, mut figures) = (self.book, self.figures);
        figures.matters = book.matters.len() as u64;
        figures.reports = book.reports.len() as u64;
        figures.warnings = book.warned.warnings;
        figures.alerts = book.warned.alerts;
        figures.mails = book.post.distinct() as u64;
        figures.doubles = book.post.doubles;
        figures.given_up = book.post.given_up;
        figures.deeds = book.acts.into_iter().collect();
        figures.faults = book.warned.faults;
        figures.seconds = self.begun.elapsed().as_secs();
        Ok(figures)
    }

    fn say(&self, today: NaiveDate) {
        let [acts, nodes, audit] = self.times.map(|time| time.as_secs());
        println!(
            "{today}: {} matters, {} open, {} acts, {} warnings, {} mails, {} faults; {} s (acts {acts}, nodes {nodes}, audit {audit})",
            self.book.matters.len(),
            self.book.open.len(),
            self.figures.acts,
            self.book.warned.warnings,
            self.book.post.distinct(),
            self.book.warned.faults.len(),
            self.begun.elapsed().as_secs(),
        );
    }

    /// It is that time for the nodes, if they are up; on some days one is killed at one of them.
    fn nodes_at(&mut self, day: u64, place: u64, now: NaiveDateTime) -> Outcome<()> {
        self.app.clock.set(now.and_utc());
        if self.outages.contains(&day) {
            return Ok(());
        }
        let every = self.settings.kill_every;
        let places = if self.settings.sparse { 3 } else { 3 + HOURS.len() as u64 };
        match every > 0 && day % every == every - 1 && day / every % places == place {
            true => self.tick_with_a_kill(now),
            false => self.tick(now),
        }
    }

    fn tick(&mut self, now: NaiveDateTime) -> Outcome<()> {
        self.app.clock.set(now.and_utc());
        let begun = Instant::now();
        for node in &mut self.nodes {
            node.tell(now)?;
        }
        for node in &mut self.nodes {
            let run = node.wait()?.ok_or("a node was killed, and not by us")?;
            self.figures.jobs += run as u64;
        }
        self.times[1] += begun.elapsed();
        let begun = Instant::now();
        self.book.write_letters(now);
        self.sink.take().into_iter().for_each(|message| self.book.post.take(message));
        self.book.compare_warnings(&self.app, now, true)?;
        self.times[2] += begun.elapsed();
        Ok(())
    }

    /// A node is killed while it works; what it held is taken up a quarter of an hour later.
    fn tick_with_a_kill(&mut self, now: NaiveDateTime) -> Outcome<()> {
        self.figures.kills += 1;
        let victim = self.chance.random_range(0..self.nodes.len());
        let process = self.nodes[victim].process();
        let after_mail = self.chance.random_bool(0.5);
        let delay = Duration::from_micros(self.chance.random_range(0..60_000));
        if after_mail {
            self.sink.kill_after_next(process);
        }
        for node in &mut self.nodes {
            node.tell(now)?;
        }
        if !after_mail {
            std::thread::sleep(delay);
            node::kill(process);
        }
        for (place, node) in self.nodes.iter_mut().enumerate() {
            match node.wait()? {
                Some(run) => self.figures.jobs += run as u64,
                None if place == victim => {}
                None => return Err("a node was killed, and not by us".into()),
            }
        }
        self.sink.disarm();
        self.book.compare_warnings(&self.app, now, false)?;
        // Whether it was still alive or not: dropping it kills it.
        self.nodes[victim] = self.new_node()?;
        self.tick(now + HELD)
    }
}

/// Three times a year nobody notices for some days that no node is up.
fn outages(chance: &mut StdRng, all: u64) -> BTreeSet<u64> {
    let mut days = BTreeSet::new();
    for _ in 0..all.div_ceil(120) {
        let begin = chance.random_range(10..all.max(30));
        days.extend(begin..begin + chance.random_range(1..=9));
    }
    days
}
