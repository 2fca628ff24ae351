//! What does a block look like?
//!
//! Some records in key order, one after the other: `key length 2 | kind 1 | body length 4 | key | body`. A block,
//! packed, is one value of the index library, small enough that sixteen of them stay far below the size from which sled
//! uses blob files.

use bytes::{BufMut, Bytes};

use super::error::EngineError;
use super::stored::damaged;

/// Longest value of the index library, in bytes, without its checksum and the head of a packed block.
pub(super) const PIECE: usize = 4000;
/// A longer record value is kept beside the blocks, in bytes.
pub(super) const SHORT: usize = 1500;

const HEAD: usize = 7;
const DELETED: u8 = 0;
const WHOLE: u8 = 1;
const CUT: u8 = 2;

/// What a run says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stored {
    /// It was deleted; older runs may still have it.
    Deleted,
    Whole(Bytes),
    /// The value is in pieces beside the blocks.
    Cut(Cut),
}

/// Where a long value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// Number of its first piece.
    pub(super) first: u32,
    /// How many pieces.
    pub(super) count: u32,
    /// Checksum of the whole.
    pub(super) crc: u32,
}

/// Whether a record still fits behind what a block holds already.
pub(super) fn fits(block: &[u8], key: &[u8], value: &Stored) -> bool {
    let body = match value {
        Stored::Deleted => 0,
        Stored::Whole(value) => value.len(),
        Stored::Cut(_) => 12,
    };
    block.len() + HEAD + key.len() + body <= PIECE
}

/// Adds a record to the end of a block.
pub(super) fn add(block: &mut Vec<u8>, key: &[u8], value: &Stored) {
    block.put_u16(u16::try_from(key.len()).expect("keys are at most MAX_KEY long"));
    let mut cut = Vec::new();
    let (kind, body): (u8, &[u8]) = match value {
        Stored::Deleted => (DELETED, &[]),
        Stored::Whole(value) => (WHOLE, value),
        Stored::Cut(Cut { first, count, crc }) => {
            [first, count, crc].iter().for_each(|n| cut.put_u32(**n));
            (CUT, &cut)
        }
    };
    block.put_u8(kind);
    block.put_u32(u32::try_from(body.len()).expect("a body is shorter than a block"));
    block.extend_from_slice(key);
    block.extend_from_slice(body);
}

/// The next record of a block as it lies there: key, kind and body, and what follows.
type Parsed<'a> = (&'a [u8], u8, &'a [u8], &'a [u8]);

fn next(block: &[u8]) -> Option<Parsed<'_>> {
    let (head, rest) = block.split_first_chunk::<HEAD>()?;
    let key = usize::from(u16::from_be_bytes([head[0], head[1]]));
    let body = u32::from_be_bytes([head[3], head[4], head[5], head[6]]) as usize;
    let (key, rest) = rest.split_at_checked(key)?;
    let (body, rest) = rest.split_at_checked(body)?;
    Some((key, head[2], body, rest))
}

fn stored(kind: u8, body: Bytes) -> Result<Stored, EngineError> {
    let number =
        |at: usize| u32::from_be_bytes([body[at], body[at + 1], body[at + 2], body[at + 3]]);
    match (kind, body.len()) {
        (DELETED, 0) => Ok(Stored::Deleted),
        (WHOLE, _) => Ok(Stored::Whole(body)),
        (CUT, 12) => Ok(Stored::Cut(Cut { first: number(0), count: number(4), crc: number(8) })),
        _ => Err(damaged("a record of no known kind")),
    }
}

/// What the block says of a key, sharing its memory; `None` when it does not have it.
pub(super) fn find(block: &Bytes, key: &[u8]) -> Result<Option<Stored>, EngineError> {
    let mut left = &block[..];
    while !left.is_empty() {
        let (found, kind, body, rest) =
            next(left).ok_or_else(|| damaged("a block is cut short"))?;
        if found == key {
            return stored(kind, block.slice_ref(body)).map(Some);
        }
        if found > key {
            return Ok(None);
        }
        left = rest;
    }
    Ok(None)
}

/// A value of the block whose key begins with this letter, sharing its memory; which one, says `nth`.
pub(super) fn another(block: &Bytes, letter: u8, nth: u64) -> Result<Option<Bytes>, EngineError> {
    let from = nth.checked_rem(block.len() as u64).and_then(|from| usize::try_from(from).ok());
    let (mut found, mut left) = (None, &block[..]);
    while !left.is_empty() && (found.is_none() || Some(block.len() - left.len()) < from) {
        let (key, kind, body, rest) = next(left).ok_or_else(|| damaged("a block is cut short"))?;
        if kind == WHOLE && key.first() == Some(&letter) {
            found = Some(body);
        }
        left = rest;
    }
    Ok(found.map(|body| block.slice_ref(body)))
}

/// All records of a block; they share its memory.
pub(super) fn records(block: &Bytes) -> Result<Vec<(Bytes, Stored)>, EngineError> {
    let (mut found, mut left) = (Vec::with_capacity(32), &block[..]);
    while !left.is_empty() {
        let (key, kind, body, rest) = next(left).ok_or_else(|| damaged("a block is cut short"))?;
        found.push((block.slice_ref(key), stored(kind, block.slice_ref(body))?));
        left = rest;
    }
    Ok(found)
}
