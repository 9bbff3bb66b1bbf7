//! The one integration binary: one file per noun, and the checks of the house itself.

mod architecture;
mod deadlines;
mod jurisdiction;
mod licences;
mod migrations;
mod routing;
