//! What does the broker ask of a store? The traits, the change that is committed, and the errors.
//!
//! A store is asked four kinds of things, each a trait of its own, so that a caller names what it
//! needs: [`Records`], [`Inboxes`], [`AuditLog`] and [`Operations`]. [`Store`] is all four.
//!
//! The contract, which `tests/conformance` checks on every engine:
//! - [`Records::commit`] does all of a [`Change`] or nothing. When it returns, the change is durable
//!   and visible to every later read; before that nobody sees any of it.
//! - A change relies on versions. When one of them has moved (absence is a version too), the
//!   answer is [`CommitError::Conflict`] and nothing has changed.
//! - Inbox sequences start at 1 and have no gaps. They and the audit position are given at the
//!   commit and are never something to rely on: a busy inbox is no conflict.
//! - Whom a change asks about ([`Change::asked`]) is counted at the commit, by [`Asked::count`] on
//!   what stands then. It is never something to rely on either: many requests of one caller count
//!   one after another and none is a conflict.
//! - Lists and deadlines follow the records by [`Record::lists`] and [`Record::deadline`] alone.
//! - [`Records::scan`] goes through every record of one kind, page by page: records that stand all
//!   the while come exactly once, ordered by id where a kind is named by one. What is written
//!   between two pages may be in a later page or not; the scan is no snapshot.
//! - What a server showed may be lost with it: [`Records::era`] moves on then, and a change from
//!   reads of an earlier era is a conflict ([`Records::commit_in`]).
//! - A change names each record at most once among what it puts and deletes, and does not trim
//!   what it appends.
//! - Each channel of an inbox has a cursor, a record of its own: no channel moves another's, and two
//!   of them are no conflict. What may be trimmed is decided by `domain::rules::acknowledging`: it waits for
//!   every channel that hands notifications over to a machine (the recipient's system, its webhook)
//!   once that was used, and for no other one.
//! - A change that the store cannot take, or that relies on a record which cannot be read, is
//!   [`StoreError::Refused`]: it changes nothing, and the changes that wait beside it go on.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::domain::{
    model::{
        audit::{AuditEntry, Subject},
        budget::Spent,
        notification::Notification,
        party::Party,
        time::Time,
    },
    rules::budget::Asked,
    state::{
        effects::Effects,
        keys::{Key, Kind, Version},
        lists::List,
        loaded::Loaded,
        records::Record,
    },
};

use super::audit_chain::{Head, Sealed};

/// One atomic change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What the decision looked at, with the versions it saw.
    pub expect: Vec<(Key, Version)>,
    /// What it changes.
    pub effects: Effects,
    /// What the audit log says of it. Nothing is written without one.
    pub audit: AuditEntry,
    /// Whom it asks about: counted with it, or all of it is refused.
    pub asked: Option<Asked>,
}

/// An audit chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// Its place among the others; it never changes.
    pub number: u32,
    /// The broker that writes it; empty where there is one only.
    pub name: String,
    /// Where it ends.
    pub head: Head,
}

/// What a search through an audit chain came back with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// Entries, in order.
    pub entries: Vec<Sealed>,
    /// The position behind which the search goes on; `None` when it has reached the end.
    pub next: Option<u64>,
}

/// Everything that a store can be asked. Reads see everything that was committed before they began.
pub trait Store: Records + Inboxes + AuditLog + Operations {}

impl<S: Records + Inboxes + AuditLog + Operations> Store for S {}

/// Records, the lists and deadlines that follow them, and the commit.
#[async_trait]
pub trait Records: Send + Sync + 'static {
    /// Loads records, absent ones as absent.
    ///
    /// # Errors
    /// The store is failing; see [`StoreError`].
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError>;

    /// Commits a change; durable when it returns.
    ///
    /// # Errors
    /// A version has moved, or the store is failing.
    async fn commit(&self, change: Change) -> Result<(), CommitError>;

    /// Which history reads come from. It moves on when another server takes the place of the one
    /// that was read: what was seen before then may never have been confirmed anywhere else.
    fn era(&self) -> u64 {
        0
    }

    /// Commits what was decided, or is about to be told, from reads that began in `era`.
    ///
    /// # Errors
    /// As [`Records::commit`]; a conflict too when the era is over, since no version guards what a
    /// list, an inbox or a repeated answer showed.
    async fn commit_in(&self, era: u64, change: Change) -> Result<(), CommitError> {
        let _ = era;
        self.commit(change).await
    }

    /// Ids in a list, in order, after one of them.
    ///
    /// # Errors
    /// The store is failing.
    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError>;

    /// Records of one kind, in the order of their keys, after one of them.
    ///
    /// # Errors
    /// The store is failing.
    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError>;

    /// Records whose deadline has come, the oldest deadline first.
    ///
    /// # Errors
    /// The store is failing.
    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError>;
}

/// The inboxes of the recipients.
#[async_trait]
pub trait Inboxes: Send + Sync + 'static {
    /// The highest sequence ever given in an inbox; 0 when there is none.
    ///
    /// # Errors
    /// The store is failing.
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError>;

    /// The highest sequences of several inboxes at once, in their order.
    ///
    /// # Errors
    /// The store is failing.
    async fn last_sequences(&self, inboxes: &[Party]) -> Result<Vec<u64>, StoreError> {
        let mut last = Vec::with_capacity(inboxes.len());
        for inbox in inboxes {
            last.push(self.last_sequence(inbox).await?);
        }
        Ok(last)
    }

    /// Notifications of an inbox after a sequence, in order.
    ///
    /// # Errors
    /// The store is failing.
    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError>;

    /// Where other processes write to the same records: rung when one of them says that it wrote
    /// to some inbox. A ring can be lost. `None` where nobody else does.
    fn others(&self) -> Option<Arc<Notify>> {
        None
    }
}

/// The audit log.
#[async_trait]
pub trait AuditLog: Send + Sync + 'static {
    /// Sealed audit entries after a position, in order.
    ///
    /// # Errors
    /// The store is failing.
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError>;

    /// Where the audit log ends: its newest entry.
    ///
    /// # Errors
    /// The store is failing.
    async fn audit_head(&self) -> Result<Head, StoreError>;

    /// Every audit chain that is kept here, in the order of their numbers: one for each broker that
    /// writes here. A store of one broker has one, without a name.
    ///
    /// # Errors
    /// The store is failing.
    async fn chains(&self) -> Result<Vec<Chain>, StoreError> {
        Ok(vec![Chain { number: 0, name: String::new(), head: self.audit_head().await? }])
    }

    /// [`AuditLog::audit`] of one of these chains.
    ///
    /// # Errors
    /// The store is failing.
    async fn audit_of(
        &self,
        _chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Sealed>, StoreError> {
        self.audit(after, limit).await
    }

    /// Entries of one of these chains, behind a position and in order, that are about one of these
    /// persons or involvements; other subjects are not looked for. They are found by an index, so
    /// the work does not grow with the log. While the index is still being made for a log from
    /// before it, a bounded part is looked through, and [`Found::next`] goes on behind that.
    ///
    /// # Errors
    /// The store is failing.
    async fn audit_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError>;

    /// The name of this broker's own chain, of which [`AuditLog::audit`] tells.
    fn chain(&self) -> &str {
        ""
    }
}

/// How the store itself is.
#[async_trait]
pub trait Operations: Send + Sync + 'static {
    /// Whether this process can go on; the text says why not. It must end then and start again.
    fn health(&self) -> Result<(), String>;

    /// Whether requests can be served now; the text says why not. What is wrong may pass by itself.
    fn ready(&self) -> Result<(), String> {
        self.health()
    }

    /// Figures for the metrics page: name, help, value.
    fn figures(&self) -> Vec<(&'static str, &'static str, f64)> {
        Vec::new()
    }

    /// Brings everything to rest. Nothing may be asked of the store afterwards.
    async fn close(&self);
}

/// Why a store cannot answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// Too much waits already; try again in a moment.
    #[error("the store has too much work waiting")]
    Busy,
    /// There is no room on the disk; reads go on.
    #[error("the disk of the data directory is full")]
    DiskFull,
    /// The store cannot be reached now. It comes back by itself: the same again in a moment, with
    /// the same id.
    #[error("the store cannot be reached: {0}")]
    Unavailable(String),
    /// The store does not take this one change, or cannot read this one thing: the same again gives
    /// the same. Everything else goes on. The text says nothing of what is in it.
    #[error("the store refuses it: {0}")]
    Refused(String),
    /// Entries of the audit log cannot be read back. The same again gives the same until somebody mends the log; an answer
    /// without them would be less than the truth. Everything else goes on.
    #[error("entries {from} to {to} of the audit log cannot be read: {why}")]
    AuditGap {
        /// The first of them.
        from: u64,
        /// The last of them.
        to: u64,
        /// Where, and what to do.
        why: String,
    },
    /// The store has failed and takes nothing more; the process must end and start again.
    #[error("the store has failed: {0}")]
    Failed(String),
}

/// Why a change was not committed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommitError {
    /// Something that the decision relied on has changed: load and decide again.
    #[error("a record has changed since it was read")]
    Conflict,
    /// The caller would have asked about more persons than it may.
    #[error("the caller asked about as many persons as it may")]
    Spent(Spent),
    /// The store is failing. Whether the change was made is unknown only for
    /// [`StoreError::Unavailable`] and [`StoreError::Failed`]; the others changed nothing.
    #[error(transparent)]
    Store(#[from] StoreError),
}
