//! A portal of this process, on a full database, and people who are logged in.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{Arc, mpsc},
    thread,
    time::Instant,
};

use chrono::NaiveDate;
use clap::{Args as _, FromArgMatches as _};
use diesel::{prelude::*, sql_query};
use minsheng::{
    accounts::{Account, Role, account::NewAccount, session},
    app::App,
    cases::tallies::FoldTallies,
    config::Config,
    db::{Connection, schema::cases},
    jobs::Job as _,
    server, statistics,
};

use crate::{Outcome, fill};

/// The day on which everything is asked.
const NOW: &str = "2026-11-23T02:00:00Z";

/// It serves until it is stopped.
pub struct Portal {
    pub app: Arc<App>,
    pub rows: usize,
    pub today: NaiveDate,
    pub address: SocketAddr,
    handle: actix_web::dev::ServerHandle,
}

impl Portal {
    /// Fills the database with `rows` matters, unless it has them, and serves it.
    pub fn start(folder: &Path, url: Option<String>, rows: usize) -> Outcome<Self> {
        let data = folder.to_string_lossy().into_owned();
        let mut arguments = vec!["bench".to_owned(), "--data-dir".to_owned(), data];
        arguments.extend(["--rate-limits".to_owned(), "off".to_owned()]);
        arguments.extend(url.into_iter().flat_map(|url| ["--database-url".to_owned(), url]));
        let command = Config::augment_args(clap::Command::new("bench"));
        let config = Config::from_arg_matches(&command.get_matches_from(arguments))?;
        let app = Arc::new(App::build(config, Some(NOW.parse()?))?);
        let today = app.clock.today();
        let mut connection = app.db.target().connect()?;
        let known: i64 = cases::table.count().get_result(&mut connection)?;
        if usize::try_from(known)? < rows {
            let began = Instant::now();
            fill::fill(&mut connection, rows, today)?;
            // As each half hour does: in a portal that works, no more than its changes are not added up.
            FoldTallies {}.run(&app)?;
            tidy(&mut connection)?;
            println!("filled in {:.0} s", began.elapsed().as_secs_f64());
        }
        // All of them, or what an interrupted run left.
        let (began, counted) = (Instant::now(), statistics::jobs::count_many(&app)?);
        if counted > 0 {
            println!("{counted} entries counted in {:.0} s", began.elapsed().as_secs_f64());
        }
        let (address, handle) = serve(app.clone())?;
        Ok(Self { app, rows, today, address, handle })
    }

    /// The head line of somebody's session.
    pub fn session(&self, role: Role, bureau: &str) -> Outcome<String> {
        let (login, token) = (format!("{role}-{bureau}"), session::new_token());
        let (now, secret, bureau) = (self.app.clock.now(), token.clone(), bureau.to_owned());
        self.app.db.write_now(move |connection| {
            let known = Account::by_login(connection, &login)?.map(|(account, _)| account.id);
            let id = match known {
                Some(id) => id,
                None => Account::create(
                    connection,
                    now,
                    &NewAccount {
                        login: &login,
                        name: &login,
                        role,
                        bureau: &bureau,
                        password_hash: "none".to_owned(),
                        must_change: false,
                    },
                )?,
            };
            session::open(connection, now, id, &secret, "bench")?;
            Ok::<_, minsheng::error::Error>(())
        })?;
        Ok(format!("Cookie: session={token}\r\n"))
    }

    /// Stops it.
    pub fn stop(self) {
        drop(self.handle.stop(false));
    }
}

/// What PostgreSQL does by itself with time: no portal gets its million matters within minutes.
fn tidy(connection: &mut Connection) -> Outcome<()> {
    if let Connection::Postgres(_) = connection {
        sql_query("VACUUM FULL case_tallies").execute(connection)?;
        sql_query("VACUUM ANALYZE").execute(connection)?;
    }
    Ok(())
}

fn serve(app: Arc<App>) -> Outcome<(SocketAddr, actix_web::dev::ServerHandle)> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            let running = server::start(app, Some(listener))?;
            let _ = tell.send((running.address, running.handle));
            running.server.await
        })
    });
    Ok(told.recv()?)
}
