//! Which keys are certainly nowhere in the store?
//!
//! A new family is looked up before it is registered, and its keys are nowhere. A Bloom filter in memory says so without a
//! look into the layers and into sled. It grows by parts of twice the size. It never says no for a key that was added.

use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

/// Bits per key; with four of them set for each key, about one absent key in eighty looks present.
const BITS: usize = 10;
const PROBES: u64 = 4;
/// Keys in the first part.
const FIRST: usize = 1 << 16;
/// A filter for more keys than this would take more than 80 MiB; it is given up.
const MOST: usize = 1 << 26;

/// Written by the thread that writes the index, read by all.
#[derive(Debug)]
pub(super) struct Filter {
    hasher: RandomState,
    /// `None` when it knows nothing, so that every key may be there.
    parts: RwLock<Option<Vec<Part>>>,
}

#[derive(Debug)]
struct Part {
    words: Vec<u64>,
    keys: usize,
    /// Keys that it may still take.
    room: usize,
}

impl Part {
    fn new(keys: usize) -> Self {
        Self { words: vec![0; (keys * BITS).div_ceil(64)], keys, room: keys }
    }

    /// The places of a hash: word and mask.
    fn places(&self, hash: u64) -> impl Iterator<Item = (usize, u64)> + use<> {
        let bits = self.words.len() as u64 * 64;
        // The second half of the hash is the step from one place to the next.
        let step = (hash >> 32) | 1;
        (0..PROBES).map(move |nth| {
            let bit = hash.wrapping_add(nth.wrapping_mul(step)) % bits;
            (usize::try_from(bit / 64).expect("a place in memory"), 1 << (bit % 64))
        })
    }

    fn has(&self, hash: u64) -> bool {
        self.places(hash).all(|(word, mask)| self.words[word] & mask != 0)
    }

    fn add(&mut self, hash: u64) {
        for (word, mask) in self.places(hash) {
            self.words[word] |= mask;
        }
        self.room -= 1;
    }
}

impl Filter {
    /// Of an index without keys.
    pub(super) fn empty() -> Self {
        Self { hasher: RandomState::new(), parts: RwLock::new(Some(vec![Part::new(FIRST)])) }
    }

    /// Of an index whose keys were not looked at.
    pub(super) fn ignorant() -> Self {
        Self { hasher: RandomState::new(), parts: RwLock::new(None) }
    }

    /// False: the key is not in the index.
    pub(super) fn may_have(&self, key: &[u8]) -> bool {
        self.says(self.hasher.hash_one(key))
    }

    fn says(&self, hash: u64) -> bool {
        let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
        parts.as_ref().is_none_or(|parts| parts.iter().any(|part| part.has(hash)))
    }

    /// To be called before the key is written.
    pub(super) fn add(&self, key: &[u8]) {
        let hash = self.hasher.hash_one(key);
        if self.says(hash) {
            return;
        }
        let mut parts = self.parts.write().unwrap_or_else(PoisonError::into_inner);
        let Some(list) = parts.as_mut() else { return };
        let last = list.last().map_or(0, |part| part.keys);
        if list.last().is_none_or(|part| part.room == 0) {
            if last >= MOST / 2 {
                *parts = None;
                return;
            }
            list.push(Part::new((2 * last).max(FIRST)));
        }
        if let Some(part) = list.last_mut() {
            part.add(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_that_was_added_is_denied_and_few_others_pass() {
        let filter = Filter::empty();
        let key = |n: usize| n.to_be_bytes();
        let many = 5 * FIRST;
        (0..many).for_each(|n| filter.add(&key(n)));
        assert!((0..many).all(|n| filter.may_have(&key(n))));
        let passed = (many..2 * many).filter(|n| filter.may_have(&key(*n))).count();
        assert!(passed < many / 20, "{passed} of {many} absent keys look present");
    }

    #[test]
    fn a_filter_that_looked_at_nothing_denies_nothing() {
        let filter = Filter::ignorant();
        filter.add(b"a");
        assert!(filter.may_have(b"a") && filter.may_have(b"b"));
    }
}
