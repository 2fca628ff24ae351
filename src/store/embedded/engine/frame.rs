//! What does one frame of the journal look like, and is this one whole?
//!
//! `magic 4 | payload length 4 | position 8 | crc of these 4 | chain hash 32 | payload | crc of all before 4`, big-endian. The
//! chain hash is SHA-256 over the previous frame's hash and the payload.

use sha2::{Digest, Sha256};

/// A link of the journal's hash chain.
pub(super) type Hash = [u8; 32];

const MAGIC: [u8; 4] = *b"VPfr";
const HEAD: usize = 20;
const BEFORE_PAYLOAD: usize = HEAD + 32;
/// The unit in which a disk writes or does not write.
const SECTOR: u64 = 512;

pub(super) fn chain(previous: &Hash, payload: &[u8]) -> Hash {
    let mut sha = Sha256::new();
    sha.update(previous);
    sha.update(payload);
    sha.finalize().into()
}

/// Builds a frame in `out` (cleared first); `payload` writes the payload. Returns the new chain hash.
pub(super) fn build(
    out: &mut Vec<u8>,
    position: u64,
    previous: &Hash,
    payload: impl FnOnce(&mut Vec<u8>),
) -> Hash {
    out.clear();
    out.resize(BEFORE_PAYLOAD, 0);
    payload(out);
    let len = u32::try_from(out.len() - BEFORE_PAYLOAD)
        .expect("a batch is far below 4 GiB: Options::batch_bytes");
    out[..4].copy_from_slice(&MAGIC);
    out[4..8].copy_from_slice(&len.to_be_bytes());
    out[8..16].copy_from_slice(&position.to_be_bytes());
    let head_crc = crc32fast::hash(&out[..16]);
    out[16..20].copy_from_slice(&head_crc.to_be_bytes());
    let hash = chain(previous, &out[BEFORE_PAYLOAD..]);
    out[HEAD..BEFORE_PAYLOAD].copy_from_slice(&hash);
    let crc = crc32fast::hash(out);
    out.extend_from_slice(&crc.to_be_bytes());
    hash
}

/// What the bytes at some place of a segment are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parsed<'a> {
    /// A whole frame whose checksums are right.
    Frame { position: u64, hash: Hash, payload: &'a [u8], size: usize },
    /// The segment ends here.
    End,
    /// A write that was never finished, and so never acknowledged.
    Torn,
    /// A finished frame that is not what was written.
    Bad(&'static str),
}

/// Reads the frame at the start of `rest`, which is everything from `offset` to the end of the file. The chain is the
/// caller's to check.
///
/// What can a crash leave behind? A frame is written by one write at the end of the file, and the next write does not begin
/// before this one is synced. So at most one frame is unfinished, it is the last, nobody was told that it is durable, and no
/// byte can lie behind it. The file may be longer than what reached the disk; sectors that did not reach it read as zeros. The
/// sector in which the frame begins was there before, with the end of the frame before it.
///
/// Everything else is damage, also when it looks like a write that was never finished: bytes behind a frame, zeros too, say
/// that a later one was written, and so that this one was complete. Where all is zero from the beginning of a frame on, its
/// length is not known; that is taken for one unfinished frame, and the start says how many bytes it dropped.
pub(super) fn parse(rest: &[u8], offset: u64) -> Parsed<'_> {
    if rest.is_empty() {
        return Parsed::End;
    }
    let zero = |bytes: &[u8]| bytes.iter().all(|b| *b == 0);
    let Some(head) = rest.first_chunk::<HEAD>() else { return Parsed::Torn };
    if zero(rest) {
        return Parsed::Torn;
    }
    let number = |range: std::ops::Range<usize>| {
        head[range].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b))
    };
    if number(16..20) != u64::from(crc32fast::hash(&head[..16])) || head[..4] != MAGIC {
        // The header begins in a sector that was there before and ends in one that may never have been written.
        let new_sector = (SECTOR - offset % SECTOR) as usize;
        return if new_sector < HEAD && zero(&rest[new_sector..]) {
            Parsed::Torn
        } else {
            Parsed::Bad("its header does not match its checksum")
        };
    }
    let payload_end = BEFORE_PAYLOAD + number(4..8) as usize;
    let size = payload_end + 4;
    let Some(frame) = rest.get(..size) else { return Parsed::Torn };
    let crc = crc32fast::hash(&frame[..payload_end]);
    if frame[payload_end..] != crc.to_be_bytes() {
        let end = offset + size as u64;
        let last_sector = ((end - 1) / SECTOR * SECTOR).saturating_sub(offset) as usize;
        return if rest.len() > size {
            Parsed::Bad("its content does not match its checksum, and a later one was written")
        } else if zero(&frame[last_sector..]) {
            Parsed::Torn
        } else {
            Parsed::Bad("its content does not match its checksum")
        };
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(&frame[HEAD..BEFORE_PAYLOAD]);
    Parsed::Frame {
        position: number(8..16),
        hash,
        payload: &frame[BEFORE_PAYLOAD..payload_end],
        size,
    }
}
