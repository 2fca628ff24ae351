//! Do several brokers over a replicated PostgreSQL keep the promises of the README when a server
//! is killed or cut off, or a broker freezes?
//!
//! Every test starts a primary and two standbys of its own with synchronous replication, real
//! brokers, and clients over mutual TLS. Scenarios and promises are named in the names of the
//! tests. `VERWIJSPUNT_FAILOVERS` says how often the primary is lost, `VERWIJSPUNT_FROZEN_SECONDS`
//! how long a broker stands still; `VERWIJSPUNT_SEED` repeats what is random. Needs PostgreSQL's
//! server programs.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used)]

mod answer_lost;
mod cancelled;
mod cut_off;
mod frozen;
mod harness;
#[allow(unused_imports)]
#[path = "../history/mod.rs"]
mod history;
mod interleaved;
mod primary_lost;
mod same_instant;
mod sound;
mod standby_gone;
#[path = "../process/support/mod.rs"]
mod support;
