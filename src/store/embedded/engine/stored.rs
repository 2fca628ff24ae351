//! What does a value look like inside the index, and is this one what was written?

use bytes::BufMut;

use super::error::EngineError;

pub(super) fn damaged(what: impl Into<String>) -> EngineError {
    EngineError::IndexDamaged(what.into())
}

fn checksum(key: &[u8], body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&(key.len() as u64).to_be_bytes());
    crc.update(key);
    crc.update(body);
    crc.finalize()
}

/// The checksum covers the key too, so that a value under another key is noticed.
pub(super) fn with_checksum(key: &[u8], body: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(body.len() + 4);
    value.put_u32(checksum(key, body));
    value.extend_from_slice(body);
    value
}

pub(super) fn checked<'a>(key: &[u8], value: &'a [u8]) -> Result<&'a [u8], EngineError> {
    let (crc, body) =
        value.split_first_chunk::<4>().ok_or_else(|| damaged("a value is cut short"))?;
    if u32::from_be_bytes(*crc) == checksum(key, body) {
        Ok(body)
    } else {
        Err(damaged("a value does not match its checksum"))
    }
}
