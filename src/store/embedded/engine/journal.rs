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
use super::journal_scan::Scan;

pub(super) const MAGIC: &[u8; 8] = b"VPjrnl01";
/// `magic 8 | store id 16 | first position 8 | chain hash before it 32 | next audit index 8 | crc 4`
pub(super) const HEADER: usize = 76;
pub(super) const ENDING: &str = "seg";

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
    file.write_all_at(&header(id, end), 0)?;
    file.sync_data()?;
    sync_dir(dir)?;
    Ok(file)
}

/// The header of a segment that continues `end`.
pub(super) fn header(id: [u8; 16], end: &End) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.put_slice(MAGIC);
    header.put_slice(&id);
    header.put_u64(end.position + 1);
    header.put_slice(&end.hash);
    header.put_u64(end.next_log);
    let crc = crc32fast::hash(&header);
    header.put_u32(crc);
    header
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
