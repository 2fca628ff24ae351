//! Which keys are certainly not there?
//!
//! A new family is looked up before it is registered, and its keys are nowhere. A Bloom filter in memory says so without a
//! look into a layer or a run. All bits of a key lie in one cache line. It never says no for a key that was added.

use super::error::EngineError;
use super::stored::damaged;

/// Bits per key; with five of them set for each key, about one absent key in two hundred looks present.
const BITS: usize = 12;
const PROBES: u32 = 5;
/// Words of 64 bits in a cache line.
const LINE: usize = 8;

/// What a filter looks at instead of the key: the same for all filters, also after a restart.
pub(super) fn hash(key: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(key)
}

/// Made for a number of keys; with more of them it lets more absent keys pass.
#[derive(Debug)]
pub(super) struct Filter {
    lines: Vec<[u64; LINE]>,
}

impl Filter {
    pub(super) fn for_keys(keys: usize) -> Self {
        Self { lines: vec![[0; LINE]; (keys * BITS).div_ceil(LINE * 64).max(1)] }
    }

    /// The line of a hash.
    fn line(&self, hash: u64) -> usize {
        let scaled = (u128::from(hash) * self.lines.len() as u128) >> 64;
        usize::try_from(scaled).expect("less than the number of lines")
    }

    /// The bits of a hash in its line: word and mask. The high bits of the hash have chosen the line.
    fn places(hash: u64) -> impl Iterator<Item = (usize, u64)> {
        (0..PROBES).map(move |nth| {
            let bit = (hash >> (9 * nth)) & 511;
            (usize::try_from(bit / 64).expect("a word of a line"), 1 << (bit % 64))
        })
    }

    /// False: no key with this hash was added.
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let line = &self.lines[self.line(hash)];
        Self::places(hash).all(|(word, mask)| line[word] & mask != 0)
    }

    pub(super) fn add(&mut self, hash: u64) {
        let at = self.line(hash);
        let line = &mut self.lines[at];
        for (word, mask) in Self::places(hash) {
            line[word] |= mask;
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        self.lines.iter().flatten().flat_map(|word| word.to_le_bytes()).collect()
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, EngineError> {
        let (words, rest) = bytes.as_chunks::<8>();
        let (lines, left) = words.as_chunks::<LINE>();
        if lines.is_empty() || !rest.is_empty() || !left.is_empty() {
            return Err(damaged("the filter of a run"));
        }
        Ok(Self { lines: lines.iter().map(|line| line.map(u64::from_le_bytes)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: u64 = 300_000;

    fn filled() -> Filter {
        let mut filter = Filter::for_keys(300_000);
        (0..MANY).for_each(|n| filter.add(hash(&n.to_be_bytes())));
        filter
    }

    #[test]
    fn no_key_that_was_added_is_denied_and_few_others_pass() {
        let filter = Filter::from_bytes(&filled().to_bytes()).unwrap();
        assert!((0..MANY).all(|n| filter.may_have(hash(&n.to_be_bytes()))));
        let passed =
            (MANY..2 * MANY).filter(|n| filter.may_have(hash(&n.to_be_bytes()))).count() as u64;
        assert!(passed < MANY / 50, "{passed} of {MANY} absent keys look present");
    }

    #[test]
    fn bytes_that_are_no_filter_are_refused() {
        assert!(Filter::from_bytes(&[]).is_err());
        assert!(Filter::from_bytes(&[0; 63]).is_err());
        assert!(Filter::from_bytes(&[0; 72]).is_err());
    }
}
