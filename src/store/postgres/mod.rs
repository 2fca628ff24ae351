//! The store for several brokers: PostgreSQL, in plain SQL.
//!
//! One committer gathers what waits and writes it as one transaction in two round trips: lock and
//! read, then write and commit (`committer`, `batch`). Every key that a decision relied on is locked
//! until the commit, also one that is absent, so decisions of several brokers come one after the
//! other wherever they meet. Reads go over sessions of their own (`reads`).
//!
//! What became of a transaction whose answer was lost is read from the broker's own row, which
//! every transaction moves on: nothing is done twice, and no OK is given on a guess.

mod audit_search;
mod batch;
mod bell;
mod committer;
mod connect;
mod diagnose;
mod error;
mod pooling;
mod postgres_store;
mod reads;
mod schema;
mod session;
mod shared;
mod synchronous;
mod transaction;
pub(super) mod whole_database;

pub use connect::{Options, TlsFiles, is_name};
pub use diagnose::{Diagnosis, Standby, diagnose};
pub use error::OpenError;
pub use postgres_store::PostgresStore;
