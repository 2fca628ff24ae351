//! What does a sequencer see? Committed state, and what earlier requests of the same batch do to it.

use std::ops::Bound;

use bytes::Bytes;

use super::error::EngineError;
use super::layers::Scan;
use super::ops::Map;
use super::reader::{Pairs, Reader};

/// What a sequencer sees: committed state and the operations of earlier requests of the same batch. It may wait for the
/// disk: the committer has a thread of its own.
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
        Ok(self.get_many([key])?.pop().flatten())
    }

    /// As [`Reader::get_many`].
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_many<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k [u8]>,
    ) -> Result<Vec<Option<Bytes>>, EngineError> {
        self.reader.get_over(Some(self.pending), keys)
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
    ) -> Result<Pairs, EngineError> {
        self.reader.scan_over(Some(self.pending), &Scan { from, to, limit, reverse })
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
