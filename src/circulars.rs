//! Circulars 通报 of the city to its bureaus (`P5`): drafted from figures that are fixed with them, edited,
//! approved by a second person (`C2`), numbered and issued; each bureau receives and answers.

pub mod access;
pub mod answer;
pub mod asked;
pub mod circular;
pub mod draft;
pub mod jobs;
pub mod lifecycle;
pub mod sheet;
pub mod table;
pub mod topic;
pub mod web;
mod work;

pub use circular::Circular;
pub use lifecycle::{Act, State};
