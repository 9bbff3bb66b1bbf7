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
pub mod unsubscribe;
pub mod visit;

pub use form::{Fields, Submission, Upload};
pub use visit::Visit;
