//! Brings the schema up to date; both engines have the same migrations under the same names.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Connection, Error, Target};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number; nodes that start together take turns by it.
const LOCK: i64 = 0x6d69_6e73_6865_6e67;

/// Runs what has not run yet and returns the names of what ran. Nodes that start together wait for
/// each other.
pub fn run(target: &Target) -> Result<Vec<String>, Error> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| Error::Migrate(error.to_string());
    let mut connection = target.connect()?;
    let ran = match &mut connection {
        Connection::Sqlite(sqlite) => sqlite.run_pending_migrations(SQLITE).map_err(failed)?,
        Connection::Postgres(postgres) => {
            postgres.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
            postgres.run_pending_migrations(POSTGRES).map_err(failed)?
        }
    };
    Ok(ran.iter().map(ToString::to_string).collect())
}
