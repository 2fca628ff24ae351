//! The language of the stories and the harness that plays them.

#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod actors;
pub mod answer;
pub mod calendar;
pub mod depths;
pub mod expect;
pub mod language;
pub mod mtls;
pub mod names;
pub mod packed;
pub mod play;
pub mod postgres;
pub mod transport;
pub mod verbs;
pub mod world;
