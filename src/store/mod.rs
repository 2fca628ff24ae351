//! Where are records, inboxes, deadlines and the audit log kept? One contract, three stores, one
//! conformance suite.
//!
//! - `contract` says what a store promises; `rules` says what a commit does, for all of them.
//! - `memory` is the reference; `embedded` keeps a directory of this machine through a crash;
//!   `postgres` is shared by several brokers.
//! - `codec` and `keys` say how records are written down; `audit_chain` seals the audit
//!   log, and by `audit_marks` its entries are found again.
//! - `walk` reads a whole store; `convert` carries it into another kind.

pub mod audit_chain;
mod audit_marks;
mod codec;
mod contract;
pub mod convert;
pub mod embedded;
mod keys;
pub mod memory;
pub mod postgres;
mod rules;
mod walk;

pub use audit_chain::{Head, Sealed};
pub use contract::{
    AuditLog, Chain, Change, CommitError, Found, Inboxes, Operations, Records, Store, StoreError,
};
