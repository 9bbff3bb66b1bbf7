//! The two-database connection and the URL that chooses between them.

use std::{fmt, path::PathBuf, str::FromStr};

use diesel::{
    PgConnection, SqliteConnection,
    connection::{Connection as _, SimpleConnection},
    r2d2::R2D2Connection,
};

use super::Error;

/// One connection, to either engine; queries are written once and run on both.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// One database for any number of nodes.
    Postgres(PgConnection),
}

/// Where the database is, chosen by the scheme of the URL.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A URL for libpq.
    Postgres(String),
}

impl FromStr for Target {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => {
                Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into()))
            }
            _ => Err(Error::Url(
                "DATABASE_URL must begin with postgres:// or sqlite: (for example \
                 postgres://minsheng@localhost/minsheng or sqlite:data/minsheng.db)"
                    .to_owned(),
            )),
        }
    }
}

impl fmt::Display for Target {
    /// The engine's name, never the URL: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        })
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Target {
    /// A connection that may write.
    pub fn connect(&self) -> Result<AnyConnection, Error> {
        match self {
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                connection.batch_execute(
                    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
                     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                     PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
                )?;
                Ok(AnyConnection::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection.batch_execute("SET TIME ZONE 'UTC'")?;
                Ok(AnyConnection::Postgres(connection))
            }
        }
    }

    /// A connection of the readers' pool: on SQLite it refuses to write.
    pub fn connect_reader(&self) -> Result<AnyConnection, Error> {
        let mut connection = self.connect()?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite.batch_execute("PRAGMA query_only = ON; PRAGMA cache_size = -2000;")?;
        }
        Ok(connection)
    }
}

impl AnyConnection {
    /// Whether the connection still answers.
    pub(super) fn ping(&mut self) -> diesel::QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.ping(),
            Self::Postgres(connection) => connection.ping(),
        }
    }

    /// Whether a transaction was left open or broken.
    pub(super) fn is_broken(&mut self) -> bool {
        match self {
            Self::Sqlite(connection) => connection.is_broken(),
            Self::Postgres(connection) => connection.is_broken(),
        }
    }
}

#[cfg(test)]
mod tests {
    use diesel::{prelude::*, sql_query, sql_types::Text};

    #[derive(QueryableByName)]
    struct Built {
        #[diesel(sql_type = Text)]
        with: String,
    }

    #[test]
    fn sqlite_is_built_as_the_project_asks() -> Result<(), Box<dyn std::error::Error>> {
        let mut connection = SqliteConnection::establish(":memory:")?;
        let query = "SELECT compile_options AS \"with\" FROM pragma_compile_options";
        let built: Vec<Built> = sql_query(query).load(&mut connection)?;
        let has = |option: &str| built.iter().any(|it| it.with == option);
        assert!(has("ENABLE_QPSG") && has("DEFAULT_MEMSTATUS=0"));
        assert!(!has("ENABLE_MEMORY_MANAGEMENT"));
        Ok(())
    }
}
