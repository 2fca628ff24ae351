//! A raw, ordered, durable key-value engine with group commit; it knows nothing of the domain.
//!
//! A change is acknowledged when one hash-chained frame of the journal with it is synced. An index (sled) follows behind
//! and is never the only copy; checkpoints bound the journal.

mod audit_closed;
mod audit_files;
mod audit_index;
mod audit_mend;
mod audit_reading;
mod block;
mod block_cache;
mod block_index;
mod checkpoint;
mod committer;
#[doc(hidden)]
pub mod decoding;
mod directory;
mod disk_threads;
mod drain;
mod error;
mod fail;
mod filter;
mod frame;
mod hidden;
mod index;
mod index_build;
mod index_check;
mod journal;
mod journal_scan;
mod layers;
mod lookup;
mod merge;
mod meta;
mod offline;
mod ops;
mod options;
mod paced_sync;
mod packed;
mod reader;
mod renew;
mod room;
mod run;
mod running;
mod seen;
mod shared;
mod sled_calls;
mod start;
mod stats;
mod stored;
mod view;

pub use audit_index::Marks;
pub use checkpoint::CheckpointInfo;
pub use committer::Sequencer;
pub use directory::{FORMAT, in_use};
pub use error::{EngineError, OpenError};
#[cfg(feature = "failpoints")]
pub use fail::hold_reads;
pub use fail::{MERGE_POINTS, POINTS, RENEWAL_POINTS, has_failpoints};
pub use hidden::{Found, Hidden};
pub use offline::{Rebuilt, Report, check, checkpoint, read, rebuild};
pub use ops::{MAX_KEY, MAX_VALUE, Ops, Place};
pub use options::{OnProgress, Options, Progress};
pub use reader::{Entries, Pairs, Reader};
pub use running::Engine;
pub use stats::{COMMIT_BUCKETS_MICROS, Health, Stats, Timings};
pub use view::View;
