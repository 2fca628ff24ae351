//! What should the index hold, and does it?
//!
//! What it should hold is a checkpoint with the journal's writes over it. Both a start and every checkpoint compare the index with it,
//! so that a record which the index lost silently is noticed while the journal still has it.

use std::cmp::Ordering;
use std::ops::Bound;

use bytes::Bytes;

use super::checkpoint::Export;
use super::error::{EngineError, OpenError};
use super::index::Index;
use super::journal_scan;
use super::merge::Range;
use super::ops::{Map, Op};
use super::start::Base;

/// Memory for the journal's writes at a time, in bytes. A longer journal is read several times, a range of keys each time.
const MOST: usize = 128 * 1024 * 1024;
/// What a write costs in memory beside its key and value; roughly.
const OVERHEAD: usize = 96;

/// The last write per key in the frames after a position, in key order.
struct Overlay<'a> {
    scan: &'a journal_scan::Scan,
    /// The first frame that counts.
    first: u64,
    most: usize,
    part: std::iter::Peekable<std::collections::btree_map::IntoIter<Bytes, Option<Bytes>>>,
    /// The part holds every key up to this one; `None` when it is the last part.
    upto: Option<Bytes>,
}

impl<'a> Overlay<'a> {
    fn new(scan: &'a journal_scan::Scan, position: u64, most: usize) -> Result<Self, OpenError> {
        let part = Map::new().into_iter().peekable();
        let mut overlay = Self { scan, first: position + 1, most, part, upto: None };
        overlay.read(None)?;
        Ok(overlay)
    }

    /// Reads the part behind a key: as many of the smallest keys as there is memory for.
    fn read(&mut self, after: Option<&Bytes>) -> Result<(), OpenError> {
        let (most, mut map, mut bytes, mut upto) = (self.most, Map::new(), 0, None::<Bytes>);
        let size =
            |key: &[u8], value: Option<&[u8]>| key.len() + value.map_or(0, <[u8]>::len) + OVERHEAD;
        journal_scan::replay(self.scan, self.first, |_, _, list| {
            for op in list {
                let (key, value) = match op {
                    Op::Put(key, value) => (key, Some(value)),
                    Op::Delete(key) => (key, None),
                    Op::Log(_) => continue,
                };
                let before = after.is_some_and(|after| key <= after);
                if before || upto.as_ref().is_some_and(|upto| key > upto) {
                    continue;
                }
                bytes += size(key, value);
                // With memory of its own, so that few of them do not keep a whole segment.
                let own = (Bytes::copy_from_slice(key), value.map(Bytes::copy_from_slice));
                if let Some(former) = map.insert(own.0, own.1) {
                    bytes -= size(key, former.as_deref());
                }
                while bytes > most && map.len() > 1 {
                    let (key, value) = map.pop_last().expect("there are two");
                    bytes -= size(&key, value.as_deref());
                    upto = map.last_key_value().map(|(key, _)| key.clone());
                }
            }
            Ok(())
        })?;
        (self.part, self.upto) = (map.into_iter().peekable(), upto);
        Ok(())
    }

    fn peek(&mut self) -> Result<Option<&Bytes>, OpenError> {
        while self.part.peek().is_none()
            && let Some(upto) = self.upto.take()
        {
            self.read(Some(&upto))?;
        }
        Ok(self.part.peek().map(|(key, _)| key))
    }
}

/// The records that should be there, in key order.
pub(super) struct Expected<'a> {
    export: Option<Export>,
    old: Option<(Bytes, Bytes)>,
    new: Overlay<'a>,
}

impl<'a> Expected<'a> {
    /// A checkpoint, if there is one, with the frames behind it.
    pub(super) fn new(
        base: Option<&Base>,
        id: [u8; 16],
        scan: &'a journal_scan::Scan,
    ) -> Result<Self, OpenError> {
        let from = base.map_or(0, |base| base.start.position);
        let export = base
            .map(|base| Export::open(&base.path, id))
            .transpose()
            .map_err(EngineError::Checkpoint)?;
        let new = Overlay::new(scan, from, MOST)?;
        let mut source = Self { export, old: None, new };
        source.old = source.below()?;
        Ok(source)
    }

    fn below(&mut self) -> Result<Option<(Bytes, Bytes)>, EngineError> {
        self.export.as_mut().map_or(Ok(None), Export::next).map_err(EngineError::Checkpoint)
    }

    pub(super) fn next(&mut self) -> Result<Option<(Bytes, Bytes)>, EngineError> {
        let unread = |e: OpenError| EngineError::Checkpoint(e.to_string());
        loop {
            let old_first = match (&self.old, self.new.peek().map_err(unread)?) {
                (None, None) => return Ok(None),
                (Some((key, _)), Some(newer)) => key < newer,
                (Some(_), None) => true,
                (None, Some(_)) => false,
            };
            if old_first {
                let below = self.below()?;
                return Ok(std::mem::replace(&mut self.old, below));
            }
            let Some((key, value)) = self.new.part.next() else { return Ok(None) };
            if self.old.as_ref().is_some_and(|(old, _)| *old == key) {
                self.old = self.below()?;
            }
            if let Some(value) = value {
                return Ok(Some((key, value)));
            }
        }
    }
}

/// One step through what should be there and the index, side by side.
pub(super) struct Step {
    /// The record that should be there, if this step has one.
    pub(super) expected: Option<(Bytes, Bytes)>,
    /// What is wrong, and with which key.
    pub(super) difference: Option<(Bytes, &'static str)>,
}

/// Walks through both in key order.
pub(super) struct Comparison<'a> {
    source: Expected<'a>,
    /// `None` once the index could not be read further.
    stored: Option<Range>,
    want: Option<(Bytes, Bytes)>,
    have: Option<(Bytes, Bytes)>,
    /// Records seen in the index.
    pub(super) records: u64,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(index: &Index, mut source: Expected<'a>) -> Result<Self, EngineError> {
        let mut stored = index.walk(Bound::Unbounded, Bound::Unbounded);
        let (want, have) = (source.next()?, stored.next().transpose()?);
        Ok(Self { source, stored: Some(stored), want, have, records: 0 })
    }

    /// `None` at the end of both.
    pub(super) fn step(&mut self) -> Result<Option<Step>, EngineError> {
        let order = match (&self.want, &self.have) {
            (None, None) => return Ok(None),
            (Some((want, _)), Some((have, _))) => want.cmp(have),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
        };
        let (mut expected, mut found, mut unreadable) = (None, None, false);
        if order.is_le() {
            expected = std::mem::replace(&mut self.want, self.source.next()?);
        }
        let readable = self.stored.is_some();
        if order.is_ge() {
            self.records += 1;
            let next = self.stored.as_mut().and_then(Iterator::next).transpose();
            unreadable = next.is_err();
            found = std::mem::replace(&mut self.have, next.unwrap_or_default());
        }
        if unreadable {
            self.stored = None;
            let difference = Some((Bytes::new(), "the index cannot be read to its end"));
            return Ok(Some(Step { expected, difference }));
        }
        let problem = match (&expected, &found) {
            // Said once is enough.
            (Some(_), None) if !readable => None,
            (Some((key, _)), None) => Some((key, "a record is missing from the index")),
            (None, Some((key, _))) => Some((key, "the index has a record that was deleted")),
            (Some((key, want)), Some((_, have))) if want != have => {
                Some((key, "the index has another value for a record"))
            }
            _ => None,
        };
        let difference = problem.map(|(key, what)| (key.clone(), what));
        Ok(Some(Step { expected, difference }))
    }
}

/// Compares to the end. `moving` names the keys that may differ. Returns the number of records and the first few
/// differences, without content.
pub(super) fn compare(
    index: &Index,
    source: Expected<'_>,
    moving: impl Fn(&[u8]) -> bool,
) -> Result<(u64, Vec<String>), EngineError> {
    let mut differences = Vec::new();
    let mut comparison = Comparison::new(index, source)?;
    while let Some(step) = comparison.step()? {
        if let Some((key, what)) = step.difference
            && differences.len() < 10
            && !moving(&key)
        {
            differences.push(what.to_owned());
        }
    }
    Ok((comparison.records, differences))
}

#[cfg(test)]
mod tests {
    use super::super::{journal::Journal, ops::Ops, options::Options};
    use super::*;

    #[test]
    fn a_journal_that_is_longer_than_memory_is_read_range_by_range() {
        let dir = tempfile::tempdir().unwrap();
        let genesis = [7; 32];
        let scan = |dir| journal_scan::scan(dir, [1; 16], &Options::default().progress).unwrap();
        let empty = scan(dir.path());
        let mut journal = Journal::open(dir.path(), [1; 16], &empty, genesis, 4096).unwrap();
        let mut expected = Map::new();
        let mut frame = Vec::new();
        for n in 0..2000_u32 {
            // Every key is written a few times, some are deleted at the end.
            let key = Bytes::copy_from_slice(&(n * 7919 % 500).to_be_bytes());
            let value = (n % 5 > 0).then(|| Bytes::copy_from_slice(&n.to_be_bytes()));
            let mut ops = Ops::default();
            match &value {
                Some(value) => ops.put(&key, value),
                None => ops.delete(&key),
            }
            frame.extend_from_slice(&ops.into_encoded());
            if n % 50 == 49 {
                journal.append(&frame, 0).unwrap();
                frame.clear();
            }
            expected.insert(key, value);
        }
        let scan = scan(dir.path());
        for most in [1, 1000, 20_000, usize::MAX] {
            let mut overlay = Overlay::new(&scan, 0, most).unwrap();
            let mut found = Map::new();
            while overlay.peek().unwrap().is_some() {
                found.extend(overlay.part.next());
            }
            assert_eq!(found, expected, "{most} bytes at a time");
        }
    }
}
