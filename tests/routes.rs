//! Stories of `routes`.
