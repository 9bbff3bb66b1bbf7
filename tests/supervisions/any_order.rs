//! Any order of acts by any role.
