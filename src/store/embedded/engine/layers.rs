//! What does a reader see? The changes that the index has not taken yet, over the index.
//!
//! Committed changes go into the *active* layer. The drain thread freezes it, moves it into the index and drops it. A read
//! takes what it needs of the layers, and the index as it is then, under one lock: so it sees one moment.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::filter::Filter;
use super::index::Index;
use super::journal::End;
use super::ops::Map;

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
    /// Moves on when the index has taken something over, see [`super::seen`].
    pub(super) state: u64,
}

/// A key that the index has not taken yet, with its value; without one it was deleted.
pub(super) type Changed = (Bytes, Option<Bytes>);

impl Layers {
    /// What memory says of a key: nothing, or its value. `above` is looked at first: the changes of a batch that is still
    /// being put together.
    pub(super) fn changed(
        &self,
        above: Option<&Map>,
        key: &[u8],
        hash: u64,
    ) -> Option<Option<Bytes>> {
        if let Some(value) = above.and_then(|map| map.get(key)) {
            return Some(value.clone());
        }
        let mut layers = [&self.active].into_iter().chain(self.frozen.as_deref());
        layers.find_map(|layer| {
            layer.filter.may_have(hash).then(|| layer.map.get(key).cloned()).flatten()
        })
    }

    /// What memory says between two bounds, in the order of the scan: as much as the scan can need, which is as many keys
    /// with a value as it returns at most, and those that were deleted before them.
    pub(super) fn changed_between(&self, above: Option<&Map>, scan: &Scan<'_>) -> Vec<Changed> {
        let Scan { from, to, limit, reverse } = *scan;
        let maps = above
            .into_iter()
            .chain([&self.active.map])
            .chain(self.frozen.as_deref().map(|layer| &layer.map));
        let mut heads: Vec<Head<'_>> = maps.map(|map| Head::new(map, from, to, reverse)).collect();
        let (mut found, mut live) = (Vec::new(), 0);
        while live < limit {
            let keys = heads.iter().filter_map(|head| head.next.map(|(key, _)| key));
            let Some(key) = (if reverse { keys.max() } else { keys.min() }).cloned() else { break };
            let mut newest: Option<Option<Bytes>> = None;
            for head in &mut heads {
                if let Some((_, value)) = head.next.filter(|(k, _)| **k == key) {
                    newest.get_or_insert_with(|| value.clone());
                    head.advance();
                }
            }
            let value = newest.flatten();
            live += usize::from(value.is_some());
            found.push((key, value));
        }
        found
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

impl Scan<'_> {
    /// Nothing can be found; the ordered maps of the standard library panic on some such bounds.
    pub(super) fn is_empty(&self) -> bool {
        let apart = match (self.from, self.to) {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                a >= b
            }
            _ => false,
        };
        apart || self.limit == 0
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
