//! The assembly: middleware in order, and every route, on one screen.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    App as Service, HttpServer,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data, ServiceConfig},
};

use crate::{
    accounts, alerts,
    alerts::jobs::{MailAlert, MailDigest},
    app::App,
    bulletins,
    callbacks::{self, jobs::DrawCallBacks},
    campaigns,
    cases::{
        jobs::{FollowClosure, FollowHandover, InviteToRate, PlanCallBacks, TellReporters},
        tallies::FoldTallies,
        warnings::SweepDeadlines,
        words::IndexCases,
    },
    circulars::{self, jobs::WatchCirculars},
    demands::{self, jobs::WatchDemands},
    desk,
    enterprises::{
        self,
        jobs::{IndexEnterprises, IndexMatters, WatchRevisits},
    },
    home, hotline,
    jobs::{self, ForgetDoneJobs, Registry},
    jurisdiction::calendar,
    letters,
    mail::DeliverMail,
    measures::{self, jobs::WatchMeasures},
    notices, oversight,
    petitions::{self, batches::jobs::DropBatchDrafts},
    policies::{
        self,
        jobs::{RecomputeDeadlines, WarnOfUnknownYears},
    },
    reports::{
        self,
        jobs::{AfterRating, TellJoiner, TellOfListing, TellReporter},
        pending::DropPending,
        retention::ForgetContacts,
    },
    rounds::{self, jobs::WatchRounds},
    routing,
    statistics::{
        self,
        jobs::{CheckFigures, CountFigures},
    },
    storage::RemoveFiles,
    supervisions::{
        self,
        jobs::{IndexSupervisions, MarkOverdueSupervisions},
        watch::WatchListings,
    },
    web::{assets, errors, headers, health, language, origin, unsubscribe},
};

/// How long requests in hand may take to finish after SIGTERM, in seconds.
const LAST_REQUESTS: u64 = 20;
/// How often a node asks for a calendar that another one imported.
const NOTICE: Duration = Duration::from_secs(5);
/// How often quiet addresses are forgotten.
const TIDY: Duration = Duration::from_secs(600);

/// A portal that listens.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Resolves when it has stopped.
    pub server: Server,
    /// Stops it.
    pub handle: ServerHandle,
}

/// Every route of the portal.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(health::metrics))
        .route("/static/{path:.*}", web::get().to(assets::show))
        .route("/language", web::post().to(language::choose))
        .route(unsubscribe::PATH, web::get().to(unsubscribe::ask))
        .route(unsubscribe::PATH, web::post().to(unsubscribe::decide))
        .configure(home::web::routes)
        .configure(reports::web::routes)
        .configure(reports::readings::web::routes)
        .configure(routing::web::routes)
        .configure(supervisions::web::routes)
        .configure(statistics::web::routes)
        .configure(bulletins::web::routes)
        .configure(notices::web::routes)
        .configure(circulars::web::routes)
        .configure(rounds::web::routes)
        .configure(oversight::web::routes)
        .configure(petitions::web::routes)
        .configure(hotline::web::routes)
        .configure(enterprises::web::routes)
        .configure(measures::web::routes)
        .configure(demands::web::routes)
        .configure(callbacks::web::routes)
        .configure(campaigns::web::routes)
        .configure(desk::web::routes)
        .configure(letters::web::routes)
        .configure(policies::web::routes)
        .configure(alerts::web::routes)
        .configure(accounts::web::routes);
}

/// Every kind of job, and how often those come that nobody enqueues.
pub fn registry() -> Registry {
    Registry::default()
        .with::<DeliverMail>()
        .with::<MailAlert>()
        .with::<MailDigest>()
        .with::<TellReporters>()
        .with::<FollowClosure>()
        .with::<FollowHandover>()
        .with::<IndexCases>()
        .with::<IndexEnterprises>()
        .with::<IndexMatters>()
        .with::<IndexSupervisions>()
        .with::<RecomputeDeadlines>()
        .every::<CountFigures>()
        .every::<CheckFigures>()
        .every::<SweepDeadlines>()
        .every::<FoldTallies>()
        .every::<WarnOfUnknownYears>()
        .every::<ForgetDoneJobs>()
        .every::<WatchRevisits>()
        .every::<WatchMeasures>()
        .every::<WatchDemands>()
        .every::<MarkOverdueSupervisions>()
        .every::<WatchListings>()
        .every::<WatchCirculars>()
        .every::<WatchRounds>()
        .every::<DrawCallBacks>()
        .every::<DropBatchDrafts>()
        .every::<ForgetContacts>()
        .with::<TellReporter>()
        .with::<TellJoiner>()
        .with::<TellOfListing>()
        .with::<InviteToRate>()
        .with::<AfterRating>()
        .with::<PlanCallBacks>()
        .with::<DropPending>()
        .with::<RemoveFiles>()
}

/// Listens at the address of the settings; `listener` replaces it in tests.
pub fn start(app: Arc<App>, listener: Option<TcpListener>) -> io::Result<Running> {
    let listener = match listener {
        Some(listener) => listener,
        None => TcpListener::bind(app.config.web.listen)?,
    };
    let address = listener.local_addr()?;
    let data = Data::from(app.clone());
    let mut server = HttpServer::new(move || {
        Service::new()
            .app_data(data.clone())
            .app_data(accounts::web::Bell(alerts::unread_count))
            .app_data(desk::listings::AskListings(supervisions::beside::of_matter))
            // The last one named is the first to see a request.
            .wrap(from_fn(origin::check))
            .wrap(from_fn(accounts::web::errors::show))
            .wrap(from_fn(errors::show))
            .wrap(from_fn(headers::set))
            .configure(routes)
    })
    .shutdown_timeout(LAST_REQUESTS)
    .disable_signals();
    if let Some(workers) = app.config.web.workers {
        server = server.workers(usize::from(workers));
    }
    let server = server.listen(listener)?.run();
    Ok(Running { address, handle: server.handle(), server })
}

/// The thread that runs jobs until told to stop.
pub struct Worker {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<()>,
}

impl Worker {
    /// Starts it.
    pub fn start(app: Arc<App>) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let (flag, registry) = (stop.clone(), registry());
        let thread = std::thread::Builder::new()
            .name("jobs".to_owned())
            .spawn(move || jobs::work(&app, &registry, &flag))?;
        Ok(Self { stop, thread })
    }

    /// Waits until the job in hand is done.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Release);
        if self.thread.join().is_err() {
            tracing::error!("the thread of jobs panicked");
        }
    }
}

/// Serves until SIGTERM or SIGINT, then finishes what is in hand.
pub async fn run(app: Arc<App>, announce: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let running = start(app.clone(), None)?;
    let worker = Worker::start(app.clone())?;
    announce(running.address);
    let limits = app.clone();
    actix_web::rt::spawn(async move {
        loop {
            tokio::time::sleep(TIDY).await;
            limits.limits.tidy();
        }
    });
    actix_web::rt::spawn(notice_calendars(app));
    let handle = running.handle;
    actix_web::rt::spawn(async move {
        until_told_to_stop().await;
        tracing::info!("stopping: finishing what is in hand");
        handle.stop(true).await;
    });
    running.server.await?;
    worker.stop();
    Ok(())
}

/// Takes in the calendars that other nodes, or the command line, import.
async fn notice_calendars(app: Arc<App>) {
    loop {
        tokio::time::sleep(NOTICE).await;
        let app = app.clone();
        let notice =
            web::block(move || calendar::stored::notice(&app.db, app.jurisdiction.calendar()));
        if let Ok(Err(error)) = notice.await {
            tracing::error!(%error, "imported calendars cannot be read");
        }
    }
}

async fn until_told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
