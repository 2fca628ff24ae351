//! What was read of the index a moment ago? Whoever asks for a change has just read what it relies on: the
//! committer, for whom all others wait, need not read that again, and takes the same time for what is there as
//! for what is not.
//!
//! What the index says of a key changes only when it takes over what memory held, or is built anew. Each such
//! step begins another *state*; what was read in an earlier one counts no more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

/// Parts with a lock of their own.
const PARTS: usize = 16;

/// Keys in each half of a part. All of them are read again within milliseconds or not at all, so few are enough;
/// each may hold a block of the index in memory.
const HALF: usize = 64;

/// A key, and what the index has under it.
type Known = (Box<[u8]>, Option<Bytes>);

/// What some keys were found to have, by their hash.
#[derive(Debug, Default)]
pub(super) struct Seen {
    parts: [Mutex<Part>; PARTS],
}

/// When the younger half is full it becomes the older one.
#[derive(Debug, Default)]
struct Part {
    state: u64,
    younger: HashMap<u64, Known>,
    older: HashMap<u64, Known>,
}

impl Seen {
    /// What the index has under a key in this state, if it was read in it: nothing is an answer too.
    pub(super) fn get(&self, state: u64, key: &[u8], hash: u64) -> Option<Option<Bytes>> {
        let part = self.part(hash);
        if part.state != state {
            return None;
        }
        let known = part.younger.get(&hash).or_else(|| part.older.get(&hash));
        known.filter(|(of, _)| **of == *key).map(|(_, value)| value.clone())
    }

    /// Keeps what was found under a key in a state.
    pub(super) fn put(&self, state: u64, key: &[u8], hash: u64, value: Option<Bytes>) {
        let mut part = self.part(hash);
        if part.state > state {
            return;
        }
        if part.state < state {
            // What was destroyed since then must not stay in memory.
            *part = Part { state, ..Part::default() };
        }
        if part.younger.len() >= HALF {
            part.older = std::mem::take(&mut part.younger);
        }
        part.younger.insert(hash, (key.into(), value));
    }

    fn part(&self, hash: u64) -> MutexGuard<'_, Part> {
        // The low bits choose the place within a part.
        let nth = usize::try_from(hash >> 60).unwrap_or_default() % PARTS;
        self.parts[nth].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::embedded::engine::filter::hash;

    #[test]
    fn what_was_read_in_another_state_counts_no_more() {
        let seen = Seen::default();
        let (key, value) = (b"Pone".as_slice(), Some(Bytes::from_static(b"1")));
        seen.put(2, key, hash(key), value.clone());
        assert_eq!(seen.get(2, key, hash(key)), Some(value.clone()));
        assert_eq!((seen.get(1, key, hash(key)), seen.get(3, key, hash(key))), (None, None));
        // A read that began before the index moved ends after it.
        seen.put(3, key, hash(key), None);
        seen.put(2, key, hash(key), value);
        assert_eq!(seen.get(3, key, hash(key)), Some(None), "it was deleted meanwhile");
    }

    #[test]
    fn another_key_of_the_same_hash_is_not_taken_for_it() {
        let seen = Seen::default();
        seen.put(0, b"Pone", 7, Some(Bytes::from_static(b"1")));
        assert_eq!(seen.get(0, b"Ptwo", 7), None);
    }

    #[test]
    fn it_stays_small() {
        let seen = Seen::default();
        for n in 0..100_000_u32 {
            let key = n.to_be_bytes();
            seen.put(0, &key, hash(&key), None);
        }
        let kept = |part: &Mutex<Part>| {
            let part = part.lock().expect("not poisoned");
            part.younger.len() + part.older.len()
        };
        let kept: usize = seen.parts.iter().map(kept).sum();
        assert!((PARTS * HALF..=2 * PARTS * HALF).contains(&kept), "{kept}");
    }
}
