//! Stories of `desk`.
