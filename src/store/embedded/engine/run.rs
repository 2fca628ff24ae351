//! What is a run, and how is a record found in it?
//!
//! A run is what the index took over at one time, or several such runs merged: records in key order, in packed blocks. It
//! is a tree of its own in the index library and never changes. Its block index and its filter are in memory, so a look-up reads
//! one block, and for an absent key mostly none.

use std::borrow::Cow;
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

use bytes::{BufMut, Bytes};

use super::block::{self, Cut, PIECE, SHORT, Stored};
use super::block_cache::{BlockCache, Blocks};
use super::block_index::BlockIndex;
use super::error::{EngineError, Miss};
use super::fail;
use super::filter::{Filter, hash};
use super::paced_sync::PacedSync;
use super::packed::{Packer, unpack};
use super::sled_calls::{guarded, unsynced};
use super::stored::{checked, damaged, with_checksum};

/// What a value in the tree of a run is.
#[derive(Clone, Copy)]
enum Part {
    Block = 0,
    /// A piece of a long value.
    Piece = 1,
    BlockIndex = 2,
    Filter = 3,
}

/// The key of a part in the tree of its run.
fn part_key(part: Part, nth: u32) -> [u8; 5] {
    let [a, b, c, d] = nth.to_be_bytes();
    [part as u8, a, b, c, d]
}

/// The checksums cover the run as well: no part of one fits another.
fn named(run: u32, key: [u8; 5]) -> [u8; 9] {
    let mut named = [0; 9];
    named[..4].copy_from_slice(&run.to_be_bytes());
    named[4..].copy_from_slice(&key);
    named
}

/// What the index remembers of a run beside its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct About {
    /// Never used twice in one index.
    pub(super) id: u32,
    /// How often its records were merged, roughly: a run of the next level is [`super::index::CROWD`] times as large.
    pub(super) level: u8,
    pub(super) blocks: u32,
    pub(super) records: u64,
    block_index: u32,
    filters: u32,
}

impl About {
    pub(super) const LEN: usize = 25;

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.put_u32(self.id);
        out.put_u8(self.level);
        out.put_u32(self.blocks);
        out.put_u64(self.records);
        out.put_u32(self.block_index);
        out.put_u32(self.filters);
    }

    pub(super) fn decode(bytes: &[u8; Self::LEN]) -> Self {
        let number =
            |at: usize| bytes[at..at + 4].iter().fold(0_u32, |n, b| n << 8 | u32::from(*b));
        Self {
            id: number(0),
            level: bytes[4],
            blocks: number(5),
            records: u64::from(number(9)) << 32 | u64::from(number(13)),
            block_index: number(17),
            filters: number(21),
        }
    }
}

/// The name of the tree of a run.
pub(super) fn tree_name(id: u32) -> [u8; 5] {
    let [a, b, c, d] = id.to_be_bytes();
    [b'r', a, b, c, d]
}

pub(super) struct Run {
    pub(super) about: About,
    tree: sled::Tree,
    block_index: BlockIndex,
    filter: Filter,
    cache: Arc<BlockCache>,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("about", &self.about).finish_non_exhaustive()
    }
}

impl Run {
    /// Opens a run that was finished before.
    pub(super) fn open(
        db: &sled::Db,
        about: About,
        cache: Arc<BlockCache>,
    ) -> Result<Self, EngineError> {
        let tree = guarded("opening a run of", || db.open_tree(tree_name(about.id)))?;
        let whole = |part, count| {
            let mut whole = Vec::with_capacity(PIECE * count as usize);
            for nth in 0..count {
                whole.extend_from_slice(&read(&tree, about.id, part, nth)?);
            }
            Ok::<_, EngineError>(whole)
        };
        let block_index = BlockIndex::from_bytes(&whole(Part::BlockIndex, about.block_index)?)?;
        let filter = Filter::from_bytes(&whole(Part::Filter, about.filters)?)?;
        if block_index.len() != about.blocks as usize {
            return Err(damaged("a run has another number of blocks than it counts"));
        }
        Ok(Self { about, tree, block_index, filter, cache })
    }

    /// False: it says nothing of this key. `hash` is the key's.
    pub(super) fn may_have(&self, key: &[u8], hash: u64) -> bool {
        self.filter.may_have(hash) && self.block_index.find(key).is_some()
    }

    /// What it says of a key; `None` when nothing.
    pub(super) fn find(&self, key: &[u8], blocks: Blocks) -> Result<Option<Stored>, Miss> {
        let Some(nth) = self.block_index.find(key) else { return Ok(None) };
        let nth = u32::try_from(nth).expect("blocks are counted in 32 bits");
        Ok(block::find(&self.unpacked_block(nth, blocks)?, key)?)
    }

    /// The blocks that begin with a key of this letter.
    pub(super) fn beginning(&self, letter: u8) -> Range<u32> {
        let blocks = self.block_index.beginning(letter);
        let number = |nth| u32::try_from(nth).expect("blocks are counted in 32 bits");
        number(blocks.start)..number(blocks.end)
    }

    /// Reads a block, and takes some value from it whose key has this letter.
    pub(super) fn another(
        &self,
        letter: u8,
        (block, place): (u32, u64),
        blocks: Blocks,
    ) -> Result<Option<Bytes>, Miss> {
        Ok(block::another(&self.unpacked_block(block, blocks)?, letter, place)?)
    }

    /// All records of a block; `None` behind the last one.
    pub(super) fn block(
        &self,
        nth: u32,
        blocks: Blocks,
    ) -> Result<Option<Vec<(Bytes, Stored)>>, Miss> {
        if nth >= self.about.blocks {
            return Ok(None);
        }
        Ok(Some(block::records(&self.unpacked_block(nth, blocks)?)?))
    }

    fn unpacked_block(&self, nth: u32, blocks: Blocks) -> Result<Bytes, Miss> {
        let name = (self.about.id, nth);
        if let Some(block) = self.cache.get(name) {
            return Ok(block);
        }
        if blocks == Blocks::Cached {
            return Err(Miss::Cold);
        }
        fail::wait_before_reading();
        let packed = read(&self.tree, self.about.id, Part::Block, nth)?;
        let block = Bytes::from(unpacked(&packed)?.into_owned());
        if blocks == Blocks::Read {
            self.cache.put(name, block.clone());
        }
        Ok(block)
    }

    /// How many blocks begin at this key or before it.
    pub(super) fn not_after(&self, key: &[u8]) -> u32 {
        u32::try_from(self.block_index.not_after(key)).expect("blocks are counted in 32 bits")
    }

    /// A long value, which is never cached.
    pub(super) fn long(&self, cut: Cut, blocks: Blocks) -> Result<Bytes, Miss> {
        if blocks == Blocks::Cached {
            return Err(Miss::Cold);
        }
        fail::wait_before_reading();
        let mut whole = Vec::with_capacity(PIECE * cut.count as usize);
        for nth in 0..cut.count {
            let nth =
                cut.first.checked_add(nth).ok_or_else(|| damaged("the head of a long value"))?;
            whole.extend_from_slice(&read(&self.tree, self.about.id, Part::Piece, nth)?);
        }
        if crc32fast::hash(&whole) == cut.crc {
            Ok(whole.into())
        } else {
            Err(damaged("a long value does not match its checksum").into())
        }
    }
}

fn unpacked(block: &[u8]) -> Result<Cow<'_, [u8]>, EngineError> {
    unpack(block, PIECE).ok_or_else(|| damaged("a block is not what was packed"))
}

fn read(tree: &sled::Tree, run: u32, part: Part, nth: u32) -> Result<Bytes, EngineError> {
    let key = part_key(part, nth);
    let value = guarded("reading", || tree.get(key))?
        .ok_or_else(|| damaged("a part of a run is missing"))?;
    checked(&named(run, key), &value).map(Bytes::copy_from_slice)
}

fn write(
    tree: &sled::Tree,
    run: u32,
    part: Part,
    nth: u32,
    body: &[u8],
) -> Result<(), EngineError> {
    let key = part_key(part, nth);
    let value = with_checksum(&named(run, key), body);
    guarded("writing", || tree.insert(key, value).map(drop))
}

/// Puts a run together from records in key order.
pub(super) struct Writer {
    id: u32,
    level: u8,
    tree: sled::Tree,
    /// In which the index library keeps all trees.
    file: Arc<File>,
    sync: PacedSync,
    block: Vec<u8>,
    packer: Packer,
    block_index: BlockIndex,
    filter: Filter,
    pieces: u32,
    records: u64,
    cache: Arc<BlockCache>,
}

impl Writer {
    /// Begins a run of about this many records.
    pub(super) fn new(
        db: &sled::Db,
        file: Arc<File>,
        id: u32,
        level: u8,
        records: usize,
        cache: Arc<BlockCache>,
    ) -> Result<Self, EngineError> {
        let tree = guarded("beginning a run of", || db.open_tree(tree_name(id)))?;
        let (block, block_index) = (Vec::with_capacity(PIECE), BlockIndex::default());
        let filter = Filter::for_keys(records);
        let (sync, packer) = (PacedSync::default(), Packer::default());
        Ok(Self {
            id,
            level,
            tree,
            file,
            sync,
            block,
            packer,
            block_index,
            filter,
            pieces: 0,
            records: 0,
            cache,
        })
    }

    /// Adds a record; `None` says that it was deleted.
    pub(super) fn add(&mut self, key: &[u8], value: Option<&Bytes>) -> Result<(), EngineError> {
        let stored = match value {
            None => Stored::Deleted,
            Some(value) if value.len() <= SHORT => Stored::Whole(value.clone()),
            Some(value) => self.cut(value)?,
        };
        if self.block.is_empty() || !block::fits(&self.block, key, &stored) {
            self.close_block()?;
            self.block_index.begin(key);
        }
        block::add(&mut self.block, key, &stored);
        self.block_index.reach(key);
        self.filter.add(hash(key));
        self.records += 1;
        Ok(())
    }

    fn cut(&mut self, value: &[u8]) -> Result<Stored, EngineError> {
        let first = self.pieces;
        self.pieces += self.write_all(Part::Piece, first, value)?;
        let crc = crc32fast::hash(value);
        Ok(Stored::Cut(Cut { first, count: self.pieces - first, crc }))
    }

    /// Writes something down in pieces; returns how many.
    fn write_all(&self, part: Part, first: u32, bytes: &[u8]) -> Result<u32, EngineError> {
        let mut written = 0;
        for piece in bytes.chunks(PIECE) {
            self.write(part, first + written, piece)?;
            written += 1;
        }
        Ok(written)
    }

    fn write(&self, part: Part, nth: u32, body: &[u8]) -> Result<(), EngineError> {
        write(&self.tree, self.id, part, nth, body)
    }

    fn close_block(&mut self) -> Result<(), EngineError> {
        if let Some(nth) = self.block_index.len().checked_sub(1) {
            let nth = u32::try_from(nth).expect("blocks are counted in 32 bits");
            let packed = self.packer.pack(&self.block);
            write(&self.tree, self.id, Part::Block, nth, packed)?;
            self.sync.wrote(packed.len(), &self.file).map_err(|e| unsynced(&e))?;
            self.block.clear();
        }
        Ok(())
    }

    /// The run, readable but not yet durable; `None` when nothing was added.
    pub(super) fn finish(mut self) -> Result<Option<Run>, EngineError> {
        if self.records == 0 {
            return Ok(None);
        }
        self.close_block()?;
        let about = About {
            id: self.id,
            level: self.level,
            blocks: u32::try_from(self.block_index.len()).expect("blocks are counted in 32 bits"),
            records: self.records,
            block_index: self.write_all(Part::BlockIndex, 0, &self.block_index.to_bytes())?,
            filters: self.write_all(Part::Filter, 0, &self.filter.to_bytes())?,
        };
        let Self { tree, block_index, filter, cache, .. } = self;
        Ok(Some(Run { about, tree, block_index, filter, cache }))
    }
}
