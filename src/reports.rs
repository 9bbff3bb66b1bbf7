//! What a person told us (`I1`–`I6`): never edited; it has the receipt, the sealed reporter and the
//! pictures, and opens or joins the matter that a bureau works.

pub mod category;
pub mod code;
pub mod confirmation;
pub mod dated;
pub mod dissatisfaction;
pub mod file;
pub mod follow;
pub mod form;
pub mod identity;
pub mod jobs;
pub mod number;
pub mod pending;
pub mod picture;
pub mod rating;
pub mod readings;
pub mod report;
pub mod retention;
pub mod support;
pub mod web;
pub mod wording;

pub use code::LookupCode;
pub use file::{Filed, NewReport, file};
pub use identity::Identity;
pub use number::Number;
pub use rating::Rating;
pub use report::Report;
pub use wording::Wording;
