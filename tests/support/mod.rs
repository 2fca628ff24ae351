//! The language of the stories and the harness that plays them.

#![allow(dead_code, unreachable_pub, missing_docs, unused_imports)]

pub mod actors;
pub mod calendar;
pub mod depths;
pub mod mtls;
pub mod packed;
pub mod play;
pub mod postgres;
pub mod rest;
pub mod transport;
pub mod watched;
pub mod world;

pub use verwijspunt::cli::story::{answer, expect, language, names, verbs};
