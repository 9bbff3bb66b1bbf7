//! Stories of `reports`.
