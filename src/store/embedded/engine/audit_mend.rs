//! Is every finished file of the audit log still what it was, and what is done where one is not?
//!
//! What a file lacks is taken from the journal as long as that still holds it. Otherwise the start is refused, unless
//! somebody has decided to go on with a gap: the gap is written down then, and readers step over it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::audit_closed::{Closed, Register, named};
use super::audit_files::{ENDING, HEAD, encode, parse};
use super::directory::{make_dir, numbered, numbered_path, remove_if_there, write_whole};
use super::error::{At, OpenError};
use super::journal_scan::{self, Scan};
use super::options::{OnProgress, Progress};

/// A part of the log that is not what it was.
#[derive(Debug)]
pub(super) struct Fault {
    /// The entries that belong into this file.
    range: Range<u64>,
    path: PathBuf,
    why: &'static str,
}

/// What lies in the directory.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The finished files that are as they were, and the gaps.
    pub(super) register: Register,
    /// Whether that is more, or less, than what was written down.
    changed: bool,
    faults: Vec<Fault>,
    /// The file that gets the next entries.
    pub(super) newest: Option<(u64, PathBuf)>,
}

/// What of a part can still be read, and which of its entries are nowhere.
type Gathered = (BTreeMap<u64, Bytes>, Vec<Range<u64>>);

/// What was put right, in words.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) given_up: Vec<String>,
    pub(super) kept: Vec<PathBuf>,
}

/// Looks at the finished files: at each whether it is there and as long as it was; with `whole`, and as far as the journal
/// could mend them, at every entry.
pub(super) fn inspect(
    dir: &Path,
    scan: &Scan,
    whole: bool,
    progress: &OnProgress,
) -> Result<Found, OpenError> {
    let on_disk = numbered(dir, ENDING).at("reading", dir)?;
    let written = Register::read(dir).at("reading", dir)?;
    let known = written.clone().unwrap_or_default();
    let mut found =
        Found { register: Register { files: Vec::new(), gaps: known.gaps }, ..Found::default() };
    let last_known = known.files.last().map_or(0, |last| last.first);
    found.newest = on_disk.last().filter(|(first, _)| *first > last_known).cloned();
    let mut files: BTreeMap<u64, Option<Closed>> =
        on_disk.into_iter().map(|(first, _)| (first, None)).collect();
    if let Some((first, _)) = &found.newest {
        files.remove(first);
    }
    files.extend(known.files.iter().map(|closed| (closed.first, Some(*closed))));
    let (in_journal, total) = (scan.start.map_or(1, |start| start.next_log), files.len() as u64);
    let firsts: Vec<u64> = files.keys().copied().collect();
    for (nth, (first, closed)) in files.into_iter().enumerate() {
        progress(Progress { stage: "checking the audit log", done: nth as u64, total });
        found.precedes(dir, first);
        let newest = found.newest.as_ref().map(|(first, _)| *first);
        // What follows a file that is not written down says where it should end.
        let next = closed.map(|closed| closed.next).or(firsts.get(nth + 1).copied()).or(newest);
        let path = numbered_path(dir, first, ENDING);
        let length = fs::metadata(&path).ok().map(|about| about.len());
        let Some((next, length)) = next.zip(length) else {
            let range = first..next.unwrap_or(first);
            found.faults.push(Fault { range, path, why: "it is missing" });
            continue;
        };
        let fits = closed.is_none_or(|closed| closed.length == length);
        let read = whole || closed.is_none() || next > in_journal;
        let why = if !fits {
            Some("it is not as long as it was")
        } else if read && !is_whole(&fs::read(&path).at("reading", &path)?, first..next, &found) {
            Some("an entry in it cannot be read")
        } else {
            None
        };
        match why {
            Some(why) => found.faults.push(Fault { range: first..next, path, why }),
            None => found.register.files.push(Closed { first, next, length }),
        }
    }
    if let Some((first, _)) = found.newest {
        found.precedes(dir, first);
    }
    found.changed = written.unwrap_or_default() != found.register;
    Ok(found)
}

impl Found {
    /// Where everything ends that was looked at so far.
    fn reached(&self) -> u64 {
        let faulty = self.faults.iter().map(|fault| fault.range.end).max().unwrap_or(1);
        self.register.after(self.register.next().max(faulty))
    }

    /// A file begins here: nothing may lack before it.
    fn precedes(&mut self, dir: &Path, first: u64) {
        let reached = self.reached();
        if reached < first {
            let path = numbered_path(dir, reached, ENDING);
            self.faults.push(Fault { range: reached..first, path, why: "it is missing" });
        }
    }

    /// What is wrong and stays wrong, and what the next start takes from the journal.
    pub(super) fn problems(&self, scan: &Scan) -> Result<(Vec<String>, Vec<String>), OpenError> {
        let (mut lasting, mut mendable) = (Vec::new(), Vec::new());
        for fault in &self.faults {
            let (_, lacking) = fault.gather(scan, &self.register)?;
            let (text, list) = match lacking.is_empty() {
                true => (fault.named(), &mut mendable),
                false => (fault.lacking(&lacking), &mut lasting),
            };
            list.push(format!("audit log: {text}"));
        }
        Ok((lasting, mendable))
    }

    /// Puts the files right, and writes down which are finished. What is lost goes into `lost`, if that is accepted.
    pub(super) fn mend(
        &mut self,
        dir: &Path,
        scan: &Scan,
        lost: Option<&Path>,
    ) -> Result<Mended, OpenError> {
        let mut mended = Mended::default();
        // Everything is known to be possible before anything is changed.
        let gathered: Vec<_> = std::mem::take(&mut self.faults)
            .into_iter()
            .map(|fault| fault.gather(scan, &self.register).map(|found| (fault, found)))
            .collect::<Result<_, _>>()?;
        if let Some((fault, (_, lacking))) =
            gathered.iter().find(|(_, (_, lacking))| !lacking.is_empty() && lost.is_none())
        {
            return Err(OpenError::AuditDamaged { why: fault.lacking(lacking) });
        }
        for (fault, (entries, lacking)) in gathered {
            self.changed = true;
            if let Some(lost) = lost.filter(|_| !lacking.is_empty()) {
                mended.given_up.push(format!("audit log: {}", fault.lacking(&lacking)));
                if fault.path.exists() {
                    make_dir(lost)?;
                    let kept = lost.join(fault.path.file_name().unwrap_or_default());
                    fs::copy(&fault.path, &kept).at("copying", &fault.path)?;
                    mended.kept.push(kept);
                }
                lacking.into_iter().for_each(|gap| self.register.give_up(gap));
            } else {
                tracing::warn!("the audit log is mended from the journal: {}", fault.named());
            }
            fault.replace(&entries, &mut self.register)?;
        }
        if self.changed {
            self.register.write(dir).at("writing", dir)?;
        }
        Ok(mended)
    }
}

impl Fault {
    fn named(&self) -> String {
        format!("{} ({}): {}", self.path.display(), named(&self.range), self.why)
    }

    fn lacking(&self, lacking: &[Range<u64>]) -> String {
        let named: Vec<String> = lacking.iter().map(named).collect();
        format!("{}, and the journal no longer holds {}", self.named(), named.join(", "))
    }

    /// Every entry of this part that can be read from the file or the journal, and which are in neither.
    fn gather(&self, scan: &Scan, register: &Register) -> Result<Gathered, OpenError> {
        let mut entries = match fs::read(&self.path) {
            Ok(bytes) => salvage(&bytes, &self.range),
            Err(_) => BTreeMap::new(),
        };
        if self.range.end > scan.start.map_or(1, |start| start.next_log) {
            entries.extend(journal_scan::entries(scan, self.range.clone())?);
        }
        let lacking = register.lacks(self.range.clone(), |index| entries.contains_key(&index));
        Ok((entries, lacking))
    }

    /// Writes the file anew from its entries; without any there is none.
    fn replace(
        &self,
        entries: &BTreeMap<u64, Bytes>,
        register: &mut Register,
    ) -> Result<(), OpenError> {
        if entries.is_empty() {
            return remove_if_there(&self.path).at("removing", &self.path);
        }
        let mut bytes = Vec::new();
        entries.iter().for_each(|(index, entry)| encode(&mut bytes, *index, entry));
        write_whole(&self.path, &bytes).at("writing", &self.path)?;
        let Range { start: first, end: next } = self.range;
        let place = register.files.partition_point(|other| other.first < first);
        register.files.insert(place, Closed { first, next, length: bytes.len() as u64 });
        Ok(())
    }
}

/// Whether a file holds exactly these entries, but for those that were given up.
fn is_whole(bytes: &[u8], range: Range<u64>, found: &Found) -> bool {
    let (mut offset, mut index) = (0, found.register.after(range.start));
    while let Some((at, entry)) = parse(&bytes[offset..])
        && at == index
    {
        offset += HEAD + entry.len();
        index = found.register.after(index + 1);
    }
    offset == bytes.len() && index >= range.end
}

/// The entries that can be read, also behind some that cannot.
pub(super) fn salvage(bytes: &[u8], range: &Range<u64>) -> BTreeMap<u64, Bytes> {
    let (mut entries, mut offset) = (BTreeMap::new(), 0);
    while let Some(index) = bytes[offset..].first_chunk().map(|bytes| u64::from_be_bytes(*bytes)) {
        // Most places are no beginning of an entry, and show it by their first bytes.
        match range.contains(&index).then(|| parse(&bytes[offset..])).flatten() {
            Some((index, entry)) => {
                entries.insert(index, Bytes::copy_from_slice(entry));
                offset += HEAD + entry.len();
            }
            None => offset += 1,
        }
    }
    entries
}
