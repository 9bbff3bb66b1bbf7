//! Stories of `home`.
