//! Stories of `hotline`.
