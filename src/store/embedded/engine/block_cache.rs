//! Which blocks of the index were read a moment ago?
//!
//! They are kept unpacked, so that whoever needs them again does no disk work: a decision loads its records, and the
//! committer looks at the same ones once more. A block never changes, so nothing here is ever out of date.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

/// Memory for blocks, in bytes.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A block by its run and its place in it.
type Name = (u32, u32);

/// How the blocks that a read needs may be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blocks {
    /// In the cache only. What is not there is left to a thread that may wait for the disk.
    Cached,
    /// In the cache or on the disk; they stay in the cache.
    Read,
    /// In the cache or on the disk, for a walk through everything: that leaves the cache as it is.
    Walked,
}

/// Blocks of one index. When the younger half is full it becomes the older one, and what nobody asked for since the half
/// before is forgotten.
#[derive(Debug, Default)]
pub(super) struct BlockCache {
    halves: Mutex<Halves>,
}

#[derive(Debug, Default)]
struct Halves {
    younger: HashMap<Name, Bytes>,
    older: HashMap<Name, Bytes>,
    /// Of the younger half.
    bytes: usize,
}

impl BlockCache {
    pub(super) fn get(&self, name: Name) -> Option<Bytes> {
        let mut halves = self.halves();
        if let Some(block) = halves.younger.get(&name) {
            return Some(block.clone());
        }
        let block = halves.older.remove(&name)?;
        halves.put(name, block.clone());
        Some(block)
    }

    pub(super) fn put(&self, name: Name, block: Bytes) {
        self.halves().put(name, block);
    }

    fn halves(&self) -> MutexGuard<'_, Halves> {
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Halves {
    fn put(&mut self, name: Name, block: Bytes) {
        if self.bytes > MOST_BYTES / 2 {
            self.older = std::mem::take(&mut self.younger);
            self.bytes = 0;
        }
        self.bytes += block.len();
        if let Some(former) = self.younger.insert(name, block) {
            self.bytes -= former.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_memory_is_bounded() {
        let cache = BlockCache::default();
        let block = Bytes::from(vec![7; 64 * 1024]);
        for nth in 0..5000 {
            cache.put((1, nth), block.clone());
            assert_eq!(cache.get((1, 0)), Some(block.clone()), "after {nth}");
        }
        assert_eq!(cache.get((1, 1)), None);
        let halves = cache.halves();
        let kept = halves.younger.len() + halves.older.len();
        assert!(kept * block.len() <= MOST_BYTES + 2 * block.len(), "{kept} blocks");
    }
}
