//! Stories of `cases`.
