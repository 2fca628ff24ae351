//! Where does an acknowledged change live first, and how is it added?
//!
//! Segments `POSITION.seg`, named by their first frame; each begins with a header that repeats the chain hash and the
//! audit index at which it starts, so that older segments can go after a checkpoint.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use bytes::BufMut;

use super::directory::{numbered, numbered_path, sync_dir};
use super::error::{At, OpenError};
use super::fail;
use super::frame::{self, Hash};
use super::ops::{self, Op};

const MAGIC: &[u8; 8] = b"VPjrnl01";
/// `magic 8 | store id 16 | first position 8 | chain hash before it 32 | next audit index 8 | crc 4`
const HEADER: usize = 76;
const ENDING: &str = "seg";

/// Where the journal stands: what the next frame continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// Position of the last frame.
    pub(super) position: u64,
    /// Its chain hash.
    pub(super) hash: Hash,
    /// The index that the next log entry gets.
    pub(super) next_log: u64,
}

/// Why a frame was not appended.
#[derive(Debug)]
pub(super) enum AppendError {
    /// No space; the journal is as it was before.
    Full(String),
    /// The journal must not be written any more.
    Dead(String),
}

/// The open end of the journal.
#[derive(Debug)]
pub(super) struct Journal {
    dir: PathBuf,
    id: [u8; 16],
    file: File,
    offset: u64,
    first: u64,
    end: End,
    segment_bytes: u64,
    buffer: Vec<u8>,
}

impl Journal {
    /// Continues after `scan`, whose torn tail is cut off by now.
    pub(super) fn open(
        dir: &Path,
        id: [u8; 16],
        scan: &Scan,
        genesis: Hash,
        segment_bytes: u64,
    ) -> Result<Self, OpenError> {
        let end = scan.end.unwrap_or(End { position: 0, hash: genesis, next_log: 1 });
        let buffer = Vec::new();
        let (file, offset, first) = match scan.segments.last() {
            Some(segment) => {
                let file = OpenOptions::new()
                    .read(true)
                    .write(true)
                    .open(&segment.path)
                    .at("opening", &segment.path)?;
                (file, segment.good, segment.first)
            }
            None => {
                let path = numbered_path(dir, end.position + 1, ENDING);
                (
                    create_segment(dir, id, &end).at("creating", &path)?,
                    HEADER as u64,
                    end.position + 1,
                )
            }
        };
        Ok(Self { dir: dir.to_path_buf(), id, file, offset, first, end, segment_bytes, buffer })
    }

    pub(super) fn end(&self) -> End {
        self.end
    }

    /// Writes one frame of encoded operations, `logs` of them entries of the audit log, and makes it durable. Returns the
    /// new end and the bytes written.
    pub(super) fn append(
        &mut self,
        operations: &[u8],
        logs: u64,
    ) -> Result<(End, u64), AppendError> {
        if self.offset >= self.segment_bytes {
            self.rotate()?;
        }
        let position = self.end.position + 1;
        let first_log = self.end.next_log;
        let hash = frame::build(&mut self.buffer, position, &self.end.hash, |out| {
            out.put_u64(first_log);
            out.extend_from_slice(operations);
        });
        fail::pass("before-journal-write");
        if let Err(e) = self.file.write_all_at(&self.buffer, self.offset) {
            let clean = self.file.set_len(self.offset).and_then(|()| self.file.sync_data());
            return Err(match (no_space(&e), clean) {
                (true, Ok(())) => AppendError::Full(e.to_string()),
                _ => AppendError::Dead(format!("writing the journal: {e}")),
            });
        }
        fail::pass("after-journal-write");
        // A failed fsync may have thrown the pages away: what reached the disk is not known, a second try proves nothing.
        self.file
            .sync_data()
            .map_err(|e| AppendError::Dead(format!("syncing the journal: {e}")))?;
        fail::pass("after-fsync");
        self.offset += self.buffer.len() as u64;
        self.end = End { position, hash, next_log: first_log + logs };
        Ok((self.end, self.buffer.len() as u64))
    }

    /// Begins a new segment, unless the current one is still empty.
    pub(super) fn rotate(&mut self) -> Result<(), AppendError> {
        if self.first == self.end.position + 1 {
            return Ok(());
        }
        match create_segment(&self.dir, self.id, &self.end) {
            Ok(file) => {
                (self.file, self.offset, self.first) = (file, HEADER as u64, self.end.position + 1);
                Ok(())
            }
            Err(e) => {
                let half = numbered_path(&self.dir, self.end.position + 1, ENDING);
                let clean = super::directory::remove_if_there(&half);
                Err(match (no_space(&e), clean) {
                    (true, Ok(())) => AppendError::Full(e.to_string()),
                    _ => AppendError::Dead(format!("creating a journal segment: {e}")),
                })
            }
        }
    }
}

/// Whether the system says that the disk, the quota or the file size limit is used up.
pub(super) fn no_space(e: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(e.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

fn create_segment(dir: &Path, id: [u8; 16], end: &End) -> std::io::Result<File> {
    let path = numbered_path(dir, end.position + 1, ENDING);
    let file =
        OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    let mut header = Vec::with_capacity(HEADER);
    header.put_slice(MAGIC);
    header.put_slice(&id);
    header.put_u64(end.position + 1);
    header.put_slice(&end.hash);
    header.put_u64(end.next_log);
    let crc = crc32fast::hash(&header);
    header.put_u32(crc);
    file.write_all_at(&header, 0)?;
    file.sync_data()?;
    sync_dir(dir)?;
    Ok(file)
}

/// Begins a new segment that continues `end`, for a journal that was cut by hand.
pub(super) fn begin(dir: &Path, id: [u8; 16], end: &End) -> std::io::Result<()> {
    create_segment(dir, id, end).map(drop)
}

/// Removes the segments whose frames all have a position up to `covered`. Returns the bytes that are left.
pub(super) fn remove_covered(dir: &Path, covered: u64) -> std::io::Result<u64> {
    let segments = numbered(dir, ENDING)?;

    for pair in segments.windows(2) {
        let ((_, path), (next_first, _)) = (&pair[0], &pair[1]);
        if *next_first > covered + 1 {
            break;
        }
        fs::remove_file(path)?;
    }
    sync_dir(dir)?;
    let left = numbered(dir, ENDING)?;
    left.iter().map(|(_, path)| fs::metadata(path).map(|m| m.len())).sum()
}

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
    /// An unfinished write at the end: this file is good up to this byte; 0 = not even its header.
    pub(super) torn: Option<(PathBuf, u64)>,
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
        match &self.torn {
            None => Ok(()),
            Some((path, 0)) => fs::remove_file(path).at("removing", path),
            Some((path, good)) => {
                let file = OpenOptions::new().write(true).open(path).at("opening", path)?;
                file.set_len(*good).and_then(|()| file.sync_all()).at("cutting", path)
            }
        }
    }
}

/// Reads and checks every frame, in order; changes nothing.
pub(super) fn scan(
    dir: &Path,
    id: [u8; 16],
    progress: &super::options::OnProgress,
) -> Result<Scan, OpenError> {
    scan_until(dir, id, u64::MAX, progress)
}

/// As [`scan`], of the segments that begin at or before `until` only; with it a running journal's closed segments are read.
pub(super) fn scan_until(
    dir: &Path,
    id: [u8; 16],
    until: u64,
    progress: &super::options::OnProgress,
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
    }
    Ok(scan)
}

/// Returns whether the scan may go on with the next segment.
fn scan_segment(
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
        scan.torn = Some((path.to_path_buf(), 0));
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
                scan.torn = Some((path.to_path_buf(), offset as u64));
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
