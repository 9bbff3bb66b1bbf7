//! Campaigns 专项行动 (`N4`): phases, members, the register of plants found in the sweep by problem type,
//! cleared one by one, and what was made known. The public sees figures, never the register.

pub mod access;
pub mod campaign;
pub mod entering;
pub mod figures;
pub mod finding;
pub mod plan;
pub mod publicity;
pub mod step;
pub mod web;

pub use access::Deed;
pub use campaign::Campaign;
pub use finding::Finding;
