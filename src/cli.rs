//! The command line: `serve`, `demo`, `migrate`, `account`, `verify`.

use std::{process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};

use crate::{
    accounts::{Account, Role, account::NewAccount, password},
    app::App,
    config::{Config, Rate},
    db, demo,
    error::Error,
    server, timeline,
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
    /// Check the seals of the timeline: proves that nothing was changed.
    Verify(Box<Config>),
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
