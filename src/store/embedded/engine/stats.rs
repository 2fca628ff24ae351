//! What can an operator see of the engine?

use std::time::Duration;

/// Whether the engine writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Alive,
    /// It stopped after a storage error, for this reason.
    Failed(String),
}

/// Upper bounds of the histogram of journal writes, in microseconds; one more bucket counts what is above.
pub const COMMIT_BUCKETS_MICROS: [u64; 10] =
    [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000];

/// How long writing and syncing a batch took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timings {
    /// Batches measured.
    pub count: u64,
    /// All of them together.
    pub total: Duration,
    /// The latest.
    pub last: Duration,
    /// The longest.
    pub longest: Duration,
    /// Batches per bucket of [`COMMIT_BUCKETS_MICROS`], not cumulative.
    pub buckets: [u64; COMMIT_BUCKETS_MICROS.len() + 1],
}

impl Timings {
    pub(super) fn add(&mut self, took: Duration) {
        self.count += 1;
        self.total += took;
        self.last = took;
        self.longest = self.longest.max(took);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.buckets[COMMIT_BUCKETS_MICROS.partition_point(|bound| *bound < micros)] += 1;
    }
}

/// Counters since the start, and sizes now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Bytes of all journal segments.
    pub journal_bytes: u64,
    /// Bytes in memory that the index has not taken.
    pub layer_bytes: u64,
    /// Bytes of the index on disk.
    pub index_bytes: u64,
    /// Runs in the index: a look-up may have to look into each of them.
    pub index_runs: u64,
    /// Batches written.
    pub batches: u64,
    /// Requests decided.
    pub requests: u64,
    /// Journal position of the last durable batch.
    pub committed: u64,
    /// Journal position that the index has reached.
    pub drained: u64,
    /// Journal position of the newest checkpoint of this run; 0 when none was made.
    pub checkpointed: u64,
    /// How often the index was built anew since the start, so that deleted bytes leave the disk.
    pub renewals: u64,
    /// Journal write and sync per batch.
    pub commit: Timings,
}
