//! Does the engine make room in memory while it does something long, and leave the room on the disk to who
//! needs it?

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use verwijspunt::store::embedded::engine::{Engine, Options, Progress};

use crate::harness::{Plain, Write, files, put, run, still, try_open, write};

/// Bytes that fit into memory; from a quarter of it on the index must take over.
const MEMORY: usize = 256 * 1024;

/// More records than are read between two looks at memory, three times.
const RECORDS: usize = 3 * 1024 + 100;

fn records(engine: &Engine<Plain>, of: &str, number: usize) {
    let all: Vec<_> = (0..number).map(|n| (format!("{of} {n:06}").into_bytes(), vec![7])).collect();
    for some in all.chunks(500) {
        write(engine, Write { puts: some.to_vec(), ..Write::default() });
    }
}

/// The parts of a checkpoint that take long when there is much, each of which reads a file to its end.
const PARTS: [&str; 3] =
    ["checking the journal", "reading the checkpoint before this one", "verifying the checkpoint"];

/// Whoever writes meanwhile would wait for all of it.
#[test]
fn every_part_of_a_checkpoint_makes_room_in_memory() {
    let (told, stages) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let (asks, watched) = (Mutex::new((told.clone(), may_go_on)), Arc::new(AtomicBool::new(false)));
    let watching = Arc::clone(&watched);
    let progress = Arc::new(move |at: Progress| {
        if watching.load(Ordering::SeqCst) {
            let asks = asks.lock().unwrap();
            asks.0.send(at.stage).unwrap();
            asks.1.recv().unwrap();
        }
    });
    let (layer_bytes, drain_bytes, segment_bytes) = (MEMORY, MEMORY / 4, 16 * 1024);
    let options = Options { layer_bytes, drain_bytes, segment_bytes, progress, ..still() };
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), options).unwrap();
    records(&engine, "first", RECORDS);
    run(engine.checkpoint()).unwrap();
    records(&engine, "second", RECORDS);

    let short = || engine.stats().layer_bytes > (MEMORY / 4) as u64;
    let (mut seen, mut left, mut written) = (BTreeMap::<&str, usize>::new(), Vec::new(), 0);
    watched.store(true, Ordering::SeqCst);
    std::thread::scope(|scope| {
        let made = scope.spawn(|| {
            let made = run(engine.checkpoint());
            told.send("").unwrap();
            made
        });
        for stage in stages.iter().take_while(|stage| !stage.is_empty()) {
            let times = seen.entry(stage).or_default();
            *times += 1;
            match *times {
                1 => {
                    while !short() {
                        written += 1;
                        write(&engine, put(format!("more {written}").as_bytes(), &[7; 16 * 1024]));
                    }
                }
                2 if short() => left.push(stage),
                _ => {}
            }
            go_on.send(()).unwrap();
        }
        watched.store(false, Ordering::SeqCst);
        made.join().unwrap().unwrap();
    });
    assert_eq!(left, [] as [&str; 0], "in these nothing was taken over");
    for part in PARTS {
        assert!(seen.get(part).is_some_and(|times| *times > 1), "{part}: {seen:?}");
    }
    engine.close();
}

/// Opens, writes one record, and closes before anything is merged.
fn one_run(dir: &Path, n: usize) {
    let engine = try_open(dir, still()).unwrap();
    write(&engine, put(format!("key {n}").as_bytes(), b"value"));
    engine.close();
}

/// Makes the thread that merges go round: it answers the second time only after it has merged.
fn once_round(engine: &Engine<Plain>) -> u64 {
    for _ in 0..2 {
        run(engine.checkpoint()).unwrap();
    }
    engine.stats().index_runs
}

#[test]
fn runs_are_merged_only_while_there_is_room_for_both() {
    let dir = tempfile::tempdir().unwrap();
    (0..12).for_each(|n| one_run(dir.path(), n));
    // Half of it is free, as when the disk has filled up to what is kept for the audit log.
    let reserve_bytes = fs2::available_space(dir.path()).unwrap() / 4 * 5;
    let engine = try_open(dir.path(), Options { reserve_bytes, ..still() }).unwrap();
    let runs = engine.stats().index_runs;
    assert!(runs >= 12, "{runs}");
    assert_eq!(once_round(&engine), runs, "a merged run would lie beside those that it replaces");
    engine.close();
    let engine = try_open(dir.path(), still()).unwrap();
    assert!(once_round(&engine) < runs, "with room again they are merged");
    engine.close();
}

#[test]
fn a_checkpoint_that_would_fill_the_disk_stops_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), still()).unwrap();
    records(&engine, "key", RECORDS);
    engine.close();
    let reserve_bytes = u64::MAX / 4;
    let engine = try_open(dir.path(), Options { reserve_bytes, ..still() }).unwrap();
    let told = run(engine.checkpoint()).unwrap_err().to_string();
    assert!(told.contains("would leave the disk full") && told.contains("free space"), "{told}");
    assert_eq!(files(&dir.path().join("checkpoint")), [] as [&Path; 0]);
    engine.close();
    let engine = try_open(dir.path(), still()).unwrap();
    run(engine.checkpoint()).unwrap();
    engine.close();
}
