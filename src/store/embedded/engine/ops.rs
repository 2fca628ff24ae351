//! Which operations does a request add, and how are they written down?

use std::collections::BTreeMap;
use std::ops::Range;

use bytes::Bytes;

/// Longest key, in bytes: a leaf of the index holds sixteen of them beside its values.
pub const MAX_KEY: usize = 512;
/// Longest value or log entry, in bytes.
pub const MAX_VALUE: usize = 8 * 1024 * 1024;
/// What a key costs in memory beside its own bytes; measured roughly, used for the bound only.
const OVERHEAD: usize = 160;

/// The last write per key; `None` is a deletion.
pub(super) type Map = BTreeMap<Bytes, Option<Bytes>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Op<B> {
    Put(B, B),
    Delete(B),
    Log(B),
}

/// The operations that one request adds to its batch, written down as the journal takes them: in one piece of memory, of
/// which the layers keep slices.
#[derive(Debug, Default)]
pub struct Ops {
    encoded: Vec<u8>,
    count: usize,
    changes_records: bool,
    pub(super) refused: Option<String>,
}

/// A place in the operations where something is filled in later, see [`Ops::fill`].
#[derive(Debug, Clone, Copy)]
pub struct Place(usize);

const PUT: u8 = 1;
const DELETE: u8 = 2;
const LOG: u8 = 3;
/// `kind 1 | key length 2 | value length 4 | key | value`
const HEAD: usize = 7;

impl Ops {
    /// The key has this value from now on.
    pub fn put(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let (key, value) = (key.as_ref(), value.as_ref());
        self.put_with(|out| out.extend_from_slice(key), |out| out.extend_from_slice(value));
    }

    /// As [`Self::put`] for a key and a value that are written, not copied. Returns where the value begins.
    pub fn put_with(
        &mut self,
        key: impl FnOnce(&mut Vec<u8>),
        value: impl FnOnce(&mut Vec<u8>),
    ) -> Place {
        self.changes_records = true;
        self.add(PUT, key, value)
    }

    /// The key has no value from now on; a key without one stays as it is.
    pub fn delete(&mut self, key: impl AsRef<[u8]>) {
        self.changes_records = true;
        self.add(DELETE, |out| out.extend_from_slice(key.as_ref()), |_| {});
    }

    /// Appends an entry to the audit log; the engine numbers it.
    pub fn log(&mut self, entry: impl AsRef<[u8]>) {
        self.log_with(|out| out.extend_from_slice(entry.as_ref()));
    }

    /// As [`Self::log`] for an entry that is written, not copied.
    pub fn log_with(&mut self, entry: impl FnOnce(&mut Vec<u8>)) {
        self.add(LOG, |_| {}, entry);
    }

    /// Writes over what stands `offset` bytes behind a place, or before it.
    ///
    /// # Panics
    /// That is outside of the operations.
    pub fn fill(&mut self, place: Place, offset: isize, bytes: &[u8]) {
        let at = place.0.checked_add_signed(offset).expect("a place in these operations");
        self.encoded[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// Memory for so many more bytes of operations.
    pub fn reserve(&mut self, bytes: usize) {
        self.encoded.reserve_exact(bytes);
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.encoded.is_empty()
    }

    /// Whether anything but the audit log changes.
    pub(super) fn changes_records(&self) -> bool {
        self.changes_records
    }

    /// Memory that they take once they are in a layer, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.encoded.len() + self.count * (OVERHEAD - HEAD)
    }

    /// As the journal takes them.
    pub(super) fn into_encoded(self) -> Bytes {
        self.encoded.into()
    }

    fn add(
        &mut self,
        kind: u8,
        key: impl FnOnce(&mut Vec<u8>),
        value: impl FnOnce(&mut Vec<u8>),
    ) -> Place {
        let begin = self.encoded.len();
        self.encoded.extend_from_slice(&[kind, 0, 0, 0, 0, 0, 0]);
        key(&mut self.encoded);
        let middle = self.encoded.len();
        value(&mut self.encoded);
        let (key, value) = (middle - begin - HEAD, self.encoded.len() - middle);
        match (u16::try_from(key), u32::try_from(value)) {
            (Ok(short), Ok(long)) if key <= MAX_KEY && value <= MAX_VALUE => {
                self.encoded[begin + 1..begin + 3].copy_from_slice(&short.to_be_bytes());
                self.encoded[begin + 3..begin + HEAD].copy_from_slice(&long.to_be_bytes());
                self.count += 1;
            }
            _ => {
                self.refused = Some(format!(
                    "a record has a key of {key} bytes and a value of {value} bytes; the store takes {MAX_KEY} and {MAX_VALUE}"
                ));
            }
        }
        Place(middle)
    }
}

/// Reads operations back, which share the memory of what they are read from. `None` when it holds something else.
pub(super) fn read(encoded: &Bytes) -> Option<Vec<Op<Bytes>>> {
    parse(encoded, |range| encoded.slice(range))
}

fn parse<B>(encoded: &[u8], part: impl Fn(Range<usize>) -> B) -> Option<Vec<Op<B>>> {
    let mut ops = Vec::new();
    let mut at = 0;
    while at < encoded.len() {
        let head = encoded.get(at..)?.first_chunk::<HEAD>()?;
        let key_len = usize::from(u16::from_be_bytes([head[1], head[2]]));
        let value_len =
            usize::try_from(u32::from_be_bytes([head[3], head[4], head[5], head[6]])).ok()?;
        let middle = at + HEAD + key_len;
        let end = middle.checked_add(value_len).filter(|end| *end <= encoded.len())?;
        let key = || part(at + HEAD..middle);
        let value = || part(middle..end);
        ops.push(match head[0] {
            PUT => Op::Put(key(), value()),
            DELETE => Op::Delete(key()),
            LOG => Op::Log(value()),
            _ => return None,
        });
        at = end;
    }
    Some(ops)
}

/// Reads the payload of a frame: the number of its first log entry and its operations. `None` when it is none.
pub(super) fn decode(payload: &[u8]) -> Option<(u64, Vec<Op<&[u8]>>)> {
    let (first_log, rest) = payload.split_first_chunk::<8>()?;
    let ops = parse(rest, |range| &rest[range])?;
    Some((u64::from_be_bytes(*first_log), ops))
}
