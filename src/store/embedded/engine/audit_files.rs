//! Where do the entries of the audit log lie for years, and how are they read back?
//!
//! Files `NUMBER.log`, named by their first entry: `index 8 | length 4 | crc 4 | entry`. The journal holds an entry first;
//! it is moved here before the index position passes it, so these files need no journal to be complete.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{BufMut, Bytes};

use super::audit_index::{self, Marks, Newest, Posting};
use super::directory::{numbered, numbered_path, sync_dir};
use super::error::{At, EngineError, OpenError};
use super::options::Options;

const HEAD: usize = 16;
const ENDING: &str = "log";
/// Places remembered for readers that come back for the next page.
const PLACES: usize = 1024;

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
    /// Opens for appending. A tail that cannot be read is cut off when the journal still holds those entries, from
    /// `journal_from` on.
    pub(super) fn open(
        dir: &Path,
        journal_from: u64,
        options: &Options,
    ) -> Result<Self, OpenError> {
        let mut writer = Self {
            dir: dir.to_path_buf(),
            file: None,
            offset: 0,
            next: 1,
            roll_bytes: options.audit_bytes,
            marks: options.marks,
            newest: Arc::default(),
        };
        let files = numbered(dir, ENDING).at("reading", dir)?;
        let Some((first, path)) = files.last() else { return Ok(writer) };
        let bytes = fs::read(path).at("reading", path)?;
        let (mut next, mut offset, mut postings) = (*first, 0, Vec::new());
        while let Some((index, entry)) = parse(&bytes[offset..])
            && index >= next
        {
            next = index + 1;
            postings.extend(posted(writer.marks, offset as u64, entry));
            offset += HEAD + entry.len();
        }
        let file = OpenOptions::new().read(true).write(true).open(path).at("opening", path)?;
        if offset < bytes.len() {
            if next < journal_from {
                let why = format!("entry {next} in {} cannot be read", path.display());
                return Err(OpenError::AuditDamaged { why });
            }
            file.set_len(offset as u64).and_then(|()| file.sync_all()).at("cutting", path)?;
        }
        (writer.file, writer.offset, writer.next) = (Some(file), offset as u64, next);
        *writer.newest.lock() = audit_index::Open { first: *first, postings };
        Ok(writer)
    }

    /// The postings of the file that is written now, for readers.
    pub(super) fn newest(&self) -> Arc<Newest> {
        Arc::clone(&self.newest)
    }

    /// Appends the entries that are not there yet and makes them durable.
    pub(super) fn append(&mut self, entries: &[(u64, Bytes)]) -> std::io::Result<()> {
        let (mut buffer, mut postings) = (Vec::new(), Vec::new());
        let next = self.next;
        for (index, entry) in entries.iter().filter(|(index, _)| *index >= next) {
            if self.file.is_none() || self.offset + buffer.len() as u64 >= self.roll_bytes {
                self.write(&mut buffer, &mut postings)?;
                self.roll(*index)?;
            }
            let start = buffer.len();
            postings.extend(posted(self.marks, self.offset + start as u64, entry));
            buffer.put_u64(*index);
            buffer.put_u32(u32::try_from(entry.len()).expect("entries are at most MAX_VALUE long"));
            buffer.put_u32(crc(&buffer[start..start + 12], entry));
            buffer.extend_from_slice(entry);
        }
        self.write(&mut buffer, &mut postings)?;
        self.next = entries.last().map_or(self.next, |(index, _)| self.next.max(index + 1));
        Ok(())
    }

    fn roll(&mut self, first: u64) -> std::io::Result<()> {
        self.close_index();
        let path = numbered_path(&self.dir, first, ENDING);
        let mut options = OpenOptions::new();
        self.file = Some(
            options.read(true).write(true).create(true).truncate(true).mode(0o600).open(path)?,
        );
        self.offset = 0;
        *self.newest.lock() = audit_index::Open { first, postings: Vec::new() };
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
        if self.next < index {
            self.roll(index)?;
            self.next = index;
        }
        Ok(())
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

/// The postings of an entry that begins at this place of its file.
fn posted(marks: Option<Marks>, place: u64, entry: &[u8]) -> Vec<Posting> {
    // A file is closed long before its places need more than 32 bits.
    let (Some(marks), Ok(place)) = (marks, u32::try_from(place)) else { return Vec::new() };
    marks(entry).into_iter().map(|mark| (mark, place)).collect()
}

fn crc(head: &[u8], entry: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(head);
    crc.update(entry);
    crc.finalize()
}

fn parse(rest: &[u8]) -> Option<(u64, &[u8])> {
    let (head, rest) = rest.split_first_chunk::<HEAD>()?;
    let len = u32::from_be_bytes(head[8..12].try_into().ok()?);
    let entry = rest.get(..usize::try_from(len).ok()?)?;
    (head[12..] == crc(&head[..12], entry).to_be_bytes()).then(|| {
        let index = head[..8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        (index, entry)
    })
}

/// Reads entries that are in the files; shared by all readers.
#[derive(Debug)]
pub(super) struct Files {
    dir: PathBuf,
    /// Next index → file and byte where it begins, for readers that page.
    places: Mutex<BTreeMap<u64, (u64, u64)>>,
    marks: Option<Marks>,
    newest: Arc<Newest>,
}

/// Entries that were found by their marks.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) entries: Vec<(u64, Bytes)>,
    /// Every entry before this one was searched.
    pub(super) upto: u64,
}

impl Files {
    pub(super) fn new(dir: &Path, marks: Option<Marks>, newest: Arc<Newest>) -> Self {
        Self { dir: dir.to_path_buf(), places: Mutex::default(), marks, newest }
    }

    /// Up to `limit` entries with index in `from..to` that have one of the marks, in order. At most one file without an
    /// index is read through; the answer says how far the search went.
    pub(super) fn marked(
        &self,
        marks: &[u64],
        from: u64,
        to: u64,
        limit: usize,
    ) -> Result<Marked, EngineError> {
        let fail =
            |e: std::io::Error| EngineError::AuditDamaged(format!("{}: {e}", self.dir.display()));
        let mut entries = Vec::new();
        if from >= to || limit == 0 {
            return Ok(Marked { entries, upto: from.min(to) });
        }
        let files = numbered(&self.dir, ENDING).map_err(fail)?;
        let start = files.partition_point(|(first, _)| *first <= from).saturating_sub(1);
        let mut read_through = false;
        for (first, path) in &files[start.min(files.len())..] {
            if *first >= to {
                break;
            }
            let file = File::open(path).map_err(fail)?;
            let length = file.metadata().map_err(fail)?.len();
            let known = self.newest.places(*first, marks);
            let places = match known.or_else(|| audit_index::find(path, length, marks)) {
                Some(places) => places,
                None if read_through => return Ok(Marked { entries, upto: *first }),
                None => {
                    read_through = true;
                    // One that cannot be believed goes; the next start makes it again.
                    let _ = fs::remove_file(audit_index::beside(path));
                    self.read_through(path, marks)?
                }
            };
            let mut reader = BufReader::with_capacity(4096, file);
            for place in places {
                reader.seek(SeekFrom::Start(place.into())).map_err(fail)?;
                let Some((index, entry)) = read_one(&mut reader, path)? else { break };
                if index >= to {
                    break;
                }
                if index >= from {
                    entries.push((index, entry));
                }
                if entries.len() == limit {
                    return Ok(Marked { entries, upto: index + 1 });
                }
            }
        }
        Ok(Marked { entries, upto: to })
    }

    /// The places of the entries with one of the marks in a file that has no index.
    fn read_through(&self, path: &Path, marks: &[u64]) -> Result<Vec<u32>, EngineError> {
        let fail =
            |e: std::io::Error| EngineError::AuditDamaged(format!("{}: {e}", path.display()));
        let mut reader = BufReader::with_capacity(64 * 1024, File::open(path).map_err(fail)?);
        let (mut place, mut places) = (0, Vec::new());
        while let Some((_, entry)) = read_one(&mut reader, path)? {
            let found = posted(self.marks, place, &entry);
            places.extend(found.iter().find(|(mark, _)| marks.contains(mark)).map(|(_, at)| *at));
            place += (HEAD + entry.len()) as u64;
        }
        Ok(places)
    }

    /// Whether an entry in memory has one of the marks.
    pub(super) fn has_mark(&self, entry: &[u8], marks: &[u64]) -> bool {
        self.marks.is_some_and(|of| of(entry).iter().any(|mark| marks.contains(mark)))
    }

    /// Up to `limit` entries with index in `from..to`, in order.
    pub(super) fn read(
        &self,
        from: u64,
        to: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Bytes)>, EngineError> {
        let fail =
            |e: std::io::Error| EngineError::AuditDamaged(format!("{}: {e}", self.dir.display()));
        let mut found = Vec::new();
        if from >= to || limit == 0 {
            return Ok(found);
        }
        let files = numbered(&self.dir, ENDING).map_err(fail)?;
        let start = files.partition_point(|(first, _)| *first <= from).saturating_sub(1);
        for (first, path) in &files[start.min(files.len())..] {
            if *first >= to {
                break;
            }
            let place = self.places().get(&from).copied().filter(|(file, _)| file == first);
            let mut offset = place.map_or(0, |(_, offset)| offset);
            let mut file = File::open(path).map_err(fail)?;
            file.seek(SeekFrom::Start(offset)).map_err(fail)?;
            let mut reader = BufReader::with_capacity(64 * 1024, file);
            while let Some((index, entry)) = read_one(&mut reader, path)? {
                if index >= to {
                    return Ok(found);
                }
                offset += (HEAD + entry.len()) as u64;
                if index >= from {
                    found.push((index, entry));
                }
                if found.len() == limit {
                    let mut places = self.places();
                    if places.len() >= PLACES {
                        places.clear();
                    }
                    places.insert(index + 1, (*first, offset));
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    fn places(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, (u64, u64)>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `None` at the end of the file, also when the last entry is just being written.
fn read_one(reader: &mut impl Read, path: &Path) -> Result<Option<(u64, Bytes)>, EngineError> {
    let mut head = [0; HEAD];
    if reader.read_exact(&mut head).is_err() {
        return Ok(None);
    }
    let len = u32::from_be_bytes([head[8], head[9], head[10], head[11]]) as usize;
    let index = head[..8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let broken = || {
        EngineError::AuditDamaged(format!(
            "entry {index} in {} does not match its checksum",
            path.display()
        ))
    };
    if len > super::ops::MAX_VALUE {
        return Err(broken());
    }
    let mut entry = vec![0; len];
    if reader.read_exact(&mut entry).is_err() {
        return Ok(None);
    }
    if head[12..] == crc(&head[..12], &entry).to_be_bytes() {
        Ok(Some((index, entry.into())))
    } else {
        Err(broken())
    }
}

/// What the files hold: entries, and what is wrong.
pub(super) fn check(dir: &Path) -> Result<(u64, Vec<String>), OpenError> {
    let (mut entries, mut next, mut problems) = (0, 1, Vec::new());
    for (first, path) in numbered(dir, ENDING).at("reading", dir)? {
        if first != next {
            problems.push(format!(
                "audit log: entries {next} to {} are missing before {}",
                first.saturating_sub(1),
                path.display()
            ));
        }
        next = first;
        let bytes = fs::read(&path).at("reading", &path)?;
        let mut offset = 0;
        while offset < bytes.len() {
            match parse(&bytes[offset..]) {
                Some((index, entry)) if index == next => {
                    entries += 1;
                    next += 1;
                    offset += HEAD + entry.len();
                }
                Some((index, _)) => {
                    problems.push(format!(
                        "audit log: {} has entry {index} where {next} belongs",
                        path.display()
                    ));
                    next = index;
                }
                None => {
                    problems.push(format!(
                        "audit log: entry {next} in {} cannot be read",
                        path.display()
                    ));
                    break;
                }
            }
        }
    }
    Ok((entries, problems))
}
