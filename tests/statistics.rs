//! Stories of `statistics`.
