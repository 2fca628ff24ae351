//! Does the real binary keep the promises of the README: killed, starved, stopped, misused?
//!
//! Every test starts `verwijspunt serve` in a directory of its own and talks to it over mutual
//! TLS. Promises (S1…, W1…) and scenarios are named in the names of the tests. What is random
//! comes from a seed that is printed; `VERWIJSPUNT_SEED` repeats it. The directory of a failed
//! test is kept and its path printed.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used)]

mod attackers;
mod budget;
mod checkpoints;
mod crash;
mod delivery;
mod disk;
#[cfg(feature = "failpoints")]
mod failpoints;
#[allow(unused_imports)]
#[path = "../history/mod.rs"]
mod history;
mod reconcile;
mod refusals;
mod reload;
mod same_instant;
mod stop;
mod strangers;
#[cfg(feature = "failpoints")]
mod succession;
mod support;
mod webhook;
mod wiped;
