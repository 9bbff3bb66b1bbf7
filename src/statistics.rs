//! Figures by county and period (`N1`), each report counted once (`I10`).
//!
//! `count` asks the database a handful of grouped questions; `figures` adds the answers up; `map`
//! and `table` show them. A matter against a bureau (`R3`) counts for the city, unnamed.

pub mod count;
pub mod figures;
pub mod map;
pub mod period;
pub mod table;
pub mod web;

pub use figures::{Figures, Line, Share};
pub use period::Period;
