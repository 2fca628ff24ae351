//! Where do the audit chains of several brokers stand, when their database became a directory? One of
//! them goes on in the log of the directory; the others stand here as they were, entry by entry.

use std::ops::Bound;

use crate::store::{
    audit_chain::{Head, Sealed},
    audit_marks,
};

use super::engine::Reader;

/// First byte of the keys of their entries: name, NUL, position.
pub(super) const TAG: u8 = b'A';

/// The key of an entry.
#[must_use]
pub(super) fn key(chain: &str, position: u64) -> Vec<u8> {
    [&[TAG], chain.as_bytes(), &[0], &position.to_be_bytes()].concat()
}

/// Reads an entry, kept or in the log.
///
/// # Errors
/// It is none.
pub(super) fn read(bytes: &[u8]) -> Result<Sealed, String> {
    postcard::from_bytes(bytes).map_err(|_| "an audit entry cannot be read".to_owned())
}

/// The marks by which an entry of the log is found again; none when it cannot be read.
#[must_use]
pub(super) fn marks(bytes: &[u8]) -> Vec<u64> {
    read(bytes).map_or_else(|_| Vec::new(), |sealed| audit_marks::of_sealed(&sealed))
}

/// The kept chains and their ends, in the order of their names.
///
/// # Errors
/// The store is failing, or an entry cannot be read.
pub(super) fn chains(reader: &Reader) -> Result<Vec<(String, Head)>, String> {
    let mut chains = Vec::new();
    let mut from = vec![TAG];
    loop {
        let bounds = (Bound::Included(from.as_slice()), Bound::Excluded(&[TAG + 1][..]));
        let first = reader.scan(bounds.0, bounds.1, 1, false).map_err(|error| error.to_string())?;
        let Some((first, _)) = first.first() else { return Ok(chains) };
        let name = first[1..].split(|byte| *byte == 0).next().unwrap_or_default();
        let name = String::from_utf8(name.to_vec()).map_err(|error| error.to_string())?;
        let (low, high) = (key(&name, 0), key(&name, u64::MAX));
        let bounds = (Bound::Included(low.as_slice()), Bound::Included(high.as_slice()));
        let end = reader.scan(bounds.0, bounds.1, 1, true).map_err(|error| error.to_string())?;
        let (_, bytes) = end.first().ok_or("an audit chain has no end")?;
        let Sealed { position, hash, .. } = read(bytes)?;
        chains.push((name, Head { position, hash }));
        from = [&high[..], &[0]].concat();
    }
}

/// Entries of a kept chain after a position, in order.
///
/// # Errors
/// As [`chains`].
pub(super) fn entries(
    reader: &Reader,
    chain: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<Sealed>, String> {
    let (low, high) = (key(chain, after), key(chain, u64::MAX));
    let bounds = (Bound::Excluded(low.as_slice()), Bound::Included(high.as_slice()));
    let found = reader.scan(bounds.0, bounds.1, limit, false).map_err(|error| error.to_string())?;
    found.iter().map(|(_, bytes)| read(bytes)).collect()
}
