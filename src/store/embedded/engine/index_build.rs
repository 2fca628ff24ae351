//! How is an index filled from a checkpoint and the journal, without holding either in memory?

use std::path::Path;

use bytes::Bytes;

use super::checkpoint::Export;
use super::error::{EngineError, OpenError};
use super::index::Index;
use super::journal_scan;
use super::ops::{Map, Op};

/// What a key costs in memory beside its own bytes and its value; roughly.
const OVERHEAD: usize = 64;

/// Records of a checkpoint that are read before whoever else waits gets a turn.
const TURN: u64 = 4096;

/// Called after each chunk with how far it is: records of the checkpoint, or a journal position.
pub(super) type Between<'a> = &'a mut dyn FnMut(u64) -> Result<(), EngineError>;

/// Writes gathered until there are enough to take into the index in key order.
struct Chunk<'a> {
    index: &'a Index,
    most: usize,
    map: Map,
    bytes: usize,
    superseded: bool,
}

impl<'a> Chunk<'a> {
    fn new(index: &'a Index, most: usize) -> Self {
        Self { index, most, map: Map::new(), bytes: 0, superseded: false }
    }

    fn add(&mut self, key: &[u8], value: Option<&[u8]>) {
        self.bytes += key.len() + value.map_or(0, <[u8]>::len) + OVERHEAD;
        self.map.insert(Bytes::copy_from_slice(key), value.map(Bytes::copy_from_slice));
    }

    fn is_full(&self) -> bool {
        self.bytes > self.most
    }

    fn take_over(&mut self) -> Result<(), EngineError> {
        self.superseded |= self.index.apply(&self.map)?;
        self.map.clear();
        self.bytes = 0;
        Ok(())
    }
}

/// Takes every record of a checkpoint, about so many, into an empty index.
pub(super) fn load(
    index: &Index,
    checkpoint: &Path,
    id: [u8; 16],
    records: u64,
    between: Between<'_>,
) -> Result<(), EngineError> {
    let broken =
        |why: String| EngineError::Checkpoint(format!("reading {}: {why}", checkpoint.display()));
    let mut export = Export::open(checkpoint, id).map_err(broken)?;
    let mut fill = index.fill(records)?;
    while let Some((key, value)) = export.next().map_err(broken)? {
        fill.add(&key, &value)?;
        if export.records.is_multiple_of(TURN) {
            between(export.records)?;
        }
    }
    fill.finish()
}

/// Takes the frames after `reached` into an index, `most` bytes at a time. Returns whether a value in the index was
/// replaced. An error of the index comes back as [`OpenError::Sequencer`].
pub(super) fn replay(
    index: &Index,
    scan: &journal_scan::Scan,
    reached: u64,
    most: usize,
    between: Between<'_>,
) -> Result<bool, OpenError> {
    let mut chunk = Chunk::new(index, most);
    journal_scan::replay(scan, reached + 1, |position, _, list| {
        for op in list {
            match op {
                Op::Put(key, value) => chunk.add(key, Some(value)),
                Op::Delete(key) => chunk.add(key, None),
                Op::Log(_) => {}
            }
        }
        if chunk.is_full() {
            chunk.take_over()?;
            between(position)?;
        }
        Ok(())
    })?;
    chunk.take_over()?;
    Ok(chunk.superseded)
}
