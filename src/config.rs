//! Settings: one struct per concern, each by flag or environment variable, checked at start.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use crate::db;

/// All settings of a running portal.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// The folder for the database, keys, attachments and mail.
    #[arg(long, env = "DATA_DIR", default_value = "data", value_name = "FOLDER")]
    pub data_dir: PathBuf,
    /// The database: postgres://… or sqlite:…; without it, SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<db::Target>,
    /// The most database connections that are open at once.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 8, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..=200))]
    pub database_connections: u32,
    /// A folder with another jurisdiction; without it, Yuncheng.
    #[arg(long, env = "JURISDICTION", value_name = "FOLDER")]
    pub jurisdiction: Option<PathBuf>,
    /// The web server.
    #[command(flatten)]
    pub web: Web,
    /// Mail.
    #[command(flatten)]
    pub mail: Mail,
    /// How much one visitor may ask for.
    #[command(flatten)]
    pub limits: Limits,
    /// How passwords are hashed.
    #[command(flatten)]
    pub passwords: Passwords,
    /// What is logged, such as `info` or `minsheng=debug`.
    #[arg(long, env = "LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// Sample cases are shown and said to be invented; set by `minsheng demo`.
    #[arg(skip)]
    pub demo: bool,
}

/// Where and how pages are served.
#[derive(Args, Clone, Debug)]
pub struct Web {
    /// The address and port to listen at.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The address citizens use, such as https://jubao.example.gov.cn: for links in mail, and
    /// https makes cookies secure.
    #[arg(long, env = "PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8,127.0.0.1/32.
    #[arg(long, env = "TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORKS",
          value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// Threads that serve requests; without it, one per core.
    #[arg(long, env = "WORKERS", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub workers: Option<u16>,
    /// How long a public page may be shown unchanged while matters change, in milliseconds.
    #[arg(long, env = "PAGE_FRESHNESS_MS", default_value_t = 1000, value_name = "MS")]
    pub page_freshness_ms: u64,
    /// A tile server for maps, such as https://tiles.example.cn/{z}/{x}/{y}.png; without it, maps
    /// are drawn from the county boundaries alone.
    #[arg(long, env = "MAP_TILES", value_name = "URL", value_parser = tiles)]
    pub map_tiles: Option<String>,
}

/// Outgoing mail.
#[derive(Args, Clone, Debug)]
pub struct Mail {
    /// The mail server, such as smtps://user:password@mail.example.gov.cn; without it, mail is
    /// written as .eml files to the data folder.
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide_env_values = true, value_parser = smtp_url)]
    pub smtp_url: Option<String>,
    /// The sender of all mail.
    #[arg(long, env = "MAIL_FROM", default_value = "Minsheng <minsheng@localhost>",
          value_name = "ADDRESS", value_parser = sender)]
    pub from: lettre::message::Mailbox,
}

/// How often one address may write.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// `on` for the public, `demo` for generous limits, `off` for load programs.
    #[arg(long = "rate-limits", env = "RATE_LIMITS", default_value = "on", value_name = "HOW")]
    pub rate: Rate,
}

/// Levels of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rate {
    /// As a public service needs them.
    On,
    /// So wide that a person who tries the portal does not meet them.
    Demo,
    /// None.
    Off,
}

/// The cost of one password hash (argon2id).
#[derive(Args, Clone, Copy, Debug)]
pub struct Passwords {
    /// Memory for one password hash, in KiB.
    #[arg(long = "argon2-memory-kib", env = "ARGON2_MEMORY_KIB", default_value_t = 19_456, value_name = "KIB",
          value_parser = clap::value_parser!(u32).range(8..=4_194_304))]
    pub memory_kib: u32,
    /// Passes over that memory.
    #[arg(long = "argon2-passes", env = "ARGON2_PASSES", default_value_t = 2, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..=100))]
    pub passes: u32,
}

impl Config {
    /// Where the database is.
    pub fn database(&self) -> db::Target {
        self.database_url
            .clone()
            .unwrap_or_else(|| db::Target::Sqlite(self.data_dir.join("minsheng.db")))
    }

    /// The address citizens use, without a slash at its end.
    pub fn public_url(&self) -> String {
        self.web.public_url.clone().unwrap_or_else(|| format!("http://{}", self.web.listen))
    }

    /// Whether cookies are for https only.
    pub fn is_secure(&self) -> bool {
        self.web.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

fn public_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest.map(|rest| rest.trim_end_matches('/')) {
        Some(host) if !host.is_empty() && !host.contains('/') => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("write the scheme and host only, such as https://jubao.example.gov.cn".to_owned()),
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    text.trim()
        .parse()
        .or_else(|_| text.trim().parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "write networks such as 10.0.0.0/8 or addresses such as 127.0.0.1".to_owned())
}

fn tiles(text: &str) -> Result<String, String> {
    let complete = ["{z}", "{x}", "{y}"].iter().all(|part| text.contains(part));
    if complete && text.starts_with("https://") {
        return Ok(text.to_owned());
    }
    Err("write a tile address such as https://tiles.example.cn/{z}/{x}/{y}.png".to_owned())
}

fn smtp_url(text: &str) -> Result<String, String> {
    if text.starts_with("smtp://") || text.starts_with("smtps://") {
        return Ok(text.to_owned());
    }
    Err("write smtp://host:port or smtps://user:password@host".to_owned())
}

fn sender(text: &str) -> Result<lettre::message::Mailbox, String> {
    text.parse().map_err(|_| "write an address such as Office <office@example.gov.cn>".to_owned())
}
