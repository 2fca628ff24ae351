//! Does the time of a read tell whether there is something under a key? Not of what is hidden: that takes
//! the same reads either way.

use bytes::Bytes;

use super::block_cache::Blocks;
use super::error::Miss;
use super::index::Snapshot;

/// Whether the time of a read may tell that there is nothing under a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hidden {
    /// It may: nobody outside can name such a key.
    No,
    /// Where nothing is, a block of the index is read all the same: the one in which it would stand.
    WhenAbsent,
    /// A block of the index is read for each key, also for one that is in memory.
    Always,
}

impl Hidden {
    /// Whether a block is read that holds nothing of the key. `known`: what memory says of it.
    pub(super) fn reads_besides(self, known: Option<&Option<Bytes>>) -> bool {
        match self {
            Self::No => false,
            Self::WhenAbsent => known.is_none_or(Option::is_none),
            Self::Always => true,
        }
    }
}

/// What is to be read of the index for a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    Value,
    /// Only the block, for the time that it takes.
    Block,
}

impl Snapshot {
    /// Reads and searches one block for a key that no run has, so that this takes what finding one takes:
    /// in a run that is chosen as if the key were one of all records.
    pub(super) fn as_if_there(&self, key: &[u8], hash: u64, blocks: Blocks) -> Result<(), Miss> {
        let records: u64 = self.runs.iter().map(|run| run.about.records).sum();
        let mut nth = hash.checked_rem(records).unwrap_or_default();
        for run in self.runs.iter() {
            match nth.checked_sub(run.about.records) {
                Some(rest) => nth = rest,
                None => return run.as_if_there(key, blocks),
            }
        }
        Ok(())
    }
}
