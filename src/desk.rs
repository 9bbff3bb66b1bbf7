//! The desk of bureaus and city: work lists, the page of a matter, and the acts upon it
//! (`P3`–`P5`, `P7`).

mod board;
mod dossier;
mod forms;
mod list;
mod referrals;

pub mod web;
