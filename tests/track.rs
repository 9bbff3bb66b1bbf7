//! Stories of `track`.
