//! The public front page and the list of published results.

pub mod web;
