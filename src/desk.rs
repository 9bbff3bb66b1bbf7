//! The desk of bureaus and city: work lists, the page of a matter, and the acts upon it (`P3`–`P5`).

pub mod web;
