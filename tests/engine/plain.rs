//! Does it do what a store does, when nothing goes wrong?

use std::fs;
use std::ops::Bound;
use std::os::unix::fs::PermissionsExt;

use verwijspunt::store::embedded::engine::{
    self, EngineError, Health, MAX_VALUE, OpenError, Options,
};

use crate::harness::{
    Dice, Map, Plain, Write, contents, copy, files, open, put, run, still, try_open, write,
};
use crate::packed::with_unpacked;

#[test]
fn what_was_written_is_there_after_a_close_and_after_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    write(&engine, put(b"a", b"1"));
    write(&engine, Write { deletes: vec![b"a".to_vec()], ..put(b"b", b"2") });
    engine.close();
    let engine = open(dir.path());
    assert_eq!(engine.reader().get(b"a").unwrap(), None);
    assert_eq!(engine.reader().get(b"b").unwrap().as_deref(), Some(&b"2"[..]));
    write(&engine, put(b"c", b"3"));
    engine.crash();
    let engine = open(dir.path());
    let expected: Map = [(b"b".to_vec(), b"2".to_vec()), (b"c".to_vec(), b"3".to_vec())].into();
    assert_eq!(contents(&engine).unwrap(), expected);
    assert_eq!(engine.rebuilt(), None);
    assert_eq!(engine.health(), Health::Alive);
}

#[test]
fn concurrent_requests_meet_in_few_batches_and_see_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let request = |n: u32| Write {
        count: Some(b"count".to_vec()),
        logs: vec![n.to_be_bytes().to_vec()],
        ..put(&n.to_be_bytes(), b"x")
    };
    let mut counted: Vec<u64> = run(async {
        let all = (0..2000).map(|n| engine.submit(request(n)));
        futures::future::join_all(all).await.into_iter().map(|done| done.unwrap().1).collect()
    });
    let batches = engine.stats().batches;
    assert!(batches < 200, "{batches} batches for 2000 requests");
    counted.sort_unstable();
    assert!(counted.iter().copied().eq(1..=2000), "every request saw the ones before it");
    assert_eq!(engine.reader().log_len(), 2000);
    engine.crash();
    let engine = open(dir.path());
    assert_eq!(contents(&engine).unwrap().len(), 2001);
    let log = engine.reader().log(1, usize::MAX).unwrap();
    assert!(
        log.iter().map(|(index, _)| *index).eq(1..=2000),
        "log entries are numbered without a gap"
    );
}

#[test]
fn a_full_queue_says_busy_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), Options { queue: 4, ..still() }).unwrap();
    let answers = run(async {
        futures::future::join_all((0..500_u32).map(|n| engine.submit(put(&n.to_be_bytes(), b"x"))))
            .await
    });
    let busy = answers.iter().filter(|a| **a == Err(EngineError::Busy)).count();
    assert!(busy > 0, "500 requests at once into a queue of 4");
    assert_eq!(
        contents(&engine).unwrap().len(),
        500 - busy,
        "written is exactly what was answered"
    );
}

#[test]
fn memory_is_bounded_when_the_index_is_slower_than_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let options =
        Options { layer_bytes: 256 << 10, drain_bytes: 64 << 10, batch_bytes: 32 << 10, ..still() };
    let engine = try_open(dir.path(), options).unwrap();
    let mut most = 0;
    for round in 0..100_u32 {
        run(futures::future::join_all(
            (0..20_u32).map(|n| engine.submit(put(&(round * 20 + n).to_be_bytes(), &[7; 1000]))),
        ));
        most = most.max(engine.stats().layer_bytes);
    }
    assert!(most <= (256 << 10) + 2 * (34 << 10), "{most} bytes in memory");
    assert_eq!(contents(&engine).unwrap().len(), 2000);
}

#[test]
fn a_record_that_is_too_large_is_refused_and_the_next_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let refused = run(engine.submit(put(b"k", &vec![0; MAX_VALUE + 1])));
    assert!(matches!(refused, Err(EngineError::TooLarge(_))), "{refused:?}");
    assert!(matches!(run(engine.submit(put(&[0; 513], b""))), Err(EngineError::TooLarge(_))));
    write(&engine, put(&[0; 512], &vec![1; MAX_VALUE]));
    assert_eq!(contents(&engine).unwrap().len(), 1);
}

#[test]
fn long_values_keep_their_order_lose_their_parts_and_make_no_blob_files() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::new("long values");
    let mut model = Map::new();
    for round in 0..4 {
        let engine = open(dir.path());
        for n in 0..40_u64 {
            // Keys that are prefixes of each other, and lengths around the size of a piece.
            let key = vec![b'k'; 1 + dice.below(30) as usize];
            let len = [0, 1, 3999, 4000, 4001, 8000, 8001, 50_000][dice.below(8) as usize];
            let value = dice.bytes(len);
            if (n + round) % 5 == 0 {
                model.remove(&key);
                write(&engine, Write { deletes: vec![key], ..Write::default() });
            } else {
                write(&engine, put(&key, &value));
                model.insert(key, value);
            }
        }
        assert_eq!(contents(&engine).unwrap(), model);
        engine.close();
        assert_eq!(files(&dir.path().join("index/blobs")), Vec::<std::path::PathBuf>::new());
        let report = engine::check(dir.path(), &still().progress).unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    }
}

#[test]
fn many_small_and_full_size_values_make_no_blob_files() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    for n in 0..1500_u32 {
        let mut key = vec![9; 400];
        key.extend(n.wrapping_mul(2_654_435_769).to_be_bytes());
        let puts = vec![(key, vec![n as u8; 4000])];
        write(&engine, Write { puts, ..Write::default() });
    }
    engine.close();
    assert_eq!(files(&dir.path().join("index/blobs")), Vec::<std::path::PathBuf>::new());
}

#[test]
fn scans_merge_memory_and_index_in_both_directions() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let even = (0..50_u8).map(|n| (vec![b'p', n * 2], vec![0]));
    write(&engine, Write { puts: even.collect(), ..Write::default() });
    engine.close();
    let engine = open(dir.path());
    let odd = (0..50_u8).map(|n| (vec![b'p', n * 2 + 1], vec![1]));
    write(
        &engine,
        Write {
            puts: odd.collect(),
            deletes: vec![vec![b'p', 4], vec![b'p', 6]],
            ..put(b"q", b"outside")
        },
    );
    write(&engine, Write { puts: vec![(vec![b'p', 8], vec![2])], ..Write::default() });
    let reader = engine.reader();
    let second = |(k, v): &(bytes::Bytes, bytes::Bytes)| (k[1], v[0]);
    let page: Vec<_> = run(reader.range_of(b"p", None, 5)).unwrap().iter().map(second).collect();
    assert_eq!(page, [(0, 0), (1, 1), (2, 0), (3, 1), (5, 1)]);
    let page: Vec<_> =
        run(reader.range_of(b"p", Some(&[b'p', 5]), 3)).unwrap().iter().map(second).collect();
    assert_eq!(page, [(7, 1), (8, 2), (9, 1)]);
    let back = reader.scan(Bound::Included(b"p"), Bound::Excluded(&[b'p', 9]), 5, true).unwrap();
    assert_eq!(
        back.iter().map(second).collect::<Vec<_>>(),
        [(8, 2), (7, 1), (5, 1), (3, 1), (2, 0)]
    );
    assert_eq!(reader.scan(Bound::Excluded(b"z"), Bound::Excluded(b"z"), 5, true).unwrap(), []);
    assert_eq!(reader.scan(Bound::Included(b"z"), Bound::Included(b"a"), 5, false).unwrap(), []);
    assert_eq!(run(reader.range_of(b"", None, 1000)).unwrap().len(), 98);
}

#[test]
fn a_second_process_is_refused_and_told_who_holds_the_directory() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    let refused = try_open(dir.path(), still()).map(drop).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    engine.close();
    open(dir.path());
}

#[test]
fn another_format_and_a_foreign_journal_are_refused_with_a_way_out() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).close();
    let format = dir.path().join("FORMAT");
    let text = fs::read_to_string(&format).unwrap();
    fs::write(&format, text.replace("format 9", "format 10")).unwrap();
    assert!(matches!(try_open(dir.path(), still()), Err(OpenError::NewerFormat { found: 10, .. })));
    fs::write(&format, text.replace("format 9", "format 1")).unwrap();
    assert!(matches!(try_open(dir.path(), still()), Err(OpenError::OlderFormat { found: 1, .. })));
    fs::remove_file(&format).unwrap();
    assert!(matches!(try_open(dir.path(), still()), Err(OpenError::NotAStore { .. })));
    let other = uuid_text(&text);
    fs::write(&format, other).unwrap();
    let text = try_open(dir.path(), still()).map(drop).unwrap_err().to_string();
    assert!(text.contains("belongs to another store"), "{text}");
}

#[test]
fn a_directory_of_a_format_before_is_taken_over() {
    // What was built from the journal in another form is built anew.
    let formats = [
        (2, Some("it is that of an earlier release")),
        (3, None),
        (4, None),
        (5, None),
        (6, None),
        (7, None),
        (8, None),
    ];
    for (before, rebuilt) in formats {
        let dir = tempfile::tempdir().unwrap();
        let engine = open(dir.path());
        write(&engine, put(b"a", b"1"));
        run(engine.checkpoint()).unwrap();
        write(&engine, put(b"b", b"2"));
        engine.close();
        let format = dir.path().join("FORMAT");
        let text = fs::read_to_string(&format).unwrap();
        fs::write(&format, text.replace("format 9", &format!("format {before}"))).unwrap();
        let engine = open(dir.path());
        assert_eq!(engine.rebuilt(), rebuilt);
        let whole = contents(&engine).unwrap();
        assert_eq!(whole.len(), 2, "{whole:?}");
        assert_eq!(fs::read_to_string(&format).unwrap(), text, "an earlier release stays away");
        engine.close();
        assert_eq!(open(dir.path()).rebuilt(), None, "once");
    }
}

fn uuid_text(format: &str) -> String {
    let (head, _) = format.split_once("id ").unwrap();
    format!("{head}id 00000000-0000-4000-8000-000000000000\n")
}

#[test]
fn only_the_owner_may_read_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("data");
    let engine = open(&root);
    write(&engine, Write { logs: vec![b"entry".to_vec()], ..put(b"a", b"1") });
    run(engine.checkpoint()).unwrap();
    engine.close();
    let mut waiting = vec![root];
    while let Some(path) = waiting.pop() {
        let meta = fs::metadata(&path).unwrap();
        let mode = meta.permissions().mode() & 0o777;
        assert_eq!(mode, if meta.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        if meta.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        }
    }
}

#[test]
fn a_checkpoint_replaces_the_journal_and_a_rebuild_gives_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let engine = try_open(dir.path(), Options { segment_bytes: 16 << 10, ..still() }).unwrap();
    let secret = b"destroyed-under-retention";
    write(&engine, put(secret, secret));
    for n in 0..300_u32 {
        write(
            &engine,
            Write { logs: vec![n.to_be_bytes().to_vec()], ..put(&n.to_be_bytes(), &[1; 300]) },
        );
    }
    write(&engine, Write { deletes: vec![secret.to_vec()], ..Write::default() });
    assert!(files(&dir.path().join("journal")).len() > 4);
    let made = run(engine.checkpoint()).unwrap();
    assert_eq!((made.records, made.position), (300, 302));
    assert_eq!(files(&dir.path().join("journal")).len(), 1, "only the open segment is left");
    for file in
        files(&dir.path().join("journal")).into_iter().chain(files(&dir.path().join("checkpoint")))
    {
        let bytes = with_unpacked(fs::read(&file).unwrap());
        assert!(!bytes.windows(secret.len()).any(|w| w == secret), "{}", file.display());
    }
    write(&engine, put(b"after", b"checkpoint"));
    let before = contents(&engine).unwrap();
    let log = engine.reader().log(1, usize::MAX).unwrap();
    engine.close();
    let rebuilt = engine::rebuild(dir.path(), false, still()).unwrap();
    assert_eq!((rebuilt.position, rebuilt.given_up.len()), (303, 0));
    let engine = open(dir.path());
    assert_eq!(contents(&engine).unwrap(), before);
    assert_eq!(engine.reader().log(1, usize::MAX).unwrap(), log);
    run(engine.checkpoint()).unwrap();
    engine.close();
    assert_eq!(files(&dir.path().join("checkpoint")).len(), 1, "one checkpoint is kept");
    let report = engine::check(dir.path(), &still().progress).unwrap();
    assert_eq!((report.problems.len(), report.checkpoint), (0, Some((303, 301))), "{report:?}");
}

#[test]
fn a_checkpoint_while_writing_gives_the_same_contents() {
    let dir = tempfile::tempdir().unwrap();
    // The layers are small, so the index moves under the export.
    let options = Options { layer_bytes: 64 << 10, drain_bytes: 8 << 10, ..still() };
    let engine = try_open(dir.path(), options).unwrap();
    let load = |from: u32, to: u32, tag: u8| {
        run(futures::future::join_all(
            (from..to).map(|n| engine.submit(put(&(n * 7919 % 6000).to_be_bytes(), &[tag; 60]))),
        ));
    };
    load(0, 6000, 1);
    std::thread::scope(|scope| {
        let made = scope.spawn(|| run(engine.checkpoint()).unwrap());
        for tag in 2..8 {
            load(0, 3000, tag);
        }
        made.join().unwrap();
    });
    let before = contents(&engine).unwrap();
    engine.crash();
    engine::rebuild(dir.path(), false, still()).unwrap();
    let engine = open(dir.path());
    assert_eq!(contents(&engine).unwrap(), before);
}

#[test]
fn the_audit_log_is_read_across_files_memory_and_restarts() {
    let dir = tempfile::tempdir().unwrap();
    let options = || Options { audit_bytes: 2000, ..still() };
    for round in 0..4_u32 {
        let engine = try_open(dir.path(), options()).unwrap();
        for n in 0..100_u32 {
            let entry = (round * 100 + n).to_be_bytes().to_vec();
            write(&engine, Write { logs: vec![entry.clone(), entry], ..Write::default() });
        }
        if round == 1 {
            engine.crash();
        } else {
            engine.close();
        }
    }
    let engine = try_open(dir.path(), options()).unwrap();
    let reader = engine.reader();
    assert_eq!(reader.log_len(), 800);
    let (mut next, mut seen) = (1, Vec::new());
    loop {
        let page = reader.log(next, 17).unwrap();
        let Some((last, _)) = page.last() else { break };
        next = last + 1;
        seen.extend(page);
    }
    let expected = (1..=800_u64)
        .map(|i| (i, bytes::Bytes::copy_from_slice(&(((i - 1) / 2) as u32).to_be_bytes())));
    assert!(seen.into_iter().eq(expected));
    assert_eq!(reader.log(795, 100).unwrap().len(), 6);
    assert!(files(&dir.path().join("audit")).len() > 3);
}

#[test]
fn reads_never_see_half_a_batch_while_the_index_takes_over() {
    let dir = tempfile::tempdir().unwrap();
    let options =
        Options { drain_bytes: 2000, drain_every: std::time::Duration::from_millis(1), ..still() };
    let engine = try_open(dir.path(), options).unwrap();
    let both = |n: u64| Write {
        puts: (0..20_u8).map(|k| (vec![b'a' + k], n.to_be_bytes().repeat(700))).collect(),
        ..Write::default()
    };
    write(&engine, both(0));
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let all = engine
                        .reader()
                        .scan(Bound::Unbounded, Bound::Unbounded, 100, false)
                        .unwrap();
                    assert_eq!(all.len(), 20);
                    assert!(all.iter().all(|(_, v)| *v == all[0].1), "a mixture of two batches");
                }
            });
        }
        for n in 1..400 {
            write(&engine, both(n));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(engine.stats().drained > 1, "the index took something over meanwhile");
}

#[test]
fn a_copy_of_a_running_directory_opens_with_all_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(&dir.path().join("live"));
    write(&engine, put(b"a", b"1"));
    copy(&dir.path().join("live"), &dir.path().join("copy"));
    let copied = open(&dir.path().join("copy"));
    assert_eq!(contents(&copied).unwrap(), contents(&engine).unwrap());
}

#[test]
fn a_sequencer_that_cannot_be_made_refuses_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let made =
        verwijspunt::store::embedded::engine::Engine::<Plain>::open(dir.path(), still(), |_| {
            Err(EngineError::Closed)
        });
    assert!(matches!(made, Err(OpenError::Sequencer(EngineError::Closed))));
    open(dir.path());
}

#[test]
fn a_disk_that_is_nearly_full_refuses_writes_and_keeps_reading() {
    let dir = tempfile::tempdir().unwrap();
    let engine = open(dir.path());
    write(&engine, put(b"a", b"1"));
    engine.close();
    let engine = try_open(dir.path(), Options { reserve_bytes: u64::MAX / 2, ..still() }).unwrap();
    let refused = run(engine.submit(put(b"b", b"2")));
    assert!(matches!(refused, Err(EngineError::DiskFull(_))), "{refused:?}");
    let why = engine.ready().expect_err("probes hear of it");
    assert!(why.contains("full") && why.contains("MiB free"), "{why}");
    assert_eq!(engine.reader().get(b"a").unwrap().as_deref(), Some(&b"1"[..]));
    assert_eq!(engine.health(), Health::Alive, "writes are taken again when space returns");
    engine.close();
    let engine = open(dir.path());
    write(&engine, put(b"b", b"2"));
    assert_eq!(engine.ready(), Ok(()));
}

/// Scenario 8. `VERWIJSPUNT_SMALL_DISK` names an empty directory on a file system of a few megabytes.
#[test]
fn a_full_disk_loses_nothing_and_takes_writes_again() {
    let Some(disk) = std::env::var_os("VERWIJSPUNT_SMALL_DISK") else {
        println!("skipped: VERWIJSPUNT_SMALL_DISK is not set");
        return;
    };
    let root = std::path::Path::new(&disk).join("store");
    let ballast = std::path::Path::new(&disk).join("ballast");
    let engine = open(&root);
    let mut acknowledged = Map::new();
    let mut refused = None;
    for n in 0..100_000_u32 {
        let (key, value) = (n.to_be_bytes().to_vec(), vec![n as u8; 10_000]);
        match run(engine.submit(put(&key, &value))) {
            Ok(_) => drop(acknowledged.insert(key, value)),
            Err(e) => {
                refused = Some(e);
                break;
            }
        }
        if n == 20 {
            // Leaves room for the journal to run into the end of the disk before the index does.
            fs::write(&ballast, vec![1; 1 << 20]).unwrap();
        }
    }
    assert!(matches!(refused, Some(EngineError::DiskFull(_))), "{refused:?}");
    assert_eq!(contents(&engine).unwrap(), acknowledged, "reads go on");
    fs::remove_file(&ballast).unwrap();
    assert_eq!(engine.health(), Health::Alive);
    write(&engine, put(b"space", b"again"));
    acknowledged.insert(b"space".to_vec(), b"again".to_vec());
    engine.crash();
    fs::remove_dir_all(root.join("index")).unwrap();
    // Journal and index together do not fit any more: the start says so, and nothing is lost.
    match try_open(&root, still()) {
        Ok(engine) => assert_eq!(contents(&engine).unwrap(), acknowledged),
        Err(e) => println!("{e}"),
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let _ = fs::remove_dir_all(root.join("index"));
    copy(&root, elsewhere.path());
    assert_eq!(contents(&open(elsewhere.path())).unwrap(), acknowledged);
}

#[test]
fn the_store_commands_tell_sound_from_unsound() {
    use verwijspunt::cli::store::StoreCommand;
    let succeeds = |command: StoreCommand| run(command.run()).is_ok();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_path_buf();
    let check = || {
        let store = root.display().to_string();
        succeeds(StoreCommand::Check { store, database: Default::default() })
    };
    assert!(!check(), "an empty directory is no store, and check does not make it one");
    let engine = open(&root);
    write(&engine, put(b"a", b"1"));
    assert!(!check(), "in use");
    engine.close();
    assert!(check());
    assert!(succeeds(StoreCommand::Checkpoint { dir: root.clone() }));
    let rebuild = StoreCommand::Rebuild { dir: root.clone(), accept_loss: false };
    assert!(succeeds(rebuild));
    assert!(check());
    let checkpoint = files(&root.join("checkpoint")).pop().unwrap();
    let mut bytes = fs::read(&checkpoint).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&checkpoint, bytes).unwrap();
    assert!(!check());
}
