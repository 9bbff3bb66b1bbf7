//! Stories of `supervisions`.
