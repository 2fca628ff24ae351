//! How do records take less room on disk?
//!
//! LZ4: families resemble each other, so blocks of records shrink to half at little cost. `kind 1 | length 4 | LZ4`, or
//! `kind 1 | bytes` where that is shorter.

use std::borrow::Cow;

use bytes::BufMut;
use lz4_flex::block::{
    CompressTable, compress_into_with_table, decompress_into, get_maximum_output_size,
};

const AS_IT_IS: u8 = 0;
const LZ4: u8 = 1;
/// Kind and length.
const HEAD: usize = 5;

/// Memory for packing one piece after the other.
pub(super) struct Packer {
    table: CompressTable,
    out: Vec<u8>,
}

impl Default for Packer {
    fn default() -> Self {
        Self { table: CompressTable::large(), out: Vec::new() }
    }
}

impl Packer {
    /// At most one byte longer than what it is made of.
    pub(super) fn pack(&mut self, bytes: &[u8]) -> &[u8] {
        let length = u32::try_from(bytes.len()).expect("a block is shorter than 4 GiB");
        self.out.clear();
        self.out.put_u8(LZ4);
        self.out.put_u32(length);
        self.out.resize(HEAD + get_maximum_output_size(bytes.len()), 0);
        let packed = compress_into_with_table(bytes, &mut self.out[HEAD..], &mut self.table)
            .expect("there is room for the longest output");
        if HEAD + packed > bytes.len() {
            self.out.clear();
            self.out.put_u8(AS_IT_IS);
            self.out.extend_from_slice(bytes);
        } else {
            self.out.truncate(HEAD + packed);
        }
        &self.out
    }
}

/// What was packed, of at most so many bytes; `None` when it is something else.
pub(super) fn unpack(packed: &[u8], most: usize) -> Option<Cow<'_, [u8]>> {
    match packed.split_first()? {
        (&AS_IT_IS, bytes) => Some(Cow::Borrowed(bytes)),
        (&LZ4, rest) => {
            let (length, rest) = rest.split_first_chunk::<4>()?;
            let length = u32::from_be_bytes(*length) as usize;
            let mut bytes = vec![0; Some(length).filter(|length| *length <= most)?];
            let unpacked = decompress_into(rest, &mut bytes).ok()?;
            (unpacked == length).then_some(Cow::Owned(bytes))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            pieces in proptest::collection::vec(
                prop_oneof![
                    proptest::collection::vec(any::<u8>(), 0..200),
                    "[ab]{0,200}".prop_map(String::into_bytes),
                ],
                1..5,
            ),
        ) {
            // One after the other: nothing of the one before is left.
            let mut packer = Packer::default();
            for piece in pieces {
                let packed = packer.pack(&piece).to_vec();
                prop_assert!(packed.len() <= piece.len() + 1);
                let unpacked = unpack(&packed, piece.len());
                prop_assert_eq!(unpacked.as_deref(), Some(&piece[..]));
            }
        }

        #[test]
        fn what_was_not_packed_is_refused_or_short(
            bytes in proptest::collection::vec(any::<u8>(), 0..100),
        ) {
            let unpacked = unpack(&bytes, 1000);
            prop_assert!(unpacked.is_none_or(|unpacked| unpacked.len() <= 1000));
        }
    }

    #[test]
    fn records_that_resemble_each_other_shrink() {
        let alike = b"Stadsdeel Zeeburg, loket jeugd, bereikbaar op werkdagen;".repeat(50);
        assert!(Packer::default().pack(&alike).len() < alike.len() / 10);
    }

    #[test]
    fn a_length_that_cannot_be_takes_no_memory() {
        assert_eq!(unpack(&[LZ4, 255, 255, 255, 255, 0], 4000), None);
    }
}
