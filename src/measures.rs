//! Measures that go on after they were taken (`C5`): somebody looks whether they are followed, more time
//! is given, they end. What each kind brings with it is `cases::measure`'s table; the acts here are
//! entered in the timeline of the matter and do not move it.

pub mod daily;
pub mod ending;
pub mod extension;
pub mod jobs;
pub mod list;
pub mod look;
pub mod running;
pub mod web;

pub use running::Running;
