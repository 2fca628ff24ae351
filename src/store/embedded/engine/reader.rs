//! How is committed state read, from anywhere and by the sequencer?

use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::error::EngineError;
use super::layers::{Scan, after_prefix};
use super::ops::Map;
use super::shared::Shared;

/// Reads what is committed. Cheap to clone; every call sees one moment, not older than the last acknowledged batch.
#[derive(Clone)]
pub struct Reader {
    pub(super) shared: Arc<Shared>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Reader {
    /// The value of a key.
    ///
    /// # Errors
    /// When the index is damaged or the engine closed.
    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        self.noted(self.shared.read().get(None, key))
    }

    /// The values of some keys, all of one moment, in the order of the keys.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_many<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k [u8]>,
    ) -> Result<Vec<Option<Bytes>>, EngineError> {
        let layers = self.shared.read();
        self.noted(keys.into_iter().map(|key| layers.get(None, key)).collect())
    }

    /// Up to `limit` records between two bounds, in key order, or from the last one backwards.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn scan(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        limit: usize,
        reverse: bool,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        self.noted(self.shared.read().scan(None, &Scan { from, to, limit, reverse }))
    }

    /// Up to `limit` records whose key begins with `prefix`, behind `after` if given.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn scan_prefix(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        let end = after_prefix(prefix);
        let from = after.map_or(Bound::Included(prefix), Bound::Excluded);
        let to = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        self.scan(from, to, limit, false)
    }

    /// Up to `limit` entries of the audit log with this index or a higher one. The first entry has index 1.
    ///
    /// # Errors
    /// When a file of the audit log cannot be read back.
    pub fn log(&self, from: u64, limit: usize) -> Result<Vec<(u64, Bytes)>, EngineError> {
        let (memory, first_in_memory): (Vec<(u64, Bytes)>, u64) = {
            let layers = self.shared.read();
            let frozen = layers.frozen.as_deref().map_or(&[][..], |layer| &layer.log);
            let active = &layers.active.log[..];
            let end = layers.active.end.next_log;
            let first = frozen.first().or(active.first()).map_or(end, |(index, _)| *index);
            let skip = |log: &[(u64, Bytes)]| log.partition_point(|(index, _)| *index < from);
            let newer = frozen[skip(frozen)..]
                .iter()
                .chain(&active[skip(active)..])
                .take(limit)
                .cloned()
                .collect();
            (newer, first)
        };
        let mut found = self.shared.audit.read(from, first_in_memory, limit)?;
        let room = limit - found.len();
        found.extend(memory.into_iter().take(room));
        Ok(found)
    }

    /// Index of the newest entry of the audit log; 0 when there is none.
    #[must_use]
    pub fn log_len(&self) -> u64 {
        self.shared.read().active.end.next_log - 1
    }

    /// Journal position of the newest visible batch.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.shared.read().active.end.position
    }

    fn noted<T>(&self, result: Result<T, EngineError>) -> Result<T, EngineError> {
        if let Err(e) = &result {
            self.shared.note(e);
        }
        result
    }
}

/// What a sequencer sees: committed state and the operations of earlier requests of the same batch.
#[derive(Debug)]
pub struct View<'a> {
    pub(super) reader: &'a Reader,
    pub(super) pending: &'a Map,
    pub(super) position: u64,
    pub(super) next_log: u64,
}

impl View<'_> {
    /// The value of a key.
    ///
    /// # Errors
    /// When the index is damaged or the engine closed.
    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        self.reader.noted(self.reader.shared.read().get(Some(self.pending), key))
    }

    /// As [`Reader::get_many`].
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_many<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k [u8]>,
    ) -> Result<Vec<Option<Bytes>>, EngineError> {
        let layers = self.reader.shared.read();
        self.reader.noted(keys.into_iter().map(|key| layers.get(Some(self.pending), key)).collect())
    }

    /// As [`Reader::scan`].
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn scan(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        limit: usize,
        reverse: bool,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        let layers = self.reader.shared.read();
        self.reader.noted(layers.scan(Some(self.pending), &Scan { from, to, limit, reverse }))
    }

    /// The journal position that operations of this request get: higher than that of every earlier batch, the same for all
    /// requests of this one.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The index that the first log entry of this request gets.
    #[must_use]
    pub fn next_log(&self) -> u64 {
        self.next_log
    }
}
