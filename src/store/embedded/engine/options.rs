//! How large, how often: which bounds does the engine keep?

use std::sync::Arc;
use std::time::Duration;

use super::audit_index::Marks;

/// A stage of a long start or an offline command, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// How far, in the unit of `total`.
    pub done: u64,
    /// How far it goes; 0 when not known.
    pub total: u64,
}

/// Called now and then during long work.
pub type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

/// Bounds of the engine. The defaults are meant for production.
#[derive(Clone)]
pub struct Options {
    /// A journal segment is closed when it has reached this size, in bytes.
    pub segment_bytes: u64,
    /// Requests that may wait; one more is `Busy`.
    pub queue: usize,
    /// Requests in one batch at most.
    pub batch_requests: usize,
    /// Bytes of operations in one batch before it is written.
    pub batch_bytes: usize,
    /// Bytes in memory that the index has not taken; beyond it the committer waits.
    pub layer_bytes: usize,
    /// The index takes the memory layer over when it has this many bytes ...
    pub drain_bytes: usize,
    /// ... or is this old.
    pub drain_every: Duration,
    /// A checkpoint is made when the last one is this old ...
    pub checkpoint_every: Duration,
    /// ... or the journal has this many bytes, and at least half of what the last one has, packed.
    pub checkpoint_journal_bytes: u64,
    /// What was deleted or replaced has left every file of the directory but the audit log after this time, as long as
    /// the engine runs. When half of it has passed, a checkpoint is made and the index is built anew; the other half is
    /// for the time that this takes and for trying again.
    pub gone_within: Duration,
    /// Cache of the index, in bytes. While the index is built anew there are two.
    pub cache_bytes: u64,
    /// When journal and checkpoint together are smaller than this, every start compares the index with them.
    pub verify_bytes: u64,
    /// Space that must stay free on the disk, so that what is in memory still fits into the index. In bytes.
    pub reserve_bytes: u64,
    /// A file of the audit log is closed when it has reached this size, in bytes.
    pub audit_bytes: u64,
    /// By which marks an entry of the audit log is found again; without it no entry is. A program that only looks after the
    /// files needs none.
    pub marks: Option<Marks>,
    /// Told about long work.
    pub progress: OnProgress,
}

const MIB: u64 = 1024 * 1024;

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 * MIB,
            queue: 16 * 1024,
            batch_requests: 4096,
            batch_bytes: 4 * MIB as usize,
            layer_bytes: 256 * MIB as usize,
            drain_bytes: 32 * MIB as usize,
            drain_every: Duration::from_secs(5),
            checkpoint_every: Duration::from_secs(24 * 3600),
            checkpoint_journal_bytes: 256 * MIB,
            gone_within: Duration::from_secs(24 * 3600),
            cache_bytes: 128 * MIB,
            verify_bytes: 64 * MIB,
            reserve_bytes: 128 * MIB,
            audit_bytes: 16 * MIB,
            marks: None,
            progress: Arc::new(|_| {}),
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("segment_bytes", &self.segment_bytes)
            .field("layer_bytes", &self.layer_bytes)
            .field("checkpoint_journal_bytes", &self.checkpoint_journal_bytes)
            .field("verify_bytes", &self.verify_bytes)
            .finish_non_exhaustive()
    }
}
