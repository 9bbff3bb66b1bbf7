//! The desk of bureaus and city: work lists, the page of a matter, and the acts upon it
//! (`P3`–`P5`, `P7`).

mod beside;
pub mod board;
pub mod bulk;
mod claims;
mod dossier;
mod editing;
mod forms;
mod list;
pub mod listings;
mod notes;
mod phrases;
mod presence;
mod referrals;
mod saved;
mod walk;
pub mod web;
