//! The city over its bureaus (`P5`): a line a bureau, each number with the way to what is behind it, and chasing
//! all that is overdue by the act for many that there is.

pub mod lines;
pub mod web;
