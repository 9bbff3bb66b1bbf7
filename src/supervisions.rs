//! Supervised cases 挂牌督办: a public list that nothing leaves until it is truly resolved (`L1`–`L6`).

pub mod web;
