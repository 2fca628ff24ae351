//! Promise 8: is what was destroyed gone from every file, in time, whatever happens meanwhile?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use verwijspunt::store::embedded::engine::{self, Engine, Options, RENEWAL_POINTS, has_failpoints};

use crate::packed::with_unpacked;

use crate::harness::{Map, Plain, Write, contents, files, put, run, still, try_open, write};

const SECRET: &[u8] = b"Fenna-Dijkstra-111222333";
const STORE: &str = "VERWIJSPUNT_TEST_STORE";

/// Every checkpoint that follows a deletion builds the index anew.
fn at_once() -> Options {
    Options { gone_within: Duration::ZERO, ..still() }
}

fn holds(file: Vec<u8>) -> bool {
    with_unpacked(file).windows(SECRET.len()).any(|window| window == SECRET)
}

/// The files that hold the bytes of the secret.
fn holders(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(holders(&path));
        // A file may go while the others are read.
        } else if holds(fs::read(&path).unwrap_or_default()) {
            found.push(path);
        }
    }
    found
}

fn in_index(found: &[PathBuf]) -> bool {
    found.iter().any(|path| path.to_string_lossy().contains("index"))
}

/// A record of a person: short, or so long that the index cuts it.
fn person(n: u64) -> (Vec<u8>, Vec<u8>) {
    let key = [b"person ", SECRET, &n.to_be_bytes()[..]].concat();
    (key, SECRET.repeat(if n.is_multiple_of(7) { 400 } else { 2 }))
}

fn others(from: u64, to: u64) -> Vec<(Vec<u8>, Vec<u8>)> {
    (from..to).map(|n| (n.to_be_bytes().to_vec(), vec![n as u8; 200])).collect()
}

/// Plants persons among others, has the index take them over, and destroys them: half are deleted, half are replaced by a
/// record without content. Returns what must be there.
fn plant_and_destroy(root: &Path, options: Options) -> (Engine<Plain>, Map) {
    let engine = try_open(root, options.clone()).unwrap();
    let mut expected = Map::new();
    for n in 0..40_u64 {
        let mut puts = others(n * 10, n * 10 + 10);
        expected.extend(puts.iter().cloned());
        puts.push(person(n));
        puts.push((n.to_le_bytes().to_vec(), SECRET.to_vec()));
        write(&engine, Write { puts, logs: vec![n.to_be_bytes().to_vec()], ..Write::default() });
    }
    engine.close();
    let engine = try_open(root, options).unwrap();
    for n in 0..40_u64 {
        let puts = vec![(n.to_le_bytes().to_vec(), b"archived".to_vec())];
        expected.extend(puts.iter().cloned());
        write(&engine, Write { puts, deletes: vec![person(n).0], ..Write::default() });
    }
    (engine, expected)
}

#[test]
fn p8_what_was_destroyed_is_in_no_file_after_the_next_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    // Within the time that it has, it stays in the index: the search below finds what is there.
    let (engine, expected) = plant_and_destroy(root, still());
    run(engine.checkpoint()).unwrap();
    assert!(in_index(&holders(root)), "{:?}", holders(root));
    assert_eq!(engine.stats().renewals, 0);
    engine.close();

    let engine = try_open(root, at_once()).unwrap();
    run(engine.checkpoint()).unwrap();
    assert_eq!(holders(root), Vec::<PathBuf>::new());
    assert_eq!(contents(&engine).unwrap(), expected);
    assert_eq!(engine.stats().renewals, 1);
    run(engine.checkpoint()).unwrap();
    assert_eq!(engine.stats().renewals, 1, "nothing was deleted since");
    write(&engine, put(b"later", b"write"));
    engine.close();
    assert_eq!(holders(root), Vec::<PathBuf>::new());
    assert_eq!(engine::check(root, &still().progress).unwrap().problems, Vec::<String>::new());
    let engine = try_open(root, still()).unwrap();
    assert_eq!((engine.rebuilt(), contents(&engine).unwrap().len()), (None, expected.len() + 1));
}

#[test]
fn p8_it_goes_in_time_without_anybody_asking() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        gone_within: Duration::from_secs(2),
        drain_every: Duration::from_millis(10),
        ..still()
    };
    let (engine, expected) = plant_and_destroy(dir.path(), options);
    let begun = Instant::now();
    while !holders(dir.path()).is_empty() {
        // Much more than it should take: other tests run beside it.
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", holders(dir.path()));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(contents(&engine).unwrap(), expected);
}

#[test]
fn p8_a_record_that_never_reached_the_index_goes_too() {
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), at_once()).unwrap();
    write(&engine, put(SECRET, SECRET));
    write(&engine, Write { deletes: vec![SECRET.to_vec()], ..put(b"other", b"record") });
    assert!(!holders(dir.path()).is_empty(), "it is in the journal");
    run(engine.checkpoint()).unwrap();
    assert_eq!(holders(dir.path()), Vec::<PathBuf>::new());
    assert_eq!(contents(&engine).unwrap().len(), 1);
}

#[test]
fn p8_what_was_set_aside_after_damage_goes_too() {
    let dir = tempfile::tempdir().unwrap();
    let (engine, expected) = plant_and_destroy(dir.path(), at_once());
    engine.close();
    for name in ["index.broken-1", "lost-1", "index.2"] {
        fs::create_dir(dir.path().join(name)).unwrap();
        fs::write(dir.path().join(name).join("db"), SECRET).unwrap();
    }
    let engine = try_open(dir.path(), at_once()).unwrap();
    assert!(!dir.path().join("index.2").exists(), "an unfinished index is no index");
    assert_eq!(contents(&engine).unwrap(), expected);
    run(engine.checkpoint()).unwrap();
    assert_eq!(holders(dir.path()), Vec::<PathBuf>::new());
}

#[test]
fn p8_reads_and_writes_go_on_while_the_index_is_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    // The layers are small, so the old index takes changes over while the new one is built.
    let small = Options { layer_bytes: 256 << 10, drain_bytes: 16 << 10, ..at_once() };
    let (engine, mut expected) = plant_and_destroy(dir.path(), small);
    expected.extend(others(10_000, 12_000));
    for puts in others(10_000, 12_000).chunks(500) {
        write(&engine, Write { puts: puts.to_vec(), ..Write::default() });
    }
    let both = |n: u64| Write {
        puts: (0..20_u8).map(|k| (vec![b'a' + k], n.to_be_bytes().repeat(100))).collect(),
        deletes: vec![person(n - 1).0],
        ..put(&person(n).0, SECRET)
    };
    let (done, written) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let all = run(engine.reader().range_of(b"", None, usize::MAX)).unwrap();
                let batch: Vec<_> = all.iter().filter(|(key, _)| key.len() == 1).collect();
                assert!(batch.iter().all(|(_, v)| *v == batch[0].1), "a mixture of two batches");
                assert!(all.len() >= expected.len(), "a record is missing");
            }
        });
        scope.spawn(|| {
            for n in 1_u64.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                write(&engine, both(n));
                written.store(n, Ordering::Relaxed);
            }
        });
        for _ in 0..3 {
            let before = written.load(Ordering::Relaxed);
            run(engine.checkpoint()).unwrap();
            assert!(written.load(Ordering::Relaxed) > before, "writes stood still");
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(engine.stats().renewals >= 3);
    let last = written.load(Ordering::Relaxed);
    let last =
        Write { puts: Vec::new(), deletes: vec![person(last).0, person(last + 1).0], ..both(1) };
    write(&engine, last);
    for k in 0..20_u8 {
        expected
            .insert(vec![b'a' + k], engine.reader().get(&[b'a' + k]).unwrap().unwrap().to_vec());
    }
    run(engine.checkpoint()).unwrap();
    assert_eq!(holders(dir.path()), Vec::<PathBuf>::new());
    assert_eq!(contents(&engine).unwrap(), expected);
    engine.crash();
    assert_eq!(contents(&try_open(dir.path(), still()).unwrap()).unwrap(), expected);
}

#[test]
fn p8_closing_does_not_wait_for_a_new_index() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { drain_every: Duration::from_millis(1), ..at_once() };
    let (engine, mut expected) = plant_and_destroy(dir.path(), options);
    for nth in 0..20_u64 {
        let puts = others(nth * 1000, nth * 1000 + 1000);
        expected.extend(puts.iter().cloned());
        write(&engine, Write { puts, deletes: vec![person(nth).0], ..Write::default() });
    }
    engine.close();
    let engine = try_open(dir.path(), at_once()).unwrap();
    assert_eq!(contents(&engine).unwrap(), expected);
    run(engine.checkpoint()).unwrap();
    assert_eq!(holders(dir.path()), Vec::<PathBuf>::new());
}

/// Not a test of its own: the process that dies. It prints each acknowledged number.
#[test]
#[ignore = "run by p8_a_death_at_every_point_of_building_the_index_anew in a process of its own"]
fn victim() {
    let Some(root) = std::env::var_os(STORE) else { return };
    let options = Options { drain_every: Duration::from_millis(1), ..at_once() };
    let engine = try_open(Path::new(&root), options).unwrap();
    let from = engine.reader().log_len() + 1;
    write(&engine, step(from - 1));
    println!("acknowledged {}", from - 1);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in from..from + 200 {
                write(&engine, step(n));
                println!("acknowledged {n}");
            }
        });
        for _ in 0..4 {
            run(engine.checkpoint()).unwrap();
        }
    });
    engine.close();
}

/// A person more, the one before destroyed, and an audit entry: all or nothing.
fn step(n: u64) -> Write {
    Write {
        deletes: vec![person(n.saturating_sub(1)).0],
        puts: vec![person(n), (n.to_be_bytes().to_vec(), b"kept".to_vec())],
        logs: vec![n.to_be_bytes().to_vec()],
        ..Write::default()
    }
}

#[test]
fn p8_a_death_at_every_point_of_building_the_index_anew() {
    if !has_failpoints() {
        println!("skipped: build with --features failpoints");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    for point in RENEWAL_POINTS {
        let root = dir.path().join(point);
        // The first index has a position before anything dies: one that was never finished is rebuilt, and rightly.
        let first = try_open(&root, at_once()).unwrap();
        write(&first, step(0));
        first.close();
        let (mut died, mut acknowledged) = (0, 1);
        for pass in [1, 3, 2] {
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "gone::victim", "--ignored", "--nocapture"])
                .env(STORE, &root)
                .env("VERWIJSPUNT_FAILPOINT", format!("{point}:{pass}"))
                .stderr(Stdio::null())
                .output()
                .unwrap();
            died += u32::from(!output.status.success());
            let text = String::from_utf8_lossy(&output.stdout);
            let newest = text
                .split("acknowledged ")
                .skip(1)
                .filter_map(|t| t.split_whitespace().next()?.parse().ok())
                .max();
            acknowledged = newest.map_or(acknowledged, |n: u64| n + 1);

            let engine = try_open(&root, at_once()).unwrap();
            assert_eq!(engine.rebuilt(), None, "{point}: one of the two indexes is whole");
            let there = engine.reader().log_len();
            assert!(
                there >= acknowledged && there <= acknowledged + 1,
                "{point}: {acknowledged}, {there}"
            );
            let mut expected: Map =
                (0..there).map(|n| (n.to_be_bytes().to_vec(), b"kept".to_vec())).collect();
            expected.extend(there.checked_sub(1).map(person));
            assert_eq!(contents(&engine).unwrap(), expected, "{point}");
            write(
                &engine,
                Write {
                    deletes: there.checked_sub(1).map(|n| person(n).0).into_iter().collect(),
                    ..Write::default()
                },
            );
            run(engine.checkpoint()).unwrap();
            assert_eq!(holders(&root), Vec::<PathBuf>::new(), "{point}");
            let directories = fs::read_dir(&root)
                .unwrap()
                .filter(|e| e.as_ref().unwrap().path().is_dir())
                .count();
            assert_eq!(directories, 4, "{point}: audit, checkpoint, journal and one index");
            acknowledged = there;
            engine.close();
            assert_eq!(files(&root.join("checkpoint")).len(), 1);
        }
        assert!(died > 1, "{point} was passed {died} times");
    }
}
