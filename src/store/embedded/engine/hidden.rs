//! Does the time of a read tell whether there is something under a key? Not of what is hidden: that takes
//! the same reads either way, and where there is nothing, another record is given to whoever decodes.

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

/// What was found under some keys.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of the keys.
    pub values: Vec<Option<Bytes>>,
    /// For hidden keys under which there is nothing, another record of their kind each: to be decoded like
    /// one that is there, and then dropped. It is nothing that was asked for.
    pub others: Vec<Bytes>,
}

impl Found {
    /// Looks for a key in the index.
    pub(super) fn look(
        &mut self,
        snapshot: &Snapshot,
        (place, key, hash, what): (usize, &[u8], u64, Below),
        blocks: Blocks,
    ) -> Result<(), Miss> {
        match what {
            Below::Value => self.values[place] = snapshot.get(key, hash, blocks)?,
            Below::Block => {
                let other = snapshot.another(key, hash, blocks)?;
                // What is in memory is decoded itself.
                self.others.extend(other.filter(|_| self.values[place].is_none()));
            }
        }
        Ok(())
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
    /// Reads one block for a key that no run has, and takes another record of its kind from it, so that
    /// this takes what finding one takes. Which block is as good as random, as it is for keys that are
    /// there, and the same whenever the key is asked for. Nothing where none of its kind is in that block.
    pub(super) fn another(
        &self,
        key: &[u8],
        hash: u64,
        blocks: Blocks,
    ) -> Result<Option<Bytes>, Miss> {
        let letter = key.first().copied().unwrap_or_default();
        // The two halves of a hash say nothing of each other.
        let (block, place) = (hash >> 32, hash & u64::from(u32::MAX));
        let all: u64 = self.runs.iter().map(|run| run.beginning(letter).len() as u64).sum();
        let mut nth = block.checked_rem(all).unwrap_or_default();
        for run in self.runs.iter() {
            let those = run.beginning(letter);
            match nth.checked_sub(those.len() as u64) {
                Some(rest) => nth = rest,
                None => {
                    let block = those.start + u32::try_from(nth).unwrap_or_default();
                    return run.another(letter, (block, place), blocks);
                }
            }
        }
        // There are too few of the kind for a block of their own.
        let Some(run) = self.runs.last() else { return Ok(None) };
        run.another(letter, (run.beginning(letter).start.saturating_sub(1), place), blocks)
    }
}
