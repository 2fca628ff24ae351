//! How are the entries of the audit log read back from its files?
//!
//! The entries have numbers without a gap, so a reader knows which one comes next: what cannot be read, or is not there, is an
//! error that names it, never a shorter answer. Only over what was given up by hand it steps without a word.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::audit_closed::Register;
use super::audit_files::{ENDING, HEAD, crc, posted};
use super::audit_index::{self, Marks, Newest};
use super::directory::numbered_path;
use super::error::EngineError;

/// Places remembered for readers that come back for the next page.
const PLACES: usize = 1024;

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

/// A file, as far as a read needs it.
struct Part {
    path: PathBuf,
    entries: Range<u64>,
    /// How long it must be; a file that still grows is as long as it is.
    length: Option<u64>,
}

impl Files {
    pub(super) fn new(dir: &Path, marks: Option<Marks>, newest: Arc<Newest>) -> Self {
        Self { dir: dir.to_path_buf(), places: Mutex::default(), marks, newest }
    }

    /// The files that hold the entries `from..to`, in order and without a gap but for those of the register.
    fn parts(&self, from: u64, to: u64) -> Result<(Arc<Register>, Vec<Part>), EngineError> {
        let (register, newest) = {
            let open = self.newest.lock();
            (Arc::clone(&open.register), open.first)
        };
        let (mut parts, mut next) = (Vec::new(), register.after(from));
        let part = |first, next, length| Part {
            path: numbered_path(&self.dir, first, ENDING),
            entries: first..next,
            length,
        };
        let start = register.files.partition_point(|closed| closed.next <= next);
        for closed in &register.files[start..] {
            if closed.first > next || next >= to {
                break;
            }
            parts.push(part(closed.first, closed.next, Some(closed.length)));
            next = register.after(closed.next);
        }
        if next < to && (1..=next).contains(&newest) {
            parts.push(part(newest, to, None));
            next = to;
        }
        if next < to {
            return Err(lacking(next..to, "no file holds them"));
        }
        Ok((register, parts))
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
        let mut entries = Vec::new();
        if from >= to || limit == 0 {
            return Ok(Marked { entries, upto: from.min(to) });
        }
        let (register, parts) = self.parts(from, to)?;
        let mut read_through = false;
        for part in parts {
            let first = part.entries.start;
            let (file, length) = part.open()?;
            let known = self.newest.places(first, marks);
            let places = match known.or_else(|| audit_index::find(&part.path, length, marks)) {
                Some(places) => places,
                None if read_through => return Ok(Marked { entries, upto: first.max(from) }),
                None => {
                    read_through = true;
                    // One that cannot be believed goes; the next start makes it again.
                    let _ = fs::remove_file(audit_index::beside(&part.path));
                    self.read_through(&part, &register, marks)?
                }
            };
            let mut reader = BufReader::with_capacity(4096, file);
            for place in places {
                let sought = reader.seek(SeekFrom::Start(place.into()));
                let read = sought.ok().and_then(|_| read_one(&mut reader));
                let Some((index, entry)) = read else {
                    let why = format!("byte {place} of {} cannot be read", part.path.display());
                    return Err(lacking(part.entries, &why));
                };
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
    fn read_through(
        &self,
        part: &Part,
        register: &Register,
        marks: &[u64],
    ) -> Result<Vec<u32>, EngineError> {
        let mut walk = part.walk(register, None)?;
        let mut places = Vec::new();
        while let Some((_, entry)) = walk.next()? {
            let place = walk.offset - (HEAD + entry.len()) as u64;
            let found = posted(self.marks, place, &entry);
            places.extend(found.iter().find(|(mark, _)| marks.contains(mark)).map(|(_, at)| *at));
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
        let mut found = Vec::new();
        if from >= to || limit == 0 {
            return Ok(found);
        }
        let (register, parts) = self.parts(from, to)?;
        for part in parts {
            let first = part.entries.start;
            let place = self.places().get(&from).copied().filter(|(file, _)| *file == first);
            let mut walk = part.walk(&register, place.map(|(_, offset)| (from, offset)))?;
            while let Some((index, entry)) = walk.next()? {
                if index >= to {
                    return Ok(found);
                }
                if index >= from {
                    found.push((index, entry));
                }
                if found.len() == limit {
                    let mut places = self.places();
                    if places.len() >= PLACES {
                        places.clear();
                    }
                    places.insert(index + 1, (first, walk.offset));
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

impl Part {
    /// The file and its length.
    fn open(&self) -> Result<(File, u64), EngineError> {
        let opened = File::open(&self.path).and_then(|file| {
            let length = file.metadata()?.len();
            Ok((file, length))
        });
        let path = self.path.display();
        match opened {
            Err(e) => Err(lacking(self.entries.clone(), &format!("{path}: {e}"))),
            Ok((_, length)) if self.length.is_some_and(|expected| expected != length) => {
                let why = format!("{path} is not as long as it was");
                Err(lacking(self.entries.clone(), &why))
            }
            Ok(opened) => Ok(opened),
        }
    }

    /// Reads one entry after another, from the beginning or from an entry whose place is known.
    fn walk<'r>(
        &self,
        register: &'r Register,
        from: Option<(u64, u64)>,
    ) -> Result<Walk<'r>, EngineError> {
        let (mut file, _) = self.open()?;
        let (index, offset) = from.unwrap_or((self.entries.start, 0));
        file.seek(SeekFrom::Start(offset))
            .map_err(|e| lacking(self.entries.clone(), &format!("{}: {e}", self.path.display())))?;
        let reader = BufReader::with_capacity(64 * 1024, file);
        let (path, end) = (self.path.clone(), self.entries.end);
        Ok(Walk { reader, path, register, index, end, offset })
    }
}

struct Walk<'r> {
    reader: BufReader<File>,
    path: PathBuf,
    register: &'r Register,
    /// The next entry, if it was not given up.
    index: u64,
    end: u64,
    offset: u64,
}

impl Walk<'_> {
    /// `None` when the last one was read.
    fn next(&mut self) -> Result<Option<(u64, Bytes)>, EngineError> {
        let index = self.register.after(self.index);
        if index >= self.end {
            return Ok(None);
        }
        let Some((_, entry)) = read_one(&mut self.reader).filter(|(read, _)| *read == index) else {
            let why = format!("byte {} of {} cannot be read", self.offset, self.path.display());
            return Err(lacking(index..self.end, &why));
        };
        self.index = index + 1;
        self.offset += (HEAD + entry.len()) as u64;
        Ok(Some((index, entry)))
    }
}

fn lacking(entries: Range<u64>, why: &str) -> EngineError {
    let to = entries.end.saturating_sub(1).max(entries.start);
    EngineError::AuditDamaged { from: entries.start, to, why: why.to_owned() }
}

/// `None` when there is no whole entry.
fn read_one(reader: &mut impl Read) -> Option<(u64, Bytes)> {
    let mut head = [0; HEAD];
    reader.read_exact(&mut head).ok()?;
    let len = u32::from_be_bytes([head[8], head[9], head[10], head[11]]) as usize;
    let index = head[..8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    if len > super::ops::MAX_VALUE {
        return None;
    }
    let mut entry = vec![0; len];
    reader.read_exact(&mut entry).ok()?;
    (head[12..] == crc(&head[..12], &entry).to_be_bytes()).then(|| (index, entry.into()))
}
