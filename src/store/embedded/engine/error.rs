//! What can go wrong in the engine, and what the operator does next?

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a request or a read was not served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The queue is full: nothing was decided, trying again is harmless.
    #[error("the store is busy: its queue is full; try again shortly")]
    Busy,
    /// The disk has no room for more; reads go on, writes are accepted again when space returns.
    #[error("the disk of the store is full ({0}); free space and try again: nothing was written")]
    DiskFull(String),
    /// One operation is larger than the engine takes; nothing of the request was written.
    #[error("{0}")]
    TooLarge(String),
    /// The index returned something that its checksum does not allow. The next start rebuilds it.
    #[error(
        "the index of the store is damaged ({0}); restart: it is rebuilt from checkpoint and journal"
    )]
    IndexDamaged(String),
    /// Entries of the audit log cannot be read back as they were written. An answer without them would be less than the
    /// truth, so there is none.
    #[error(
        "entries {from} to {to} of the audit log cannot be read: {why}. Restart: what the journal still holds is mended from \
         it. Otherwise restore audit/ from a backup, or go on with the gap with `verwijspunt store rebuild --accept-loss`"
    )]
    AuditDamaged {
        /// The first entry that cannot be read.
        from: u64,
        /// The last one that is lost with it, for all that is known.
        to: u64,
        /// Where, and how that shows.
        why: String,
    },
    /// A storage error ended the engine: nothing is written any more until a restart.
    #[error("the store stopped after a storage error ({0}); restart the broker")]
    Failed(Arc<str>),
    /// The engine was closed.
    #[error("the store is closed")]
    Closed,
    /// A checkpoint could not be made; the store itself goes on.
    #[error("no checkpoint was made: {0}")]
    Checkpoint(String),
}

/// Why the index did not answer.
#[derive(Debug)]
pub(super) enum Miss {
    /// A block is not in memory, and the read may not wait for the disk.
    Cold,
    /// The index cannot be read.
    Failed(EngineError),
}

impl From<EngineError> for Miss {
    fn from(error: EngineError) -> Self {
        Self::Failed(error)
    }
}

impl From<Miss> for EngineError {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::Failed(error) => error,
            // Reads that may wait for the disk do not say this.
            Miss::Cold => Self::Failed("a read that may use the disk did not".into()),
        }
    }
}

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the directory.
    #[error("{} is in use by another process ({holder}); stop that one first, or name another directory", dir.display())]
    InUse {
        /// The data directory.
        dir: PathBuf,
        /// What the lock file says about the holder.
        holder: String,
    },
    /// The directory was written by a newer release.
    #[error("{} has store format {found}, this release knows up to {known}; use the release that wrote it, or a newer one", dir.display())]
    NewerFormat {
        /// The data directory.
        dir: PathBuf,
        /// The format on disk.
        found: u32,
        /// The newest format that this release reads.
        known: u32,
    },
    /// The directory was written by an older release, whose records this one does not read.
    #[error("{} has store format {found}, this release reads format {known} and newer; use the release that wrote it, or begin with an empty directory and register again by import", dir.display())]
    OlderFormat {
        /// The data directory.
        dir: PathBuf,
        /// The format on disk.
        found: u32,
        /// The oldest format that this release reads.
        known: u32,
    },
    /// The directory holds something, but not a complete store.
    #[error("{} is not a complete store: {why}", dir.display())]
    NotAStore {
        /// The data directory.
        dir: PathBuf,
        /// What is missing or unexpected.
        why: String,
    },
    /// The operating system refused.
    #[error("{what} {}: {source}{}", path.display(), hint(source))]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A frame of the journal is not what was written. Nothing was changed.
    #[error(
        "the journal is damaged: segment {}, byte {offset}, frame {position}: {why}. Nothing was changed. \
         Restore the directory from a backup, or give up frame {position} and everything after it with \
         `verwijspunt store rebuild --accept-loss`", segment.display()
    )]
    JournalDamaged {
        /// The file.
        segment: PathBuf,
        /// Where in the file.
        offset: u64,
        /// The frame that should be there.
        position: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Something built from the journal knows more than the journal: acknowledged changes are gone from it.
    #[error(
        "{ahead} has reached {reached}, but the journal ends at {end}: acknowledged changes are missing from the journal. \
         Nothing was changed. Restore the directory from a backup, or give the missing changes up with \
         `verwijspunt store rebuild --accept-loss`"
    )]
    Ahead {
        /// Which part is ahead.
        ahead: &'static str,
        /// Its position.
        reached: u64,
        /// The last position of the journal.
        end: u64,
    },
    /// The index must be rebuilt, but the journal begins too late and no usable checkpoint covers the start.
    #[error(
        "the index must be rebuilt, but frames {from} to {to} are neither in a readable checkpoint nor in the journal{why}. \
         Nothing was changed. Restore the directory from a backup"
    )]
    MissingFrames {
        /// First missing position.
        from: u64,
        /// Last missing position.
        to: u64,
        /// What was wrong with the checkpoint, if there is one.
        why: String,
    },
    /// The audit log lacks entries that the journal no longer holds.
    #[error(
        "the audit log is damaged: {why}. Nothing was changed. Restore audit/ from a backup, or go on with the gap \
         with `verwijspunt store rebuild --accept-loss`"
    )]
    AuditDamaged {
        /// What is missing or wrong.
        why: String,
    },
    /// The index could not be built or read.
    #[error("the index cannot be used: {0}")]
    Index(String),
    /// The store's own rules could not be set up on what the directory holds.
    #[error("{0}")]
    Sequencer(#[from] EngineError),
}

fn hint(source: &std::io::Error) -> &'static str {
    match source.kind() {
        std::io::ErrorKind::PermissionDenied => {
            "; the broker's user must own the data directory (mode 0700)"
        }
        std::io::ErrorKind::StorageFull => "; free space on this disk and start again",
        _ => "",
    }
}

/// Adds the file and the intention to a system error.
pub(super) trait At<T> {
    fn at(self, what: &'static str, path: &Path) -> Result<T, OpenError>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, what: &'static str, path: &Path) -> Result<T, OpenError> {
        self.map_err(|source| OpenError::Io { what, path: path.to_path_buf(), source })
    }
}
