//! Connections kept ready, for reading on SQLite and for everything on PostgreSQL.

use std::time::Duration;

use diesel::r2d2::{self, ManageConnection, PooledConnection};

use super::{Connection, Error, Target};

/// How long a request waits for a free connection before it is told that the database is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// A pool of connections of either engine; cheap to clone.
#[derive(Clone)]
pub struct Pool(r2d2::Pool<Opener>);

/// Opens the pool's connections.
pub struct Opener(Target);

impl ManageConnection for Opener {
    type Connection = Connection;
    type Error = Error;

    fn connect(&self) -> Result<Connection, Error> {
        self.0.connect_reader()
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), Error> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        connection.is_broken()
    }
}

impl Pool {
    /// At most `size` connections, opened when first needed.
    pub fn open(target: Target, size: u32) -> Result<Self, Error> {
        let checked = matches!(target, Target::Postgres(_));
        let pool = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .test_on_check_out(checked)
            .build_unchecked(Opener(target));
        Ok(Self(pool))
    }

    /// A connection, returned to the pool when dropped.
    pub fn get(&self) -> Result<PooledConnection<Opener>, Error> {
        Ok(self.0.get()?)
    }
}
