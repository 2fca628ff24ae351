//! What do several runs say together?
//!
//! They are walked through side by side in key order, or backwards; of those that know a key, the newest is believed.

use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;

use super::block::Stored;
use super::block_cache::Blocks;
use super::error::Miss;
use super::run::Run;

/// A way through one run.
struct Cursor {
    run: Arc<Run>,
    /// The block that is read next; `None` at the end.
    next_block: Option<u32>,
    /// What is left of the block that was read, its next record at the end.
    left: Vec<(Bytes, Stored)>,
    blocks: Blocks,
}

/// A way through some runs between two bounds.
pub(super) struct Merge {
    /// The newest run first.
    cursors: Vec<Cursor>,
    from: Bound<Vec<u8>>,
    to: Bound<Vec<u8>>,
    reverse: bool,
    blocks: Blocks,
}

fn after_start(from: &Bound<Vec<u8>>, key: &[u8]) -> bool {
    match from {
        Bound::Unbounded => true,
        Bound::Included(from) => key >= from.as_slice(),
        Bound::Excluded(from) => key > from.as_slice(),
    }
}

fn before_end(to: &Bound<Vec<u8>>, key: &[u8]) -> bool {
    match to {
        Bound::Unbounded => true,
        Bound::Included(to) => key <= to.as_slice(),
        Bound::Excluded(to) => key < to.as_slice(),
    }
}

impl Cursor {
    fn new(
        run: Arc<Run>,
        from: &Bound<Vec<u8>>,
        to: &Bound<Vec<u8>>,
        reverse: bool,
        blocks: Blocks,
    ) -> Self {
        let start = if reverse { to } else { from };
        let first = match (start, reverse) {
            (Bound::Unbounded, false) => Some(0),
            (Bound::Unbounded, true) => run.about.blocks.checked_sub(1),
            (Bound::Included(key) | Bound::Excluded(key), false) => {
                Some(run.not_after(key).saturating_sub(1))
            }
            (Bound::Included(key) | Bound::Excluded(key), true) => {
                run.not_after(key).checked_sub(1)
            }
        };
        Self { run, next_block: first, left: Vec::new(), blocks }
    }

    /// The next record within the bounds, which stays where it is.
    fn peek(
        &mut self,
        from: &Bound<Vec<u8>>,
        to: &Bound<Vec<u8>>,
        reverse: bool,
    ) -> Result<Option<&Bytes>, Miss> {
        while self.left.is_empty() {
            let Some(nth) = self.next_block else { return Ok(None) };
            let Some(mut records) = self.run.block(nth, self.blocks)? else {
                self.next_block = None;
                return Ok(None);
            };
            records.retain(|(key, _)| after_start(from, key));
            let before = records.len();
            records.retain(|(key, _)| before_end(to, key));
            let past_end = !reverse && records.len() < before;
            if !reverse {
                records.reverse();
            }
            self.left = records;
            self.next_block = match reverse {
                _ if past_end => None,
                true => nth.checked_sub(1).filter(|_| self.begins_before(from, nth)),
                false => nth.checked_add(1),
            };
        }
        Ok(self.left.last().map(|(key, _)| key))
    }

    /// Whether blocks before this one can hold a key within the bound.
    fn begins_before(&self, from: &Bound<Vec<u8>>, nth: u32) -> bool {
        match from {
            Bound::Unbounded => true,
            Bound::Included(key) | Bound::Excluded(key) => self.run.not_after(key) <= nth,
        }
    }
}

impl Merge {
    /// Through these runs, the newest first.
    pub(super) fn new(
        runs: &[Arc<Run>],
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        reverse: bool,
        blocks: Blocks,
    ) -> Self {
        let (from, to) = (from.map(<[u8]>::to_vec), to.map(<[u8]>::to_vec));
        let cursor = |run: &Arc<Run>| Cursor::new(Arc::clone(run), &from, &to, reverse, blocks);
        let cursors = runs.iter().map(cursor).collect();
        Self { cursors, from, to, reverse, blocks }
    }

    /// The next key and its value; without one it was deleted.
    pub(super) fn next(&mut self) -> Result<Option<(Bytes, Option<Bytes>)>, Miss> {
        let Self { cursors, from, to, reverse, blocks } = self;
        let mut best: Option<(usize, Bytes)> = None;
        for (nth, cursor) in cursors.iter_mut().enumerate() {
            let Some(key) = cursor.peek(from, to, *reverse)? else { continue };
            let better = match &best {
                None => true,
                Some((_, other)) if *reverse => key > other,
                Some((_, other)) => key < other,
            };
            if better {
                best = Some((nth, key.clone()));
            }
        }
        let Some((newest, key)) = best else { return Ok(None) };
        let mut found = None;
        for cursor in &mut cursors[newest..] {
            let here = cursor.left.pop_if(|(other, _)| *other == key);
            if found.is_none() {
                found = here.map(|(_, stored)| (Arc::clone(&cursor.run), stored));
            }
        }
        let value = match found {
            None | Some((_, Stored::Deleted)) => None,
            Some((_, Stored::Whole(value))) => Some(value),
            Some((run, Stored::Cut(cut))) => Some(run.long(cut, *blocks)?),
        };
        Ok(Some((key, value)))
    }
}

/// The records that were not deleted.
pub(super) struct Range(pub(super) Merge);

impl Iterator for Range {
    type Item = Result<(Bytes, Bytes), Miss>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next() {
                Ok(None) => return None,
                Ok(Some((_, None))) => {}
                Ok(Some((key, Some(value)))) => return Some(Ok((key, value))),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}
