//! The database behind one door: `Db::read` and `Db::write`.
//!
//! One binary serves SQLite and PostgreSQL. Every request makes one hop into here with all of its
//! queries in one closure. On SQLite a single writer thread gathers the writes that wait and
//! commits them together (`writer`); on PostgreSQL each write is a transaction of its own.

mod connection;
pub mod counters;
mod error;
pub mod migrate;
mod pool;
#[allow(missing_docs)]
pub mod schema;
mod writer;

pub use connection::{AnyConnection as Connection, Target};
pub use error::Error;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use diesel::{
    BoxableExpression, Connection as _, dsl::sql, expression::SqlLiteral, sql_types::Bool,
};
use pool::Pool;
use writer::Writer;
pub use writer::savepoint;

/// The backend of the two-database connection.
pub type Backend = <Connection as diesel::Connection>::Backend;
/// A condition on the rows of a query, whichever engine runs it.
pub type Condition<Rows> = Box<dyn BoxableExpression<Rows, Backend, SqlType = Bool>>;

/// That a column has this value, one of our own names, written as in the words of a partial index: by a
/// bound value such an index is not found.
pub fn is_literally(column: &str, value: &str) -> SqlLiteral<Bool> {
    sql(&format!("{column} = '{value}'"))
}

/// That a column has another value, as [`is_literally`].
pub fn is_literally_not(column: &str, value: &str) -> SqlLiteral<Bool> {
    sql(&format!("{column} <> '{value}'"))
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Pool,
    writer: Option<Writer>,
    generation: Arc<AtomicU64>,
    target: Arc<Target>,
}

impl Db {
    /// Opens the pool and, on SQLite, the writer thread. The schema must stand already
    /// ([`migrate::run`]).
    pub fn open(target: Target, connections: u32) -> Result<Self, Error> {
        let writer = match &target {
            Target::Sqlite(_) => Some(Writer::start(target.clone())?),
            Target::Postgres(_) => None,
        };
        let readers = Pool::open(target.clone(), connections)?;
        Ok(Self {
            readers,
            writer,
            generation: Arc::new(AtomicU64::new(0)),
            target: Arc::new(target),
        })
    }

    /// Where the database is.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// How many writes this node has committed: pages kept in memory are renewed when it moves.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Runs queries on a reading connection, in one hop off the async threads.
    pub async fn read<T, E, F>(&self, queries: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let readers = self.readers.clone();
        let task = tokio::task::spawn_blocking(move || queries(&mut *readers.get()?));
        task.await.map_err(|_| E::from(Error::Panicked))?
    }

    /// Runs `change` in a transaction and answers once it is durable.
    ///
    /// An `Err` from `change` undoes all that it did.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + From<diesel::result::Error> + Send + 'static,
    {
        let result = match &self.writer {
            Some(writer) => writer.write(change).await,
            None => {
                let pool = self.readers.clone();
                let task = tokio::task::spawn_blocking(move || (*pool.get()?).transaction(change));
                task.await.map_err(|_| E::from(Error::Panicked))?
            }
        };
        if result.is_ok() {
            self.generation.fetch_add(1, Ordering::Release);
        }
        result
    }

    /// [`Db::read`] for threads of our own (jobs, the command line).
    pub fn read_now<T, E, F>(&self, queries: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E>,
        E: From<Error>,
    {
        queries(&mut *self.readers.get()?)
    }

    /// [`Db::write`] for threads of our own (jobs, the command line).
    pub fn write_now<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + From<diesel::result::Error> + Send + 'static,
    {
        let result = match &self.writer {
            Some(writer) => writer.write_now(change),
            None => (*self.readers.get()?).transaction(change),
        };
        if result.is_ok() {
            self.generation.fetch_add(1, Ordering::Release);
        }
        result
    }
}
