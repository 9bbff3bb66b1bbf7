//! Stories of `petitions`.
