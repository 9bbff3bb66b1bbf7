//! Inspection rounds 督查 of the city over its counties (`P5`): samples that can be drawn again, what was found
//! on site, and problems 问题清单 that the county answers and the city accepts or gives back.

pub mod access;
pub mod check;
pub mod draw;
pub mod item;
pub mod jobs;
pub mod lifecycle;
pub mod opening;
pub mod problem;
pub mod report;
pub mod round;
pub mod web;

pub use lifecycle::Act;
pub use round::Round;
