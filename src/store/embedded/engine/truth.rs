//! What should the index hold, and does it?
//!
//! The truth is a checkpoint with the journal's writes over it. Both a start and every checkpoint compare the index with it,
//! so that a record which the index lost silently is noticed while the journal still has it.

use std::cmp::Ordering;
use std::ops::Bound;

use bytes::Bytes;

use super::checkpoint::Export;
use super::error::{EngineError, OpenError};
use super::index::Index;
use super::journal;
use super::merge::Range;
use super::ops::{Map, Op};
use super::start::Base;

/// Adds the writes of a frame.
pub(super) fn take(map: &mut Map, list: Vec<Op>) {
    for op in list {
        match op {
            Op::Put(key, value) => drop(map.insert(key, Some(value))),
            Op::Delete(key) => drop(map.insert(key, None)),
            Op::Log(_) => {}
        }
    }
}

/// The last write per key in the frames after `position`.
pub(super) fn overlay(scan: &journal::Scan, position: u64) -> Result<Map, OpenError> {
    let mut map = Map::new();
    journal::replay(scan, position + 1, |_, _, list| {
        take(&mut map, list);
        Ok(())
    })?;
    Ok(map)
}

/// The records that should be there, in key order.
pub(super) struct Truth {
    export: Option<Export>,
    old: Option<(Bytes, Bytes)>,
    new: std::iter::Peekable<std::collections::btree_map::IntoIter<Bytes, Option<Bytes>>>,
}

impl Truth {
    pub(super) fn new(
        base: Option<&Base>,
        id: [u8; 16],
        overlay: Map,
    ) -> Result<Self, EngineError> {
        let export = base
            .map(|base| Export::open(&base.path, id))
            .transpose()
            .map_err(EngineError::Checkpoint)?;
        let mut truth = Self { export, old: None, new: overlay.into_iter().peekable() };
        truth.old = truth.below()?;
        Ok(truth)
    }

    fn below(&mut self) -> Result<Option<(Bytes, Bytes)>, EngineError> {
        self.export.as_mut().map_or(Ok(None), Export::next).map_err(EngineError::Checkpoint)
    }

    fn next(&mut self) -> Result<Option<(Bytes, Bytes)>, EngineError> {
        loop {
            let old_first = match (&self.old, self.new.peek()) {
                (None, None) => return Ok(None),
                (Some((key, _)), Some((newer, _))) => key < newer,
                (Some(_), None) => true,
                (None, Some(_)) => false,
            };
            if old_first {
                let below = self.below()?;
                return Ok(std::mem::replace(&mut self.old, below));
            }
            let Some((key, value)) = self.new.next() else { return Ok(None) };
            if self.old.as_ref().is_some_and(|(old, _)| *old == key) {
                self.old = self.below()?;
            }
            if let Some(value) = value {
                return Ok(Some((key, value)));
            }
        }
    }
}

/// One step through truth and index side by side.
pub(super) struct Step {
    /// The record that should be there, if this step has one.
    pub(super) expected: Option<(Bytes, Bytes)>,
    /// What is wrong, and with which key.
    pub(super) difference: Option<(Bytes, &'static str)>,
}

/// Walks through both in key order.
pub(super) struct Comparison {
    truth: Truth,
    /// `None` once the index could not be read further.
    stored: Option<Range>,
    want: Option<(Bytes, Bytes)>,
    have: Option<(Bytes, Bytes)>,
    /// Records seen in the index.
    pub(super) records: u64,
}

impl Comparison {
    pub(super) fn new(index: &Index, mut truth: Truth) -> Result<Self, EngineError> {
        let mut stored = index.range(Bound::Unbounded, Bound::Unbounded, false);
        let (want, have) = (truth.next()?, stored.next().transpose()?);
        Ok(Self { truth, stored: Some(stored), want, have, records: 0 })
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
            expected = std::mem::replace(&mut self.want, self.truth.next()?);
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
    truth: Truth,
    moving: impl Fn(&[u8]) -> bool,
) -> Result<(u64, Vec<String>), EngineError> {
    let mut differences = Vec::new();
    let mut comparison = Comparison::new(index, truth)?;
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
