//! Minsheng: a public complaint and petition portal for an environmental authority.

pub mod deadlines;
pub mod jurisdiction;
pub mod message;
pub mod routing;
