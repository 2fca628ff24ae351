//! Which operations does a request add, and how are they written down?

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};

/// Longest key, in bytes: a leaf of the index holds sixteen of them beside its values.
pub const MAX_KEY: usize = 512;
/// Longest value or log entry, in bytes.
pub const MAX_VALUE: usize = 8 * 1024 * 1024;
/// What a key costs in memory beside its own bytes; measured roughly, used for the bound only.
const OVERHEAD: usize = 160;

/// The last write per key; `None` is a deletion.
pub(super) type Map = BTreeMap<Bytes, Option<Bytes>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op {
    Put(Bytes, Bytes),
    Delete(Bytes),
    Log(Bytes),
}

/// The operations that one request adds to its batch.
#[derive(Debug, Default)]
pub struct Ops {
    pub(super) list: Vec<Op>,
    pub(super) bytes: usize,
    pub(super) refused: Option<String>,
}

impl Ops {
    /// The key has this value from now on.
    pub fn put(&mut self, key: impl Into<Bytes>, value: impl Into<Bytes>) {
        let (key, value) = (key.into(), value.into());
        if self.fits(&key, value.len()) {
            self.list.push(Op::Put(key, value));
        }
    }

    /// The key has no value from now on; a key without one stays as it is.
    pub fn delete(&mut self, key: impl Into<Bytes>) {
        let key = key.into();
        if self.fits(&key, 0) {
            self.list.push(Op::Delete(key));
        }
    }

    /// Appends an entry to the audit log; the engine numbers it.
    pub fn log(&mut self, entry: impl Into<Bytes>) {
        let entry = entry.into();
        if self.fits(&[], entry.len()) {
            self.list.push(Op::Log(entry));
        }
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether anything but the audit log changes.
    pub(super) fn changes_records(&self) -> bool {
        self.list.iter().any(|op| !matches!(op, Op::Log(_)))
    }

    fn fits(&mut self, key: &[u8], value: usize) -> bool {
        let fits = key.len() <= MAX_KEY && value <= MAX_VALUE;
        if !fits {
            self.refused = Some(format!(
                "a record has a key of {} bytes and a value of {value} bytes; the store takes {MAX_KEY} and {MAX_VALUE}",
                key.len()
            ));
        }
        self.bytes += key.len() + value + OVERHEAD;
        fits
    }
}

/// Writes an operation down. The payload of a frame is the number of its first log entry, then its operations.
pub(super) fn encode(op: &Op, out: &mut Vec<u8>) {
    let (kind, key, value): (u8, &[u8], &[u8]) = match op {
        Op::Put(key, value) => (1, key, value),
        Op::Delete(key) => (2, key, &[]),
        Op::Log(entry) => (3, &[], entry),
    };
    out.put_u8(kind);
    out.put_u16(u16::try_from(key.len()).expect("keys are at most MAX_KEY long: Ops::fits"));
    out.put_u32(u32::try_from(value.len()).expect("values are at most MAX_VALUE long: Ops::fits"));
    out.extend_from_slice(key);
    out.extend_from_slice(value);
}

/// Reads a payload back: the number of its first log entry and the operations. `None` when it is none.
pub(super) fn decode(payload: &[u8]) -> Option<(u64, Vec<Op>)> {
    let (first_log, mut rest) = payload.split_first_chunk::<8>()?;
    let mut ops = Vec::new();
    while !rest.is_empty() {
        let (head, body) = rest.split_first_chunk::<7>()?;
        let key_len = usize::from(u16::from_be_bytes([head[1], head[2]]));
        let value_len =
            usize::try_from(u32::from_be_bytes([head[3], head[4], head[5], head[6]])).ok()?;
        let (key, body) = body.split_at_checked(key_len)?;
        let (value, body) = body.split_at_checked(value_len)?;
        let (key, value) = (Bytes::copy_from_slice(key), Bytes::copy_from_slice(value));
        ops.push(match head[0] {
            1 => Op::Put(key, value),
            2 => Op::Delete(key),
            3 => Op::Log(value),
            _ => return None,
        });
        rest = body;
    }
    Some((u64::from_be_bytes(*first_log), ops))
}
