//! Which entries in a file of the audit log have a mark, without reading the file?
//!
//! Beside each closed file `NUMBER.log` stands `NUMBER.idx`: `magic 8 | length of the log file 8 | 256 × (count 4, crc 4) |
//! crc of all this 4`, and then, in the order of their marks, `mark 8 | place in the log file 4` for each mark of each entry.
//! The first byte of a mark says in which of the 256 parts it is, so a search reads the head and one part for each mark. What
//! cannot be read is as good as absent: the log file itself is read then, and the index is made again.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::BufMut;

use super::audit_closed::Register;
use super::directory::write_whole;

/// The marks of an entry of the audit log, from its bytes.
pub type Marks = fn(&[u8]) -> Vec<u64>;

/// A mark, and where in the log file the entry that has it begins.
pub(super) type Posting = (u64, u32);

const MAGIC: &[u8; 8] = b"VWAUDIX1";
const PARTS: usize = 256;
/// Bytes of a posting.
const POSTING: usize = 12;
/// Bytes of the head without its own checksum.
const HEAD: usize = 16 + PARTS * 8;

/// The postings of the file that entries are appended to now.
#[derive(Debug, Default)]
pub(super) struct Newest(Mutex<Open>);

#[derive(Debug, Default)]
pub(super) struct Open {
    /// The first entry of the file; 0 when there is none.
    pub(super) first: u64,
    pub(super) postings: Vec<Posting>,
    /// The files before it.
    pub(super) register: Arc<Register>,
}

impl Newest {
    pub(super) fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The places of the entries that have one of the marks, if this is the newest file.
    pub(super) fn places(&self, first: u64, marks: &[u64]) -> Option<Vec<u32>> {
        let open = self.lock();
        let has = |(mark, _): &&Posting| marks.contains(mark);
        (open.first == first).then(|| in_order(open.postings.iter().filter(has).map(|p| p.1)))
    }
}

fn in_order(places: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut places: Vec<u32> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The index of a log file.
pub(super) fn beside(log: &Path) -> PathBuf {
    log.with_extension("idx")
}

fn part(mark: u64) -> usize {
    usize::from(mark.to_be_bytes()[0])
}

/// Writes the index of a log file that has this length and stays as it is.
pub(super) fn write(log: &Path, length: u64, mut postings: Vec<Posting>) -> std::io::Result<()> {
    postings.sort_unstable();
    postings.dedup();
    let mut head = Vec::with_capacity(HEAD + 4 + POSTING * postings.len());
    head.put_slice(MAGIC);
    head.put_u64(length);
    let mut body = Vec::with_capacity(POSTING * postings.len());
    let mut rest = postings.as_slice();
    for nth in 0..PARTS {
        let here = rest.partition_point(|(mark, _)| part(*mark) <= nth);
        let (these, others) = rest.split_at(here);
        let begin = body.len();
        for (mark, place) in these {
            body.put_u64(*mark);
            body.put_u32(*place);
        }
        head.put_u32(u32::try_from(these.len()).unwrap_or(u32::MAX));
        head.put_u32(crc32fast::hash(&body[begin..]));
        rest = others;
    }
    head.put_u32(crc32fast::hash(&head));
    head.append(&mut body);
    write_whole(&beside(log), &head)
}

/// The places of the entries of a log file that have one of the marks; `None` when its index is absent, or is not what was
/// written for a file of this length.
pub(super) fn find(log: &Path, length: u64, marks: &[u64]) -> Option<Vec<u32>> {
    let index = File::open(beside(log)).ok()?;
    let mut head = [0; HEAD + 4];
    index.read_exact_at(&mut head, 0).ok()?;
    let (head, crc) = head.split_at(HEAD);
    let fits = head.starts_with(MAGIC) && head[8..16] == length.to_be_bytes();
    if !fits || crc != crc32fast::hash(head).to_be_bytes() {
        return None;
    }
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let mut places = Vec::new();
    for mark in marks {
        let at = 16 + 8 * part(*mark);
        let before: u64 = (16..at).step_by(8).map(|at| u64::from(number(at))).sum();
        let mut bytes = vec![0; POSTING * number(at) as usize];
        let begin = (HEAD + 4) as u64 + before * POSTING as u64;
        index.read_exact_at(&mut bytes, begin).ok()?;
        if crc32fast::hash(&bytes) != number(at + 4) {
            return None;
        }
        let (postings, _) = bytes.as_chunks::<POSTING>();
        let found = postings.iter().filter(|posting| posting[..8] == mark.to_be_bytes());
        places.extend(found.map(|p| u32::from_be_bytes([p[8], p[9], p[10], p[11]])));
    }
    Some(in_order(places.into_iter()))
}

/// Whether a log file has an index that fits it, as far as the beginning of the index shows.
pub(super) fn is_there(log: &Path) -> bool {
    fs::metadata(log).is_ok_and(|log_file| find(log, log_file.len(), &[]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found_and_what_was_changed_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("1.log");
        let mark = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let postings = (0..2000_u32).flat_map(|n| [(mark(7), n), (mark(u64::from(n)), n)]);
        write(&log, 9, postings.collect()).unwrap();
        assert_eq!(find(&log, 9, &[mark(1999), mark(3)]), Some(vec![3, 1999]));
        assert_eq!(find(&log, 9, &[mark(7)]).map(|found| found.len()), Some(2000));
        assert_eq!(find(&log, 9, &[mark(2001)]), Some(vec![]));
        assert_eq!(find(&log, 10, &[mark(3)]), None, "made for another file");
        let whole = fs::read(beside(&log)).unwrap();
        for at in (0..whole.len()).step_by(7) {
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            fs::write(beside(&log), changed).unwrap();
            let found = find(&log, 9, &[mark(3)]);
            assert!(found.is_none() || found == Some(vec![3]), "{at}");
        }
        fs::write(beside(&log), &whole[..whole.len() / 2]).unwrap();
        assert_eq!(find(&log, 9, &[mark(7)]), None);
    }
}
