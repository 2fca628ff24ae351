//! What does a reader see? The changes that the index has not taken yet, over the index.
//!
//! Committed changes go into the *active* layer. The drain thread freezes it, moves it into the index and drops it. A read
//! holds the lock shared for its whole length, so it sees one moment.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::error::EngineError;
use super::filter::{Filter, hash};
use super::index::Index;
use super::journal::End;
use super::ops::Map;
use super::recent::Recent;

/// A layer has about so many keys when it is taken over.
const KEYS: usize = 1 << 17;

/// Changes of some batches, coalesced per key.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) map: Map,
    /// Knows the keys of the map.
    pub(super) filter: Filter,
    pub(super) log: Vec<(u64, Bytes)>,
    /// Where the journal stood after the newest of them.
    pub(super) end: End,
    /// Memory they take, roughly; keys that were written twice count twice.
    pub(super) bytes: usize,
    /// Whether one of them replaced another: the journal holds bytes that no reader sees.
    pub(super) superseded: bool,
}

impl Layer {
    pub(super) fn empty(end: End) -> Self {
        let (map, filter) = (BTreeMap::new(), Filter::for_keys(KEYS));
        Self { map, filter, log: Vec::new(), end, bytes: 0, superseded: false }
    }
}

/// Everything a read looks at.
pub(super) struct Layers {
    pub(super) active: Layer,
    pub(super) frozen: Option<Arc<Layer>>,
    /// `None` once the engine is closed.
    pub(super) index: Option<Arc<Index>>,
    /// What the index answered since it last took changes over.
    pub(super) recent: Recent,
}

impl Layers {
    /// `above` is looked at first: the changes of a batch that is still being put together.
    pub(super) fn get(
        &self,
        above: Option<&Map>,
        key: &[u8],
    ) -> Result<Option<Bytes>, EngineError> {
        if let Some(value) = above.and_then(|map| map.get(key)) {
            return Ok(value.clone());
        }
        let index = self.index.as_ref().ok_or(EngineError::Closed)?;
        let hash = hash(key);
        for layer in [&self.active].into_iter().chain(self.frozen.as_deref()) {
            if layer.filter.may_have(hash)
                && let Some(value) = layer.map.get(key)
            {
                return Ok(value.clone());
            }
        }
        if !index.may_have(key, hash) {
            return Ok(None);
        }
        if let Some(answer) = self.recent.get(key) {
            return Ok(answer);
        }
        let answer = index.get(key, hash)?;
        self.recent.put(key, answer.as_ref());
        Ok(answer)
    }

    /// Up to `limit` records within bounds, in key order or backwards.
    pub(super) fn scan(
        &self,
        above: Option<&Map>,
        scan: &Scan<'_>,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        let Scan { from, to, limit, reverse } = *scan;
        let mut found = Vec::new();
        if limit == 0 || is_empty(from, to) {
            return Ok(found);
        }
        let maps = above
            .into_iter()
            .chain([&self.active.map])
            .chain(self.frozen.as_deref().map(|layer| &layer.map));
        let mut heads: Vec<Head<'_>> = maps.map(|map| Head::new(map, from, to, reverse)).collect();
        let index = self.index.as_deref().ok_or(EngineError::Closed)?;
        let mut stored = index.range(from, to, reverse);
        let mut below = stored.next().transpose()?;
        while found.len() < limit {
            let keys = heads
                .iter()
                .filter_map(|head| head.next.map(|(key, _)| key))
                .chain(below.as_ref().map(|(key, _)| key));
            let Some(key) = (if reverse { keys.max() } else { keys.min() }).cloned() else { break };
            let mut newest: Option<Option<Bytes>> = None;
            for head in &mut heads {
                if let Some((_, value)) = head.next.filter(|(k, _)| **k == key) {
                    newest.get_or_insert_with(|| value.clone());
                    head.advance();
                }
            }
            if let Some((_, value)) = below.take_if(|(k, _)| *k == key) {
                newest.get_or_insert(Some(value));
                below = stored.next().transpose()?;
            }
            if let Some(Some(value)) = newest {
                found.push((key, value));
            }
        }
        Ok(found)
    }
}

/// Bounds of a scan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) from: Bound<&'a [u8]>,
    pub(super) to: Bound<&'a [u8]>,
    pub(super) limit: usize,
    pub(super) reverse: bool,
}

/// Bounds between which no key lies; the ordered maps of the standard library panic on some of them.
fn is_empty(from: Bound<&[u8]>, to: Bound<&[u8]>) -> bool {
    match (from, to) {
        (Bound::Included(a), Bound::Included(b)) => a > b,
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            a >= b
        }
        _ => false,
    }
}

struct Head<'a> {
    rest: Box<dyn Iterator<Item = (&'a Bytes, &'a Option<Bytes>)> + 'a>,
    next: Option<(&'a Bytes, &'a Option<Bytes>)>,
}

impl<'a> Head<'a> {
    fn new(map: &'a Map, from: Bound<&[u8]>, to: Bound<&[u8]>, reverse: bool) -> Self {
        let range = map.range::<[u8], _>((from, to));
        let mut rest: Box<dyn Iterator<Item = _>> =
            if reverse { Box::new(range.rev()) } else { Box::new(range) };
        let next = rest.next();
        Self { rest, next }
    }

    fn advance(&mut self) {
        self.next = self.rest.next();
    }
}

/// The first key behind every key that begins with `prefix`.
pub(super) fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let keep = prefix.iter().rposition(|b| *b != u8::MAX)?;
    let mut end = prefix[..=keep].to_vec();
    end[keep] += 1;
    Some(end)
}
