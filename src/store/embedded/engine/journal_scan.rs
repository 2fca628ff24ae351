//! What does the journal hold, as far as it is good, and where is it not what was written?

use std::fs::{self, OpenOptions};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::directory::numbered;
use super::error::{At, OpenError};
use super::frame::{self, Hash};
use super::journal::{ENDING, End, HEADER, MAGIC};
use super::ops::{self, Op};

/// One segment as the scan found it.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    pub(super) first: u64,
    /// Bytes up to which it is good.
    pub(super) good: u64,
}

/// A place where the journal is not what was written.
#[derive(Debug, Clone)]
pub(super) struct Damage {
    pub(super) segment: PathBuf,
    pub(super) offset: u64,
    pub(super) position: u64,
    pub(super) why: String,
}

impl From<Damage> for OpenError {
    fn from(d: Damage) -> Self {
        Self::JournalDamaged {
            segment: d.segment,
            offset: d.offset,
            position: d.position,
            why: d.why,
        }
    }
}

/// What was never finished at the end of the journal: one frame at most, see [`frame::parse`].
#[derive(Debug, Clone)]
pub(super) struct Torn {
    pub(super) segment: PathBuf,
    /// The file is good up to this byte; 0 = not even its header.
    pub(super) good: u64,
    /// So many bytes lie behind that.
    pub(super) bytes: u64,
    /// The frame that would have come next.
    pub(super) position: u64,
}

impl Torn {
    fn of(segment: &Path, good: usize, length: usize, position: u64) -> Self {
        let (good, bytes) = (good as u64, (length - good) as u64);
        Self { segment: segment.to_path_buf(), good, bytes, position }
    }

    /// Writes into the log what is about to be dropped.
    fn tell(&self) {
        let written = fs::metadata(&self.segment).and_then(|about| about.modified());
        let written = written.ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
        tracing::warn!(
            segment = %self.segment.display(),
            byte = self.good,
            bytes = self.bytes,
            frame = self.position,
            written = written.map(|time| tracing::field::display(format!("{time:.0}"))),
            "the journal ends in a write that was never finished; it is dropped: one frame at most, \
             which nobody was told to be durable"
        );
    }
}

/// What the journal holds, as far as it is good.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Segments with a good header, oldest first.
    pub(super) segments: Vec<Segment>,
    /// What precedes the first frame.
    pub(super) start: Option<End>,
    /// The last good frame, or `start`.
    pub(super) end: Option<End>,
    /// Chain hashes from `start` on.
    hashes: Vec<Hash>,
    /// Bytes of all segments.
    pub(super) bytes: u64,
    /// An unfinished write at the end.
    pub(super) torn: Option<Torn>,
    pub(super) damage: Option<Damage>,
}

impl Scan {
    /// The chain hash at a position, if the journal knows it.
    pub(super) fn hash_at(&self, position: u64) -> Option<&Hash> {
        let start = self.start?;
        self.hashes.get(usize::try_from(position.checked_sub(start.position)?).ok()?)
    }

    /// Cuts the unfinished write off.
    pub(super) fn repair_torn(&self) -> Result<(), OpenError> {
        let Some(torn) = &self.torn else { return Ok(()) };
        torn.tell();
        let path = &torn.segment;
        if torn.good == 0 {
            return fs::remove_file(path).at("removing", path);
        }
        let file = OpenOptions::new().write(true).open(path).at("opening", path)?;
        file.set_len(torn.good).and_then(|()| file.sync_all()).at("cutting", path)
    }
}

/// Reads and checks every frame, in order; changes nothing.
pub(super) fn scan(
    dir: &Path,
    id: [u8; 16],
    progress: &super::options::OnProgress,
) -> Result<Scan, OpenError> {
    scan_until(dir, id, u64::MAX, progress, &mut || {})
}

/// As [`scan`], of the segments that begin at or before `until` only; with it a running journal's closed segments are read.
/// `between` is done after each of them: reading all of them takes a while.
pub(super) fn scan_until(
    dir: &Path,
    id: [u8; 16],
    until: u64,
    progress: &super::options::OnProgress,
    between: &mut dyn FnMut(),
) -> Result<Scan, OpenError> {
    let mut scan = Scan::default();
    let mut files = numbered(dir, ENDING).at("reading", dir)?;
    files.retain(|(first, _)| *first <= until);
    let total = files.len();
    for (nth, (named, path)) in files.iter().enumerate() {
        progress(super::options::Progress {
            stage: "checking the journal",
            done: nth as u64,
            total: total as u64,
        });
        let last = nth + 1 == total;
        let bytes = fs::read(path).at("reading", path)?;
        scan.bytes += bytes.len() as u64;
        if !scan_segment(&mut scan, path, *named, &bytes, last, id) {
            break;
        }
        between();
    }
    Ok(scan)
}

/// Returns whether the scan may go on with the next segment.
pub(super) fn scan_segment(
    scan: &mut Scan,
    path: &Path,
    named: u64,
    bytes: &[u8],
    last: bool,
    id: [u8; 16],
) -> bool {
    let damage = |offset: usize, position: u64, why: &str| {
        Some(Damage {
            segment: path.to_path_buf(),
            offset: offset as u64,
            position,
            why: why.to_owned(),
        })
    };
    let unfinished = bytes.len() < HEADER || bytes.iter().all(|b| *b == 0);
    if unfinished && last && !scan.segments.is_empty() {
        scan.torn = Some(Torn::of(path, 0, bytes.len(), named));
        return false;
    }
    let Some((start, segment_id)) =
        read_header(bytes).filter(|(start, _)| start.position + 1 == named)
    else {
        scan.damage =
            damage(0, named, "the header of the segment does not match its checksum or its name");
        return false;
    };
    if segment_id != id {
        scan.damage = damage(0, named, "the segment belongs to another store");
        return false;
    }
    match scan.end {
        None => {
            (scan.start, scan.end) = (Some(start), Some(start));
            scan.hashes.push(start.hash);
        }
        Some(end)
            if (end.position, end.hash) == (start.position, start.hash)
                && end.next_log <= start.next_log => {}
        Some(end) => {
            scan.damage =
                damage(0, end.position + 1, "the segment does not continue the one before it");
            return false;
        }
    }
    let mut end = start;
    let mut offset = HEADER;
    let go_on = loop {
        let expected = end.position + 1;
        match frame::parse(&bytes[offset..], offset as u64) {
            frame::Parsed::End => break true,
            frame::Parsed::Torn if last => {
                scan.torn = Some(Torn::of(path, offset, bytes.len(), expected));
                break false;
            }
            frame::Parsed::Torn => {
                scan.damage =
                    damage(offset, expected, "it is cut short, but a later segment follows");
                break false;
            }
            frame::Parsed::Bad(why) => {
                scan.damage = damage(offset, expected, why);
                break false;
            }
            frame::Parsed::Frame { position, hash, payload, size } => {
                let logs = match ops::decode(payload) {
                    Some((first_log, list)) if first_log >= end.next_log => {
                        first_log + list.iter().filter(|op| matches!(op, Op::Log(_))).count() as u64
                    }
                    _ => {
                        scan.damage = damage(offset, expected, "its operations cannot be read");
                        break false;
                    }
                };
                if position != expected || frame::chain(&end.hash, payload) != hash {
                    scan.damage = damage(offset, expected, "it does not continue the hash chain");
                    break false;
                }
                end = End { position, hash, next_log: logs };
                scan.hashes.push(hash);
                offset += size;
            }
        }
    };
    scan.end = Some(end);
    scan.segments.push(Segment { path: path.to_path_buf(), first: named, good: offset as u64 });
    go_on
}

fn read_header(bytes: &[u8]) -> Option<(End, [u8; 16])> {
    let header = bytes.first_chunk::<HEADER>()?;
    let crc = u32::from_be_bytes(header[72..].try_into().ok()?);
    if header[..8] != *MAGIC || crc != crc32fast::hash(&header[..72]) {
        return None;
    }
    let first = u64::from_be_bytes(header[24..32].try_into().ok()?);
    let end = End {
        position: first.checked_sub(1)?,
        hash: header[32..64].try_into().ok()?,
        next_log: u64::from_be_bytes(header[64..72].try_into().ok()?),
    };
    Some((end, header[8..24].try_into().ok()?))
}

/// Hands out the operations of the scanned frames from `from` on: position, first log index, operations, bytes.
pub(super) fn replay(
    scan: &Scan,
    from: u64,
    mut each: impl FnMut(u64, u64, Vec<Op<&[u8]>>) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    for (nth, segment) in scan.segments.iter().enumerate() {
        if scan.segments.get(nth + 1).is_some_and(|next| next.first <= from) {
            continue;
        }
        let bytes = fs::read(&segment.path).at("reading", &segment.path)?;
        let mut offset = HEADER;
        while (offset as u64) < segment.good {
            let frame::Parsed::Frame { position, payload, size, .. } =
                frame::parse(&bytes[offset..], offset as u64)
            else {
                let (segment, why) =
                    (segment.path.clone(), "it changed while it was read".to_owned());
                return Err(OpenError::JournalDamaged {
                    segment,
                    offset: offset as u64,
                    position: 0,
                    why,
                });
            };
            if position >= from
                && let Some((first_log, list)) = ops::decode(payload)
            {
                each(position, first_log, list)?;
            }
            offset += size;
        }
    }
    Ok(())
}

/// The entries of the audit log in a range, as far as the scanned frames hold them.
pub(super) fn entries(scan: &Scan, range: Range<u64>) -> Result<Vec<(u64, Bytes)>, OpenError> {
    let mut found = Vec::new();
    replay(scan, 0, |_, first_log, list| {
        let logs = list.into_iter().filter_map(|op| match op {
            Op::Log(entry) => Some(entry),
            Op::Put(..) | Op::Delete(_) => None,
        });
        let wanted = (first_log..).zip(logs).filter(|(index, _)| range.contains(index));
        found.extend(wanted.map(|(index, entry)| (index, Bytes::copy_from_slice(entry))));
        Ok(())
    })?;
    Ok(found)
}
