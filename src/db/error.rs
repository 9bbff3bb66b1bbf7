//! What can go wrong on the way to the database.

use diesel::result::{DatabaseErrorKind, Error as QueryError};

/// A database that does not answer, or a query that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `DATABASE_URL` names no engine that we know.
    #[error("{0}")]
    Url(String),
    /// No connection could be made.
    #[error("no connection to the database: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// All connections are in use, or the database is gone.
    #[error("no free connection to the database: {0}")]
    Pool(#[from] diesel::r2d2::PoolError),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The schema could not be brought up to date.
    #[error("migration failed: {0}")]
    Migrate(String),
    /// The shared commit failed; nothing of this write was kept.
    #[error("the commit failed: {0}")]
    Commit(String),
    /// A closure panicked; its write was undone.
    #[error("a query panicked; its transaction was undone")]
    Panicked,
    /// The writer thread has ended.
    #[error("the database writer has stopped")]
    Stopped,
}

impl Error {
    /// Whether a unique index refused the row: the same thing was written before.
    pub fn is_unique_violation(&self) -> bool {
        matches!(
            self,
            Self::Query(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
        )
    }

    /// Whether somebody else wrote at the same moment and was first.
    pub fn is_lost_race(&self) -> bool {
        let serialization = matches!(
            self,
            Self::Query(QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
        );
        serialization || self.is_unique_violation()
    }
}
