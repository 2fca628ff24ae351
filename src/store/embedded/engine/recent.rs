//! Which answers of the index were given a moment ago?
//!
//! A decision loads its records, and the committer looks at the same records again to see whether they have changed. The
//! second look should not go through the index. What is remembered is forgotten whenever the index has taken changes over.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

/// Memory for remembered answers, in bytes; when it is used up they are all forgotten.
const MOST: usize = 8 * 1024 * 1024;
/// What an answer costs beside its key and value; roughly.
const OVERHEAD: usize = 96;

/// Answers of the index, absent keys included.
#[derive(Debug, Default)]
pub(super) struct Recent {
    answers: Mutex<Answers>,
}

#[derive(Debug, Default)]
struct Answers {
    map: HashMap<Bytes, Option<Bytes>>,
    bytes: usize,
}

impl Recent {
    pub(super) fn get(&self, key: &[u8]) -> Option<Option<Bytes>> {
        self.answers().map.get(key).cloned()
    }

    /// Only for a caller that holds the lock of the layers, so that the index cannot have moved since it answered.
    pub(super) fn put(&self, key: &[u8], value: Option<&Bytes>) {
        let mut answers = self.answers();
        answers.bytes += key.len() + value.map_or(0, Bytes::len) + OVERHEAD;
        if answers.bytes > MOST {
            *answers = Answers::default();
        }
        answers.map.insert(Bytes::copy_from_slice(key), value.cloned());
    }

    pub(super) fn forget(&self) {
        let mut answers = self.answers();
        answers.map.clear();
        answers.bytes = 0;
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
