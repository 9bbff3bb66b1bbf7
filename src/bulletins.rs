//! Bulletins 简报 of some days, and special reports 专报 on one subject (`N3`): sentences drafted from the
//! figures, edited by a person, checked by another, numbered, and published or sent to the province.

pub mod bulletin;
pub mod draft;
pub mod report;
pub mod subject;
pub mod web;

pub use bulletin::Bulletin;
pub use subject::Subject;
