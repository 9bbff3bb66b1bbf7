//! The public front page and the list of published results.

pub mod results;
pub mod supervised;
pub mod web;
