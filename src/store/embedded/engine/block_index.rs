//! In which block of a run can a key be?
//!
//! A key is kept for each block: one that is not greater than the block's first one, and greater than the last one of the
//! block before. It is cut as short as that allows, because those of all runs are in memory.

use std::ops::Range;

use bytes::BufMut;

use super::error::EngineError;
use super::stored::damaged;

#[derive(Debug, Default)]
pub(super) struct BlockIndex {
    bytes: Vec<u8>,
    /// Where the key of each block ends.
    ends: Vec<usize>,
    /// The greatest key of the run.
    last: Vec<u8>,
    /// The letters with which keys begin, each with the blocks that begin with such a key.
    letters: Vec<(u8, Range<usize>)>,
}

/// The shortest beginning of `first` that is greater than `before`.
fn shortest<'a>(before: &[u8], first: &'a [u8]) -> &'a [u8] {
    let common = before.iter().zip(first).take_while(|(a, b)| a == b).count();
    &first[..first.len().min(common + 1)]
}

impl BlockIndex {
    /// Begins a block with this key.
    pub(super) fn begin(&mut self, first: &[u8]) {
        let key = if self.ends.is_empty() { first } else { shortest(&self.last, first) };
        self.bytes.extend_from_slice(key);
        self.add_letter(first.first().copied().unwrap_or_default());
        self.ends.push(self.bytes.len());
    }

    /// The greatest key so far.
    pub(super) fn reach(&mut self, key: &[u8]) {
        self.last.clear();
        self.last.extend_from_slice(key);
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn first_key(&self, nth: usize) -> &[u8] {
        let from = nth.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[from..self.ends[nth]]
    }

    /// The block in which a key is if it is anywhere; `None` for a key before the first one or behind the last one.
    pub(super) fn find(&self, key: &[u8]) -> Option<usize> {
        if key > self.last.as_slice() {
            return None;
        }
        self.not_after(key).checked_sub(1)
    }

    /// How many blocks begin at this key or before it.
    pub(super) fn not_after(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.first_key(middle) <= key { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The blocks that begin with a key of this letter.
    pub(super) fn beginning(&self, letter: u8) -> Range<usize> {
        let mut letters = self.letters.iter();
        letters.find(|(own, _)| *own == letter).map_or(0..0, |(_, blocks)| blocks.clone())
    }

    fn add_letter(&mut self, letter: u8) {
        let nth = self.ends.len();
        match self.letters.last_mut() {
            Some((last, blocks)) if *last == letter => blocks.end = nth + 1,
            _ => self.letters.push((letter, nth..nth + 1)),
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + 2 * self.len() + 2 + self.last.len());
        for key in (0..self.len()).map(|nth| self.first_key(nth)).chain([self.last.as_slice()]) {
            out.put_u16(u16::try_from(key.len()).expect("keys are at most MAX_KEY long"));
            out.extend_from_slice(key);
        }
        out
    }

    pub(super) fn from_bytes(mut bytes: &[u8]) -> Result<Self, EngineError> {
        let broken = || damaged("the block index of a run");
        let mut index = Self::default();
        loop {
            let (len, rest) = bytes.split_first_chunk::<2>().ok_or_else(broken)?;
            let len = usize::from(u16::from_be_bytes(*len));
            let (key, rest) = rest.split_at_checked(len).ok_or_else(broken)?;
            if rest.is_empty() {
                index.last = key.to_vec();
                return Ok(index);
            }
            index.bytes.extend_from_slice(key);
            index.add_letter(key.first().copied().unwrap_or_default());
            index.ends.push(index.bytes.len());
            bytes = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_looked_for_in_the_one_block_that_can_have_it() {
        let mut index = BlockIndex::default();
        for block in [["b", "bcd"], ["bce", "c"], ["d", "dxyz"]] {
            index.begin(block[0].as_bytes());
            index.reach(block[1].as_bytes());
        }
        let index = BlockIndex::from_bytes(&index.to_bytes()).unwrap();
        let places = ["a", "b", "bcd", "bce", "bcf", "c", "czz", "d", "dxyz", "dxyzz"]
            .map(|key| index.find(key.as_bytes()));
        let expected =
            [None, Some(0), Some(0), Some(1), Some(1), Some(1), Some(1), Some(2), Some(2), None];
        assert_eq!(places, expected);
    }

    #[test]
    fn first_keys_are_cut_short() {
        assert_eq!(shortest(b"abcde", b"abzzzzz"), b"abz");
        assert_eq!(shortest(b"ab", b"abc"), b"abc");
    }
}
