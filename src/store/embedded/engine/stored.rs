//! What do a key and a value look like inside the index, and is this one what was written?

use bytes::BufMut;

use super::error::EngineError;

/// Key spaces inside the one tree.
pub(super) const RECORD: u8 = 0;
pub(super) const PART: u8 = 1;
pub(super) const META: u8 = 2;
/// Value kinds.
pub(super) const WHOLE: u8 = 0;
pub(super) const CUT: u8 = 1;

pub(super) fn damaged(what: impl Into<String>) -> EngineError {
    EngineError::IndexDamaged(what.into())
}

pub(super) fn record_key(key: &[u8]) -> Vec<u8> {
    let mut record = Vec::with_capacity(key.len() + 1);
    record.push(RECORD);
    record.extend_from_slice(key);
    record
}

/// The part number has a fixed length, so no two keys share a part key.
pub(super) fn part_key(key: &[u8], nth: u32) -> Vec<u8> {
    let mut part = Vec::with_capacity(key.len() + 5);
    part.push(PART);
    part.extend_from_slice(key);
    part.put_u32(nth);
    part
}

fn checksum(key: &[u8], body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&(key.len() as u64).to_be_bytes());
    crc.update(key);
    crc.update(body);
    crc.finalize()
}

pub(super) fn tagged(key: &[u8], kind: u8, body: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(body.len() + 5);
    value.put_u32(0);
    value.push(kind);
    value.extend_from_slice(body);
    let crc = checksum(key, &value[4..]);
    value[..4].copy_from_slice(&crc.to_be_bytes());
    value
}

pub(super) fn with_checksum(key: &[u8], body: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(body.len() + 4);
    value.put_u32(checksum(key, body));
    value.extend_from_slice(body);
    value
}

pub(super) fn checked<'a>(key: &[u8], value: &'a [u8]) -> Result<&'a [u8], EngineError> {
    let (crc, body) =
        value.split_first_chunk::<4>().ok_or_else(|| damaged("a record is cut short"))?;
    if u32::from_be_bytes(*crc) == checksum(key, body) {
        Ok(body)
    } else {
        Err(damaged("a record does not match its checksum"))
    }
}
