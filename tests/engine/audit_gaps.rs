//! What happens when a file of the audit log that is not the newest is no longer what it was?

use std::fs;
use std::path::{Path, PathBuf};

use verwijspunt::store::embedded::engine::{self, EngineError, OpenError, Options};

use crate::harness::{Write, copy, files, run, still, try_open, write};

const ENTRIES: u64 = 120;

/// Small files, and entries that are found by a number of their own.
fn small() -> Options {
    Options { audit_bytes: 700, marks: Some(|entry| vec![mark(entry)]), ..still() }
}

fn mark(entry: &[u8]) -> u64 {
    u64::from(entry.first().copied().unwrap_or_default() % 3)
}

fn entry(n: u64) -> Vec<u8> {
    [&[n as u8], &[7; 30][..]].concat()
}

fn log(root: &Path, numbers: std::ops::Range<u64>) {
    let engine = try_open(root, small()).unwrap();
    for n in numbers {
        let key = n.to_be_bytes().to_vec();
        let puts = vec![(key, vec![1])];
        write(&engine, Write { puts, logs: vec![entry(n)], ..Write::default() });
    }
    engine.close();
}

/// A store with several files of the log, of which the journal holds every entry, or none.
fn prepared(root: &Path, in_journal: bool) {
    log(root, 0..ENTRIES);
    if !in_journal {
        engine::checkpoint(root, small()).unwrap();
    }
    assert!(logs(root).len() > 4, "{:?}", logs(root));
}

fn logs(root: &Path) -> Vec<PathBuf> {
    let mut logs = files(&root.join("audit"));
    logs.retain(|path| path.extension().is_some_and(|ending| ending == "log"));
    logs
}

/// The ways in which a file was damaged from outside.
const EMPTIED: &str = "emptied";
const CUT: &str = "cut";
const DELETED: &str = "deleted";
const FLIPPED: &str = "flipped";

fn damage(path: &Path, kind: &str) {
    let mut bytes = fs::read(path).unwrap();
    match kind {
        EMPTIED => bytes.clear(),
        // At the end of an entry, so that what is left is whole.
        CUT => bytes.truncate(2 * (16 + 31)),
        _ => bytes[20] ^= 4,
    }
    match kind {
        DELETED => fs::remove_file(path).unwrap(),
        _ => fs::write(path, bytes).unwrap(),
    }
}

fn contents(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let with_bytes = |path: PathBuf| (path.clone(), fs::read(path).unwrap());
    files(&root.join("audit")).into_iter().map(with_bytes).collect()
}

fn read(root: &Path) -> Result<usize, EngineError> {
    let engine = try_open(root, small()).unwrap();
    let log = engine.reader().log(1, usize::MAX);
    engine.close();
    log.map(|entries| entries.len())
}

#[test]
fn what_the_journal_still_holds_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    prepared(&root, true);
    let whole = contents(&root);
    for path in logs(&root) {
        for kind in [EMPTIED, CUT, DELETED, FLIPPED] {
            damage(&path, kind);
            assert_eq!(read(&root).unwrap() as u64, ENTRIES, "{kind}: {}", path.display());
            assert_eq!(contents(&root), whole, "{kind}: {}", path.display());
        }
    }
    fs::remove_file(root.join("audit/closed")).unwrap();
    assert_eq!(read(&root).unwrap() as u64, ENTRIES);
    assert_eq!(contents(&root), whole, "a register that got lost is made again");
}

#[test]
fn what_the_journal_no_longer_holds_is_refused_with_the_file_and_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good");
    prepared(&good, false);
    let middle = logs(&good)[2].file_name().unwrap().to_owned();
    for register in [true, false] {
        for kind in [EMPTIED, CUT, DELETED] {
            let root = dir.path().join(format!("{kind}-{register}"));
            copy(&good, &root);
            if !register {
                fs::remove_file(root.join("audit/closed")).unwrap();
            }
            damage(&root.join("audit").join(&middle), kind);
            let damaged = contents(&root);
            let refused = try_open(&root, small()).map(drop).unwrap_err();
            assert!(matches!(refused, OpenError::AuditDamaged { .. }), "{kind}: {refused}");
            let text = refused.to_string();
            for part in [".log", "no longer holds entr", "backup", "store rebuild --accept-loss"] {
                assert!(text.contains(part), "{kind}, {part}: {text}");
            }
            if register || kind != DELETED {
                assert!(text.contains(&*middle.to_string_lossy()), "{kind}: {text}");
            }
            assert_eq!(contents(&root), damaged, "a refusal changes nothing");
            let report = engine::check(&root, &still().progress).unwrap();
            assert_eq!(report.problems.len(), 1, "{kind}: {:?}", report.problems);
        }
    }
}

#[test]
fn a_reader_is_told_of_the_gap_and_never_gets_a_shorter_answer() {
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good");
    prepared(&good, false);
    for kind in [EMPTIED, CUT, DELETED, FLIPPED] {
        let root = dir.path().join(kind);
        copy(&good, &root);
        let engine = try_open(&root, small()).unwrap();
        let path = &logs(&root)[2];
        let first: u64 = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        damage(path, kind);
        let reader = engine.reader();
        let marked = |of| run(reader.log_marked(vec![of], 1, usize::MAX)).map(|_| ());
        let of = mark(&entry(first - 1));
        for answer in
            [reader.log(1, usize::MAX).map(drop), marked(of), reader.log(first, 9).map(drop)]
        {
            let Err(EngineError::AuditDamaged { from, to, why }) = &answer else {
                panic!("{kind}: {answer:?}");
            };
            assert!((first..first + 3).contains(from) && from <= to, "{kind}: {from} to {to}");
            assert!(why.contains(&*path.to_string_lossy()), "{kind}: {why}");
        }
        assert_eq!(reader.log(1, first as usize - 1).unwrap().len() as u64, first - 1);
        assert_eq!(reader.log(ENTRIES, 9).unwrap().len(), 1, "what lies behind is there");
        // Nothing else stops.
        write(&engine, Write { logs: vec![entry(1)], ..Write::default() });
        engine.close();
    }
}

#[test]
fn one_flipped_bit_is_found_by_a_check_and_named_on_reading() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    prepared(&root, false);
    damage(&logs(&root)[1], FLIPPED);
    let report = engine::check(&root, &still().progress).unwrap();
    assert!(report.problems[0].contains("cannot be read"), "{:?}", report.problems);
    for _ in 0..2 {
        let answer = read(&root);
        assert!(matches!(answer, Err(EngineError::AuditDamaged { .. })), "{answer:?}");
    }
}

#[test]
fn a_gap_that_was_accepted_is_stepped_over_and_stays_written_down() {
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good");
    prepared(&good, false);
    for kind in [EMPTIED, CUT, DELETED, FLIPPED] {
        let root = dir.path().join(kind);
        copy(&good, &root);
        let path = logs(&root)[2].clone();
        let first: u64 = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        damage(&path, kind);
        let done = engine::rebuild(&root, true, small()).unwrap();
        assert_eq!(done.given_up.len(), 1, "{kind}: {:?}", done.given_up);
        assert_eq!(done.kept.len(), usize::from(kind != DELETED), "{kind}");
        let report = engine::check(&root, &still().progress).unwrap();
        assert_eq!(report.problems, Vec::<String>::new(), "{kind}");
        let [(from, to)] = report.audit_gaps[..] else { panic!("{kind}: {report:?}") };
        let expected = if kind == CUT { first + 2 } else { first };
        assert_eq!(from, expected, "{kind}");
        assert_eq!(kind == FLIPPED, to == from, "{kind}: what can be read behind it is kept");
        let lost = to - from + 1;
        assert_eq!(report.audit_entries, ENTRIES - lost, "{kind}");
        log(&root, ENTRIES..ENTRIES + 9);
        assert_eq!(read(&root).unwrap() as u64, ENTRIES + 9 - lost, "{kind}");
        // A second loss is not covered by the first.
        damage(&logs(&root)[0], EMPTIED);
        assert!(matches!(try_open(&root, small()), Err(OpenError::AuditDamaged { .. })), "{kind}");
    }
}
