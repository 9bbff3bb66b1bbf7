//! What the province forwarded, tracked to its end (`F1`, `F3`, `P6`).

pub mod web;
