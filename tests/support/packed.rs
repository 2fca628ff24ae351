//! What is in a file of the store that packs its blocks? The bytes as they lie there, and behind them
//! everything that looks like a packed block, unpacked: also what no index leads to any more.

#![allow(unreachable_pub, missing_docs)]

/// The first byte of a packed block; its length follows, in four bytes.
const LZ4: u8 = 1;
/// No block that is packed is longer.
const LONGEST: usize = 512 * 1024;

/// For searching in.
pub fn with_unpacked(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut unpacked = Vec::new();
    for at in 0..bytes.len().saturating_sub(5) {
        let length = u32::from_be_bytes(bytes[at + 1..at + 5].try_into().expect("four"));
        let length = usize::try_from(length).expect("64 bits");
        if bytes[at] == LZ4
            && (1..=LONGEST).contains(&length)
            && let Some(block) = unpack(&bytes[at + 5..], length)
        {
            unpacked.extend_from_slice(&block);
        }
    }
    bytes.extend_from_slice(&unpacked);
    bytes
}

/// LZ4 from the beginning of `packed`, wherever it ends there; `None` when it does not give so many
/// bytes.
fn unpack(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut rest = packed.iter().copied();
    let mut out = Vec::new();
    loop {
        let token = rest.next()?;
        let literals = long(usize::from(token >> 4), &mut rest)?;
        if out.len() + literals > length {
            return None;
        }
        let before = out.len();
        out.extend(rest.by_ref().take(literals));
        if out.len() < before + literals {
            return None;
        }
        if out.len() == length {
            return Some(out);
        }
        let back = usize::from(u16::from_le_bytes([rest.next()?, rest.next()?]));
        let matched = long(usize::from(token & 15), &mut rest)? + 4;
        let from = out.len().checked_sub(back).filter(|_| back > 0)?;
        if out.len() + matched > length {
            return None;
        }
        for at in from..from + matched {
            out.push(out[at]);
        }
    }
}

/// A length of four bits, or more of it behind.
fn long(mut length: usize, rest: &mut impl Iterator<Item = u8>) -> Option<usize> {
    if length == 15 {
        loop {
            let more = rest.next()?;
            length += usize::from(more);
            if more < u8::MAX {
                break;
            }
        }
    }
    Some(length)
}
