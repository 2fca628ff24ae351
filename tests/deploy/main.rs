//! Does what an administrator gets work: the doctor, the conversion between stores, the artefacts in
//! `deploy/`, and the script of every runbook?
//!
//! Brokers and database servers are real, on this machine. What cannot be run here is skipped with
//! the reason printed; `deploy/README.md` lists it.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, dead_code)]

mod artefacts;
mod as_root;
mod certificates;
mod clusters;
mod convert;
mod database_runbooks;
mod doctor;
#[allow(unused_imports)]
#[path = "../history/mod.rs"]
mod history;
mod installing;
mod probes;
mod restoring;
mod runbooks;
mod service;
#[path = "../process/support/mod.rs"]
mod support;
mod upgrading;
