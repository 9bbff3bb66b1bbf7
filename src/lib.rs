//! Minsheng 民声: a public complaint and petition portal for an environmental authority.
//!
//! The map of the house, a line a room; who may know whom is in `ARCHITECTURE.md`.

#![warn(missing_docs)]

pub mod app; // the long-lived parts, built once
pub mod cli; // serve · demo · migrate · account · verify
pub mod clock; // now and today
pub mod config; // settings, one struct per concern
pub mod db; // two databases behind one door
pub mod error; // what a request can run into
pub mod i18n; // messages by key, in two languages
pub mod jobs; // work after a commit, never lost
pub mod mail; // the outbox
pub mod message; // a sentence by key
pub mod metrics; // figures about ourselves
pub mod pages; // templates and static files
pub mod search; // words of matters
pub mod server; // middleware and every route, on one screen
pub mod storage; // attachment bytes
pub mod timeline; // what was done to what, by whom
pub mod vault; // sealed identities and keys
pub mod web; // who asks, forms, errors, limits

pub mod accounts; // staff, roles, sessions
pub mod alerts; // messages to staff
pub mod bulletins; // what the figures say, in sentences
pub mod callbacks; // what reporters think of the answer
pub mod campaigns; // sweeps, plants cleared one by one
pub mod cases; // the matter a bureau works
pub mod circulars; // what the city tells its bureaus, by figures
pub mod deadlines; // by when
pub mod demands; // what the city demands about one matter
pub mod demo; // sample matters
pub mod desk; // work lists and the page of a matter
pub mod enterprises; // the register of plants, and revisits
pub mod home; // the front page and published results
pub mod hotline; // the clerk's screen
pub mod jurisdiction; // counties, bureaus, borders, calendar
pub mod letters; // numbered letters to reporters
pub mod measures; // orders that go on, looked after
pub mod notices; // announcements and exposures
pub mod oversight; // the city over its bureaus
pub mod petitions; // what the province forwarded
pub mod policies; // limits and working days, as the administrator sees them
pub mod reports; // what a person told us
pub mod rounds; // the city inspects its counties
pub mod routing; // whose matter a place is
pub mod statistics; // figures
pub mod supervisions; // the public list of supervised cases

/// Pages are made of many small strings: half of the time of making one went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
