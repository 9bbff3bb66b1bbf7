//! 公告 and 曝光: what the office makes public of its own accord. Drafted by one person, published by
//! another after a check (`S2`, `C2`), and taken back only by two; its number and title stay public.

pub mod draft;
pub mod lifecycle;
pub mod notice;
pub mod web;
mod work;

pub use notice::Notice;
