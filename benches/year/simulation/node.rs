//! Nodes: processes of their own that run the portal's jobs by the time that they are told.
//!
//! The program starts itself again with [`NODE`] set. Such a process builds the portal as `serve` does,
//! over the same database and keys, plans and runs jobs by the functions that the portal's worker
//! calls, and says when it found no more to do. It reads the time from its standard input, because
//! a year cannot be waited for; nothing of the portal knows that.

use std::{
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use chrono::NaiveDateTime;
use clap::{Args as _, FromArgMatches as _};
use minsheng::{app::App, config::Config, jobs, server};

use super::Outcome;

/// The variable with the settings of a node, one a line.
pub const NODE: &str = "YEAR_NODE";
const READY: &str = "year: ready";
const DONE: &str = "year: done ";

/// Settings as the command line would give them.
pub fn config(arguments: &[String]) -> Outcome<Config> {
    let command = Config::augment_args(clap::Command::new("year"));
    let all = std::iter::once("year".to_owned()).chain(arguments.iter().cloned());
    Ok(Config::from_arg_matches(&command.try_get_matches_from(all)?)?)
}

/// Works as a node when this process was started as one.
pub fn work_if_started() -> Option<Outcome<()>> {
    let settings = std::env::var(NODE).ok()?;
    let arguments: Vec<String> = settings.lines().map(str::to_owned).collect();
    Some(work(&arguments))
}

fn work(arguments: &[String]) -> Outcome<()> {
    let app = App::build(config(arguments)?, Some(chrono::DateTime::UNIX_EPOCH))?;
    let registry = server::registry();
    println!("{READY}");
    for line in std::io::stdin().lines() {
        app.clock.set(line?.parse::<NaiveDateTime>()?.and_utc());
        jobs::plan(&app, &registry)?;
        let mut run = 0;
        loop {
            match jobs::run_due(&app, &registry)? {
                0 => break,
                some => run += some,
            }
        }
        println!("{DONE}{run}");
    }
    Ok(())
}

/// A node as the one who started it sees it.
pub struct Node {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Node {
    pub fn start(mut command: Command, arguments: &[String]) -> Outcome<Self> {
        command.env(NODE, arguments.join("\n")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let input = child.stdin.take().ok_or("a node without input")?;
        let output = child.stdout.take().ok_or("a node without output")?;
        let mut node = Self { child, input, output: BufReader::new(output).lines() };
        node.hear(READY)?;
        Ok(node)
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Tells it what time it is.
    pub fn tell(&mut self, now: NaiveDateTime) -> Outcome<()> {
        Ok(writeln!(self.input, "{}", now.format("%Y-%m-%dT%H:%M:%S"))?)
    }

    /// Waits until it has no more to do; how many jobs it ran, or nothing when it was killed.
    pub fn wait(&mut self) -> Outcome<Option<usize>> {
        match self.hear(DONE) {
            Ok(rest) => Ok(Some(rest.trim().parse()?)),
            Err(error) => match self.child.wait()?.success() {
                // Only a signal ends it without a code.
                false if self.child.wait()?.code().is_none() => Ok(None),
                _ => Err(error),
            },
        }
    }

    fn hear(&mut self, beginning: &str) -> Outcome<String> {
        for line in self.output.by_ref() {
            let line = line?;
            // Whatever else the process prints stands before it.
            if let Some(at) = line.find(beginning) {
                return Ok(line[at + beginning.len()..].to_owned());
            }
        }
        Err("a node ended".into())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Kills a process of ours as a power cut would: SIGKILL, nothing is finished.
pub fn kill(process: u32) {
    let _ = Command::new("kill").args(["-KILL", &process.to_string()]).status();
}
