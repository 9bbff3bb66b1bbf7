//! The long-lived parts, built once and shared by requests and jobs.

use std::{
    io::{self, Write as _},
    sync::Arc,
    thread,
    time::Duration,
};

use actix_web::http::header::HeaderValue;
use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use crate::{
    clock::Clock,
    config::Config,
    db::{self, Db},
    i18n::Language,
    jurisdiction::{Jurisdiction, calendar},
    mail::Transport,
    metrics::Metrics,
    pages::{Pages, Portal},
    storage::Storage,
    vault::Vault,
    web::{cache::PageCache, headers, limits::Limits},
};

/// The jurisdiction inside the binary.
const DEFAULT_JURISDICTION: &str = "yuncheng";

/// Everything that outlives a request.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Keys.
    pub vault: Arc<Vault>,
    /// Attachments.
    pub storage: Storage,
    /// The way out for mail.
    pub mail: Transport,
    /// Counties, bureaus, calendar.
    pub jurisdiction: Arc<Jurisdiction>,
    /// Templates and messages.
    pub pages: Pages,
    /// Public pages kept in memory.
    pub page_cache: PageCache,
    /// Limits per address and account.
    pub limits: Limits,
    /// Log-ins that check a password at the same time: as many as there are cores. Each takes
    /// memory on purpose; many at once wait for their turn instead of using it up.
    pub checking: Semaphore,
    /// Figures about ourselves.
    pub metrics: Metrics,
    /// What browsers may load.
    pub security_policy: HeaderValue,
    portals: [Portal; 2],
}

/// Why the portal cannot start, in words for who starts it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(String);

/// Names what failed.
fn failed<E: std::fmt::Display>(what: &str) -> impl Fn(E) -> StartError {
    move |error| StartError(format!("{what}: {error}"))
}

impl App {
    /// Makes the data folder and keys, migrates, and builds everything. A `fixed` clock stands still
    /// until it is moved: for tests and for making sample matters.
    pub fn build(config: Config, fixed: Option<DateTime<Utc>>) -> Result<Self, StartError> {
        let data = &config.data_dir;
        std::fs::create_dir_all(data)
            .map_err(failed(&format!("the data folder {} cannot be made", data.display())))?;
        let jurisdiction = match &config.jurisdiction {
            Some(folder) => Jurisdiction::load(folder),
            None => Jurisdiction::embedded(DEFAULT_JURISDICTION),
        }
        .map_err(failed("the jurisdiction cannot be loaded"))?;
        let vault = Vault::open(&data.join("keys")).map_err(failed("the keys cannot be opened"))?;
        let target = config.database();
        let ran = db::migrate::run(&target).map_err(failed("the database cannot be used"))?;
        tracing::debug!(?ran, "migrated");
        let db = Db::open(target.clone(), config.database_connections)
            .map_err(failed("the database cannot be used"))?;
        calendar::stored::notice(&db, jurisdiction.calendar())
            .map_err(failed("the imported calendar cannot be read"))?;
        let zone = jurisdiction.profile().time_zone.parse().map_err(failed("the time zone"))?;
        let policy = headers::content_security_policy(config.web.map_tiles.as_deref());
        Ok(Self {
            db,
            clock: fixed.map_or_else(|| Clock::system(zone), |now| Clock::fixed(zone, now)),
            vault: Arc::new(vault),
            storage: Storage::open(&data.join("files")).map_err(failed("attachments"))?,
            mail: Transport::new(&config.mail, data.join("mail")).map_err(failed("mail"))?,
            pages: Pages::embedded(zone).map_err(failed("templates"))?,
            page_cache: PageCache::new(
                Duration::from_millis(config.web.page_freshness_ms),
                &target,
            ),
            limits: Limits::new(config.limits.rate),
            checking: Semaphore::new(thread::available_parallelism().map_or(1, usize::from)),
            metrics: Metrics::new().map_err(failed("metrics"))?,
            security_policy: HeaderValue::from_str(&policy).map_err(failed("tiles"))?,
            portals: Language::ALL.map(|language| portal(&config, &jurisdiction, language)),
            jurisdiction: Arc::new(jurisdiction),
            config,
        })
    }

    /// The portal's names in `language`.
    pub fn portal(&self, language: Language) -> &Portal {
        &self.portals[language as usize]
    }

    /// A link to `path` as citizens see it.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.config.public_url())
    }

    /// Tries a small durable write in the data folder.
    pub fn disk_takes_writes(&self) -> io::Result<()> {
        let path = self.config.data_dir.join(".probe");
        let mut file = std::fs::File::create(path)?;
        file.write_all(&[0; 4096])?;
        file.sync_all()
    }
}

fn portal(config: &Config, jurisdiction: &Jurisdiction, language: Language) -> Portal {
    let text = |key: &str| {
        let names = jurisdiction.profile().texts.get(key);
        names.map_or(key, |names| names.in_language(language.tag())).to_owned()
    };
    Portal {
        name: text("portal"),
        office: text("office"),
        hotline: text("hotline"),
        tiles: config.web.map_tiles.clone().unwrap_or_default(),
        demo: config.demo,
    }
}
