//! Are entries of the audit log found by their marks, and without reading the others?

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use verwijspunt::store::embedded::engine::{Engine, Options};

use super::harness::{Plain, Write, files, run, still, try_open, write};

/// The first two bytes of an entry are its marks.
fn marks(entry: &[u8]) -> Vec<u64> {
    entry[..2].iter().map(|byte| u64::from(*byte) << 56 | 1).collect()
}

fn mark(n: u8) -> u64 {
    u64::from(n) << 56 | 1
}

fn marked() -> Options {
    Options { marks: Some(marks), audit_bytes: 4096, ..still() }
}

const ENTRIES: u64 = 2000;

/// The nth entry has the marks n % 101 and n % 7.
fn entry(n: u64) -> Vec<u8> {
    let mut entry = vec![(n % 101) as u8, 200 + (n % 7) as u8];
    entry.extend_from_slice(&n.to_be_bytes());
    entry.resize(100, 7);
    entry
}

fn found(engine: &Engine<Plain>, of: &[u64], page: usize) -> Vec<u64> {
    let (mut all, mut from) = (Vec::new(), Some(1));
    while let Some(next) = from {
        let (entries, on) = run(engine.reader().log_marked(of.to_vec(), next, page)).unwrap();
        assert!(entries.len() <= page);
        all.extend(entries.iter().map(|(index, bytes)| {
            assert_eq!(bytes[..], entry(*index)[..]);
            *index
        }));
        from = on;
    }
    all
}

fn wanted() -> Vec<u64> {
    (1..=ENTRIES).filter(|n| n % 101 == 17 || n % 7 == 3).collect()
}

fn check(engine: &Engine<Plain>) {
    for page in [1, 10, usize::MAX] {
        assert_eq!(found(engine, &[mark(17), mark(203)], page), wanted(), "by {page}");
    }
    assert_eq!(found(engine, &[mark(150)], 5), [] as [u64; 0]);
}

/// A directory whose audit log fills many files, and goes on in memory.
fn filled(root: &Path) -> Engine<Plain> {
    let engine = try_open(root, marked()).unwrap();
    for from in (1..=ENTRIES).step_by(250) {
        let logs = (from..from + 250).map(entry).collect();
        write(&engine, Write { logs, ..Write::default() });
        if from == 251 {
            run(engine.checkpoint()).unwrap();
        }
    }
    engine
}

fn of_kind(root: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = files(&root.join("audit"));
    found.retain(|path| path.extension().is_some_and(|e| e == ending));
    found
}

#[test]
fn entries_are_found_in_memory_in_files_and_after_a_start() {
    let dir = tempfile::tempdir().unwrap();
    let engine = filled(dir.path());
    check(&engine);
    engine.close();
    let (logs, indexes) = (of_kind(dir.path(), "log").len(), of_kind(dir.path(), "idx").len());
    assert!(logs > 20 && indexes == logs - 1, "{indexes} indexes of {logs} files");
    let engine = try_open(dir.path(), marked()).unwrap();
    check(&engine);
    engine.crash();
    check(&try_open(dir.path(), marked()).unwrap());
}

#[test]
fn the_other_entries_are_not_read() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path()).close();
    let wanted = wanted();
    // A start looks at every entry that the journal could mend.
    let engine = try_open(dir.path(), marked()).unwrap();
    // Whoever read one of these would find it damaged.
    let logs = of_kind(dir.path(), "log");
    for log in &logs[..logs.len() - 1] {
        let mut bytes = fs::read(log).unwrap();
        let one = 16 + 100;
        for at in (0..bytes.len()).step_by(one) {
            let index = u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
            if !wanted.contains(&index) {
                bytes[at + 16..at + one].fill(0xee);
            }
        }
        fs::write(log, bytes).unwrap();
    }
    check(&engine);
}

#[test]
fn a_log_from_before_the_index_gets_one_and_is_searched_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path()).close();
    let indexes = of_kind(dir.path(), "idx");
    indexes.iter().for_each(|index| fs::remove_file(index).unwrap());
    let engine = try_open(dir.path(), marked()).unwrap();
    check(&engine);
    engine.close();
    assert_eq!(of_kind(dir.path(), "idx"), [] as [PathBuf; 0], "searching makes none");
    let often = Options { drain_every: Duration::from_millis(1), ..marked() };
    let engine = try_open(dir.path(), often).unwrap();
    let begun = std::time::Instant::now();
    while of_kind(dir.path(), "idx").len() < indexes.len() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it is made while the engine runs");
        std::thread::yield_now();
    }
    check(&engine);
    engine.close();
    // One that is damaged is not believed.
    let mut bytes = fs::read(&indexes[3]).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&indexes[3], &bytes).unwrap();
    check(&try_open(dir.path(), marked()).unwrap());
}
