//! The command line: `serve`, `demo`, `migrate`, `password`, `calendar`, `figures`, `check`, `verify`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};

use crate::{
    accounts::{Account, Role, account::NewAccount, password},
    app::App,
    config::{Config, Rate},
    db, demo,
    error::Error,
    jurisdiction::{Jurisdiction, calendar::read_years},
    policies::{import, recompute},
    server,
    statistics::{self, check as figures, told::Office},
    timeline,
};

/// A public complaint and petition portal for an environmental authority.
#[derive(Parser)]
#[command(name = "minsheng", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal.
    Serve(Box<Config>),
    /// Serve a demonstration with invented sample cases, in its own folder.
    Demo(Box<Config>),
    /// Bring the database up to date and leave.
    Migrate(Box<Config>),
    /// Set a new one-time password for an account, and print it.
    Password {
        /// The name to log in with.
        login: String,
        #[command(flatten)]
        config: Box<Config>,
    },
    /// Import the working days of whole years.
    #[command(subcommand)]
    Calendar(Calendar),
    /// Check the figures that are kept, or count them anew.
    #[command(subcommand)]
    Figures(FiguresCommand),
    /// Name every mistake in a jurisdiction folder.
    Check {
        /// The folder.
        folder: PathBuf,
    },
    /// Check the seals of the timeline: proves that nothing was changed.
    Verify(Box<Config>),
}

#[derive(Subcommand)]
enum FiguresCommand {
    /// Recompute all figures from the timeline, and name the first that is kept otherwise.
    Check(Box<Config>),
    /// Count everything anew from the timeline.
    Rebuild(Box<Config>),
}

#[derive(Subcommand)]
enum Calendar {
    /// Replace the years in FILE, recompute the open deadlines, and print what moved.
    Import {
        /// A CSV file: date, type (holiday or makeup_workday), festival_zh, festival_en.
        file: PathBuf,
        /// Print what would move, and change nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        config: Box<Config>,
    },
}

/// Marks a demonstration whose samples were made whole.
const FILLED: &str = "samples-made";

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(config) => serve(*config),
        Command::Demo(config) => demo(*config),
        Command::Migrate(config) => migrate(&config),
        Command::Password { login, config } => new_password(*config, login),
        Command::Calendar(Calendar::Import { file, dry_run, config }) => {
            import_calendar(*config, &file, dry_run)
        }
        Command::Figures(FiguresCommand::Check(config)) => check_figures(*config),
        Command::Figures(FiguresCommand::Rebuild(config)) => rebuild_figures(*config),
        Command::Check { folder } => check(&folder),
        Command::Verify(config) => verify(*config),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("minsheng: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Turns the log on; a second call changes nothing.
fn log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    // Refused only when a log is on already.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn serve(config: Config) -> Outcome {
    log(&config);
    let app = Arc::new(App::build(config, None)?);
    first_administrator(&app)?;
    let engine = app.db.target().clone();
    actix_web::rt::System::new().block_on(server::run(app, move |address| {
        println!("Minsheng 民声 is at http://{address} ({engine})");
    }))?;
    Ok(())
}

fn demo(mut config: Config) -> Outcome {
    log(&config);
    config.demo = true;
    config.data_dir = config.data_dir.join("demo");
    if config.limits.rate == Rate::On {
        config.limits.rate = Rate::Demo;
    }
    if !config.data_dir.join(FILLED).exists() {
        println!("Making sample matters …");
        if config.database_url.is_none() && config.data_dir.exists() {
            // What an interrupted start left behind is half made.
            std::fs::remove_dir_all(&config.data_dir)?;
        }
        let app = App::build(config.clone(), Some(chrono::Utc::now()))?;
        demo::fill(&app, config.jurisdiction.as_deref())?;
        std::fs::write(config.data_dir.join(FILLED), "")?;
    }
    let app = Arc::new(App::build(config, None)?);
    first_administrator(&app)?;
    let accounts = demo::printed(&app);
    actix_web::rt::System::new().block_on(server::run(app, move |address| {
        println!("Accounts (login, password, role, bureau):\n{accounts}");
        println!("Minsheng 民声 (demonstration) is at http://{address}");
    }))?;
    Ok(())
}

/// Makes the first account at first start and prints its one-time password.
fn first_administrator(app: &App) -> Outcome {
    let none = app.db.read_now(|connection| Ok::<_, Error>(Account::none_exists(connection)?))?;
    if !none {
        return Ok(());
    }
    let password = password::random();
    let password_hash = password::hash(&password, app.config.passwords)?;
    let (now, bureau) = (app.clock.now(), app.jurisdiction.profile().dispatcher.clone());
    app.db.write_now(move |connection| {
        let new = NewAccount {
            login: "admin",
            name: "admin",
            role: Role::Administrator,
            bureau: &bureau,
            password_hash,
            must_change: true,
        };
        Account::create(connection, now, &new)?;
        Ok::<_, Error>(())
    })?;
    println!("First start. Log in as `admin` with the one-time password {password}");
    Ok(())
}

fn migrate(config: &Config) -> Outcome {
    std::fs::create_dir_all(&config.data_dir)?;
    let ran = db::migrate::run(&config.database())?;
    match ran.len() {
        0 => println!("Nothing to do: the database is up to date."),
        _ => println!("Ran {}.", ran.join(", ")),
    }
    Ok(())
}

fn new_password(config: Config, login: String) -> Outcome {
    let app = App::build(config, None)?;
    let password = password::random();
    let hash = password::hash(&password, app.config.passwords)?;
    let (name, now) = (login.clone(), app.clock.now());
    let found = app.db.write_now(move |connection| {
        let Some((account, _)) = Account::by_login(connection, &name)? else { return Ok(false) };
        Account::set_password(connection, account.id, &hash, true)?;
        crate::accounts::session::revoke_all(connection, now, account.id)?;
        Ok::<_, Error>(true)
    })?;
    if !found {
        return Err(format!("no open account is called {login}").into());
    }
    println!("Log in as `{login}` with the one-time password {password}");
    Ok(())
}

fn verify(config: Config) -> Outcome {
    let app = App::build(config, None)?;
    let broken =
        app.db.read_now(|connection| Ok::<_, Error>(timeline::verify(connection, &app.vault)?))?;
    match broken {
        None => {
            println!("Every seal of the timeline fits.");
            Ok(())
        }
        Some(event) => Err(format!(
            "the timeline of {} {} was tampered with at entry {}",
            event.subject, event.subject_id, event.position
        )
        .into()),
    }
}

fn check_figures(config: Config) -> Outcome {
    let app = App::build(config, None)?;
    let office = Office::of(&app);
    let found = app.db.read_now(|connection| figures::first_difference(connection, &office))?;
    match found {
        None => {
            println!("The figures kept are those of the timeline.");
            Ok(())
        }
        Some(difference) => Err(difference.to_string().into()),
    }
}

fn rebuild_figures(config: Config) -> Outcome {
    let app = App::build(config, None)?;
    println!("Counted {} entries of the timeline.", statistics::jobs::rebuild(&app)?);
    Ok(())
}

fn import_calendar(config: Config, file: &Path, dry_run: bool) -> Outcome {
    let name = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let years = read_years(&text).map_err(|faults| {
        let lines = faults.iter().map(|it| format!("{name}, line {}: {}", it.line, it.fault));
        format!("nothing was imported\n{}", lines.collect::<Vec<_>>().join("\n"))
    })?;
    let app = App::build(config, None)?;
    let numbers: Vec<i32> = years.keys().copied().collect();
    let mut moved = Vec::new();
    if dry_run {
        let was = app.jurisdiction.calendar().clone();
        let change = recompute::Change { was: &was, is: &was.with(&years) };
        recompute::moves(&app, change, &numbers, |batch| {
            moved.extend(batch);
            Ok(())
        })?;
    } else {
        match import::now(&app, &years)? {
            Some(import) => moved = recompute::apply(&app, import, &numbers)?,
            None => println!("The calendar says all of this already."),
        }
    }
    for one in &moved {
        println!("{} {}: {} -> {}", one.number, one.policy, one.from, one.to);
    }
    let verb = if dry_run { "would move" } else { "moved" };
    println!("{} deadlines {verb}.", moved.len());
    Ok(())
}

fn check(folder: &Path) -> Outcome {
    let mistakes = Jurisdiction::mistakes(folder);
    if mistakes.is_empty() {
        println!("No mistakes in {}.", folder.display());
        return Ok(());
    }
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    Err(format!("{} mistakes in {}\n{}", lines.len(), folder.display(), lines.join("\n")).into())
}
