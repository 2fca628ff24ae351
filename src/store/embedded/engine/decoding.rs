//! What do the decoders of the engine make of bytes that nobody vouches for? A door for the fuzz targets in `tests/fuzz/`,
//! which see no private items; nothing else uses it.
//!
//! Checksums stop almost every changed byte, so each decoder is also given the bytes from behind its checksum.

use std::io::BufReader;
use std::path::Path;

use bytes::Bytes;

use super::block_index::BlockIndex;
use super::checkpoint::Export;
use super::frame::{self, Parsed};
use super::journal::{self, End};
use super::journal_scan::{self, Scan};
use super::{audit_closed, audit_files, audit_mend, block, ops, packed};

/// Bytes that a packed block may unpack to here.
const UNPACKED_MOST: usize = 1 << 20;

/// A segment of the journal, and the same bytes as the content of frames that are whole.
pub fn journal(bytes: &[u8]) {
    let start = End { position: 0, hash: [0; 32], next_log: 1 };
    let header = journal::header([0; 16], &start);
    let behind_a_header = [&header, bytes].concat();
    for segment in [bytes, &behind_a_header] {
        let scan = scanned(segment);
        let good = scan.segments.last().map_or(0, |segment| segment.good);
        assert!(good <= segment.len() as u64, "more is good than there is");
        let whole = good == segment.len() as u64;
        assert!(whole || scan.damage.is_some() || scan.torn.is_some(), "a rest is passed over");
    }
    // Frames as the journal writes them, whatever is in them.
    let (mut segment, mut frame, mut hash) = (header, Vec::new(), start.hash);
    let mut position = 0;
    for content in bytes.chunks(64) {
        position += 1;
        hash = frame::build(&mut frame, position, &hash, |out| out.extend_from_slice(content));
        let Parsed::Frame { payload, size, .. } = frame::parse(&frame, 0) else {
            panic!("a frame that was just built is not read");
        };
        assert_eq!((payload, size), (content, frame.len()));
        segment.extend_from_slice(&frame);
    }
    let scan = scanned(&segment);
    assert!(scan.torn.is_none(), "whole frames are no torn tail");
    let _ = ops::decode(bytes);
    let _ = ops::read(&Bytes::copy_from_slice(bytes));
}

fn scanned(segment: &[u8]) -> Scan {
    let mut scan = Scan::default();
    journal_scan::scan_segment(&mut scan, Path::new("1.seg"), 1, segment, true, [0; 16]);
    scan
}

/// A block of the index, packed or not, and the list of blocks of a run.
pub fn index(bytes: &[u8]) {
    let plain = Bytes::copy_from_slice(bytes);
    let unpacked =
        packed::unpack(bytes, UNPACKED_MOST).map(|block| Bytes::from(block.into_owned()));
    for content in [Some(plain), unpacked].into_iter().flatten() {
        if let Ok(records) = block::records(&content) {
            let keys = records.iter().map(|(key, _)| key);
            if keys.is_sorted() {
                for (key, value) in &records {
                    let found = block::find(&content, key).expect("the block was just read whole");
                    let first = records.iter().find(|(other, _)| other == key).map(|(_, v)| v);
                    assert_eq!((found.as_ref(), first), (first, Some(first.unwrap_or(value))));
                }
            }
        }
        let _ = block::find(&content, b"key");
    }
    if let Ok(index) = BlockIndex::from_bytes(bytes) {
        assert_eq!(index.to_bytes(), bytes);
        for key in [&b""[..], b"key", bytes] {
            assert!(index.find(key).is_none_or(|at| at < index.len()));
            assert!(index.not_after(key) <= index.len());
        }
    }
}

/// A checkpoint, and the same bytes as what is in a block of one.
pub fn checkpoint(bytes: &[u8]) {
    let id = bytes.get(8..24).and_then(|id| id.try_into().ok()).unwrap_or_default();
    if let Ok(mut export) = Export::of(BufReader::new(bytes), id) {
        while let Ok(Some(_)) = export.next() {}
    }
    if let Some((count, block)) = bytes.split_first_chunk::<2>() {
        let mut export = Export::in_a_block(u16::from_be_bytes(*count).into(), block);
        while let Ok(Some(_)) = export.next() {}
    }
}

/// A file of the audit log, and the register of those that are finished.
pub fn audit(bytes: &[u8]) {
    let (entries, whole) = audit_files::count(bytes, 1);
    let salvaged = audit_mend::salvage(bytes, &(1..u64::MAX));
    assert!(salvaged.len() as u64 >= entries, "what is read in order is also salvaged");
    if whole {
        let mut again = Vec::new();
        salvaged.iter().for_each(|(index, entry)| audit_files::encode(&mut again, *index, entry));
        assert_eq!(again, bytes);
    }
    if let Some(register) = std::str::from_utf8(bytes).ok().and_then(audit_closed::Register::of) {
        assert!(register.after(1) >= 1);
    }
}
