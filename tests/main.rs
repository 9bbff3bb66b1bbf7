//! The integration tests: one binary, one module per noun.

mod deadlines;
mod jurisdiction;
mod routing;
