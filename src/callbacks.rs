//! 回访: the city calls reporters after the answer (`C7`): all who are not satisfied, all whose matter
//! was urgent, and some drawn at random; and the decisions that follow from a bad rating.

pub mod callback;
pub mod caller;
pub mod jobs;
pub mod made;
pub mod sample;
pub mod web;

pub use callback::CallBack;
