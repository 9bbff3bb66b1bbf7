//! What every page shares: who asks, forms, errors as pages, limits, headers, kept pages.
//! The only platform room that knows actix.

pub mod assets;
pub mod atom;
pub mod cache;
pub mod errors;
pub mod form;
pub mod headers;
pub mod health;
pub mod language;
pub mod limits;
pub mod origin;
pub mod paging;
pub mod table;
pub mod typed;
pub mod unsubscribe;
pub mod visit;

pub use form::{Fields, Submission, Upload};
pub use visit::Visit;

use crate::error::{Error, Result};

/// Does what takes long (hashes, pictures, sheets) beside the threads that answer requests.
///
/// # Errors
/// Those of `work`, and [`Error::Internal`] where it panicked.
pub async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))?
}
