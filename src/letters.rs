//! Numbered letters 函件 to reporters: acceptance, refusal, extension, answer and review (`T1`, `T2`,
//! `T4`, `I9`), issued once for each reporter behind a matter when an act can no longer be taken back.
//!
//! A letter holds what belongs to the reporter's answer and nothing else (`C4`). It is addressed to
//! "the reporter" and never carries a name: what is stored, printed, mailed and kept in the register
//! is one and the same text, and none of it needs the sealed identity (`S1`). Its words come from a
//! template that an administrator may change; an issued letter never changes, by trigger.

mod kind;
mod letter;
pub mod pdf;
pub mod register;
mod sheet;
pub mod template;
pub mod web;
pub mod wording;

pub use kind::Kind;
pub use letter::{Addressee, Delivery, Draft, Letter, Occasion, draft};
pub use sheet::Sheet;
