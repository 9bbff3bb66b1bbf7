//! Figures by county and kind, for the public (`N1`).

pub mod web;
