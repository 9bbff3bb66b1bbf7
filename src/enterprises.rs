//! The register of plants (`I8`, `C6`): all that was ever said, found and ordered about one plant,
//! kept by people, grown from reports (`cases::plant`). After a closure somebody goes there again.

pub mod access;
pub mod change;
pub mod closure;
pub mod credit_code;
pub mod dossier;
pub mod enterprise;
pub mod keep;
pub mod list;
pub mod relapse;
pub mod revisit;
pub mod ties;
pub mod web;

pub use enterprise::{Enterprise, State};
