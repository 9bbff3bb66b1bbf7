//! The one integration binary: one file per noun, and the checks of the house itself.

mod architecture;
mod licences;
mod migrations;
