//! Outgoing mail: written into the outbox with the change that causes it, sent by a job.
//!
//! One message per event and person (`dedup_key`). The address is sealed in the database (`S1`).
//! Each message goes out as plain text and as HTML. What the law asks to be told is always sent;
//! of the rest a reader may ask to hear no more, by a link in the message. A server that cannot be
//! reached is tried again for good; an address that a server refuses is given up, and the office
//! reads that in the timeline of the matter.

mod outbox;
mod refusal;
mod transport;
mod wording;

pub use outbox::{Attachment, DeliverMail, Kind, Outgoing, attach, forget, post};
pub use refusal::{Refusal, unsubscribe_token};
pub use transport::Transport;
