//! Where do the entries of the audit log lie for years, and how do they get there?
//!
//! Files `NUMBER.log`, named by their first entry: `index 8 | length 4 | crc 4 | entry`. The journal holds an entry first;
//! it is moved here before the index position passes it, so these files need no journal to be complete. A file that is
//! finished is entered in the register before the next one is begun.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{BufMut, Bytes};

use super::audit_closed::{Closed, Register};
use super::audit_index::{self, Marks, Newest, Posting};
use super::audit_mend::Found;
use super::directory::{numbered, numbered_path, remove_if_there, sync_dir};
use super::error::{At, OpenError};
use super::options::Options;

/// Bytes before an entry.
pub(super) const HEAD: usize = 16;
pub(super) const ENDING: &str = "log";

/// Appends; owned by the drain thread.
#[derive(Debug)]
pub(super) struct Writer {
    dir: PathBuf,
    file: Option<File>,
    offset: u64,
    /// The index that the next entry must have, at least.
    pub(super) next: u64,
    roll_bytes: u64,
    marks: Option<Marks>,
    newest: Arc<Newest>,
}

impl Writer {
    /// Opens for appending behind the finished files. A tail that cannot be read is cut off when the journal still holds
    /// those entries, from `journal_from` on.
    pub(super) fn open(
        dir: &Path,
        found: Found,
        journal_from: u64,
        options: &Options,
    ) -> Result<Self, OpenError> {
        let mut writer = Self {
            dir: dir.to_path_buf(),
            file: None,
            offset: 0,
            next: found.register.next(),
            roll_bytes: options.audit_bytes,
            marks: options.marks,
            newest: Arc::default(),
        };
        let mut open =
            audit_index::Open { register: Arc::new(found.register), ..Default::default() };
        if let Some((first, path)) = found.newest {
            let bytes = fs::read(&path).at("reading", &path)?;
            let (mut next, mut offset) = (first, 0);
            while let Some((index, entry)) = parse(&bytes[offset..])
                && index == next
            {
                next = index + 1;
                open.postings.extend(posted(writer.marks, offset as u64, entry));
                offset += HEAD + entry.len();
            }
            let file =
                OpenOptions::new().read(true).write(true).open(&path).at("opening", &path)?;
            if offset < bytes.len() {
                if next < journal_from {
                    let why = format!("entry {next} in {} cannot be read", path.display());
                    return Err(OpenError::AuditDamaged { why });
                }
                file.set_len(offset as u64).and_then(|()| file.sync_all()).at("cutting", &path)?;
            }
            (writer.file, writer.offset, writer.next) = (Some(file), offset as u64, next);
            open.first = first;
        }
        *writer.newest.lock() = open;
        Ok(writer)
    }

    /// The postings of the file that is written now, for readers.
    pub(super) fn newest(&self) -> Arc<Newest> {
        Arc::clone(&self.newest)
    }

    /// Appends the entries that are not there yet and makes them durable.
    pub(super) fn append(&mut self, entries: &[(u64, Bytes)]) -> std::io::Result<()> {
        let (mut buffer, mut postings) = (Vec::new(), Vec::new());
        for (index, entry) in entries {
            if *index < self.next {
                continue;
            }
            let full = self.offset + buffer.len() as u64 >= self.roll_bytes;
            if self.file.is_none() || full || *index > self.next {
                self.write(&mut buffer, &mut postings)?;
                self.roll(*index)?;
            }
            postings.extend(posted(self.marks, self.offset + buffer.len() as u64, entry));
            encode(&mut buffer, *index, entry);
            self.next = index + 1;
        }
        self.write(&mut buffer, &mut postings)
    }

    /// Finishes the file, if there is one, and begins the next with this entry. What lies between the two was given up.
    fn roll(&mut self, first: u64) -> std::io::Result<()> {
        self.close_index();
        let (before, known) = {
            let newest = self.newest.lock();
            (newest.first, Arc::clone(&newest.register))
        };
        let mut register = Register::clone(&known);
        let (next, length) = (self.next, self.offset);
        match self.file.take() {
            Some(_) if length > 0 => register.files.push(Closed { first: before, next, length }),
            Some(_) => remove_if_there(&numbered_path(&self.dir, before, ENDING))?,
            None => {}
        }
        if next < first {
            register.give_up(next..first);
        }
        if register != *known {
            register.write(&self.dir)?;
        }
        let path = numbered_path(&self.dir, first, ENDING);
        let mut options = OpenOptions::new();
        self.file = Some(
            options.read(true).write(true).create(true).truncate(true).mode(0o600).open(path)?,
        );
        (self.offset, self.next) = (0, first);
        let (postings, register) = (Vec::new(), Arc::new(register));
        *self.newest.lock() = audit_index::Open { first, postings, register };
        sync_dir(&self.dir)
    }

    /// Writes the index of the file that gets no more entries.
    fn close_index(&self) {
        let Some(log) = self.newest_log().filter(|_| self.marks.is_some()) else { return };
        let postings = self.newest.lock().postings.clone();
        if let Err(e) = audit_index::write(&log, self.offset, postings) {
            // It is made again from the file, and until then the file itself is read.
            tracing::warn!(reason = %e, "the index of a file of the audit log was not written");
        }
    }

    fn newest_log(&self) -> Option<PathBuf> {
        let first = self.newest.lock().first;
        (first > 0).then(|| numbered_path(&self.dir, first, ENDING))
    }

    /// The closed files that have no index: those of an earlier release, and those whose index was damaged.
    pub(super) fn without_index(&self) -> Vec<PathBuf> {
        let newest = self.newest_log();
        let files = self.marks.and_then(|_| numbered(&self.dir, ENDING).ok()).unwrap_or_default();
        let closed = files.into_iter().map(|(_, path)| path);
        let closed = closed.filter(|path| newest.as_ref() != Some(path));
        closed.filter(|path| !audit_index::is_there(path)).collect()
    }

    /// Makes the index of a closed file. One that is damaged gets none: what lies behind the damage could not be found.
    pub(super) fn make_index(&self, log: &Path) -> std::io::Result<()> {
        let bytes = fs::read(log)?;
        let (mut offset, mut postings) = (0, Vec::new());
        while let Some((_, entry)) = parse(&bytes[offset..]) {
            postings.extend(posted(self.marks, offset as u64, entry));
            offset += HEAD + entry.len();
        }
        if offset < bytes.len() {
            return Ok(());
        }
        audit_index::write(log, bytes.len() as u64, postings)
    }

    /// Leaves out every number below `index`, for a log whose gap was accepted.
    pub(super) fn skip_to(&mut self, index: u64) -> std::io::Result<()> {
        if self.next < index { self.roll(index) } else { Ok(()) }
    }

    fn write(&mut self, buffer: &mut Vec<u8>, postings: &mut Vec<Posting>) -> std::io::Result<()> {
        if let (Some(file), false) = (&self.file, buffer.is_empty()) {
            file.write_all_at(buffer, self.offset)?;
            file.sync_data()?;
            self.offset += buffer.len() as u64;
            buffer.clear();
        }
        self.newest.lock().postings.append(postings);
        Ok(())
    }
}

/// Adds an entry as it lies in a file.
pub(super) fn encode(out: &mut Vec<u8>, index: u64, entry: &[u8]) {
    let start = out.len();
    out.put_u64(index);
    out.put_u32(u32::try_from(entry.len()).expect("entries are at most MAX_VALUE long"));
    out.put_u32(crc(&out[start..start + 12], entry));
    out.extend_from_slice(entry);
}

/// The postings of an entry that begins at this place of its file.
pub(super) fn posted(marks: Option<Marks>, place: u64, entry: &[u8]) -> Vec<Posting> {
    // A file is closed long before its places need more than 32 bits.
    let (Some(marks), Ok(place)) = (marks, u32::try_from(place)) else { return Vec::new() };
    marks(entry).into_iter().map(|mark| (mark, place)).collect()
}

pub(super) fn crc(head: &[u8], entry: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(head);
    crc.update(entry);
    crc.finalize()
}

/// The entry at the beginning of these bytes.
pub(super) fn parse(rest: &[u8]) -> Option<(u64, &[u8])> {
    let (head, rest) = rest.split_first_chunk::<HEAD>()?;
    let len = u32::from_be_bytes(head[8..12].try_into().ok()?);
    let entry = rest.get(..usize::try_from(len).ok()?)?;
    (head[12..] == crc(&head[..12], entry).to_be_bytes()).then(|| {
        let index = head[..8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        (index, entry)
    })
}

/// How many entries can be read from the beginning of a file, and whether there is nothing else.
pub(super) fn count(bytes: &[u8], first: u64) -> (u64, bool) {
    let (mut entries, mut offset) = (0, 0);
    while let Some((index, entry)) = parse(&bytes[offset..])
        && index == first + entries
    {
        entries += 1;
        offset += HEAD + entry.len();
    }
    (entries, offset == bytes.len())
}
