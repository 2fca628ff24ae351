//! What happens when the files are not what was written?

use std::fs;
use std::path::{Path, PathBuf};

use verwijspunt::store::embedded::engine::{self, OpenError, Options};

use crate::harness::{
    Dice, Map, Write, contents, copy, files, open, put, run, still, try_open, write,
};

const FRAMES: u64 = 8;

/// A store of a few frames; the contents after each of them.
fn prepared(root: &Path, drained: bool) -> Vec<Map> {
    let engine = open(root);
    let mut states = vec![Map::new()];
    for n in 0..FRAMES {
        let (key, value) =
            (format!("key {}", n % 5).into_bytes(), format!("value {n}").into_bytes());
        write(&engine, put(&key, &value));
        let mut next = states.last().unwrap().clone();
        next.insert(key, value);
        states.push(next);
    }
    if drained {
        engine.close()
    } else {
        engine.crash()
    }
    states
}

fn segment(root: &Path) -> PathBuf {
    files(&root.join("journal")).pop().unwrap()
}

/// Where each frame of a segment begins, and where the last one ends.
fn frame_starts(bytes: &[u8]) -> Vec<usize> {
    let mut at = 76;
    let mut starts = vec![at];
    while at < bytes.len() {
        at += 56 + u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
        starts.push(at);
    }
    starts
}

#[test]
fn scenario_4_a_torn_tail_costs_only_the_unfinished_frame() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let states = prepared(&root, false);
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    assert_eq!(starts.len() as u64, FRAMES + 1);
    for cut in starts[starts.len() - 4]..journal.len() {
        let whole = starts.iter().filter(|start| **start <= cut).count() - 1;
        fs::remove_dir_all(root.join("index")).unwrap();
        fs::write(segment(&root), &journal[..cut]).unwrap();
        let engine = open(&root);
        assert_eq!(contents(&engine).unwrap(), states[whole], "cut at byte {cut}");
        // What follows the cut is a good journal again.
        assert_eq!(write(&engine, put(b"next", b"frame")).0, whole as u64 + 1);
        engine.crash();
    }
}

#[test]
fn scenario_4_zero_pages_at_the_end_are_a_torn_tail() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let engine = open(&root);
    write(&engine, put(b"a", b"1"));
    write(&engine, put(b"b", &[7; 3000]));
    engine.crash();
    let journal = fs::read(segment(&root)).unwrap();
    for zeros in [600, 1500, 4000] {
        fs::remove_dir_all(root.join("index")).unwrap();
        let mut torn = journal.clone();
        let from = torn.len() - zeros.min(torn.len() - frame_starts(&journal)[1]);
        torn[from..].fill(0);
        fs::write(segment(&root), torn).unwrap();
        let engine = open(&root);
        assert_eq!(contents(&engine).unwrap().len(), 1);
        engine.crash();
    }
}

#[test]
fn scenario_4_a_header_that_was_written_by_half_is_a_torn_tail() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let engine = open(&root);
    write(&engine, put(b"a", &[7; 300]));
    engine.crash();
    let journal = fs::read(segment(&root)).unwrap();
    let end = journal.len();
    // The next frame begins so that its header ends in another sector of the disk.
    let engine = open(&root);
    let padding = 512 - 10 - (end + 56 + 8 + 7 + 1) % 512;
    write(&engine, put(b"b", &vec![7; padding]));
    engine.crash();
    let padded = fs::read(segment(&root)).unwrap().len();
    let engine = open(&root);
    write(&engine, put(b"c", &[7; 3000]));
    engine.crash();
    let journal = fs::read(segment(&root)).unwrap();
    let sector = padded.next_multiple_of(512);
    assert!(sector > padded && sector - padded < 20, "{padded} is not at the end of a sector");
    fs::remove_dir_all(root.join("index")).unwrap();
    let mut torn = journal;
    torn[sector..].fill(0);
    fs::write(segment(&root), torn).unwrap();
    assert_eq!(contents(&open(&root)).unwrap().len(), 2);
}

/// Frames are written one after another, each synced before the next: bytes behind a frame say that it was complete.
#[test]
fn scenario_4_a_frame_before_another_one_is_never_a_torn_tail() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let engine = open(&root);
    for n in 0..6_u8 {
        write(&engine, put(&[n], &[7; 2000]));
    }
    engine.crash();
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    for (frame, from) in [(3, 20), (3, 1024), (4, 700), (4, 1500), (4, 2040)] {
        let mut zeroed = journal.clone();
        zeroed[starts[frame] + from..].fill(0);
        fs::write(segment(&root), &zeroed).unwrap();
        let refused = try_open(&root, still()).map(drop).expect_err("acknowledged frames are gone");
        let OpenError::JournalDamaged { position, offset, .. } = &refused else {
            panic!("{refused}")
        };
        assert_eq!((*position, *offset), (frame as u64 + 1, starts[frame] as u64), "{refused}");
        assert!(refused.to_string().contains("a later one was written"), "{refused}");
        assert_eq!(fs::read(segment(&root)).unwrap(), zeroed, "a refusal changes nothing");
    }
    // Zeros behind the last frame are the beginning of one that was to follow it.
    let mut longer = journal.clone();
    longer[starts[5] + 1500..].fill(0);
    longer.extend([0; 512]);
    fs::write(segment(&root), longer).unwrap();
    let refused = try_open(&root, still()).map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::JournalDamaged { position: 6, .. }), "{refused}");
}

#[test]
fn what_is_dropped_at_the_end_of_the_journal_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    prepared(&root, false);
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    let last = starts[FRAMES as usize - 1];
    fs::remove_dir_all(root.join("index")).unwrap();
    fs::write(segment(&root), &journal[..last + 33]).unwrap();
    assert_eq!(engine::check(&root, &still().progress).unwrap().torn, 33);
    let (_, log) = crate::harness::told(|| open(&root).crash());
    for part in ["never finished", "bytes=33", &format!("byte={last}"), "frame=8", "written=2"] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert_eq!(engine::check(&root, &still().progress).unwrap().torn, 0);
}

#[test]
fn scenario_4_an_index_ahead_of_the_journal_is_refused_and_nothing_changes() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    prepared(&root, true);
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    for cut in (starts[starts.len() - 4]..journal.len()).step_by(7) {
        fs::write(segment(&root), &journal[..cut]).unwrap();
        let refused = try_open(&root, still())
            .map(|e| e.rebuilt().map(str::to_owned))
            .expect_err(&format!("cut at {cut}"));
        assert!(
            matches!(refused, OpenError::Ahead { ahead: "the index", reached: FRAMES, .. }),
            "cut at {cut}: {refused}"
        );
        assert_eq!(fs::read(segment(&root)).unwrap(), &journal[..cut]);
    }
    fs::write(segment(&root), &journal).unwrap();
    assert_eq!(contents(&open(&root)).unwrap().len(), 5);
}

#[test]
fn a_loss_can_be_accepted_explicitly() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let states = prepared(&root, true);
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    fs::write(segment(&root), &journal[..starts[5]]).unwrap();
    engine::rebuild(&root, true, still()).unwrap();
    let engine = open(&root);
    assert_eq!(contents(&engine).unwrap(), states[5]);
    write(&engine, put(b"life", b"goes on"));
    engine.close();
    assert_eq!(engine::check(&root, &still().progress).unwrap().problems, Vec::<String>::new());
}

#[test]
fn scenario_6_a_flipped_bit_in_the_journal_is_refused_and_named() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let states = prepared(&root, true);
    let journal = fs::read(segment(&root)).unwrap();
    let starts = frame_starts(&journal);
    let mut dice = Dice::new("scenario 6");
    let places = (0..250).map(|_| dice.below(journal.len() as u64) as usize).chain([
        0,
        20,
        75,
        76,
        journal.len() - 1,
    ]);
    let places: Vec<usize> = places.collect();
    for place in places {
        let mut flipped = journal.clone();
        flipped[place] ^= 1 << dice.below(8);
        fs::write(segment(&root), &flipped).unwrap();
        let refused = try_open(&root, still()).map(drop).unwrap_err();
        let OpenError::JournalDamaged { segment: named, offset, position, .. } = &refused else {
            panic!("byte {place}: {refused}");
        };
        let frame = starts.iter().filter(|start| **start <= place).count();
        assert_eq!(
            (named.as_path(), *position),
            (segment(&root).as_path(), frame.max(1) as u64),
            "byte {place}"
        );
        assert_eq!(*offset as usize, if frame == 0 { 0 } else { starts[frame - 1] });
        assert!(refused.to_string().contains("verwijspunt store rebuild --accept-loss"));
        assert_eq!(fs::read(segment(&root)).unwrap(), flipped, "a refusal changes nothing");
    }
    // The way out that the text names.
    let mut flipped = journal.clone();
    flipped[starts[6] + 60] ^= 4;
    fs::write(segment(&root), &flipped).unwrap();
    assert!(!engine::check(&root, &still().progress).unwrap().problems.is_empty());
    let done = engine::rebuild(&root, true, still()).unwrap();
    assert_eq!((done.position, done.given_up.len()), (6, 1));
    assert_eq!(fs::read(&done.kept[0]).unwrap(), flipped, "the damaged segment is kept");
    assert_eq!(contents(&open(&root)).unwrap(), states[6]);
}

#[test]
fn scenario_6_a_segment_removed_swapped_or_repeated_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let options = || Options { segment_bytes: 500, ..still() };
    let engine = try_open(&root, options()).unwrap();
    for n in 0..40_u8 {
        write(&engine, put(&[n], &[n; 50]));
    }
    engine.close();
    let segments = files(&root.join("journal"));
    assert!(segments.len() > 5);
    let middle = fs::read(&segments[2]).unwrap();
    fs::remove_file(&segments[2]).unwrap();
    let refused = try_open(&root, options()).map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::JournalDamaged { .. }), "{refused}");
    fs::write(&segments[2], fs::read(&segments[3]).unwrap()).unwrap();
    assert!(matches!(try_open(&root, options()), Err(OpenError::JournalDamaged { .. })));
    fs::write(&segments[2], middle).unwrap();
    // The first one gone: without an index and a checkpoint nothing can be built from the rest.
    let first = fs::read(&segments[0]).unwrap();
    fs::remove_file(&segments[0]).unwrap();
    fs::remove_dir_all(root.join("index")).unwrap();
    let refused = try_open(&root, options()).map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::MissingFrames { from: 1, .. }), "{refused}");
    fs::write(&segments[0], first).unwrap();
    assert_eq!(contents(&try_open(&root, options()).unwrap()).unwrap().len(), 40);
    // The newest one gone: the index remembers.
    fs::remove_file(segments.last().unwrap()).unwrap();
    assert!(matches!(try_open(&root, options()), Err(OpenError::Ahead { .. })));
}

/// A store with checkpoint, journal behind it, long values, and an index of several segments.
fn large(root: &Path, dice: &mut Dice) -> Map {
    let mut model = Map::new();
    let engine = open(root);
    let fill = |engine: &_, model: &mut Map, dice: &mut Dice, rounds: u32| {
        for _ in 0..rounds {
            let puts: Vec<_> = (0..20)
                .map(|_| {
                    let len = if dice.below(40) == 0 { 9000 } else { 100 };
                    (dice.below(3000).to_be_bytes().to_vec(), dice.bytes(len))
                })
                .collect();
            model.extend(puts.iter().cloned());
            write(engine, Write { puts, ..Write::default() });
        }
    };
    fill(&engine, &mut model, dice, 60);
    run(engine.checkpoint()).unwrap();
    fill(&engine, &mut model, dice, 30);
    engine.close();
    let engine = open(root);
    fill(&engine, &mut model, dice, 5);
    engine.close();
    model
}

#[test]
fn scenario_5_damage_in_the_index_never_gives_a_wrong_answer() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::new("scenario 5");
    let root = dir.path().join("store");
    let expected = large(&root, &mut dice);
    let damaged = dir.path().join("damaged");
    let mut rebuilt = 0;
    let rounds: u32 =
        std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(45);
    for round in 0..rounds {
        let _ = fs::remove_dir_all(&damaged);
        copy(&root, &damaged);
        let targets = files(&damaged.join("index"));
        let target = &targets[round as usize % targets.len()];
        let mut bytes = fs::read(target).unwrap();
        let kind = dice.below(3);
        let place = dice.below(bytes.len() as u64) as usize;
        match kind {
            0 => bytes[place] ^= 1 << dice.below(8),
            1 => {
                let (from, to) =
                    (place / 4096 * 4096, (place / 4096 * 4096 + 4096).min(bytes.len()));
                bytes[from..to].fill(0);
            }
            _ => bytes.truncate(place),
        }
        fs::write(target, bytes).unwrap();
        let what = format!("round {round}: kind {kind} at {place} of {}", target.display());
        println!("{what}");
        let engine = try_open(&damaged, still()).unwrap_or_else(|e| panic!("{what}: {e}"));
        rebuilt += u32::from(engine.rebuilt().is_some());
        assert_eq!(contents(&engine).expect(&what), expected, "{what}");
        engine.close();
    }
    println!("{rebuilt} of {rounds} rebuilt");
    assert!(rebuilt > 0);
}

#[test]
fn damage_found_while_running_stops_writing_and_the_next_start_rebuilds() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let mut dice = Dice::new("damage while running");
    let expected = large(&root, &mut dice);
    // Without the comparison at the start, as in a large store.
    let options = || Options { verify_bytes: 0, ..still() };
    let db = root.join("index/db");
    let mut found = 0;
    for round in 0..12 {
        let clean = fs::read(&db).unwrap();
        let mut bytes = clean.clone();
        for _ in 0..40 {
            let place = dice.below(bytes.len() as u64) as usize;
            bytes[place] ^= 0x10;
        }
        fs::write(&db, bytes).unwrap();
        let engine = try_open(&root, options()).unwrap();
        match contents(&engine) {
            Ok(all) => assert!(all == expected || engine.rebuilt().is_none(), "round {round}"),
            Err(e) => {
                found += 1;
                assert!(e.to_string().contains("rebuilt"), "{e}");
                assert!(
                    run(engine.submit(put(b"x", b"y"))).is_err(),
                    "an engine with a damaged index writes no more"
                );
                assert!(root.join("index.suspect").exists());
            }
        }
        engine.crash();
        let engine = open(&root);
        assert_eq!(contents(&engine).unwrap(), expected);
        engine.close();
    }
    println!("found while running: {found} of 12");
}

#[test]
fn scenario_3_left_over_and_truncated_snapshots_are_survived() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let expected = large(&root, &mut Dice::new("scenario 3"));
    open(&root).close();
    let is_snapshot = |p: &PathBuf| p.file_name().unwrap().to_string_lossy().starts_with("snap.");
    let snapshot =
        files(&root.join("index")).into_iter().find(is_snapshot).expect("sled keeps a snapshot");
    let bytes = fs::read(&snapshot).unwrap();
    let left_over = root.join("index/snap.0000000000FF0000.generating");
    for len in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&left_over, &bytes[..len]).unwrap();
        let engine = open(&root);
        assert_eq!(contents(&engine).unwrap(), expected, "left over with {len} bytes");
        assert_eq!(engine.rebuilt(), None, "a left-over snapshot is no reason to rebuild");
        engine.close();
    }
    for len in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        // A snapshot is written by an open that finds something.
        open(&root).close();
        let snapshot = files(&root.join("index")).into_iter().find(is_snapshot).unwrap();
        let bytes = fs::read(&snapshot).unwrap();
        fs::write(&snapshot, &bytes[..len.min(bytes.len())]).unwrap();
        let engine = open(&root);
        assert_eq!(contents(&engine).unwrap(), expected, "truncated to {len} bytes");
        engine.close();
    }
}

#[test]
fn a_damaged_checkpoint_is_not_built_on() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let mut dice = Dice::new("damaged checkpoint");
    let expected = large(&root, &mut dice);
    let checkpoint = files(&root.join("checkpoint")).pop().unwrap();
    let bytes = fs::read(&checkpoint).unwrap();
    for _ in 0..30 {
        let mut flipped = bytes.clone();
        let place = dice.below(bytes.len() as u64) as usize;
        flipped[place] ^= 1 << dice.below(8);
        fs::write(&checkpoint, flipped).unwrap();
        // The index is good, so the store opens; it just cannot be rebuilt.
        assert_eq!(contents(&open(&root)).unwrap(), expected, "byte {place}");
        let refused = engine::rebuild(&root, false, still()).unwrap_err();
        assert!(matches!(refused, OpenError::MissingFrames { .. }), "{refused}");
        assert!(!engine::check(&root, &still().progress).unwrap().problems.is_empty());
    }
    // A new checkpoint mends it.
    engine::checkpoint(&root, still()).unwrap();
    engine::rebuild(&root, false, still()).unwrap();
    assert_eq!(contents(&open(&root)).unwrap(), expected);
}

#[test]
fn starts_that_die_in_the_index_lead_to_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    prepared(&root, true);
    fs::write(root.join("index.opening"), "1").unwrap();
    assert_eq!(open(&root).rebuilt(), None, "one may have been a kill at a bad moment");
    fs::write(root.join("index.opening"), "2").unwrap();
    let engine = open(&root);
    assert!(engine.rebuilt().is_some());
    assert_eq!(contents(&engine).unwrap().len(), 5);
}

#[test]
fn the_audit_log_is_healed_from_the_journal_or_the_start_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("store");
    let log = |engine: &_, n: u32| {
        write(engine, Write { logs: vec![n.to_be_bytes().to_vec()], ..put(b"k", b"v") })
    };
    let engine = open(&root);
    for n in 0..50 {
        log(&engine, n);
    }
    engine.close();
    let file = files(&root.join("audit")).pop().unwrap();
    let bytes = fs::read(&file).unwrap();
    for len in [0, 1, 20, 21, bytes.len() - 1] {
        fs::write(&file, &bytes[..len]).unwrap();
        open(&root).close();
        assert_eq!(fs::read(&file).unwrap(), bytes, "cut at {len}");
    }
    fs::remove_file(&file).unwrap();
    open(&root).close();
    assert_eq!(fs::read(&file).unwrap(), bytes);
    engine::checkpoint(&root, still()).unwrap();
    let mut flipped = bytes.clone();
    flipped[30] ^= 1;
    fs::write(&file, &flipped).unwrap();
    let refused = try_open(&root, still()).map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::AuditDamaged { .. }), "{refused}");
    let done = engine::rebuild(&root, true, still()).unwrap();
    assert_eq!(done.given_up.len(), 1);
    let engine = open(&root);
    assert_eq!(engine.reader().log_len(), 50, "numbers are not used twice");
    log(&engine, 50);
    assert_eq!(engine.reader().log(51, 10).unwrap().len(), 1);
}

#[test]
fn a_checkpoint_never_takes_over_what_the_index_lost_silently() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::new("silent loss");
    let root = dir.path().join("store");
    let mut expected = large(&root, &mut dice);
    // As in a large store: a start does not compare.
    let options = || Options { verify_bytes: 0, ..still() };
    let damaged = dir.path().join("damaged");
    expected.insert(b"later".to_vec(), b"write".to_vec());
    let (mut lost, mut noticed) = (0, 0);
    let rounds: u32 =
        std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
    for round in 0..rounds {
        let _ = fs::remove_dir_all(&damaged);
        copy(&root, &damaged);
        for file in files(&damaged.join("index")) {
            let is_snapshot = file.file_name().unwrap().to_string_lossy().starts_with("snap.");
            if is_snapshot && round % 2 == 0 {
                fs::remove_file(file).unwrap();
            } else if file.ends_with("db") {
                let mut bytes = fs::read(&file).unwrap();
                let place = dice.below(bytes.len() as u64) as usize;
                if round % 3 == 0 {
                    bytes.truncate(place);
                } else {
                    let end = (place + 4096).min(bytes.len());
                    bytes[place..end].fill(0);
                }
                fs::write(&file, bytes).unwrap();
            }
        }
        let engine = try_open(&damaged, options()).unwrap();
        let unharmed = engine.rebuilt().is_none();
        let written = run(engine.submit(put(b"later", b"write")));
        let right = contents(&engine).is_ok_and(|all| all == expected);
        lost += u32::from(unharmed && written.is_ok() && !right);
        let made = run(engine.checkpoint());
        noticed += u32::from(made.is_err());
        assert!(made.is_err() || right, "round {round}: the checkpoint accepted a wrong index");
        engine.crash();
        let engine = try_open(&damaged, options()).unwrap();
        if written.is_ok() {
            assert_eq!(contents(&engine).unwrap(), expected, "round {round}");
        }
    }
    println!(
        "{lost} of {rounds} indexes gave wrong answers or none, {noticed} were noticed by the checkpoint"
    );
}
