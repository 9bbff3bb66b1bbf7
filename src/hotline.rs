//! The clerk's desk: a call, letter or visit entered on behalf of its reporter (`I1`, `I2`, `P2`).

pub mod web;
