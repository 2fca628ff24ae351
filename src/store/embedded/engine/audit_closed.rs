//! Which files of the audit log are finished, and which entries were given up by hand?
//!
//! `audit/closed` names every file that gets no more entries with the entries and the bytes that it has, so that a start sees
//! without reading it that one was cut, emptied or removed. It is text with a checksum:
//!
//! ```text
//! verwijspunt audit log 1
//! file FIRST NEXT LENGTH
//! gap FROM TO
//! crc 0123abcd
//! ```
//!
//! Without it, as after an earlier release, it is made again from the files, which are read whole for that.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::directory::write_whole;

const NAME: &str = "closed";
const TITLE: &str = "verwijspunt audit log 1";

/// A file that gets no more entries: those from `first` on, and none from `next` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) first: u64,
    pub(super) next: u64,
    /// In bytes.
    pub(super) length: u64,
}

/// The finished files and the gaps, each in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Register {
    pub(super) files: Vec<Closed>,
    /// Entries that are nowhere, with which somebody has decided to go on.
    pub(super) gaps: Vec<Range<u64>>,
}

impl Register {
    /// What was written down; `None` when there is nothing, or not what was written.
    pub(super) fn read(dir: &Path) -> std::io::Result<Option<Self>> {
        let path = place(dir);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let register = std::str::from_utf8(&bytes).ok().and_then(Self::of);
        if register.is_none() {
            tracing::warn!(file = %path.display(), "it cannot be read, and is made again");
        }
        Ok(register)
    }

    /// Reads the text; `None` when it is not what was written.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (body, crc) = text.strip_suffix('\n')?.rsplit_once("crc ")?;
        if crc != format!("{:08x}", crc32fast::hash(body.as_bytes())) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next() != Some(TITLE) {
            return None;
        }
        let mut register = Self::default();
        for line in lines {
            let mut words = line.split(' ');
            let kind = words.next()?;
            let numbers: Option<Vec<u64>> = words.map(|word| word.parse().ok()).collect();
            match (kind, numbers?.as_slice()) {
                ("file", &[first, next, length]) if first <= next => {
                    register.files.push(Closed { first, next, length });
                }
                ("gap", &[from, to]) if from < to => register.gaps.push(from..to),
                _ => return None,
            }
        }
        let files_in_order = register.files.is_sorted_by(|a, b| a.next <= b.first);
        let gaps_in_order = register.gaps.is_sorted_by(|a, b| a.end <= b.start);
        (files_in_order && gaps_in_order).then_some(register)
    }

    pub(super) fn write(&self, dir: &Path) -> std::io::Result<()> {
        let mut text = format!("{TITLE}\n");
        for Closed { first, next, length } in &self.files {
            let _ = writeln!(text, "file {first} {next} {length}");
        }
        for Range { start, end } in &self.gaps {
            let _ = writeln!(text, "gap {start} {end}");
        }
        let crc = crc32fast::hash(text.as_bytes());
        let _ = writeln!(text, "crc {crc:08x}");
        write_whole(&place(dir), text.as_bytes())
    }

    /// The index itself, or the first one behind the gap that it lies in.
    pub(super) fn after(&self, index: u64) -> u64 {
        let before = self.gaps.partition_point(|gap| gap.end <= index);
        self.gaps.get(before).filter(|gap| gap.start <= index).map_or(index, |gap| gap.end)
    }

    /// The index that follows everything finished and given up.
    pub(super) fn next(&self) -> u64 {
        self.after(self.files.last().map_or(1, |last| last.next))
    }

    /// How many entries the finished files hold.
    pub(super) fn entries(&self) -> u64 {
        let all: u64 = self.files.iter().map(|closed| closed.next - closed.first).sum();
        let within = |gap: &&Range<u64>| {
            self.files.iter().any(|c| c.first <= gap.start && gap.end <= c.next)
        };
        all - self.gaps.iter().filter(within).map(|gap| gap.end - gap.start).sum::<u64>()
    }

    /// Goes on without these entries.
    pub(super) fn give_up(&mut self, gap: Range<u64>) {
        let place = self.gaps.partition_point(|other| other.start < gap.start);
        self.gaps.insert(place, gap);
    }

    /// The parts of a range that are neither `there` nor given up.
    pub(super) fn lacks(&self, range: Range<u64>, there: impl Fn(u64) -> bool) -> Vec<Range<u64>> {
        let mut lacking: Vec<Range<u64>> = Vec::new();
        let mut index = self.after(range.start);
        while index < range.end {
            if !there(index) {
                match lacking.last_mut().filter(|last| last.end == index) {
                    Some(last) => last.end += 1,
                    None => lacking.push(index..index + 1),
                }
            }
            index = self.after(index + 1);
        }
        lacking
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

/// "entries 3 to 9" for people.
pub(super) fn named(range: &Range<u64>) -> String {
    let last = range.end.saturating_sub(1).max(range.start);
    if last == range.start {
        format!("entry {last}")
    } else {
        format!("entries {} to {last}", range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Register {
        let files = vec![
            Closed { first: 1, next: 40, length: 900 },
            Closed { first: 50, next: 70, length: 20 },
        ];
        Register { files, gaps: vec![7..8, 40..50] }
    }

    #[test]
    fn what_was_written_is_read_and_what_was_changed_is_not() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Register::read(dir.path()).unwrap(), None);
        some().write(dir.path()).unwrap();
        assert_eq!(Register::read(dir.path()).unwrap(), Some(some()));
        let whole = fs::read(place(dir.path())).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(place(dir.path()), &changed).unwrap();
            assert_eq!(Register::read(dir.path()).unwrap(), None, "byte {at}");
            fs::write(place(dir.path()), &whole[..at]).unwrap();
            assert_eq!(Register::read(dir.path()).unwrap(), None, "cut at {at}");
        }
    }

    #[test]
    fn a_gap_is_stepped_over_and_lacks_nothing() {
        let register = some();
        assert_eq!([6, 7, 8, 40, 49, 50].map(|n| register.after(n)), [6, 8, 8, 50, 50, 50]);
        assert_eq!(register.next(), 70);
        assert_eq!(register.lacks(1..60, |n| n < 30), vec![30..40, 50..60]);
        assert_eq!((named(&(3..10)), named(&(3..4))), ("entries 3 to 9".into(), "entry 3".into()));
    }
}
