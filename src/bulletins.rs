//! Bulletins 简报 and special reports 专报 (`N3`): sentences drafted from the figures, edited by a
//! person, checked by another, numbered, and published or sent to the province.

pub mod bulletin;
pub mod draft;
pub mod web;

pub use bulletin::Bulletin;
